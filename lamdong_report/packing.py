"""Writes zip packages (.docx, .xlsx): the same parts give the same bytes, on every system; tells whether two agree."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
# All that the standard library raises over a damaged, locked or foreign zip file (documents, workbooks, templates and
# archives alike): found by changing real files byte by byte.
BROKEN_PACKAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError,
)  # fmt: skip
# Where a reader looks for them first.
_FIRST = ("[Content_Types].xml", "_rels/.rels")
# zipfile writes down the system that it runs on; a package must not tell whether it was made on Windows.
_UNIX = 3
# An entry of a zip's directory (APPNOTE 4.3.12): its length without, and where the lengths of, its three texts.
_ENTRY, _TEXTS, _SYSTEM = 46, (28, 30, 32), 5


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts, in a fixed order, without a clock."""
    return pack_as_given({name: parts[name] for name in sorted(parts, key=lambda name: (name not in _FIRST, name))})


def pack_as_given(parts: Mapping[str, bytes]) -> bytes:
    """The same in the order of the mapping, as a library writes that has an order of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts:
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a package; raises zipfile.BadZipFile and its kin."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def repack(data: bytes) -> bytes:
    """A package that a library has written, as `pack` writes it."""
    return pack(unpack(data))


def settle_system(data: bytes) -> bytes:
    """A package that needs no more than the mark of one system: XlsxWriter fixes order and times itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at, count = archive.start_dir, len(archive.infolist())
    settled = bytearray(data)
    for _ in range(count):
        settled[at + _SYSTEM] = _UNIX
        at += _ENTRY + sum(int.from_bytes(data[at + text : at + text + 2], "little") for text in _TEXTS)
    return bytes(settled)


def content_digest(data: bytes) -> str:
    """SHA-256 of what the parts say, however they are packed and compressed; of any other file, of its bytes."""
    digest = hashlib.sha256()
    try:
        parts = unpack(data)
    except BROKEN_PACKAGE:
        digest.update(data)
        return digest.hexdigest()
    for name in sorted(parts):
        digest.update(f"{name}\0{content_digest(parts[name])}\0".encode())
    return digest.hexdigest()
