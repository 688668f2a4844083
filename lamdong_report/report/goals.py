"""The indicators of a section in the body: as a table, as charts, and each goal in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lamdong_report.content import BarChart, Cell, GoalRow, Number, Paragraph, Pieces, Style
from lamdong_report.figures import Judgement, Measure, target_results
from lamdong_report.model import Figure
from lamdong_report.plan import Indicator, Plan, ResultKind, Section, target_text
from lamdong_report.report.counters import JUDGED
from lamdong_report.report.indicator_annex import previous_pieces, result_or_sign, target_row
from lamdong_report.report.indicators import indicator_sentence, target_sentence
from lamdong_report.report.material import Material
from lamdong_report.report.wording import JUDGEMENTS, NONE, count_of, fill, judgement_text, without_empty
from lamdong_report.text import format_fixed, lower_first

# What is told by a sentence of its own beside the table: what somebody has to explain or to send.
_TOLD = (Judgement.MISSED, Judgement.NO_DATA)
# Two indicators stand beside each other in a sentence; a picture helps from three on.
FEWEST = 3
# How the trace says that a number has no cell: it stands in the plan.
OF_THE_PLAN = "chỉ tiêu của kế hoạch"


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
    template = wording.goal if reached else wording.goal_missed
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
