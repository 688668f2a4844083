"""Whether an agency has filled in a form that was made for others: told by the rows that stand in it."""

from __future__ import annotations

from collections.abc import Iterable

from lamdong_report.catalogue.phrases import first_cells, name_list
from lamdong_report.plan import Agency
from lamdong_report.reader.identity import Meta
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.remarks import Remark
from lamdong_report.reader.rows import SheetScan

# So many cells of each sheet are named.
_MOST_CELLS = 3


def rows_in(scans: Iterable[SheetScan]) -> frozenset[str]:
    """The ids of the rows and lists of the plan's forms that stand in the sheets, whoever is asked for them."""
    found = set()
    for scan in scans:
        found |= {line.id for line in scan.lines} | {table for table, _ in scan.table_rows}
    return frozenset(found)


def owner_of(rows: frozenset[str], agency: Agency, meta: Meta, index: FormIndex) -> str:
    """For whom a form with these rows was made where that is not the agency, in words; "" for its own or its group's.

    A form is the group's whose forms know most of its rows: some rows or sheets of another form, copied into the
    agency's own, change nothing, nor do they where all of its own rows are there. Within its group it is another
    agency's if it has that one's rows and no others.
    """
    own = _rows_of(frozenset((agency.code,)), index)
    if rows <= own or own <= rows:
        return ""
    plan = index.plan
    issued_to = plan.agency(meta.agency) if plan.knows(meta.agency) else None
    declared = issued_to.group if issued_to else meta.group
    members = {group.id: frozenset(one.code for one in plan.agencies if one.group == group.id) for group in plan.groups}

    def strangeness(group: str) -> tuple[int, bool, bool]:
        strange = sum(members[group].isdisjoint(index.askers[row]) for row in rows)
        return strange, group != declared, group != agency.group

    group = min(members, key=strangeness)
    if group != agency.group:
        if issued_to and issued_to.group == group:
            return plan.form_agency_name(issued_to)
        return f"nhóm «{plan.group(group).name}»"
    if rows == _rows_of(members[group], index):
        return ""
    others = (code for code in members[group] if rows == _rows_of(frozenset((code,)), index))
    return name_list([plan.form_agency_name(plan.agency(code)) for code in sorted(others)])


def _rows_of(agencies: frozenset[str], index: FormIndex) -> frozenset[str]:
    """The rows and lists in a form for these agencies."""
    return frozenset(row for row, askers in index.askers.items() if not agencies.isdisjoint(askers))


def foreign_answers(strange: Iterable[Remark]) -> str:
    """How the finding names what stands in the answers that this agency is not asked for; "" for nothing."""
    cells: dict[str, list[str]] = {}
    for one in strange:
        cells.setdefault(one.sheet, []).append(one.cell)
    count = sum(map(len, cells.values()))
    places = "; ".join(f"«{sheet}» ô {first_cells(some, _MOST_CELLS)}" for sheet, some in cells.items())
    return f"; {count} ô trả lời khác ({places}) không thuộc phiếu đúng nên không được tổng hợp" if count else ""
