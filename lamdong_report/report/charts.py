"""Charts of the report: this year's results beside their targets, from the figures that the text prints."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.content import BarChart, Number, Paragraph, Style
from lamdong_report.figures import Measure
from lamdong_report.model import Figure
from lamdong_report.plan import ResultKind, Section
from lamdong_report.report.material import Material
from lamdong_report.text import format_fixed

# Two indicators stand beside each other in a sentence; a picture helps from three on.
FEWEST = 3
# How the trace says that a number has no cell: it stands in the plan.
OF_THE_PLAN = "chỉ tiêu của kế hoạch"


def target_charts(section: Section, material: Material) -> Iterator[Paragraph]:
    """For a section with a chart title: the results of its indicators and of those below it, one chart for a unit.

    Indicators are named by their number in the first annex. A unit with few of them is left to the text.
    """
    if not section.chart:
        return
    numbered: dict[str, list[tuple[int, Measure]]] = {}
    for number, measure in enumerate(material.measures, 1):
        if f"{measure.indicator.section}.".startswith(f"{section.id}.") and _is_drawn(measure):
            numbered.setdefault(measure.indicator.unit, []).append((number, measure))
    for unit, found in numbered.items():
        if len(found) >= FEWEST:
            yield Paragraph(Style.CHART, "", chart=_chart(section.chart, unit, found, material))


def _is_drawn(measure: Measure) -> bool:
    """A bar shows an amount: neither a rank nor a deed."""
    return measure.indicator.kind is ResultKind.NUMBER and measure.figure.value is not None


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
