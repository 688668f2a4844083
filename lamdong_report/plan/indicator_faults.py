"""What can be wrong with an indicator or a chỉ tiêu: who answers for it, what it needs, what does not go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from lamdong_report.plan.fault import Fault, Places, suggest
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Indicator, Operator, ResultKind
from lamdong_report.text import format_date

# More than the forms ask for would be the noise of a division.
MOST_DECIMALS = 6
_PER = re.compile(r"/\s*(1(?:\.?000|00)*)(?![\d.])")


def left_out_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What only a deed can do without: a unit, a way to compare and a number to reach."""
    for indicator in plan.indicators:
        where, place = places.entry("indicators", indicator.id), f"chỉ tiêu «{indicator.id}»"
        if indicator.kind is ResultKind.DONE:
            if not indicator.target_text:
                yield Fault(where, "kind là done mà không có target_text; ghi việc phải làm xong bằng lời.", place)
            continue
        if not indicator.unit:
            yield Fault((*where, "unit"), "chỉ tiêu không có đơn vị tính; bổ sung unit.", place)
        if not places.says("indicators", indicator.id, "operator"):
            words = f"thiếu khóa «operator» (một trong: {', '.join(Operator)}); bổ sung khóa này."
            yield Fault(where, words, place)
        if not (indicator.steps or places.says("indicators", indicator.id, "target")):
            yield Fault(where, "thiếu khóa «target» (số, phần lẻ sau dấu chấm); bổ sung khóa này.", place)


def step_faults(written: Iterable[Indicator], places: Places) -> Iterator[Fault]:
    """Of the indicators as they were written: a target that no step has, so that changing it would change nothing."""
    for indicator in written:
        steps = {step.target for step in indicator.steps}
        if steps and indicator.target not in steps and places.says("indicators", indicator.id, "target"):
            words = f"target «{indicator.target}» không dùng đến vì đã có steps; sửa mức ở steps, bỏ target."
            yield _fault(indicator, "target", words, places)


def target_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for target in plan.targets:
        where, place = places.entry("targets", target.id), f"[[targets]] «{target.id}»"
        count = sum(indicator.target_id == target.id for indicator in plan.indicators)
        if not count:
            near = suggest(target.id, {indicator.target_id for indicator in plan.indicators})
            yield Fault(where, f"không chỉ số nào có target_id này{near}; sửa id hoặc target_id.", place)
        elif target.needed is not None and not 1 <= target.needed <= count:
            yield Fault((*where, "needed"), f"needed «{target.needed}» phải từ 1 đến {count}, số chỉ số.", place)


def lead_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """Who answers for an indicator is an agency, and the lead is one of them."""
    groups = {group.id for group in plan.groups}
    for indicator in plan.indicators:
        for key, codes in (("lead", (indicator.lead,)), ("responsible", indicator.responsible)):
            for code in (code for code in codes if not plan.knows(code)):
                words = "là nhóm, ở đây cần" if code in groups else "không phải là"
                words = f"{key} «{code}» {words} mã một cơ quan; ghi mã cơ quan có trong kế hoạch."
                yield _fault(indicator, key, words, places)
        if indicator.lead not in indicator.responsible:
            words = f"lead «{indicator.lead}» không nằm trong responsible; sửa một trong hai."
            yield _fault(indicator, "lead", words, places)


def measure_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What does not go together in how the result is reckoned and judged."""
    for indicator in plan.indicators:
        for key, words in _measured(indicator, plan):
            yield _fault(indicator, key, words, places)


def _other_scale(indicator: Indicator) -> str:
    """What a rate is to be multiplied by as its unit says ("%", "trẻ em/100.000 trẻ em"), where it is not; else ""."""
    found = _PER.search(indicator.unit)
    said = "100" if indicator.unit == "%" else found[1].replace(".", "") if found else ""
    return said if said and Decimal(said) != indicator.scale else ""


def _measured(indicator: Indicator, plan: Plan) -> Iterator[tuple[str, str]]:
    if indicator.kind is ResultKind.RANK and indicator.operator not in (
        Operator.AT_MOST,
        Operator.BELOW,
        Operator.EQUAL,
    ):
        yield "operator", "thứ hạng càng nhỏ càng tốt: ghi operator là <=, < hoặc =."
    if indicator.kind is not ResultKind.NUMBER:
        for key in (key for key in ("denominator", "parts", "against_last_year") if getattr(indicator, key)):
            yield key, f"không dùng với kind là {indicator.kind.value}; bỏ {key}."
    first, end = min((step.by for step in indicator.steps), default=None), plan.info.period_end
    if first and first > end:
        days = f"{format_date(first)}, sau ngày cuối kỳ {format_date(end)}"
        yield "steps", f"mốc đầu tiên của steps là {days}; thêm mốc của kỳ này."
    if indicator.target_to is not None and indicator.target_to <= indicator.target:
        yield "target_to", f"target_to «{indicator.target_to}» phải lớn hơn target «{indicator.target}»; sửa lại."
    if indicator.against_last_year and indicator.baseline is None and not indicator.previous:
        yield "against_last_year", "so với năm trước thì cần baseline hoặc previous; bổ sung một trong hai."
    if indicator.against_last_year and indicator.parts:
        yield "parts", "chỉ tiêu so với năm trước không xét riêng từng nhóm; bỏ parts hoặc against_last_year."
    if indicator.scale <= 0:
        yield "scale", f"scale «{indicator.scale}» phải lớn hơn 0; bỏ trống là 100, cho tỷ lệ %."
    elif indicator.denominator and (told := _other_scale(indicator)):
        yield "scale", f"đơn vị «{indicator.unit}» cần scale = {told}, đang là {indicator.scale}; sửa một trong hai."
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        yield "decimals", f"decimals «{indicator.decimals}» phải từ 0 đến {MOST_DECIMALS}."


def block_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What an indicator says of its own rows and of other questions."""
    for indicator in plan.indicators:
        for ask in indicator.asks:
            own = {row.id for row in ask.rows}
            for row in (*ask.numerator, *ask.denominator, *ask.at_least_rows):
                if row not in own:
                    words = f"asks «{ask.id}»: không có dòng «{row}»{suggest(row, own)}; sửa mã hoặc thêm rows."
                    yield _fault(indicator, "asks", words, places)
        for key, question in (("previous", indicator.previous), ("explanation", indicator.explanation)):
            if question and question not in plan.questions:
                words = f"nhắc đến câu hỏi «{question}» không có{suggest(question, plan.questions)}; sửa mã."
                yield _fault(indicator, key, words, places)


def _fault(indicator: Indicator, key: str, words: str, places: Places) -> Fault:
    return Fault(places.entry("indicators", indicator.id, key), words, f"chỉ tiêu «{indicator.id}»")
