"""What the program counts itself: who has sent, who reported, how the indicators were judged.

For the fields of a sentence, for the annex on who has sent, and for what a final report says of its own gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from lamdong_report.content import Cell, Number, Paragraph, Pieces, Quote, StatusRow, Style, Text, as_pieces
from lamdong_report.figures import Judgement, target_results
from lamdong_report.model import Figure, Part, Severity, Source
from lamdong_report.plan import Field, Plan, Section
from lamdong_report.plan.schema import Completeness
from lamdong_report.report.material import Material
from lamdong_report.report.wording import (
    MOST_LISTED,
    NO_DATA,
    count_of,
    fill,
    fraction_text,
    joined,
    reporters,
    separated,
)
from lamdong_report.status import AgencyStatus, State, lacks, sending_answer
from lamdong_report.text import format_date, join_words, lower_first, upper_first

_IN_STATE: Mapping[str, Callable[[AgencyStatus], bool]] = {
    "expected": lambda status: True,
    "received": lambda status: status.state is not State.MISSING,
    "in_time": lambda status: status.state is State.IN_TIME,
    "late": lambda status: status.state is State.LATE,
    "missing": lambda status: status.state is State.MISSING,
}
# How the trace calls the forms that are counted.
_FORMS = {
    "expected": "phải gửi",
    "received": "đã gửi",
    "in_time": "gửi đúng hạn",
    "late": "gửi chậm",
    "missing": "chưa gửi",
}
# Which judgements each count takes.
JUDGED: Mapping[str, tuple[Judgement, ...]] = {
    "measures": tuple(Judgement),
    "reached": (Judgement.REACHED, Judgement.EXCEEDED),
    "exceeded": (Judgement.EXCEEDED,),
    "missed": (Judgement.MISSED,),
    "none": (Judgement.NONE,),
    "no_data": (Judgement.NO_DATA,),
}
# A change for the better or the worse by as much as is printed.
_MOVED = {"improved": True, "worsened": False}
_TARGETS: Mapping[str, tuple[Judgement, ...]] = {
    "targets": tuple(Judgement),
    "targets_reached": (Judgement.REACHED, Judgement.EXCEEDED),
    "targets_exceeded": (Judgement.EXCEEDED,),
    "targets_missed": (Judgement.MISSED,),
    "targets_no_data": (Judgement.NO_DATA,),
}
_STATE_WORDS = {State.IN_TIME: "Đúng hạn", State.LATE: "Gửi chậm", State.MISSING: "Chưa gửi"}


def counter_figure(field: Field, material: Material, main: Figure) -> Figure:
    """The number behind a counter; without a value where there is nothing to tell.

    Who reported the `main` number of a sentence is told only where it is not simply everybody asked who has sent.
    """
    codes = _scope(field, material)
    match field.counter:
        case "reporters":
            asked = main.asked & codes
            is_usual = frozenset(main.reporters) & asked == asked & material.forms.keys()
            return Figure(None if is_usual else Decimal(len(asked)))
        case "coverage":
            return _count("received", material, codes)
        case "missing_names":
            found = _count("missing", material, codes)
            return found if found.value and found.value <= MOST_LISTED else Figure(None)
        case "missed_names":
            found = _count("missed", material, codes)
            return found if found.value else Figure(None)
        case "goals_reached_names":
            goals = _goals_reached(material)
            names = ", ".join(section.id for section in goals)
            return Figure(Decimal(len(goals)) if goals else None, "mục tiêu", f"mục tiêu đạt mọi chỉ số: {names}")
    return _count(field.counter, material, codes)


def counter_pieces(field: Field, material: Material, main: Figure) -> Pieces:
    """How a counter reads."""
    codes = _scope(field, material)
    match field.counter:
        case "reporters":
            return reporters(main, material.plan, codes)
        case "coverage":
            return reporters(_count("received", material, codes), material.plan, codes)
        case "missing_names":
            missing = _in_state(material, codes, _IN_STATE["missing"])
            return as_pieces(join_words([status.agency.name for status in missing]))
        case "missed_names":
            missed = (m.indicator.subject for m in material.measures if m.judgement is Judgement.MISSED)
            return as_pieces("; ".join(map(lower_first, missed)))
        case "goals_reached_names":
            # "Mục tiêu 1: Chính trị" is called by what stands before the colon.
            titles = (section.short or section.title for section in _goals_reached(material))
            return as_pieces(join_words([title.partition(":")[0] for title in titles]))
    return (count_of(_count(field.counter, material, codes)),)


def _goals_reached(material: Material) -> list[Section]:
    """The sections whose indicators are all reached, but for those that had nothing to reach; one at least is."""
    judged = {
        judgement: {m.indicator.section for m in material.measures if m.judgement is judgement}
        for judgement in Judgement
    }
    goals = judged[Judgement.REACHED] | judged[Judgement.EXCEEDED]
    goals -= judged[Judgement.MISSED] | judged[Judgement.NO_DATA]
    return [section for section in material.plan.sections if section.id in goals]


def _scope(field: Field, material: Material) -> frozenset[str]:
    return frozenset(agency.code for agency in material.plan.select(*([field.scope] if field.scope else [])))


def _in_state(material: Material, codes: frozenset[str], holds: Callable[[AgencyStatus], bool]) -> list[AgencyStatus]:
    return [status for status in material.statuses if status.agency.code in codes and holds(status)]


def _count(counter: str, material: Material, codes: frozenset[str]) -> Figure:
    if counter in _IN_STATE:
        found = _in_state(material, codes, _IN_STATE[counter])
        parts = _forms_of(found)
        value, who = Decimal(len(found)), tuple(part.agency for part in parts)
        return Figure(value, "cơ quan", f"đếm phiếu: {_FORMS[counter]}", parts, reporters=who, asked=codes)
    if counter in _TARGETS:
        targets = target_results(material.plan, material.measures)
        found_ids = [target.id for target in targets if target.judgement in _TARGETS[counter]]
        words = "đếm chỉ tiêu của kế hoạch" if counter == "targets" else f"đếm chỉ tiêu: {', '.join(found_ids)}"
        return Figure(Decimal(len(found_ids)), "chỉ tiêu", words)
    if counter in _MOVED:
        ids = [m.indicator.id for m in material.measures if m.is_better_than_before is _MOVED[counter]]
        return Figure(Decimal(len(ids)), "chỉ số", f"đếm chỉ số so với năm trước: {', '.join(ids)}")
    ids = [m.indicator.id for m in material.measures if m.judgement in JUDGED[counter]]
    return Figure(Decimal(len(ids)), "chỉ số", f"đếm chỉ số: {', '.join(ids)}")


def _forms_of(statuses: Iterable[AgencyStatus]) -> tuple[Part, ...]:
    """Those that have sent, one by one, each with its file."""
    sent = [(status.agency.code, status.submission.file) for status in statuses if status.submission]
    return tuple(Part(code, "", Decimal(1), Source(file, "", "")) for code, file in sent)


def tells_completeness(plan: Plan, *, draft: bool) -> bool:
    """Whether this report tells in sections and an annex of their own who has sent."""
    return draft or plan.document.completeness is Completeness.ALWAYS


def incomplete(material: Material) -> Iterator[Paragraph]:
    """What a final report that was wanted all the same says of its own gaps."""
    told: list[Pieces] = []
    for lack in lacks(material.plan, material.statuses):
        if lack.agency:
            told.append((Text(f"{lack.agency.name} chưa gửi báo cáo"),))
        if lack.group:
            sent = _forms_of(lack.received)
            figure = Figure(Decimal(len(sent)), "cơ quan", "đếm phiếu: đã gửi", sent)
            share = Number(fraction_text(len(sent), lack.expected), figure)
            told.append(joined((Text("mới có báo cáo của "), share, Text(f" {lack.group.noun}"))))
    if told:
        yield Paragraph(Style.TEXT, fill(material.plan.wording.incomplete, text=separated(told)))


def status_rows(material: Material) -> Iterator[StatusRow]:
    """Every agency, group by group: its document, the day it was sent, in time or late or not at all."""
    plan, noun = material.plan, ""
    for number, status in enumerate(material.statuses, 1):
        group = plan.group_of(status.agency)
        if group.noun != noun:
            noun = group.noun
            yield StatusRow(name=upper_first(noun), heading=True)
        letter = material.answer(status.agency, plan.roles.letter_number)
        dated = sending_answer(plan, status.submission) if status.submission else None
        yield StatusRow(
            number=str(number),
            name=upper_first(status.agency.name),
            document=Cell((Quote(letter.text, letter.source),) if letter and letter.text else NO_DATA),
            sent=Cell((Quote(format_date(status.sent), dated.source),) if dated and status.sent else NO_DATA),
            state=_STATE_WORDS[status.state],
            note=Cell(_note(status, plan)),
        )


def _note(status: AgencyStatus, plan: Plan) -> Pieces:
    """Which sending this is, and how many errors are left in it."""
    form = status.submission
    if form is None:
        return ()
    answer = form.answers.get(plan.roles.sending)
    file = Source(form.file, "", "")
    source = answer.source if answer else file
    sending = Figure(Decimal(form.sending), "lần", parts=(Part(form.agency, "", Decimal(form.sending), source),))
    count = status.count(Severity.ERROR)
    errors = Figure(Decimal(count), "lỗi", "đếm lỗi của phiếu", (Part(form.agency, "", Decimal(count), file),))
    said = (Text("Gửi lần "), Number(str(form.sending), sending)) if form.sending > 1 else ()
    left = (count_of(errors), Text(" lỗi")) if count else ()
    return joined((*said, *((Text("; "),) if said and left else ()), *left))
