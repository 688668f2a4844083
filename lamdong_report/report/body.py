"""Writes the body of the report, section by section in the plan's order: its sums and tables, then the words.

The indicators of a section stand there as a table, as charts, and each goal in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lamdong_report.content import AgencyAnnex, BarChart, Cell, GoalRow, Number, Paragraph, Pieces, Style, Text
from lamdong_report.figures import Judgement, Measure, target_results
from lamdong_report.model import Figure
from lamdong_report.plan import AnnexFormulas, Indicator, Plan, ResultKind, Section, level, target_text
from lamdong_report.report.annexes import has_sent, write_annex
from lamdong_report.report.counters import JUDGED, tells_completeness
from lamdong_report.report.indicator_annex import previous_pieces, result_or_sign, target_row
from lamdong_report.report.indicators import indicator_sentence, target_sentence
from lamdong_report.report.material import Material
from lamdong_report.report.opinions import gathered_words
from lamdong_report.report.prose import fill_sentence, is_reported_as_none
from lamdong_report.report.wording import (
    JUDGEMENTS,
    NO_DATA,
    NONE,
    NOT_ASKED,
    WITHHELD,
    count_of,
    fill,
    joined,
    judgement_text,
    without_empty,
)
from lamdong_report.report.words import not_sent, party_words, task_states, task_sums, topic_words
from lamdong_report.text import format_fixed, lower_first

_SIGNS = frozenset({NONE, NO_DATA, NOT_ASKED})
HEADINGS = {1: Style.HEADING1, 2: Style.HEADING2, 3: Style.HEADING3}
# What is told by a sentence of its own beside the table: what somebody has to explain or to send.
_TOLD = (Judgement.MISSED, Judgement.NO_DATA)
# Two indicators stand beside each other in a sentence; a picture helps from three on.
FEWEST = 3
# How the trace says that a number has no cell: it stands in the plan.
OF_THE_PLAN = "chỉ tiêu của kế hoạch"


def write_body(material: Material, *, draft: bool) -> Iterator[Paragraph]:
    """All paragraphs from the first section to the last; a section without any data says so in one sentence."""
    # Sections have three styles of headings; what lies deeper takes the last.
    for section, number in _printed(material.plan, draft=draft):
        yield Paragraph(HEADINGS[min(level(section), 3)], f"{number} {section.title}")
        yield from (Paragraph(Style.TEXT, text) for text in section.text)
        paragraphs = [*tell_measures(section, material), *_sums(section, material)]
        for write in (task_states, goal_table, target_charts, section_tables):
            paragraphs += write(section, material)
        if section.agencies:
            paragraphs += [*task_sums(section, material), *party_words(section, material)]
        else:
            paragraphs += (gathered_words if section.gathered else topic_words)(section, material)
        has_children = any(other.id.startswith(f"{section.id}.") for other in material.plan.sections)
        if not paragraphs and section.empty and not has_children:
            paragraphs = [_nothing(section, material)]
        yield from paragraphs


def _nothing(section: Section, material: Material) -> Paragraph:
    """Why nothing stands under a heading: all was 0, a party has not sent or gave no figure, or nobody wrote of it."""
    wording = material.plan.wording
    if any(is_reported_as_none(one, material) for one in material.plan.formulas.sentences.get(section.id, ())):
        return Paragraph(Style.TEXT, wording.section_none)
    if not section.agencies or section.empty != wording.section_empty:
        return Paragraph(Style.TEXT, section.empty)
    agencies = material.plan.select(*section.agencies)
    if any(agency.code in material.forms for agency in agencies):
        return Paragraph(Style.TEXT, wording.party_empty)
    return not_sent(agencies, material)


def _printed(plan: Plan, *, draft: bool) -> Iterator[tuple[Section, str]]:
    """The sections that this report has, each with its number: those behind one that is left out move up."""
    printed = [section for section in plan.sections if section.printed]
    numbers: dict[str, list[str]] = {}
    for section in printed:
        numbers.setdefault(section.id.rpartition(".")[0], []).append(section.number)
    moved: dict[str, str] = {}
    left_out: set[str] = set()
    for section in printed:
        parent = section.id.rpartition(".")[0]
        if parent in left_out or (section.completeness and not tells_completeness(plan, draft=draft)):
            left_out.add(section.id)
            continue
        old = plan.section(parent).number if parent else ""
        number = numbers[parent].pop(0)
        # "3.1." begins with the number of the section that it stands in, which may have moved itself.
        moved[section.id] = moved[parent] + number.removeprefix(old) if old and number.startswith(old) else number
        yield section, moved[section.id]


def _sums(section: Section, material: Material) -> list[Paragraph]:
    """The section's sums; a joined sentence continues the paragraph before it."""
    sums: list[Paragraph] = []
    for sentence in material.plan.formulas.sentences.get(section.id, ()):
        pieces = fill_sentence(sentence, material)
        if pieces is None:
            continue
        if sums and sentence.entry.joined:
            sums[-1] = replace(sums[-1], pieces=joined((*sums[-1].pieces, Text(" "), *pieces)))
        else:
            sums.append(Paragraph(Style.BULLET if sentence.entry.bullet else Style.TEXT, pieces))
    if section.slot:
        # What the officials are to write themselves: below the sums, but above a lead to what follows.
        at = len(sums) - (bool(sums) and sums[-1].text.endswith(":"))
        sums.insert(at, Paragraph(Style.TEXT, section.slot, doubtful=True))
    return sums


def section_tables(section: Section, material: Material) -> Iterator[Paragraph]:
    """The tables of a section in the plan's order; of an empty list its sentence, of agencies yet silent nothing."""
    for annex in material.plan.formulas.annexes:
        if annex.entry.section != section.id or not has_sent(annex, material):
            continue
        table = _body_table(annex, material)
        if table.rows:
            yield Paragraph(Style.LIST, annex.entry.title, table=table)
        elif annex.entry.empty:
            yield Paragraph(Style.TEXT, annex.entry.empty)


def planned_tables(material: Material) -> Iterator[Paragraph]:
    """Every table that the body may have, with or without rows, for the template to be tried on."""
    for annex in material.plan.formulas.annexes:
        if annex.entry.section:
            yield Paragraph(Style.LIST, annex.entry.title, table=_body_table(annex, material))


def _body_table(annex: AnnexFormulas, material: Material) -> AgencyAnnex:
    """The table without a number, and under it what those signs mean that stand in it."""
    table, wording = write_annex(annex, "", material), material.plan.wording
    found = {cell.text for row in (*table.rows, table.total) for cell in row.cells}
    signs = wording.signs if found & _SIGNS else ""
    return replace(table, signs=(signs + (wording.withheld if WITHHELD in found else "")).strip())


def goal_table(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a section with a table's title: the indicators of it and of the sections below, numbered as in the annex."""
    if not section.table:
        return
    rows: list[GoalRow] = []
    goal = ""
    whole = {target.measures[0].indicator.id: target for target in target_results(material.plan, material.measures)}
    for number, measure in enumerate(material.measures, 1):
        if not _is_below(measure.indicator.section, section.id):
            continue
        if measure.indicator.section != goal:
            goal = measure.indicator.section
            rows.append(GoalRow(label=material.plan.section(goal).title, heading=True))
        if (target := whole.get(measure.indicator.id)) and target.entry:
            head = target_row(target, target.entry, material.plan)
            shown = f"{JUDGEMENTS[target.judgement]} {head.judgement}"
            rows.append(GoalRow(label=head.label, target=head.target, result=head.result, judgement=shown))
        row = GoalRow(
            number=str(number),
            label=measure.indicator.subject,
            target=target_text(measure.indicator),
            previous=Cell(_with_percent(previous_pieces(measure), measure.indicator)),
            result=Cell(_with_percent(result_or_sign(measure, material.plan), measure.indicator)),
            judgement=f"{JUDGEMENTS[measure.judgement]} {judgement_text(measure.judgement, material.plan)}",
        )
        rows.append(row)
    if rows:
        yield Paragraph(Style.TABLE, section.table, rows=tuple(rows))


def _with_percent(pieces: Pieces, indicator: Indicator) -> Pieces:
    """The table has no column of units: a rate brings its own sign, other units stand in the target."""
    if indicator.unit != "%" or indicator.kind is ResultKind.DONE or indicator.against_last_year:
        return pieces
    return tuple(replace(p, text=f"{p.text}%") if isinstance(p, Number) and p.text != NONE else p for p in pieces)


def tell_measures(section: Section, material: Material) -> Iterator[Paragraph]:
    """Each indicator of a section; where a table holds them, the goal in one sentence and those missed or in doubt."""
    found = [measure for measure in material.measures if measure.indicator.section == section.id]
    tabled = any(one.table and _is_below(section.id, one.id) for one in material.plan.sections)
    if found and tabled:
        yield Paragraph(Style.TEXT, _goal(section, found, material.plan))
    # What several measures come to is said behind the last of them.
    whole = {target.measures[-1].indicator.id: target for target in target_results(material.plan, material.measures)}
    for measure in found:
        if not tabled or measure.judgement in _TOLD:
            yield indicator_sentence(measure, material)
        if (target := whole.get(measure.indicator.id)) and (not tabled or target.judgement in _TOLD):
            yield from target_sentence(target, material)


def _goal(section: Section, found: Sequence[Measure], plan: Plan) -> Pieces:
    """How many of a goal's indicators were reached, in the frame that fits: of one, of all, of some."""
    wording = plan.wording
    if len(found) == 1 and found[0].judgement in (Judgement.REACHED, Judgement.EXCEEDED, Judgement.MISSED):
        (only,) = found
        return fill(wording.goal_one, judged=lower_first(judgement_text(only.judgement, plan)))
    figures = {}
    for name, judged in JUDGED.items():
        own = [one.indicator.id for one in found if one.judgement in judged]
        formula = f"đếm chỉ số của mục {plan.place_of(section)}: {', '.join(own)}"
        figures[name] = Figure(Decimal(len(own)), "chỉ số", formula)
    reached = figures["reached"].value
    # What has no data or had nothing to reach is not missed.
    template = wording.goal if reached else wording.goal_missed if figures["missed"].value else wording.goal_open
    if len(found) > 1 and reached == figures["measures"].value:
        template = wording.goal_all
    elif reached and reached == figures["exceeded"].value:
        template = wording.goal_exceeded
    words = without_empty(template, [name for name, figure in figures.items() if not figure.value])
    return fill(words, **{name: (count_of(figure),) for name, figure in figures.items()})


def _is_below(section: str, parent: str) -> bool:
    return f"{section}.".startswith(f"{parent}.")


def target_charts(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a section with a chart title: the results of its indicators and of those below it, one chart for a unit.

    Indicators are named by their number in the first annex. A unit with few of them is left to the text.
    """
    if not section.chart:
        return
    numbered: dict[str, list[tuple[int, Measure]]] = {}
    for number, measure in enumerate(material.measures, 1):
        # A bar shows an amount: neither a rank nor a deed.
        is_drawn = measure.indicator.kind is ResultKind.NUMBER and measure.figure.value is not None
        if is_drawn and _is_below(measure.indicator.section, section.id):
            numbered.setdefault(measure.indicator.unit, []).append((number, measure))
    for unit, found in numbered.items():
        if len(found) >= FEWEST:
            yield Paragraph(Style.CHART, "", chart=_chart(section.chart, unit, found, material))


def _chart(title: str, unit: str, found: list[tuple[int, Measure]], material: Material) -> BarChart:
    wording = material.plan.wording
    results = tuple(_number(measure, measure.figure) for _, measure in found)
    targets = tuple(_number(measure, Figure(measure.indicator.target, unit, OF_THE_PLAN)) for _, measure in found)
    told = [
        f"{number}: {result.text}, {target.text}"
        for (number, _), result, target in zip(found, results, targets, strict=True)
    ]
    return BarChart(
        title=title,
        unit=unit,
        categories=tuple(str(number) for number, _ in found),
        series=((wording.chart_result, results), (wording.chart_target, targets)),
        alternative=f"{title} ({wording.chart_result}, {wording.chart_target}): {'; '.join(told)}.",
    )


def _number(measure: Measure, figure: Figure) -> Number:
    return Number(format_fixed(figure.value, measure.indicator.decimals) if figure.value is not None else "", figure)
