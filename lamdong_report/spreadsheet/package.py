"""The parts of a zipped Office file and their XML, read within bounds: how many, how large, without entities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import TypeVar

from lxml import etree

from lamdong_report.codes import Code
from lamdong_report.packing import BROKEN_PACKAGE

MB = 1024 * 1024
# Tried on 3.000 spreadsheets as people send them: these bounds let all of them through, and none of the zip bombs.
MAX_ENTRIES = 1_000
MAX_PART = 50 * MB
MAX_TOTAL = 100 * MB
MAX_RATIO = 100
# Below this a part may be packed as tightly as it likes.
RATIO_MATTERS_FROM = 100 * 1024
# From here on a sheet is read in passing: as a tree it would take ten times as much.
LARGE_PART = 5 * MB
# A sheet of a million formatted rows is this large; it is read in passing, never held.
MAX_STREAMED = 512 * MB
# A form has a dozen with those that it reckons in; several forms copied into one file have a few times as many.
_MAX_SHEETS = 60
SWELLS = "nội dung nén phình ra quá lớn"
_CHUNK = 1 * MB

_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_PLAIN_ENCODINGS = frozenset({b"utf-8", b"us-ascii", b"ascii", b"utf8"})
# Some programs write their XML in UTF-16; a document type is looked for in UTF-8 alone, so all is turned into it first.
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


class Refused(Exception):
    """A file that is not read; `code` is the finding that says why, `fields` fill its sentence."""

    def __init__(self, code: Code, **fields: str) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


def check_sheets(count: int) -> None:
    """Raises Refused for more worksheets than a file of forms has."""
    if count > _MAX_SHEETS:
        raise Refused("file-too-large", limit=f"{_MAX_SHEETS} trang tính")


class Package:
    """A zip file whose parts are found by name, whatever their case or slashes. Raises Refused."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_PACKAGE as broken:
            raise Refused("file-damaged") from broken
        self._entries = {_plain_name(entry.filename): entry for entry in reversed(self._zip.infolist())}
        self._left = MAX_TOTAL
        self._stream_left = MAX_STREAMED

    def check(self) -> None:
        """Raises Refused for more parts than a workbook has."""
        if len(self._entries) > MAX_ENTRIES:
            raise Refused("file-unsafe", why=f"có {len(self._entries)} phần bên trong")

    def __contains__(self, name: str) -> bool:
        return _plain_name(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """How large the part claims to be unpacked; 0 where there is none."""
        entry = self._entries.get(_plain_name(name))
        return entry.file_size if entry else 0

    def is_large(self, name: str) -> bool:
        """Whether the part is larger, or packed more tightly, than an ordinary one."""
        entry = self._entries[_plain_name(name)]
        return entry.file_size > LARGE_PART or is_too_tight(entry)

    def read(self, name: str) -> bytes:
        """The whole part; b"" where there is none."""
        entry = self._entries.get(_plain_name(name))
        if entry is None:
            return b""
        if entry.file_size > MAX_PART or is_too_tight(entry):
            raise Refused("file-unsafe", why=SWELLS)
        most = min(MAX_PART, self._left)
        try:
            with self._zip.open(entry) as part:
                data = part.read(most + 1)  # the header may say what it likes of the size
        except BROKEN_PACKAGE as broken:
            raise Refused(_why_closed(entry)) from broken
        if len(data) > most:
            raise Refused("file-unsafe", why=SWELLS)
        self._left -= len(data)
        return data

    def read_spare(self, name: str) -> bytes:
        """An XML part that nothing depends on; b"" where it cannot be read."""
        try:
            return self.read_xml(name)
        except Refused:
            return b""

    def pieces(self, name: str) -> Iterator[bytes]:
        """An XML part in pieces: as a whole, or streamed where it is large. b"" where there is none."""
        if name not in self or not self.is_large(name):
            yield self.read_xml(name)
            return
        entry, is_first = self._entries[_plain_name(name)], True
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_CHUNK):
                    self._stream_left -= len(piece)
                    if self._stream_left < 0:
                        raise Refused("file-too-large", limit=f"{MAX_STREAMED // MB} MB sau khi giải nén")
                    yield as_plain_xml(piece) if is_first else piece
                    is_first = False
        except BROKEN_PACKAGE as broken:
            raise Refused(_why_closed(entry)) from broken

    def read_xml(self, name: str) -> bytes:
        """An XML part as UTF-8 without a document type, which is where entities hide."""
        return as_plain_xml(self.read(name))


def as_plain_xml(data: bytes) -> bytes:
    """The XML in UTF-8; raises Refused for a document type or an encoding that no spreadsheet program writes."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data[len(bom) :]
            if encoding != "utf-8":
                # The declaration names the encoding that it was written in.
                data = re.sub(rb"^<\?xml.*?\?>", b"", data.decode(encoding, "replace").encode(), count=1)
            break
    declared = _ENCODING.match(data[:200])
    if declared and declared[1].lower() not in _PLAIN_ENCODINGS:
        raise Refused("file-unsafe", why="dùng bảng mã lạ")
    forbid_doctype(data)
    return data


def forbid_doctype(data: bytes) -> None:
    """Raises Refused where entities could be declared."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("file-unsafe", why="có khai báo thực thể XML")


def _why_closed(entry: zipfile.ZipInfo) -> Code:
    return "file-password" if entry.flag_bits & 1 else "file-damaged"


def is_too_tight(entry: zipfile.ZipInfo) -> bool:
    """Whether the entry claims to grow more than anything that people write."""
    return entry.file_size > RATIO_MATTERS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


# A tree takes ten times the size of its XML. Between two rows there may be so much too: a list of rules for cells.
MOST_HELD = 20 * MB
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile("&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")

# Styles and relations of a form are this large, and the same to the byte in a whole group of forms.
_COMMON, _MOST_KEPT = 64 * 1024, 32
_T = TypeVar("_T")


def read_once(read: Callable[[bytes], _T]) -> Callable[[bytes], _T]:
    """The same reading of a part, which small parts that come again and again are not put through again."""
    known = lru_cache(maxsize=_MOST_KEPT)(read)
    return wraps(read)(lambda xml: known(xml) if len(xml) <= _COMMON else read(xml))


def parse_xml(xml: bytes) -> etree._Element | None:
    """The root of the XML, entities unresolved; None where it is not well-formed even without illegal characters.

    Raises Refused for one that is too large to be held.
    """
    if len(xml) > MOST_HELD:
        raise Refused("file-too-large", limit=f"{MOST_HELD // MB} MB trong một phần")
    root = _parsed(xml) if xml else None
    if root is not None or not xml:
        return root
    # Without what no XML may hold, as some programs write it all the same and most of them read it.
    text = _CONTROLS.sub("", xml.decode("utf-8", "replace").replace("\x0b", "\n").replace("\x0c", "\n"))

    def legal(found: re.Match[str]) -> str:
        number = found[1]
        code = int(number[1:], 16) if number.startswith("x") else int(number)
        ranges = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
        return found[0] if code in (9, 10, 13) or any(code in one for one in ranges) else ""

    return _parsed(_REFERENCE.sub(legal, text).encode())


def _parsed(xml: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


@lru_cache(maxsize=4096)
def local_tag(tag: object) -> str:
    """The tag without its vocabulary; "" for that of what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def local_name(element: etree._Element) -> str:
    """The element's tag without its vocabulary."""
    return local_tag(element.tag)
