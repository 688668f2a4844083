"""Fills in what plan.toml leaves out because it follows from the rest, so that each fact is written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from lamdong_report.plan.fault import Fault, Places, suggest
from lamdong_report.plan.language import EVERYBODY, named_by
from lamdong_report.plan.language.terms import parse_own_target, plain_question
from lamdong_report.plan.message import say
from lamdong_report.plan.schema import (
    Agency,
    AgencyTarget,
    Annex,
    Ask,
    Group,
    Indicator,
    IndicatorExtra,
    Operator,
    PlanInfo,
    PlanSheet,
    ResultKind,
    Section,
    Table,
    Topic,
)
from lamdong_report.text import format_number, roman, upper_first
from lamdong_report.text.formats import with_unit


def settle_tables(parts: dict[str, Any]) -> None:
    """Fill in what the tables leave out; the tasks join the topics."""
    sections = parts["sections"] = tuple(settle_sections(parts["sections"], parts["wording"].section_empty))
    topics = (*in_outline_order(parts["topics"], sections), *parts["tasks"])
    parts["topics"] = tuple(settle_topic(topic, sections, parts["sheets"]) for topic in topics)
    parts["annexes"] = tuple(settle_annexes(parts["annexes"], parts["groups"], parts["tables"], parts["plan"]))
    parts["indicators"] = tuple(
        settle_indicator(one, parts["indicator_extras"], parts["plan"].period_end) for one in parts["indicators"]
    )


def settle_sections(sections: Iterable[Section], empty: str) -> Iterator[Section]:
    """Number the sections by their place, and give `empty` to those that would print nothing without any data."""
    children: Counter[str] = Counter()
    numbers: dict[str, str] = {}
    for section in sections:
        if not section.printed:
            yield section
            continue
        parent = section.id.rpartition(".")[0]
        children[parent] += 1
        # "II." on the first level, "3." on the second, "3.1." below: a chapter's number does not go into those in it.
        above = numbers.get(parent, "") if "." in parent else ""
        number = section.number or (f"{above}{children[parent]}." if parent else f"{roman(children[parent])}.")
        numbers[section.id] = number
        yield replace(section, number=number, empty=section.empty or ("" if section.text else empty))


def settle_own_targets(
    indicators: Sequence[Indicator], agencies: Sequence[Agency], places: Places, faults: list[Fault]
) -> tuple[Indicator, ...]:
    """Put the targets that agencies name themselves last in `each` of their indicators; those that say none are faults.

    Whether the agency is asked for the number is told with `each`.
    """
    own: dict[str, list[AgencyTarget]] = {indicator.id: [] for indicator in indicators}
    for agency in agencies:
        where = places.entry("agencies", agency.code, "targets")
        place = say("{agency}, {key:targets}", agency=places.agency(agency.code))
        for text in agency.targets:
            name, target = parse_own_target(text)
            words = ""
            if name not in own:
                words = f"«{text}»: không có chỉ tiêu «{name}»{suggest(name, own)}"
            elif target is None:
                words = f"«{text}»: sau dấu = phải là một số, viết liền: 1250 hoặc 85,5"
            else:
                own[name].append(AgencyTarget(of=(agency.code,), target=target))
            if words:
                faults.append(Fault(where, f"{words}; ghi mã chỉ tiêu = mức: 3.1 = 95.", place))
    return tuple(replace(one, each=(*one.each, *own[one.id])) if own[one.id] else one for one in indicators)


def settle_annexes(
    annexes: Sequence[Annex], groups: Iterable[Group], tables: Iterable[Table], info: PlanInfo
) -> Iterator[Annex]:
    """Whose figures an annex shows, and how its first column is called; each summed group has one if there is none."""
    summed = [group for group in groups if group.summed]
    asked = {table.id: table.asked for table in tables}
    made = [
        Annex(id=group.id, title=f"Số liệu của các {group.noun} {period_of(info)}", of=(group.id,)) for group in summed
    ]
    # Tables in the body replace no annex.
    behind = [annex for annex in annexes if not annex.section]
    for annex in (*annexes, *([] if behind else made)):
        usually = (EVERYBODY,) if annex.compare else tuple(group.id for group in summed)
        of = annex.of or asked.get(annex.table) or usually
        nouns = [group.noun for group in groups if group.id in named_by(of)]
        usual = "Nội dung" if annex.compare else upper_first(", ".join(dict.fromkeys(nouns)))
        head = annex.head or ("Cơ quan, địa phương" if annex.table else usual)
        yield replace(annex, of=of, head=head)


def period_of(info: PlanInfo) -> str:
    """How the period is called: "năm 2026"."""
    return info.period or f"năm {info.year}"


def in_outline_order(topics: Iterable[Topic], sections: Sequence[Section]) -> list[Topic]:
    """The topics, and a place for words of each section that says itself who is asked."""
    own = [
        Topic(id=section.id, section=section.id, label=section.short or section.title, asked=section.asked)
        for section in sections
        if section.asked
    ]
    # Sorting is stable: topics of one section stay in the order written.
    places = {section.id: at for at, section in enumerate(sections)}
    return sorted((*topics, *own), key=lambda topic: places.get(topic.section, len(places)))


def settle_topic(topic: Topic, sections: Iterable[Section], sheets: Iterable[PlanSheet]) -> Topic:
    """A task is asked of its section's agencies; words go to the topics sheet."""
    party = next((s.agencies for s in sections if s.id == topic.section), ())
    sheet = next((s.id for s in sheets if s.purpose == "topics"), "")
    return replace(topic, asked=topic.asked or party, sheet=topic.sheet or sheet)


def settle_indicator(indicator: Indicator, extras: Iterable[IndicatorExtra], until: date) -> Indicator:
    """The lead answers for the measure alone and is asked for it; last year and the cause stand in its own block.

    `until` is the end of the period: of the steps to the target, the last that is due by then holds.
    """
    # Steps may be written in any order; the last that is due holds.
    due = [step for step in sorted(indicator.steps, key=lambda step: step.by) if step.by <= until]
    if due:
        step = due[-1]
        indicator = replace(indicator, target=step.target, target_to=step.target_to, target_text=step.target_text)
    asks = tuple(_settle_ask(ask, indicator) for ask in indicator.asks)
    own = next((ask.id for ask in asks if ask.extras and indicator.lead in ask.of), "")
    roles = {extra.role: f"{own}.{extra.id}" for extra in extras_of(indicator, extras) if own and extra.role}
    return replace(
        indicator,
        asks=asks,
        verb="đã" if indicator.against_last_year and indicator.verb == "đạt" else indicator.verb,
        responsible=indicator.responsible or (indicator.lead,),
        previous=indicator.previous or roles.get("previous", ""),
        explanation=indicator.explanation or roles.get("explanation", ""),
    )


def extras_of(indicator: Indicator, extras: Iterable[IndicatorExtra]) -> tuple[IndicatorExtra, ...]:
    """The rows that end the indicator's blocks: what is simply done has no number of last year, and none published."""
    numberless = indicator.kind is ResultKind.DONE
    return tuple(one for one in extras if not (numberless and one.role in {"previous", "published"}))


def _settle_ask(ask: Ask, indicator: Indicator) -> Ask:
    """A block shows the rate of those of its rows that the indicator divides, or of those that are compared with it."""
    of = ask.of or (indicator.lead,)
    if ask.numerator or ask.denominator or ask.at_least is not None:
        return replace(ask, of=of)
    pairs = (
        (indicator.numerator, indicator.denominator),
        (indicator.reported_numerator, indicator.reported_denominator),
    )
    for top, base in pairs:
        numerator, denominator = _own_rows(ask, top), _own_rows(ask, base)
        if numerator and denominator:
            return replace(ask, of=of, numerator=numerator, denominator=denominator)
    return replace(ask, of=of)


def _own_rows(ask: Ask, terms: Iterable[str]) -> tuple[str, ...]:
    """The terms that are simply a row of the block, whoever else's forms they are summed over."""
    rows = {row.id for row in ask.rows}
    return tuple(name for name in map(plain_question, terms) if name in rows)


# How a target reads, by what it is compared with.
_NUMBERS = {
    Operator.AT_LEAST: "từ {} trở lên",
    Operator.ABOVE: "trên {}",
    Operator.BELOW: "dưới {}",
    Operator.AT_MOST: "không quá {}",
    Operator.EQUAL: "{}",
}
_RANKS = {Operator.AT_MOST: "từ thứ {} trở lên", Operator.BELOW: "trên thứ {}", Operator.EQUAL: "thứ {}"}


def target_text(indicator: Indicator) -> str:
    """The target in words, without its year: "dưới 50%", "từ 5 đến 7%", "từ thứ 10 trở lên"."""
    if indicator.target_text or indicator.kind is ResultKind.DONE:
        return indicator.target_text
    number = format_number(indicator.target)
    if indicator.target_to is not None:
        return f"từ {number} đến {with_unit(format_number(indicator.target_to), indicator.unit)}"
    if indicator.kind is ResultKind.RANK:
        return _RANKS[indicator.operator].format(number)
    return _NUMBERS[indicator.operator].format(with_unit(number, indicator.unit))
