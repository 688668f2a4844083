"""The findings that come of the remarks on one form: one for a sheet where cells are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lamdong_report.catalogue import make_finding
from lamdong_report.codes import Code
from lamdong_report.model import Finding, Source
from lamdong_report.reader.remarks import Remark

# From this many cells of one sheet on, old letters are reported together.
_MANY = 6
_TOGETHER: dict[Code, Code] = {"text-legacy": "text-legacy-many"}


def to_findings(remarks: Iterable[Remark], file: str, agency: str) -> tuple[Finding, ...]:
    """The findings of one form."""
    return tuple(
        make_finding(
            one.code, agency=agency, source=Source(file, one.sheet, one.cell), question=one.question, **one.fields
        )
        for one in _together(remarks)
    )


def _together(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """The same remarks, those that are many on one sheet made into one."""
    groups: dict[tuple[str, str], list[Remark]] = defaultdict(list)
    for one in remarks:
        if one.code in _TOGETHER:
            groups[one.sheet, one.fields["encoding"]].append(one)
        else:
            yield one
    for (sheet, encoding), group in groups.items():
        yield from group if len(group) < _MANY else (_one_for_all(sheet, encoding, group),)


def _one_for_all(sheet: str, encoding: str, group: list[Remark]) -> Remark:
    cells = ", ".join(one.cell for one in group[:3]) + ", …"
    code = _TOGETHER[group[0].code]
    return Remark(code, encoding=encoding, count=str(len(group)), cells=cells).at(sheet)
