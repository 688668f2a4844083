"""Writes zip packages (.docx, .xlsx): the same parts give the same bytes, on every system; tells whether two agree."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

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
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name not in _FIRST, name)):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


class Deflated:
    """The beginning of a part that many packages share, deflated once; each of them adds its own end.

    What comes out is, to the byte, what deflating the whole would give: zlib looks at what it has been given so far,
    not at how it was cut.
    """

    def __init__(self, begin: bytes) -> None:
        self._stream = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._begin = self._stream.compress(begin)
        self._checksum, self._size = zlib.crc32(begin), len(begin)

    def with_end(self, end: bytes) -> PackedPart:
        stream = self._stream.copy()
        data = self._begin + stream.compress(end) + stream.flush()
        return PackedPart(data, zlib.crc32(end, self._checksum), self._size + len(end))


class PackedPart(NamedTuple):
    """A deflated part, the CRC-32 of what it was made of and that one's length."""

    data: bytes
    checksum: int
    size: int


def join_parts(parts: Mapping[str, PackedPart]) -> bytes:
    """The package of parts that are deflated already, in the order of the mapping; zipfile writes the same bytes."""
    files, directory = bytearray(), bytearray()
    for name, part in parts.items():
        path = name.encode()
        utf8 = 0 if name.isascii() else 0x800
        # Of APPNOTE 4.3.7: version 2.0, flags, deflated, 00:00 on 1 January 1980, checksum, lengths, nothing extra.
        common = struct.pack("<HHHHHLLLHH", 20, utf8, 8, 0, 33, part.checksum, len(part.data), part.size, len(path), 0)
        # Of 4.3.12: no comment, first disk, no kind, rights as zipfile gives them (rw for the owner), where it begins.
        beside = struct.pack("<HHHLL", 0, 0, 0, 0o600 << 16, len(files))
        directory += b"PK\1\2" + bytes((20, _UNIX)) + common + beside + path
        files += b"PK\3\4" + common + path + part.data
    ends = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), len(files), 0)
    return bytes(files + directory) + ends


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


def say_the_same(one: bytes, other: bytes) -> bool:
    """Whether two files have the same `content_digest`; that they have not, checksums mostly tell without unpacking."""
    if one == other:
        return True
    files = io.BytesIO(one), io.BytesIO(other)
    with suppress(*BROKEN_PACKAGE), zipfile.ZipFile(files[0]) as ours, zipfile.ZipFile(files[1]) as theirs:
        both = {*ours.namelist()} & {*theirs.namelist()}
        changed = (name for name in both if ours.getinfo(name).CRC != theirs.getinfo(name).CRC)
        # Of a package within the package it may be the packing alone that has changed.
        if any(ours.open(name).read(2) != b"PK" for name in changed):
            return False
    return content_digest(one) == content_digest(other)
