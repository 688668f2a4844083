"""What was said while one form was read, and the findings that come of it: one for a sheet where cells are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lamdong_report.catalogue import make_finding
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Source
from lamdong_report.reader.remarks import Remark

# From this many cells of one sheet on, old letters are reported together.
_MANY = 6
_TOGETHER: dict[Code, Code] = {"text-legacy": "text-legacy-many"}


@dataclass(frozen=True, slots=True)
class Said:
    """A remark with its place in the file; `cell` is "" for a whole sheet, `sheet` too for the whole file."""

    remark: Remark
    sheet: str = ""
    cell: str = ""
    question: str = ""


def to_findings(said: Iterable[Said], file: str, agency: str) -> tuple[Finding, ...]:
    """The findings of one form."""
    return tuple(
        make_finding(
            one.remark.code,
            agency=agency,
            source=Source(file, one.sheet, one.cell),
            question=one.question,
            **one.remark.fields,
        )
        for one in _together(said)
    )


def _together(said: Iterable[Said]) -> Iterator[Said]:
    """The same remarks, those that are many on one sheet made into one."""
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        if one.remark.code in _TOGETHER:
            groups[one.sheet, one.remark.fields["encoding"]].append(one)
        else:
            yield one
    for (sheet, encoding), group in groups.items():
        yield from group if len(group) < _MANY else (_one_for_all(sheet, encoding, group),)


def _one_for_all(sheet: str, encoding: str, group: list[Said]) -> Said:
    cells = ", ".join(one.cell for one in group[:3]) + ", …"
    code = _TOGETHER[group[0].remark.code]
    return Said(Remark(code, encoding=encoding, count=str(len(group)), cells=cells), sheet)
