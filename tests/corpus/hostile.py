"""Files that break readers: bombs, entities, damage, disguises; each with what must be said of it."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx

from lamdong_report.plan import Plan
from tests.corpus.containers import container, locked_xls, locked_xlsx
from tests.corpus.forms import parts_of, patched, sheet_part, usual, zipped

MB = 1024 * 1024
NUMBERS = "Số liệu"
_PASTED = range(2_000, 6_000)


@dataclass(frozen=True, slots=True)
class Case:
    """A file by the name it arrives under; `codes` is all that must be said; `read` whether a form comes of it.

    `slow`: reading it is left to the slow tests.
    """

    name: str
    make: Callable[[Plan], bytes]
    codes: tuple[str, ...]
    read: bool = False
    slow: bool = False


def form(plan: Plan) -> bytes:
    """A good form of one commune."""
    return usual(plan, "S101", tt_cuoc=3)


def numbers_part(plan: Plan) -> str:
    return sheet_part(parts_of(form(plan)), NUMBERS)


def _patched(part: str, old: bytes, new: bytes) -> Callable[[Plan], bytes]:
    return lambda plan: patched(form(plan), part, lambda data: data.replace(old, new))


def _in_numbers(change: Callable[[bytes], bytes]) -> Callable[[Plan], bytes]:
    return lambda plan: patched(form(plan), numbers_part(plan), change)


def _with_corrupt_bytes(plan: Plan) -> bytes:
    data = bytearray(form(plan))
    part = zipfile.ZipFile(io.BytesIO(bytes(data))).getinfo("xl/workbook.xml")
    for at in range(part.header_offset + 60, part.header_offset + 90):
        data[at] ^= 0xFF
    return bytes(data)


def _with_password_flag(data: bytes) -> bytes:
    """The zip with the mark "encrypted" on each of its entries."""
    data = re.sub(rb"(PK\x03\x04..)..", lambda m: m[1] + b"\x01\x00", data, flags=re.DOTALL)
    return re.sub(rb"(PK\x01\x02....)..", lambda m: m[1] + b"\x01\x00", data, flags=re.DOTALL)


def _bomb(plan: Plan) -> bytes:
    parts = parts_of(form(plan))
    return zipped({**parts, "xl/sharedStrings.xml": b"<sst>" + b" " * (60 * MB) + b"</sst>"})


def _lying_bomb(plan: Plan) -> bytes:
    """The bomb once more, in whose headers each part is small."""
    data = bytearray(_bomb(plan))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for found in re.finditer(re.escape(signature), bytes(data)):
            if struct.unpack_from("<I", data, found.start() + at)[0] > MB:
                struct.pack_into("<I", data, found.start() + at, 1000)
    return bytes(data)


_LAUGHS = (
    b'<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def _entities(plan: Plan) -> bytes:
    return patched(form(plan), "xl/sharedStrings.xml", lambda data: data.replace(b"<sst", _LAUGHS + b"<sst", 1))


def _entities_in_utf16(plan: Plan) -> bytes:
    return patched(
        form(plan),
        "xl/sharedStrings.xml",
        lambda data: data.replace(b"UTF-8", b"UTF-16").replace(b"<sst", _LAUGHS + b"<sst", 1).decode().encode("utf-16"),
    )


def _last_cell(data: bytes) -> bytes:
    row = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return data.replace(b"</sheetData>", row)


def _million_rows(data: bytes) -> bytes:
    head, tail = data.split(b"</sheetData>")
    last = max(map(int, re.findall(rb'<row r="(\d+)"', head)))
    rows = "".join(
        f'<row r="{at}" spans="1:6" ht="15"><c r="A{at}" s="3"/><c r="B{at}" s="4"/><c r="C{at}" s="4"/></row>'
        for at in range(last + 1, 1_000_001)
    )
    return head + rows.encode() + b"</sheetData>" + tail


def _far_rows(data: bytes) -> bytes:
    """A sheet of cells that each stand alone in a rectangle of some hundred million."""
    rows = b"".join(b'<row r="%d"><c r="XFC%d"><v>1</v></c></row>' % (at, at) for at in range(20_000, 40_000, 500))
    return data.replace(b"</sheetData>", rows + b"</sheetData>")


def _without_places(data: bytes) -> bytes:
    """Cells that do not say where they are, as some programs write them."""
    return re.sub(rb'(<c) r="[A-Z]+\d+"', rb"\1", re.sub(rb'(<row) r="\d+"', rb"\1", data))


def _strict(plan: Plan) -> bytes:
    swaps = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    parts = parts_of(form(plan))
    for old, new in swaps:
        parts = {name: data.replace(old, new) for name, data in parts.items()}
    return zipped(parts)


def _in_utf16(plan: Plan) -> bytes:
    parts = parts_of(form(plan))
    wide = {
        name: data.replace(b'encoding="UTF-8"', b'encoding="UTF-16"').decode().encode("utf-16")
        for name, data in parts.items()
        if name.startswith("xl/") and name.endswith((".xml", ".rels"))
    }
    return zipped({**parts, **wide})


def _elsewhere(plan: Plan) -> bytes:
    """The workbook under other names, in capitals, with slashes of Windows."""
    parts = {name.replace("xl/", "XL\\"): data for name, data in parts_of(form(plan)).items()}
    moved = {name: data.replace(b'Target="xl/', b'Target="/XL/') for name, data in parts.items()}
    return zipped({name.replace("/", "\\"): data for name, data in moved.items()})


def _with_macros(plan: Plan) -> bytes:
    """What Excel saves as .xlsm: another type for the workbook, and a part with the macros."""
    data = patched(
        form(plan),
        "[Content_Types].xml",
        lambda data: data.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
    )
    return zipped({**parts_of(data), "xl/vbaProject.bin": container({"VBA": b"Sub Auto_Open()"})})


def _full_sheet(data: bytes) -> bytes:
    """A form below which somebody has pasted a list of thousands of rows."""
    rows = "".join(f'<row r="{at}"><c r="C{at}"><v>{at}</v></c><c r="D{at}"><v>1</v></c></row>' for at in _PASTED)
    return data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")


def _half_far_sheets(plan: Plan) -> bytes:
    """Sheets of two cells each, as far apart as a form may reach."""
    parts = parts_of(form(plan))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = "".join(f'<sheet name="x{at}" sheetId="{500 + at}" r:id="x{at}"/>' for at in range(3))
    relations = "".join(
        f'<Relationship Id="x{at}" Type="{space}/worksheet" Target="worksheets/x.xml"/>' for at in range(3)
    )
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="10000"><c r="DX10000"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}'
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    return zipped({
        **parts,
        book: parts[book].replace(b"</sheets>", f"{sheets}</sheets>".encode()),
        links: parts[links].replace(b"</Relationships>", f"{relations}</Relationships>".encode()),
        "xl/worksheets/x.xml": f"{sheet}</sheetData></worksheet>",
    })  # fmt: skip


def _many_sheets(plan: Plan) -> bytes:
    more = "".join(f'<sheet name="s{at}" sheetId="{at + 100}" r:id="rId1"/>' for at in range(200)) + "</sheets>"
    return patched(form(plan), "xl/workbook.xml", lambda data: data.replace(b"</sheets>", more.encode()))


def _word(plan: Plan) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def _long_strings(data: bytes) -> bytes:
    """So many strings that a tree of them would take half of the memory of an old machine."""
    noise = random.Random(1).randbytes(50_000).hex().encode()
    return data.replace(b"</sst>", b"<si><t>" + noise * (21 * MB // len(noise)) + b"</t></si></sst>")


def repeated_ods(rows: int, columns: int, times: int = 1) -> bytes:
    """A spreadsheet of one cell, repeated."""
    cell = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{columns}"/>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    return ods_of(f'<table:table table:name="a">{row * times}</table:table>')


def ods_of(content: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>',
        "META-INF/manifest.xml": "<manifest/>",
    })  # fmt: skip


def _locked_ods(plan: Plan) -> bytes:
    parts = parts_of(ods_of(""))
    return zipped({**parts, "content.xml": bytes(range(256)), "META-INF/manifest.xml": "<manifest:encryption-data/>"})


def nested(data: bytes, depth: int, name: str = "a.xlsx") -> bytes:
    """The file in an archive in an archive …"""
    for at in range(depth):
        data, name = zipped({name: data}), f"{at}.zip"
    return data


def _fixed(data: bytes) -> Callable[[Plan], bytes]:
    return lambda plan: data


DISGUISED = ("file-disguised",)
CASES = (
    Case("good.xlsx", form, (), read=True),
    Case("MACRO.XLSM", _with_macros, (), read=True),
    Case("renamed.xls", form, DISGUISED, read=True),
    Case("empty.xlsx", _fixed(b""), ("file-empty",)),
    Case("cut.xlsx", lambda plan: form(plan)[:9000], ("file-damaged",)),
    Case("noise.xlsx", _fixed(random.Random(1).randbytes(5000)), ("file-damaged",)),
    Case("noise-in-zip.xlsx", _with_corrupt_bytes, ("file-damaged",)),
    Case("head-only.xlsx", _fixed(b"PK\x03\x04" + bytes(50)), ("file-damaged",)),
    Case("no-workbook.xlsx", _fixed(zipped({"[Content_Types].xml": "", "xl/a.xml": "<a/>"})), ("file-damaged",)),
    Case("bad-sheet.xlsx", _in_numbers(lambda data: data[:3000]), ("sheet-damaged", "sheet-missing"), read=True),
    Case("password.xlsx", lambda plan: locked_xlsx(), ("file-password",)),
    Case("password.xls", lambda plan: locked_xls(), ("file-password",)),
    Case("password.ods", _locked_ods, ("file-password",)),
    Case("password-in-zip.xlsx", lambda plan: _with_password_flag(form(plan)), ("file-password",)),
    Case("password.zip", lambda plan: _with_password_flag(zipped({"a.xlsx": form(plan)})), ("file-password",)),
    Case("word.xlsx", _word, ("file-other-document",)),
    Case("word.doc", lambda plan: container({"WordDocument": b"x"}), ("file-other-document",)),
    Case("scan.pdf", _fixed(b"%PDF-1.7\n..."), ("file-other-document",)),
    Case("photo.xlsx", _fixed(b"\xff\xd8\xff\xe0\x00\x10JFIF"), ("file-other-document",)),
    Case("phone.heic", _fixed(b"\x00\x00\x00\x18ftypheic"), ("file-other-document",)),
    Case("page.xls", _fixed(b"<html><table><tr><td>1</td></tr></table></html>"), ("file-other-document",)),
    Case("old-xml.xls", _fixed(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
         ("file-other-document",)),
    Case("rows.csv", _fixed("Tên,Số\nA,1\n".encode()), ("file-other-document",)),
    Case("other.odt", _fixed(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})),
         ("file-other-document",)),
    Case("~$good.xlsx", _fixed(b"\x05user" + bytes(160)), ("file-lock",)),
    Case(".~lock.good.xlsx#", _fixed(b",user,host,,;"), ("file-lock",)),
    Case("packed.rar", _fixed(b"Rar!\x1a\x07\x00" + bytes(100)), ("archive-kind",)),
    Case("packed.7z", _fixed(b"7z\xbc\xaf\x27\x1c" + bytes(100)), ("archive-kind",)),
    Case("online.gsheet", _fixed(b'{"url": "https://docs.example/d/1", "doc_id": "1"}'), ("file-link",)),
    Case("place.url", _fixed(b"[InternetShortcut]\r\nURL=https://example.vn/a"), ("file-link",)),
    Case("shortcut.xlsx.lnk", _fixed(b"L\0\0\0\1\x14\2\0" + bytes(60)), ("file-link",)),
    Case("address.txt", _fixed(b"Phi\xe1\xba\xbfu: https://drive.example/d/1\n"), ("file-link",)),
    Case("place.txt", _fixed(b"https://drive.example/d/1\n"), ("file-link",)),
    Case("place.desktop", _fixed(b"[Desktop Entry]\nType=Link\nURL=https://drive.example/d/1\n"), ("file-link",)),
    Case("rights.xls", lambda plan: container({"\x09DRMContent": b"x"}), ("file-rights",)),
    Case("rights.pfile", _fixed(b".pfile" + bytes(100)), ("file-rights",)),
    Case("packed.tar", _fixed(bytes(257) + b"ustar\x0000" + bytes(100)), ("archive-kind",)),
    Case("box.pst", _fixed(b"!BDN" + bytes(100)), ("file-other-document",)),
    Case("rights.xlsx", lambda plan: container({"\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": b"x",
                                                "EncryptedPackage": b"x"}), ("file-rights",)),
    Case("none.zip", _fixed(zipped({})), ("archive-empty",)),
    Case("none.xlsx", _fixed(zipped({})), ("archive-empty",)),
    Case("folders.zip", _fixed(zipped({"xã/": "", "__MACOSX/._a": "x"})), ("archive-empty",)),
    Case("swelling.zip", lambda plan: zipped({"a.xlsx": bytes(5 * MB)}), ("file-unsafe",)),
    Case("deep.zip", lambda plan: nested(form(plan), 5), ("archive-limit",)),
    Case("many.zip", _fixed(zipped({f"{at}.txt": "x" for at in range(1001)})),
         ("archive-limit", *["file-other-document"] * 1000)),
    Case("bomb.xlsx", _bomb, ("file-unsafe",)),
    Case("lying-bomb.xlsx", _lying_bomb, ("file-damaged",), slow=True),
    Case("laughs.xlsx", _entities, ("file-unsafe",)),
    Case("laughs-16.xlsx", _entities_in_utf16, ("file-unsafe",)),
    Case("encoding.xlsx", _patched("xl/workbook.xml", b"UTF-8", b"UTF-7"), ("file-unsafe",)),
    Case("parts.xlsx", lambda plan: zipped({**parts_of(form(plan)), **{f"xl/x{at}": "" for at in range(1000)}}),
         ("file-unsafe",)),
    Case("sheets.xlsx", _many_sheets, ("file-too-large",)),
    Case("half-far.xlsx", _half_far_sheets, ("sheet-extra",) * 3, read=True),
    Case("pasted.xlsx", _in_numbers(_full_sheet), (*["text-outside"] * 30, "cells-many"), read=True),
    Case("last-cell.xlsx", _in_numbers(_last_cell), ("cells-far",), read=True),
    Case("far-rows.xlsx", _in_numbers(_far_rows), ("cells-far",), read=True),
    Case("million-rows.xlsx", _in_numbers(_million_rows), (), read=True, slow=True),
    Case("no-places.xlsx", _in_numbers(_without_places), (), read=True),
    Case("strict.xlsx", _strict, (), read=True),
    Case("utf-16.xlsx", _in_utf16, (), read=True),
    Case("elsewhere.xlsx", _elsewhere, (), read=True),
    Case("styles.xlsx", _patched("xl/styles.xml", b'patternType="', b'patternType="x'), (), read=True),
    Case("bomb.ods", _fixed(repeated_ods(1_048_576, 16_384)), ("form-none",), slow=True),
    Case("rows.ods", _fixed(repeated_ods(1_000_000, 3, times=500)), ("form-none",)),
    Case("strings.xlsx", lambda plan: patched(form(plan), "xl/sharedStrings.xml", _long_strings), ("file-too-large",),
         slow=True),
    Case("broken.ods", _fixed(ods_of("<table:table><table:table-row>")), ("file-damaged",)),
    Case("nothing.ods", _fixed(ods_of("")), ("form-none",)),
)  # fmt: skip
