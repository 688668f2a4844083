"""What can be wrong with an annex: agencies, columns, lists and conditions that are not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lamdong_report.plan.fault import Fault, Places, selector_faults, suggest
from lamdong_report.plan.language.terms import TermError, parse_condition
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.positions import Where
from lamdong_report.plan.schema import Annex, GridColumn


def find_annex_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    tables = {table.id: {column.id: column for column in table.columns} for table in plan.tables}
    columns = {column.id for column in plan.annex_columns}
    for annex in plan.annexes:
        where, place = places.entry("annexes", annex.id), f"phụ lục «{annex.id}»"
        yield from selector_faults(annex.of, plan.agencies, where, f"{place}, of")
        if annex.table and annex.table not in tables:
            yield Fault(where, f"không có bảng kê «{annex.table}»{suggest(annex.table, tables)}; sửa table.", place)
            continue
        known = set(tables[annex.table]) if annex.table else columns
        for name in annex.columns:
            if name not in known:
                yield Fault(where, f"không có cột «{name}»{suggest(name, known)}; sửa columns.", place)
        if annex.where:
            yield from _bad_condition(annex, tables.get(annex.table, {}), (*where, "where"), place)


def _bad_condition(annex: Annex, columns: Mapping[str, GridColumn], where: Where, place: str) -> Iterator[Fault]:
    try:
        name, choices = parse_condition(annex.where, "where")
    except TermError as error:
        yield Fault(where, f"{error}; sửa where.", place)
        return
    if name not in columns:
        yield Fault(where, f"where chỉ dùng cho cột của bảng kê; không có cột «{name}»{suggest(name, columns)}.", place)
    elif wrong := [choice for choice in choices if columns[name].choices and choice not in columns[name].choices]:
        listed = ", ".join(f"«{choice}»" for choice in columns[name].choices)
        yield Fault(where, f"cột «{name}» không có câu trả lời «{wrong[0]}»; chọn một trong: {listed}.", place)
