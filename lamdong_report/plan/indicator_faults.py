"""What can be wrong with an indicator or a chỉ tiêu: who answers for it, what it needs, what does not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lamdong_report.plan.fault import Fault, Places, suggest
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Indicator, Operator, ResultKind
from lamdong_report.text import format_date

# More than the forms ask for would be the noise of a division.
MOST_DECIMALS = 6


def find_indicator_faults(plan: Plan, places: Places, data: Mapping[str, Any]) -> Iterator[Fault]:
    for indicator in plan.indicators:
        yield from _indicator(indicator, plan, places)
    yield from _left_out(plan, places, data)
    yield from _targets(plan, places)


def _left_out(plan: Plan, places: Places, data: Mapping[str, Any]) -> Iterator[Fault]:
    """What only a deed can do without: a unit, a way to compare and a number to reach."""
    said = {str(entry.get("id")): entry for entry in data.get("indicators", ()) if isinstance(entry, dict)}
    for indicator in plan.indicators:
        where, place = places.entry("indicators", indicator.id), f"chỉ tiêu «{indicator.id}»"
        if indicator.kind is ResultKind.DONE:
            if not indicator.target_text:
                yield Fault(where, "kind là done mà không có target_text; ghi việc phải làm xong bằng lời.", place)
            continue
        if not indicator.unit:
            yield Fault((*where, "unit"), "chỉ tiêu không có đơn vị tính; bổ sung unit.", place)
        if "operator" not in said.get(indicator.id, {}):
            words = f"thiếu khóa «operator» (một trong: {', '.join(Operator)}); bổ sung khóa này."
            yield Fault(where, words, place)
        if "target" not in said.get(indicator.id, {}) and not indicator.steps:
            yield Fault(where, "thiếu khóa «target» (số, phần lẻ sau dấu chấm); bổ sung khóa này.", place)


def _targets(plan: Plan, places: Places) -> Iterator[Fault]:
    for target in plan.targets:
        where, place = places.entry("targets", target.id), f"[[targets]] «{target.id}»"
        count = sum(indicator.target_id == target.id for indicator in plan.indicators)
        if not count:
            near = suggest(target.id, {indicator.target_id for indicator in plan.indicators})
            yield Fault(where, f"không chỉ số nào có target_id này{near}; sửa id hoặc target_id.", place)
        elif target.needed is not None and not 1 <= target.needed <= count:
            yield Fault((*where, "needed"), f"needed «{target.needed}» phải từ 1 đến {count}, số chỉ số.", place)


def _indicator(indicator: Indicator, plan: Plan, places: Places) -> Iterator[Fault]:
    place = f"chỉ tiêu «{indicator.id}»"

    def fault(key: str, words: str) -> Fault:
        return Fault(places.entry("indicators", indicator.id, key), words, place)

    yield from _measured(indicator, plan, fault)
    for key, codes in (("lead", (indicator.lead,)), ("responsible", indicator.responsible)):
        for code in codes:
            if not plan.knows(code):
                words = "là nhóm, ở đây cần" if code in {group.id for group in plan.groups} else "không phải là"
                yield fault(key, f"{key} «{code}» {words} mã một cơ quan; ghi mã cơ quan có trong kế hoạch.")
    if indicator.lead not in indicator.responsible:
        yield fault("lead", f"lead «{indicator.lead}» không nằm trong responsible; sửa một trong hai.")
    if indicator.target_to is not None and indicator.target_to <= indicator.target:
        yield fault(
            "target_to", f"target_to «{indicator.target_to}» phải lớn hơn target «{indicator.target}»; sửa lại."
        )
    if indicator.against_last_year and indicator.baseline is None and not indicator.previous:
        yield fault("against_last_year", "so với năm trước thì cần baseline hoặc previous; bổ sung một trong hai.")
    if indicator.against_last_year and indicator.parts:
        yield fault("parts", "chỉ tiêu so với năm trước không xét riêng từng nhóm; bỏ parts hoặc against_last_year.")
    if indicator.scale <= 0:
        yield fault("scale", f"scale «{indicator.scale}» phải lớn hơn 0; bỏ trống là 100, cho tỷ lệ %.")
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        yield fault("decimals", f"decimals «{indicator.decimals}» phải từ 0 đến {MOST_DECIMALS}.")
    for ask in indicator.asks:
        own = {row.id for row in ask.rows}
        for row in (*ask.numerator, *ask.denominator, *ask.at_least_rows):
            if row not in own:
                yield fault(
                    "asks", f"asks «{ask.id}»: không có dòng «{row}»{suggest(row, own)}; sửa mã hoặc thêm rows."
                )
    for key, question in (("previous", indicator.previous), ("explanation", indicator.explanation)):
        if question and question not in plan.questions:
            yield fault(key, f"nhắc đến câu hỏi «{question}» không có{suggest(question, plan.questions)}; sửa mã.")


def _measured(indicator: Indicator, plan: Plan, fault: Callable[[str, str], Fault]) -> Iterator[Fault]:
    """What does not go with the kind of the result."""
    if indicator.kind is ResultKind.RANK and indicator.operator not in (
        Operator.AT_MOST,
        Operator.BELOW,
        Operator.EQUAL,
    ):
        yield fault("operator", "thứ hạng càng nhỏ càng tốt: ghi operator là <=, < hoặc =.")
    if indicator.kind is not ResultKind.NUMBER:
        for key in ("denominator", "parts", "against_last_year"):
            if getattr(indicator, key):
                yield fault(key, f"không dùng với kind là {indicator.kind.value}; bỏ {key}.")
    first = min((step.by for step in indicator.steps), default=None)
    if first and first > plan.info.period_end:
        days = f"{format_date(first)}, sau ngày cuối kỳ {format_date(plan.info.period_end)}"
        yield fault("steps", f"mốc đầu tiên của steps là {days}; thêm mốc của kỳ này.")
