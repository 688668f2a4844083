"""How an Excel workbook is opened: its guarded parts are packed anew, plainly, and given to calamine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from lamdong_report.spreadsheet.book import Book, Refused, Sheet
from lamdong_report.spreadsheet.calamine import read_sheets
from lamdong_report.spreadsheet.look import parse_xml
from lamdong_report.spreadsheet.package import MB, Package, as_plain_xml, packed
from lamdong_report.spreadsheet.sheetxml import SheetLook, legacy_strings, read_styles
from lamdong_report.spreadsheet.trim import drop_empty, drop_far, is_compact

MAX_SHEETS = 60
_WORKBOOK = "xl/workbook.xml"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Strict Open XML, which Excel offers in its list of formats, differs in the names of its vocabularies.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _MAIN.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELS.encode()),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class _Part:
    """One sheet of the workbook as it is listed there, with its XML cut to a sane size."""

    name: str
    xml: bytes
    far: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def open_xlsx(package: Package) -> Book:
    """The workbook with all its worksheets, macros left aside; raises Refused."""
    package.check()
    path = next((r.target for r in _relations(package, "") if r.kind == "officeDocument"), _WORKBOOK)
    workbook = _parsed(package, path)
    relations = tuple(_relations(package, path))
    strings, styles = (_related(package, relations, kind) for kind in ("sharedStrings", "styles"))
    parts = tuple(_sheet_parts(package, workbook, relations))
    tables = read_sheets(_repack(parts, strings, styles, uses_1904=_uses_1904(workbook)))
    facts, marked = read_styles(styles), legacy_strings(strings)
    sheets = tuple(
        Sheet(part.name, rows or [], SheetLook(part.xml, facts, marked), part.far, damaged=rows is None)
        for part, rows in zip(parts, tables, strict=True)
    )
    return Book(sheets, modified=_modified(package))


def _transitional(xml: bytes) -> bytes:
    for strict, usual in _STRICT:
        xml = xml.replace(strict, usual)
    return xml


def _parsed(package: Package, name: str) -> etree._Element:
    root = parse_xml(_transitional(package.read_xml(name)))
    if root is None:
        raise Refused("file-damaged")
    return root


def _uses_1904(workbook: etree._Element) -> bool:
    properties = workbook.find("{*}workbookPr")
    return properties is not None and properties.get("date1904", "") in ("1", "true", "on")


def _relations(package: Package, part: str) -> Iterator[_Relation]:
    """What a part of the package refers to; the package itself is the part ""."""
    folder, _, name = part.rpartition("/")
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in package:
        return
    for relation in _parsed(package, place).iter("{*}Relationship"):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/")))
        yield _Relation(relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))


def _related(package: Package, relations: tuple[_Relation, ...], kind: str) -> bytes:
    target = next((relation.target for relation in relations if relation.kind == kind), "")
    return _transitional(package.read_xml(target)) if target else b""


def _sheet_parts(package: Package, workbook: etree._Element, relations: tuple[_Relation, ...]) -> Iterator[_Part]:
    targets = {relation.id: relation.target for relation in relations if relation.kind == "worksheet"}
    listed = list(workbook.iterfind("{*}sheets/{*}sheet"))
    if len(listed) > MAX_SHEETS:
        raise Refused("file-too-large", limit=f"{MAX_SHEETS} trang tính")
    for entry in listed:
        target = targets.get(entry.get(f"{{{_RELS}}}id", ""), "")
        if target and target in package:
            yield _sheet_part(package, entry.get("name", ""), target)


def _sheet_part(package: Package, name: str, target: str) -> _Part:
    if package.is_large(target):
        xml = as_plain_xml(drop_empty(package.stream(target)))
        package.charge(len(xml))
    else:
        xml = package.read_xml(target)
    xml = _transitional(xml)
    if is_compact(xml):
        return _Part(name, xml)
    if len(xml) > MB:
        xml = drop_empty([xml])
    return _Part(name, *drop_far(xml))


def _repack(parts: tuple[_Part, ...], strings: bytes, styles: bytes, *, uses_1904: bool) -> bytes:
    """A plain workbook of these sheets under numbers for names, whatever the original called its parts."""
    listed = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(len(parts))]
    shared = [("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")]
    files = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _rels_xml([("officeDocument", _WORKBOOK)]),
        _WORKBOOK: _workbook_xml(len(parts), uses_1904),
        "xl/_rels/workbook.xml.rels": _rels_xml([*listed, *shared]),
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": styles,
    }
    files |= {f"xl/worksheets/sheet{at}.xml": part.xml for at, part in enumerate(parts)}
    return packed({name: data for name, data in files.items() if data})


def _workbook_xml(count: int, uses_1904: bool) -> bytes:
    epoch = '<workbookPr date1904="1"/>' if uses_1904 else ""
    sheets = "".join(f'<sheet name="{at}" sheetId="{at + 1}" r:id="rId{at}"/>' for at in range(count))
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_RELS}"'
    return f"{_HEAD}<workbook {spaces}>{epoch}<sheets>{sheets}</sheets></workbook>".encode()


def _rels_xml(targets: list[tuple[str, str]]) -> bytes:
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELS}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE_RELS}">{relations}</Relationships>'.encode()


def _modified(package: Package) -> datetime | None:
    """When the file says that it was last saved; None where it says nothing sensible."""
    try:
        root = parse_xml(package.read_xml("docProps/core.xml"))
    except Refused:
        return None
    text = root.findtext("{*}modified", "") if root is not None else ""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
