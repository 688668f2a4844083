"""How each indicator is told: a sentence with target, result, difference and judgement, and a row of the annex."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lamdong_report.content import IndicatorRow, Paragraph, Printed, Style
from lamdong_report.figures import (
    Judgement,
    Measure,
    decimals_of,
    figure_of,
    format_result,
    lower_is_better,
    round_to,
)
from lamdong_report.model import Figure
from lamdong_report.plan import Indicator, Operator, Plan
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.text import (
    end_sentence,
    format_count,
    format_number,
    join_words,
    lower_first,
    upper_first,
)

_SIGNS = {Operator.AT_LEAST: "≥ ", Operator.BELOW: "< ", Operator.AT_MOST: "≤ ", Operator.EQUAL: ""}


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: % stands right after it, other units after a space (Decree 30, annex I)."""
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def difference_text(measure: Measure, difference: Decimal, plan: Plan) -> str:
    """A difference without its sign: "0,8 điểm phần trăm" for rates, else in the indicator's own unit."""
    unit = measure.indicator.unit
    number = format_number(abs(difference), decimals_of(measure.indicator, measure.figure.value))
    return f"{number} {plan.wording.points if unit == '%' else unit}"


def target_text(indicator: Indicator) -> str:
    default = _SIGNS[indicator.operator] + with_unit(format_number(indicator.target), indicator.unit)
    return indicator.target_text or default


def tell(measure: Measure, material: Material, ledger: Ledger, place: str) -> Paragraph:
    """The sentence of one indicator as a bullet of its section."""
    text, figures = _sentence(measure, material)
    for shown, figure in figures:
        ledger.enter(place, shown, figure)
    missing = measure.judgement is Judgement.NO_DATA
    comment = _missing_comment(measure, material) if missing else ledger.doubt(figure for _, figure in figures)
    return Paragraph(Style.BULLET, text, comment=comment, doubtful=missing)


def _sentence(measure: Measure, material: Material) -> tuple[str, list[tuple[str, Figure]]]:
    wording, indicator = material.plan.wording, measure.indicator
    if measure.judgement is Judgement.NONE:
        zero = Figure(Decimal(0), indicator.counted, "mẫu số bằng 0", measure.denominator.parts)
        return indicator.none_text or wording.none.format(subject=indicator.subject), [("0", zero)]
    if measure.judgement is Judgement.NO_DATA:
        return wording.no_data.format(subject=indicator.subject, who=_who_is_silent(measure, material)), []
    value = measure.figure.value or Decimal(0)
    shown, counted = with_unit(format_result(measure.indicator, value), indicator.unit), _counted(measure)
    sentence = _template(measure, material.plan).format(
        subject=indicator.subject,
        verb=indicator.verb,
        value=shown,
        counts=f" ({_counts(counted)})" if counted else "",
        difference=difference_text(measure, measure.difference.value or Decimal(0), material.plan),
        target=target_text(indicator),
        year=material.plan.info.year,
        change=_change(measure, material.plan),
        parts=_parts(measure),
    )
    figures = [(shown, measure.figure), *counted, *_part_figures(measure)]
    if measure.change.value is not None:
        figures.append((format_number(measure.previous.value or Decimal(0)), measure.previous))
    return sentence + _provisional(measure, material) + _cause(measure, material), figures


def _template(measure: Measure, plan: Plan) -> str:
    wording, lower = plan.wording, lower_is_better(measure.indicator)
    if measure.judgement is Judgement.EXCEEDED:
        return wording.exceeded_lower if lower else wording.exceeded
    if measure.judgement is Judgement.REACHED:
        return wording.reached_lower if lower else wording.reached
    if measure.figure.value is not None and any(part.reaches is False for part in measure.parts):
        return wording.part_missed
    if lower and measure.difference.value == 0:
        return wording.missed_equal
    return wording.missed_lower if lower else wording.missed


def _sums(measure: Measure) -> list[tuple[str, Figure]]:
    """Numerator and denominator, each with how it reads; [] while one is unknown or there was nothing to count."""
    indicator, sums = measure.indicator, (measure.numerator, measure.denominator)
    terms = (" + ".join(indicator.numerator), " + ".join(indicator.denominator))
    figures = [
        (format_count(one.value), figure_of(one, indicator.counted, text))
        for one, text in zip(sums, terms, strict=True)
        if one.value is not None
    ]
    return figures if len(figures) == len(sums) and measure.denominator.value else []


def _counted(measure: Measure) -> list[tuple[str, Figure]]:
    """The two sums behind a share; [] for ratios that are not shares of a whole."""
    return _sums(measure) if measure.indicator.counted else []


def _counts(sums: list[tuple[str, Figure]]) -> str:
    """The sums as they are printed: "354.210/623.610 người"; "" if there are none."""
    return with_unit("/".join(text for text, _ in sums), sums[0][1].unit).strip() if sums else ""


def _change(measure: Measure, plan: Plan) -> str:
    change = measure.change.value
    if change is None:
        return ""
    wording, shown = plan.wording, round_to(change, decimals_of(measure.indicator, measure.figure.value))
    template = wording.increased if shown > 0 else wording.decreased if shown < 0 else wording.unchanged
    difference = difference_text(measure, change, plan)
    return template.format(difference=difference, previous_year=plan.info.year - 1)


def _parts(measure: Measure) -> str:
    return join_words([f"{part.label} {_part_text(measure, part.figure)}" for part in measure.parts])


def _part_figures(measure: Measure) -> list[tuple[str, Figure]]:
    return [(_part_text(measure, part.figure), part.figure) for part in measure.parts if part.figure.value is not None]


def _part_text(measure: Measure, figure: Figure) -> str:
    if figure.value is None:
        return "chưa có số liệu"
    return with_unit(format_result(measure.indicator, figure.value, measure.figure.value), measure.indicator.unit)


def _provisional(measure: Measure, material: Material) -> str:
    if not measure.indicator.provisional:
        return ""
    return material.plan.wording.provisional.format(text=measure.indicator.provisional)


def _cause(measure: Measure, material: Material) -> str:
    """Why a target was missed, in the words of the agency in charge."""
    if measure.judgement is not Judgement.MISSED or not measure.indicator.explanation:
        return ""
    lead = material.plan.agency(measure.indicator.lead)
    words = " ".join(material.words(lead, measure.indicator.explanation).split())
    if not words:
        return ""
    return material.plan.wording.cause.format(agency=lead.name, text=end_sentence(lower_first(words)))


def _who_is_silent(measure: Measure, material: Material) -> str:
    """Who was asked for the numbers and gave none: a few by name, many by the name of their group."""
    plan = material.plan
    answered = frozenset(measure.numerator.reporters)
    silent = [a for a in plan.agencies if a.code in measure.numerator.asked and a.code not in answered]
    groups = list(dict.fromkeys(plan.group_of(agency) for agency in silent))
    names: list[str] = []
    for group in groups:
        members = [agency.name for agency in silent if agency.group == group.id]
        names += [lower_first(group.name)] if group.summed and len(members) > 1 else members
    return join_words(names)


def _missing_comment(measure: Measure, material: Material) -> str:
    who = _who_is_silent(measure, material)
    return (
        f"Chỉ số {measure.indicator.id}: chưa nhận được số liệu từ {who}. Đôn đốc gửi phiếu rồi chạy lại lệnh report."
    )


def annex_rows(material: Material, ledger: Ledger) -> Iterator[IndicatorRow]:
    """The rows of the annex of indicators: a heading for each goal, then its measures."""
    section = ""
    for number, measure in enumerate(material.measures, 1):
        if measure.indicator.section != section:
            section = measure.indicator.section
            yield IndicatorRow(label=material.plan.section(section).title, heading=True)
        yield _annex_row(number, measure, material, ledger)


def _annex_row(number: int, measure: Measure, material: Material, ledger: Ledger) -> IndicatorRow:
    indicator, plan = measure.indicator, material.plan
    place = f"Phụ lục I, dòng {number}"
    return IndicatorRow(
        number=str(number),
        label=indicator.name,
        unit=indicator.unit,
        target=target_text(indicator),
        previous=_annex_previous(measure, ledger, place),
        result=_annex_result(measure, plan, ledger, place),
        difference=_annex_difference(measure, plan),
        judgement=judgement_text(measure.judgement, plan),
        agencies=join_words([plan.agency(code).name for code in indicator.responsible]),
        note=_annex_note(measure, ledger, place),
    )


def _annex_previous(measure: Measure, ledger: Ledger, place: str) -> Printed | str:
    value = measure.previous.value
    return ledger.enter(f"{place}, năm trước", format_number(value), measure.previous) if value is not None else "–"


def _annex_result(measure: Measure, plan: Plan, ledger: Ledger, place: str) -> Printed | str:
    if measure.figure.value is None:
        return "–"
    text = format_result(measure.indicator, measure.figure.value)
    return ledger.enter(f"{place}, kết quả", text, measure.figure, comment=True)


def _annex_difference(measure: Measure, plan: Plan) -> str:
    difference = measure.difference.value
    if difference is None:
        return "–"
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return sign + format_number(abs(difference), decimals_of(measure.indicator, measure.figure.value))


def judgement_text(judgement: Judgement, plan: Plan) -> str:
    texts = {
        Judgement.EXCEEDED: plan.wording.status_exceeded,
        Judgement.REACHED: plan.wording.status_reached,
        Judgement.MISSED: plan.wording.status_missed,
        Judgement.NONE: plan.wording.status_none,
        Judgement.NO_DATA: plan.wording.status_no_data,
    }
    return texts[judgement]


def _annex_note(measure: Measure, ledger: Ledger, place: str) -> str:
    indicator = measure.indicator
    sums = _sums(measure)
    for text, figure in (*sums, *_part_figures(measure)):
        ledger.enter(f"{place}, ghi chú", text, figure)
    pieces = (_counts(sums), _parts(measure), indicator.provisional, indicator.note)
    return upper_first("; ".join(piece.rstrip(".") for piece in pieces if piece))
