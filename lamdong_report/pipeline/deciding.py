"""What an official has typed or clicked, made into decisions about what came in, and written beside the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from lamdong_report.catalogue.names import NAMES, code_of
from lamdong_report.codes import Code
from lamdong_report.decisions import (
    about_deadline,
    about_figure,
    about_finding,
    about_form,
    about_halves,
    decisions_path,
)
from lamdong_report.decisions.judging import in_cell
from lamdong_report.decisions.recording import record
from lamdong_report.errors import UsageError, program
from lamdong_report.model import Decision, Severity, Submission
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Agency, Plan
from lamdong_report.reader.identity import find_agency
from lamdong_report.reader.rivals import contradictions
from lamdong_report.text import clean

# "Số liệu!D10", «Số liệu» ô D10, Số liệu, $D$10: as Excel, our own findings and people write it.
_CELL = re.compile(r"«?(?P<sheet>[^»!]+?)»?\s*(?:!|,|\bô\b|\s)\s*\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[0-9]{1,7})")


class Signed(Struct, frozen=True):
    """Why something is decided, by whom and when."""

    reason: str
    who: str
    when: date | None


def named_agency(plan: Plan, name: str) -> Agency:
    """The agency with this code or name; raises UsageError."""
    agency = plan.agency(name) if plan.knows(name) else find_agency(name, "", plan)
    if agency is None:
        remedy = f"Xem mã cơ quan bằng lệnh: {program()} plan"
        raise UsageError(f"Kế hoạch không có cơ quan «{name}».", remedy)
    return agency


def decide_on(reading: Reading, agency: Agency, what: str, signed: Signed) -> tuple[Decision, ...]:
    """The decisions on a cell ("Số liệu!D10"), on the warnings of one code, or that a file counts.

    Raises UsageError where the agency has nothing of that name.
    """
    if code := code_of(what):
        return tuple(_on_code(reading, agency, code, signed))
    forms = _forms_of(reading, agency)
    if chosen := _file_named(forms, what):
        return (about_form(chosen, forms, reason=signed.reason, who=signed.who, when=signed.when),)
    if found := _CELL.fullmatch(clean(what)):
        sheet, cell = found["sheet"], (found["column"] + found["row"]).upper()
        form = reading.form_of(agency.code)
        answer = in_cell(form, sheet, cell) if form else None
        if answer is None or answer.value is None:
            why = f"ô {cell} của trang «{sheet}» không có câu trả lời đọc được"
            raise UsageError(f"{agency.name}: {why}.", "Kiểm tra lại tên trang và ô (xem can-sua.xlsx).")
        return (about_figure(agency.code, answer, reason=signed.reason, who=signed.who, when=signed.when),)
    remedy = 'Ghi ô theo cách "Số liệu!D10", hoặc loại ở cột cuối của can-sua.xlsx, hoặc tên tệp của phiếu được lấy.'
    raise UsageError(f"Không rõ «{what}» là ô, loại nội dung hay tệp nào của {agency.name}.", remedy)


def _on_code(reading: Reading, agency: Agency, code: Code, signed: Signed) -> Iterator[Decision]:
    found = [one for one in reading.findings if one.agency == agency.code and one.code == code]
    warnings = [one for one in found if one.severity is Severity.WARNING]
    if not warnings:
        kind = "lỗi, không phải cảnh báo" if any(one.severity is Severity.ERROR for one in found) else "nội dung đã rõ"
        why = f"«{NAMES[code]}» là {kind}" if found else f"phiếu không có nội dung «{NAMES[code]}»"
        remedy = 'Số liệu của một ô thì xác nhận theo ô, ví dụ "Số liệu!D10"; lỗi khác thì đề nghị cơ quan sửa phiếu.'
        raise UsageError(f"{agency.name}: {why}.", remedy)
    for finding in warnings:
        form = reading.form_of(agency.code)
        yield about_finding(finding, form, reason=signed.reason, who=signed.who, when=signed.when)


def decide_deadline(reading: Reading, agency: Agency, until: date, signed: Signed) -> Decision:
    """That the agency may send until this day; raises UsageError for a day that is no extension."""
    if until < reading.plan.deadline_of(agency):
        raise UsageError("Ngày gia hạn sớm hơn hạn chung của kế hoạch.", "Ghi một ngày sau hạn chung.")
    return about_deadline(
        agency.code, until, reading.plan, reason=signed.reason, who=signed.who, when=signed.when
    )  # fmt: skip


def join_files(reading: Reading, agency: Agency, names: Sequence[str], signed: Signed) -> Decision:
    """That these files of the agency are parts of one form; raises UsageError where they contradict each other."""
    forms = _forms_of(reading, agency)
    found = [form for name in names if (form := _file_named(forms, name))]
    if len(found) != len(names) or len(found) < 2:
        listed = ", ".join(f"«{form.file}»" for form in forms) or "(chưa có phiếu nào)"
        raise UsageError(f"Không thấy đủ các tệp này của {agency.name}.", f"Các phiếu đã nhận: {listed}.")
    # Each against each: what two files say otherwise, no rule of ours may choose between.
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if keys := contradictions(one, other, reading.plan):
                question = reading.plan.questions.get(keys[0])
                label = question.label if question else keys[0]
                remedy = "Đề nghị cơ quan thống nhất rồi gửi một phiếu; hoặc chọn một tệp bằng lệnh accept."
                raise UsageError(f"Hai tệp ghi khác nhau ở {len(keys)} chỗ (chỗ đầu tiên: «{label}»).", remedy)
    return about_halves(found, reason=signed.reason, who=signed.who, when=signed.when)


def write_decisions(paths: Sequence[Path], plan: Plan, decisions: Sequence[Decision]) -> Path:
    """Record them beside the forms; the workbook that they stand in."""
    return record(decisions_path(paths), decisions, plan)


def _forms_of(reading: Reading, agency: Agency) -> tuple[Submission, ...]:
    return tuple(form for form in reading.forms if form.agency == agency.code)


def _file_named(forms: Sequence[Submission], name: str) -> Submission | None:
    # Typed or copied from a folder: with the folder's name before it, or from a Windows path.
    wanted = clean(name).replace("\\", "/").casefold()
    fits = [form for form in forms if clean(form.file).casefold() in (wanted, wanted.partition("/")[2])]
    last = [form for form in forms if clean(form.file).casefold().rpartition("/")[2] == wanted.rpartition("/")[2]]
    return next(iter(fits), None) or (last[0] if len(last) == 1 else None)
