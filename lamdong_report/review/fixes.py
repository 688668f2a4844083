"""The workbook of everything to be mended: all findings, every agency with its counts, and who has not sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lamdong_report.catalogue.names import NAMES
from lamdong_report.model import Finding, Severity
from lamdong_report.pages import Page, write_pages
from lamdong_report.plan import Plan
from lamdong_report.review.tally import (
    FOR_THE_OFFICE,
    RANK,
    SEVERITY_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
    Standing,
    contact_text,
    label_of,
    one_line_of,
    standing,
    without_place,
)
from lamdong_report.rowsheet import Cell, link
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import clean, format_date, upper_first

NO_FILES: Mapping[str, str] = {}
NOBODY = "(chưa rõ cơ quan)"
WHOLE_PROVINCE = "(số liệu chung)"
# Light enough to print in black and white: the word beside the colour says the same.
SHADES = {SEVERITY_WORDS[Severity.ERROR]: "#F8D7D3", SEVERITY_WORDS[Severity.WARNING]: "#FCEFC7"}


def fixes_workbook(
    plan: Plan,
    statuses: Sequence[AgencyStatus],
    findings: Sequence[Finding],
    files: Mapping[str, str] = NO_FILES,
    *,
    example: bool,
) -> bytes:
    """The workbook can-sua.xlsx: sheets of findings (errors first), of agencies, of those not sent, sent late.

    `files` says where the forms lie, seen from the workbook: its cells lead there.
    """
    faults = Page(
        "Cần sửa", "Các nội dung cần sửa, cần kiểm tra trong phiếu đã nhận",
        (("STT", 6), ("Mức độ", 10), ("Cơ quan, địa phương", 21), ("Tệp", 22), ("Trang", 12), ("Ô", 7),
         ("Câu hỏi", 26), ("Nội dung", 42), ("Cách sửa", 38), ("Người lập phiếu", 30), ("Loại", 22)),
        _finding_rows(plan, statuses, findings, files),
        shades={"Mức độ": SHADES},
    )  # fmt: skip
    agencies = Page(
        "Theo cơ quan", "Tình hình gửi phiếu của từng cơ quan, địa phương",
        (("STT", 6), ("Mã", 9), ("Cơ quan, địa phương", 40), ("Nhóm", 40), ("Thời hạn", 12), ("Tình trạng", 28),
         ("Ngày gửi", 12), ("Lần gửi", 9), ("Lỗi", 8), ("Cảnh báo", 10), ("Lưu ý", 8), ("Người lập phiếu", 36),
         ("Tệp", 44)),
        _agency_rows(plan, statuses, files),
    )  # fmt: skip
    unsent = [status for status in statuses if status.state is State.MISSING]
    unusable = STANDING_WORDS[Standing.UNUSABLE]
    missing = Page(
        "Chưa gửi", "Các cơ quan, địa phương chưa gửi phiếu",
        (("STT", 6), ("Mã", 9), ("Cơ quan, địa phương", 44), ("Nhóm", 60), ("Ghi chú", 40)),
        [(*named, unusable if standing(one) is Standing.UNUSABLE else None) for one, named in _named(plan, unsent)],
    )  # fmt: skip
    late = Page(
        "Gửi chậm", "Các cơ quan, địa phương gửi phiếu sau hạn",
        (("STT", 6), ("Mã", 9), ("Cơ quan, địa phương", 44), ("Nhóm", 50), ("Ngày gửi", 12), ("Người lập phiếu", 50)),
        [(*named, _day(one), contact_text(plan, one))
         for one, named in _named(plan, [status for status in statuses if status.state is State.LATE])],
    )  # fmt: skip
    return write_pages((faults, agencies, missing, late), plan, example=example)


def _finding_rows(
    plan: Plan, statuses: Sequence[AgencyStatus], findings: Sequence[Finding], files: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    contacts = {status.agency.code: contact_text(plan, status) for status in statuses}
    position = {agency.code: at for at, agency in enumerate(plan.agencies)}
    last = len(position)
    # Who has not sent has a page of its own: a hundred such rows must not stand above what is wrong in forms.
    ordered = sorted(findings, key=lambda f: (RANK[f.severity], f.code in FOR_THE_OFFICE, position.get(f.agency, last)))
    for at, finding in enumerate(ordered, 1):
        # The cell leads to itself in the form where that lies beside the workbook.
        file, sheet = files.get(finding.file, ""), finding.sheet.replace("'", "''")
        cell = link(finding.cell, f"{file}#'{sheet}'!{finding.cell}" if file else "")
        yield (
            at, SEVERITY_WORDS[finding.severity], agency_of(plan, finding), one_line_of(finding.file),
            one_line_of(finding.sheet), cell, label_of(plan, finding),
            clean(without_place(finding)), clean(finding.advice), contacts.get(finding.agency, ""), NAMES[finding.code],
        )  # fmt: skip


def agency_of(plan: Plan, finding: Finding) -> str:
    """Whom the finding concerns, in words."""
    if plan.knows(finding.agency):
        return upper_first(plan.agency(finding.agency).name)
    return NOBODY if finding.file else WHOLE_PROVINCE


def _agency_rows(plan: Plan, statuses: Sequence[AgencyStatus], files: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    for status, named in _named(plan, statuses):
        form = status.submission
        yield (
            *named, STATE_WORDS[status.state], STANDING_WORDS[standing(status)], _day(status),
            form.sending if form else None,
            *(status.count(severity) for severity in Severity), contact_text(plan, status),
            link(one_line_of(form.file), files.get(form.file, "")) if form else None,
        )  # fmt: skip


def _named(plan: Plan, statuses: Sequence[AgencyStatus]) -> Iterator[tuple[AgencyStatus, Sequence[Cell]]]:
    """Each with what every row about an agency begins with: its number, code, name and group."""
    for at, status in enumerate(statuses, 1):
        agency = status.agency
        yield status, (at, agency.code, upper_first(agency.name), plan.group_of(agency).name)


def _day(status: AgencyStatus) -> str | None:
    return format_date(status.sent) if status.sent else None
