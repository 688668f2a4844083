"""What an official settles by a click: findings accepted or confirmed, a form chosen, a deadline extended, reopened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.decisions import WORDS, Validity, about_figure, about_finding, decisions_path
from lamdong_report.decisions.judging import answer_at
from lamdong_report.decisions.recording import erase
from lamdong_report.errors import UsageError
from lamdong_report.model import Answer, Decision, Finding, Severity
from lamdong_report.pipeline.deciding import Signed, decide_deadline, decide_on, write_decisions
from lamdong_report.pipeline.dossier import findings_by_id
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading

__all__ = [
    "Settled",
    "Signed",
    "Work",
    "accept_findings",
    "can_settle",
    "choose_form",
    "extend_deadline",
    "settled",
    "withdraw_decision",
]
# Decides on what has been read, and says in words what was decided.
Work = Callable[[Reading], str]


class Settled(Struct, frozen=True):
    """One decision as the page shows it; `holds` while the value that it was made for stands."""

    id: str
    code: str
    name: str
    words: str
    where: str
    reason: str
    who: str
    when: date | None
    until: date | None
    standing: str
    holds: bool


def settled(reading: Reading, code: str = "") -> tuple[Settled, ...]:
    """The decisions (about one agency, if `code` is given), in the workbook's order."""
    found = []
    for decision, standing in reading.decisions:
        if code not in ("", decision.agency):
            continue
        question = reading.plan.questions.get(decision.about)
        place = f"«{decision.sheet}» ô {decision.cell}" if decision.cell else decision.file
        one = Settled(
            id=_id(decision),
            code=decision.agency,
            name=agency_name(reading, decision.agency),
            words=WORDS[decision.verdict],
            where=": ".join(filter(None, (place, question.label if question else ""))),
            reason=decision.reason,
            who=decision.who,
            when=decision.when,
            until=decision.until,
            standing=standing.value,
            holds=standing is Validity.HOLDS,
        )
        found.append(one)
    return tuple(found)


def _id(decision: Decision) -> str:
    # Without the row: a line put in above it in Excel must not make it another decision.
    return sha256(repr(replace(decision, row=0)).encode()).hexdigest()[:12]


def can_settle(reading: Reading, finding: Finding) -> bool:
    """Whether the office may settle it: any warning, and an error about a figure that can be read."""
    # A decision stands under an agency in the workbook; a file of nobody has no line to stand in.
    if not reading.plan.knows(finding.agency) or finding.severity is Severity.NOTE:
        return False
    return finding.severity is Severity.WARNING or _figure(reading, finding) is not None


def accept_findings(reading: Reading, inputs: Path, ids: Collection[str], signed: Signed) -> int:
    """Accept the warnings and confirm the figures in doubt that these findings are about; how many were written.

    Raises UsageError without a reason or a name, or for an error that only the agency can mend.
    """
    _require(signed)
    known = findings_by_id(reading)
    decisions: list[Decision] = []
    for finding in (known[one] for one in ids if one in known):
        if not can_settle(reading, finding):
            name = agency_name(reading, finding.agency) or finding.file
            remedy = "Đề nghị cơ quan sửa phiếu (trang Công văn, thư)."
            raise UsageError(f"{name}: nội dung này là lỗi, không chấp nhận thay được: {finding.message}", remedy)
        if finding.severity is Severity.ERROR and (answer := _figure(reading, finding)):
            made = about_figure(finding.agency, answer, reason=signed.reason, who=signed.who, when=signed.when)
        else:
            form = reading.form_of(finding.agency)
            made = about_finding(finding, form, reason=signed.reason, who=signed.who, when=signed.when)
        decisions.append(made)
    if decisions:
        _record(reading, inputs, decisions)
    return len(decisions)


def choose_form(reading: Reading, inputs: Path, code: str, file: str, signed: Signed) -> None:
    """That this file counts among those of the agency; raises UsageError."""
    _require(signed)
    _record(reading, inputs, decide_on(reading, reading.plan.agency(code), file, signed))


def extend_deadline(reading: Reading, inputs: Path, code: str, until: date | None, signed: Signed) -> None:
    """That the agency may send until this day, inclusive; raises UsageError."""
    _require(signed)
    if until is None:
        raise UsageError("Chưa ghi ngày gia hạn.", "Ghi ngày như 05/12/2026.")
    _record(reading, inputs, [decide_deadline(reading, reading.plan.agency(code), until, signed)])


def _record(reading: Reading, inputs: Path, decisions: Sequence[Decision]) -> None:
    """Write them down among the forms: the folder may not be there yet, and then its parent would be taken for it."""
    inputs.mkdir(parents=True, exist_ok=True)
    write_decisions((inputs,), reading.plan, decisions)


def withdraw_decision(reading: Reading, inputs: Path, number: str) -> None:
    """Take a decision back; raises UsageError for one that is not there any more."""
    for decision, _ in reading.decisions:
        if _id(decision) == number:
            erase(decisions_path((inputs,)), decision, reading.plan)
            return
    raise UsageError("Quyết định này không còn nữa.", "Tải lại trang để xem các quyết định hiện có.")


def _require(signed: Signed) -> None:
    if not signed.reason.strip() or not signed.who.strip():
        raise UsageError("Cần ghi lý do và người quyết định.", "Điền hai ô «Lý do» và «Người quyết định» rồi bấm lại.")


def _figure(reading: Reading, finding: Finding) -> Answer | None:
    """The answer in doubt, if it can be read."""
    answer = answer_at(finding, reading.form_of(finding.agency))
    return answer if answer is not None and answer.value is not None else None
