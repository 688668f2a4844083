"""The state of the season as values: big figures, a band for each group, what is wrong, what the office has decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lamdong_report.catalogue.many import fold_alike
from lamdong_report.catalogue.names import name_of
from lamdong_report.decisions import WORDS, Validity
from lamdong_report.model import Decision, Finding, Severity
from lamdong_report.plan import Plan
from lamdong_report.review.charts import DayChart, Span, bar, day_chart
from lamdong_report.review.tally import (
    SEVERITY_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
    Standing,
    Tally,
    by_group,
    contact_text,
    faulty,
    gravest_first,
    number_text,
    of_nobody,
    one_line_of,
    standing,
    tally,
)
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import format_date, upper_first

# The board hangs on a wall; what was written about victims is read in the workbook, by those whom it concerns.
DISCREET = "có nội dung cần xem về số liệu nhạy cảm; xem tệp can-sua.xlsx."
# As much as a row of the table takes without growing tall.
LONGEST_SUMMARY = 96


class ShownFinding(Struct, frozen=True):
    """One finding as the page shows it."""

    severity: str
    word: str
    text: str
    remedy: str


class AgencyLine(Struct, frozen=True):
    """One agency: a row of the table and, in a summed group, a tile of the grid."""

    number: int
    code: str
    name: str
    group: str
    standing: Standing
    standing_word: str
    late: bool
    state_word: str
    sent: str
    sending: str
    errors: int
    warnings: int
    notes: int
    contact: str
    faults: tuple[ShownFinding, ...]

    @property
    def summary(self) -> str:
        """The gravest fault in a few words, and how many more there are."""
        if not self.errors and not self.warnings:
            return f"{number_text(self.notes)} lưu ý"
        text, more = self.faults[0].text, self.errors + self.warnings + self.notes - 1
        short = text if len(text) <= LONGEST_SUMMARY else text[:LONGEST_SUMMARY].rpartition(" ")[0] + "…"
        return f"{short} (và {number_text(more)} nội dung khác)" if more else short

    @property
    def can_open(self) -> bool:
        return bool(self.faults) and self.standing is not Standing.MISSING


class Band(Struct, frozen=True):
    """One group: its bar, its lines, and those of them of whom no form has come."""

    id: str
    name: str
    noun: str
    summed: bool
    received: int
    expected: int
    spans: tuple[Span, ...]
    lines: tuple[AgencyLine, ...]

    @property
    def missing(self) -> tuple[AgencyLine, ...]:
        return tuple(line for line in self.lines if line.standing in (Standing.MISSING, Standing.UNUSABLE))

    def count(self, standing: Standing) -> int:
        return sum(line.standing is standing for line in self.lines)


class Board(Struct, frozen=True):
    """All that the board shows. `files` are findings of files of nobody, `sums` of figures of the whole province.

    `settled` is what the office has decided, in the workbook's order.
    """

    cards: tuple[Card, ...]
    bands: tuple[Band, ...]
    chart: DayChart | None
    files: tuple[ShownFinding, ...]
    sums: tuple[ShownFinding, ...]
    missing: int
    settled: tuple[SettledLine, ...] = ()


class SettledLine(Struct, frozen=True):
    """One decision of the office: about whom and what, why, by whom, and whether it still holds."""

    name: str
    words: str
    about: str
    reason: str
    who: str
    validity: str
    holds: bool


def make_board(
    plan: Plan,
    statuses: Sequence[AgencyStatus],
    findings: Sequence[Finding],
    decisions: Sequence[tuple[Decision, Validity]] = (),
) -> Board:
    """The state of the season as values, for this page and for any other."""
    counts, strangers = tally(statuses, findings), of_nobody(plan, findings)
    lines = {status.agency.code: _line(plan, at, status) for at, status in enumerate(statuses, 1)}
    bands = []
    for group, members in by_group(plan, statuses):
        own = tally(members, ())
        band = Band(
            id=group.id,
            name=group.name,
            noun=upper_first(group.noun),
            summed=group.summed,
            received=own.received,
            expected=own.expected,
            spans=bar(members),
            lines=tuple(lines[status.agency.code] for status in members),
        )
        bands.append(band)
    return Board(
        cards=tuple(cards(counts, statuses, strangers)),
        bands=tuple(bands),
        chart=day_chart(statuses, plan.info.deadline),
        files=tuple(_fault(finding) for finding in fold_alike(gravest_first(strangers)) if finding.file),
        sums=tuple(_fault(finding) for finding in gravest_first(strangers) if not finding.file),
        missing=counts.missing,
        settled=tuple(_settled(plan, *one) for one in decisions),
    )


def _settled(plan: Plan, decision: Decision, validity: Validity) -> SettledLine:
    question = plan.questions.get(decision.about)
    what = question.label if question else name_of(decision.about)
    place = f"«{decision.sheet}» ô {decision.cell}" if decision.cell else decision.file
    until = f"đến hết ngày {format_date(decision.until)}" if decision.until else ""
    when = f", ngày {format_date(decision.when)}" if decision.when else ""
    return SettledLine(
        name=upper_first(one_line_of(plan.agency(decision.agency).name)),
        words=WORDS[decision.verdict],
        about=one_line_of("; ".join(filter(None, (place, what, until)))),
        reason=one_line_of(decision.reason),
        who=one_line_of(decision.who) + when,
        validity=validity.value,
        holds=validity is Validity.HOLDS,
    )


def _line(plan: Plan, number: int, status: AgencyStatus) -> AgencyLine:
    known = standing(status)
    form = status.submission
    return AgencyLine(
        number=number,
        code=status.agency.code,
        name=upper_first(one_line_of(status.agency.name)),
        group=status.agency.group,
        standing=known,
        standing_word=STANDING_WORDS[known],
        late=status.state is State.LATE,
        state_word=STATE_WORDS[status.state],
        sent=format_date(status.sent) if status.sent else "",
        sending=str(form.sending) if form else "",
        errors=status.count(Severity.ERROR),
        warnings=status.count(Severity.WARNING),
        notes=status.count(Severity.NOTE),
        contact=contact_text(plan, status),
        faults=tuple(_agency_fault(plan, status, finding) for finding in fold_alike(gravest_first(status.findings))),
    )


def _agency_fault(plan: Plan, status: AgencyStatus, finding: Finding) -> ShownFinding:
    """The finding; what was written about victims of violence is not for a screen on a wall."""
    fault, question = _fault(finding), plan.questions.get(finding.question)
    answers = status.submission.answers if status.submission else {}
    answer = answers.get(question.id) if question and question.sensitive else None
    if answer is None or not (answer.raw or answer.value):
        return fault
    place = f"«{finding.sheet}» ô {finding.cell}: " if finding.cell else ""
    return ShownFinding(fault.severity, fault.word, place + (DISCREET if place else upper_first(DISCREET)), "")


def _fault(finding: Finding) -> ShownFinding:
    word = SEVERITY_WORDS[finding.severity]
    return ShownFinding(finding.severity.value, word, one_line_of(finding.message), one_line_of(finding.advice))


class Card(Struct, frozen=True):
    """One of the big figures."""

    kind: str
    label: str
    value: str
    below: str


def cards(counts: Tally, statuses: Sequence[AgencyStatus], strangers: Sequence[Finding]) -> Iterator[Card]:
    """Received, in time, late, missing, errors, warnings; `strangers` are the findings that concern no agency."""
    share = f"{100 * counts.received / counts.expected:.1f}".replace(".", ",") if counts.expected else "0"
    notes = number_text(counts.notes)
    files = {finding.file for finding in strangers if finding.severity is Severity.ERROR and finding.file}
    more = f" và {number_text(len(files))} tệp chưa rõ" if files else ""
    where = f"ở {number_text(len(faulty(statuses)))} cơ quan, địa phương{more}"
    received = f"{number_text(counts.received)}/{number_text(counts.expected)}"
    yield Card("received", "Đã nhận", received, f"{share}% số phiếu phải gửi")
    yield Card("in_time", "Đúng hạn", number_text(counts.in_time), "phiếu gửi trước hạn")
    yield Card("late", "Gửi chậm", number_text(counts.late), "phiếu gửi sau hạn")
    yield Card("missing", "Chưa gửi", number_text(counts.missing), "cơ quan, địa phương")
    yield Card("error", "Lỗi", number_text(counts.errors), where)
    yield Card("warning", "Cảnh báo", number_text(counts.warnings), f"cùng {notes} lưu ý")
