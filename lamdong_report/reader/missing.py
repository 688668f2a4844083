"""Which parts of its form an agency has not sent back: whole sheets, or cells on a sheet that is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lamdong_report.codes import Code
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.remarks import Remark


def missing_parts(index: FormIndex, agency: str, seen: frozenset[str], is_older: bool) -> Iterator[Remark]:
    """What this agency is asked and has no cell for; `seen` are the ids of questions and tables that were found.

    A form of an older version was issued without the newer questions: nobody has taken them out.
    """
    titles = {sheet.id: sheet.title for sheet in index.plan.sheets}
    expected, lost = _by_sheet(index, agency, seen)
    for sheet, count in expected.items():
        if len(lost[sheet]) == count:
            yield Remark("sheet-missing", name=titles[sheet]).at(titles[sheet])
        elif lost[sheet]:
            code: Code = "rows-new" if is_older else "rows-missing"
            remark = Remark(code, name=titles[sheet], count=str(len(lost[sheet])), label=lost[sheet][0])
            yield remark.at(titles[sheet])


def _by_sheet(index: FormIndex, agency: str, seen: frozenset[str]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """By sheet how many questions and tables there should be, and the labels of those that are not."""
    expected: dict[str, int] = defaultdict(int)
    lost: dict[str, list[str]] = defaultdict(list)
    for key, sheet, label in _asked(index, agency):
        expected[sheet] += 1
        if key not in seen:
            lost[sheet].append(label)
    return expected, lost


def _asked(index: FormIndex, agency: str) -> Iterator[tuple[str, str, str]]:
    """Id, sheet and label of every question and table that has a place in the agency's form."""
    for row in index.rows.values():
        for question in row.cells.values():
            if agency in index.plan.asked.get(question.id, frozenset()):
                yield question.id, question.sheet, question.label
    for table in index.tables.values():
        if agency in index.table_asked[table.id]:
            yield table.id, table.sheet, table.title
