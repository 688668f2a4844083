"""Tells a person what a plan asks of whom: counts for each group, or everything for one agency."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.plan import Agency, Kind, Plan
from lamdong_report.status import deadline_words
from lamdong_report.text import join_words, upper_first


def describe_plan(plan: Plan, code: str = "") -> Iterator[str]:
    """The plan in a page of lines; with an agency's code, every question that this agency is asked."""
    if code:
        yield from describe_agency(plan, plan.agency(code))
        return
    yield f"{plan.info.title} (năm {plan.info.year}, mẫu phiếu số {plan.info.form_version})"
    deadline = deadline_words(plan, plan.agencies)
    yield f"Hạn gửi: trước ngày {deadline}; {len(plan.agencies)} cơ quan, địa phương phải gửi."
    grounds = f" Căn cứ: {'; '.join(plan.document.grounds)}." if plan.document.grounds else ""
    yield f"Địa bàn: {plan.info.province}.{grounds}"
    yield ""
    for group in plan.groups:
        counts = [count_cells(plan, agency) for agency in plan.agencies if agency.group == group.id]
        yield f"{group.id} – {group.name}: {len(counts)} phiếu"
        for name in counts[0] if counts else ():
            low, high = min(one[name] for one in counts), max(one[name] for one in counts)
            yield f"    {name}: {low if low == high else f'{low}–{high}'} ô"
    yield ""
    targets = {indicator.target_id for indicator in plan.indicators}
    yield f"{len(targets)} chỉ tiêu, {len(plan.indicators)} chỉ số:"
    for indicator in plan.indicators:
        names = join_words([plan.agency(code).name for code in indicator.responsible])
        yield f"    {indicator.id:<5} {indicator.subject} – {names}"


def describe_agency(plan: Plan, agency: Agency) -> Iterator[str]:
    """Every question that the agency is asked, sheet by sheet; (*) where it must answer."""
    yield f"{upper_first(agency.name)} (mã {agency.code}) được hỏi:"
    for sheet in plan.sheets:
        mine = [q for q in plan.questions.values() if q.sheet == sheet.id and plan.is_asked(q.id, agency.code)]
        if mine:
            yield f"  {sheet.title}"
        for question in mine:
            star = " (*)" if plan.is_required(question.id, agency.code) else ""
            unit = f" [{question.unit}]" if question.unit else ""
            yield f"    {question.id}: {question.label}{unit}{star}"


def count_cells(plan: Plan, agency: Agency) -> dict[str, int]:
    """How many cells this agency must and may fill in: numbers, yes/no and choices, words, and the obligatory ones.

    Its own name stands in its form.
    """
    mine = [q for q in plan.questions.values() if plan.is_asked(q.id, agency.code) and q.id != plan.roles.agency]
    return {
        "số liệu": sum(q.kind.is_number for q in mine),
        "chọn trong danh sách": sum(q.kind in (Kind.YESNO, Kind.CHOICE) for q in mine),
        "nội dung viết": sum(q.kind is Kind.WORDS for q in mine),
        "bắt buộc": sum(plan.is_required(q.id, agency.code) for q in mine),
    }
