"""What the program counts itself for a sentence: who has sent, who reported, how the indicators were judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from lamdong_report.content import Pieces, as_pieces
from lamdong_report.figures import Judgement, target_results
from lamdong_report.model import Figure, Part, Source
from lamdong_report.plan import Field, Section
from lamdong_report.report.material import Material
from lamdong_report.report.wording import count_of, reporters
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import join_words, lower_first


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
            return found if found.value else Figure(None)
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
            missing = _in_state(material, codes, _STATES["missing"])
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
    """The sections whose indicators are all reached, but for those that had nothing to reach."""
    fine = (Judgement.REACHED, Judgement.EXCEEDED, Judgement.NONE)
    open_ones = {one.indicator.section for one in material.measures if one.judgement not in fine}
    goals = {one.indicator.section for one in material.measures} - open_ones
    return [section for section in material.plan.sections if section.id in goals]


def _scope(field: Field, material: Material) -> frozenset[str]:
    return frozenset(agency.code for agency in material.plan.select(*([field.scope] if field.scope else [])))


def _in_state(material: Material, codes: frozenset[str], holds: Callable[[AgencyStatus], bool]) -> list[AgencyStatus]:
    return [status for status in material.statuses if status.agency.code in codes and holds(status)]


_STATES: Mapping[str, Callable[[AgencyStatus], bool]] = {
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
_JUDGEMENTS: Mapping[str, tuple[Judgement, ...]] = {
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


def _count(counter: str, material: Material, codes: frozenset[str]) -> Figure:
    if counter in _STATES:
        found = _in_state(material, codes, _STATES[counter])
        sent = [(s.agency.code, s.submission.file) for s in found if s.submission]
        parts = tuple(Part(code, "", Decimal(1), Source(file, "", "")) for code, file in sent)
        value, who = Decimal(len(found)), tuple(code for code, _ in sent)
        return Figure(value, "cơ quan", f"đếm phiếu: {_FORMS[counter]}", parts, reporters=who, asked=codes)
    if counter in _TARGETS:
        targets = target_results(material.plan, material.measures)
        found_ids = [target.id for target in targets if target.judgement in _TARGETS[counter]]
        words = "đếm chỉ tiêu của kế hoạch" if counter == "targets" else f"đếm chỉ tiêu: {', '.join(found_ids)}"
        return Figure(Decimal(len(found_ids)), "chỉ tiêu", words)
    if counter in _MOVED:
        ids = [m.indicator.id for m in material.measures if m.is_better_than_before is _MOVED[counter]]
        return Figure(Decimal(len(ids)), "chỉ số", f"đếm chỉ số so với năm trước: {', '.join(ids)}")
    ids = [m.indicator.id for m in material.measures if m.judgement in _JUDGEMENTS[counter]]
    return Figure(Decimal(len(ids)), "chỉ số", f"đếm chỉ số: {', '.join(ids)}")
