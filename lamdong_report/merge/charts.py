"""Charts of a merged draft: what the tool drew and nobody touched follows the data; what officials changed stays."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lamdong_report.docx.package import OFFICE, Package
from lamdong_report.docx.wordml import Element
from lamdong_report.merge.changes import Act, Change

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART, _WORKBOOK = f"{OFFICE}chart", f"{OFFICE}package"
_PLACE, _TOUCHED = "Biểu đồ «{title}»", "Biểu đồ đã sửa tay được giữ nguyên."


def merge_charts(former: Package, theirs: Package, fresh: Package) -> Iterator[Change]:
    """Draw anew, in `theirs`, the charts whose numbers have changed since `former`; a Change for each.

    Charts are known by their titles. One that officials have edited stays as it is and is told.
    """
    before, now = _charts(former), _charts(fresh)
    for title, part in _charts(theirs).items():
        if title not in before or title not in now or _shown(former, before[title]) == _shown(fresh, now[title]):
            continue
        place = _PLACE.format(title=title)
        if _shown(theirs, part) != _shown(former, before[title]):
            yield Change(Act.KEPT, place, theirs=_TOUCHED, now=_told(fresh, now[title]))
            continue
        _replace(theirs, part, fresh, now[title])
        yield Change(Act.TAKEN, place, before=_told(former, before[title]), now=_told(fresh, now[title]))


def _charts(package: Package) -> dict[str, str]:
    """The names of the chart parts of a document by their titles."""
    found: dict[str, str] = {}
    for part in package.all_related(_CHART, package.main()):
        if part in package.parts and (title := _title(package.tree(part))):
            found.setdefault(title, part)
    return found


def _title(chart: Element) -> str:
    title = chart.find(f"{_C}chart/{_C}title")
    return "".join(text.text or "" for text in title.iter(f"{_A}t")) if title is not None else ""


def _shown(package: Package, part: str) -> tuple[tuple[str, str], ...]:
    """Every cached point of a chart with its place; programs that save it again write the rest in their own way."""
    points = []
    for number, series in enumerate(package.tree(part).iter(f"{_C}ser")):
        for point in series.iter(f"{_C}pt"):
            holder = point.getparent()
            kind = "" if holder is None else re.sub(r"^\{.*\}", "", str(holder.tag))
            points.append((f"{number}/{kind}/{point.get('idx')}", _number(point.findtext(f"{_C}v") or "")))
    return tuple(points)


def _number(text: str) -> str:
    """One spelling for 56, 56.0 and 5.6E1."""
    try:
        return repr(float(text))
    except ValueError:
        return text


def _told(package: Package, part: str) -> str:
    rows = []
    for series in package.tree(part).iter(f"{_C}ser"):
        name = series.findtext(f"{_C}tx//{_C}v") or ""
        values = series.find(f"{_C}val")
        numbers = [point.findtext(f"{_C}v") or "" for point in values.iter(f"{_C}pt")] if values is not None else []
        rows.append(f"{name}: {'; '.join(numbers)}")
    return " | ".join(rows)


def _replace(theirs: Package, part: str, fresh: Package, source: str) -> None:
    """The chart and its workbook as the tool draws them today, under the names they have in the officials' file."""
    workbook, new_book = theirs.related(_WORKBOOK, part), fresh.related(_WORKBOOK, source)
    root = fresh.tree(source)
    for old in theirs.tree(part).iter(f"{_C}externalData"):
        for new in root.iter(f"{_C}externalData"):
            new.attrib.update({str(key): str(value) for key, value in old.attrib.items()})
    theirs.trees[part] = root
    theirs.changed.add(part)
    if posixpath.splitext(workbook)[1] == posixpath.splitext(new_book)[1] and new_book in fresh.parts:
        theirs.parts[workbook] = fresh.parts[new_book]
