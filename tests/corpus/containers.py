"""Old Office containers (compound files) and .xls streams, made byte by byte."""

from __future__ import annotations

import struct

from lamdong_report.spreadsheet.ole import SIGNATURE

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ENTRIES = SECTOR // 128


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams; each is filled up so that it stands in sectors of its own."""
    names = ["Root Entry", *streams]
    directory_sectors = -(-len(names) // _ENTRIES)
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    fat = [_FAT, *_chain(1, directory_sectors)]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for at, (name, data) in enumerate(zip(streams, contents, strict=True), 1):
        count = -(-len(data) // SECTOR)
        entries.append(_entry(name, 2, len(fat), len(data), right=at + 1 if at < len(streams) else _FREE))
        fat += _chain(len(fat), count)
    assert len(fat) <= SECTOR // 4, "one sector of allocation table is all there is"
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[_FREE] * (SECTOR // 4 - len(fat)))
    listing = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return _header() + table + listing + b"".join(map(_filled, contents))


def _filled(data: bytes) -> bytes:
    """The data up to the end of its last sector."""
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0")


def _chain(first: int, count: int) -> list[int]:
    return [*range(first + 1, first + count), _END]


def _entry(name: str, kind: int, first: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _FREE, right, child)
    place = struct.pack("<III", first, size, 0)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + place


def _header() -> bytes:
    numbers = struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    return (SIGNATURE + bytes(16) + numbers).ljust(SECTOR, b"\xff")


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def locked_xls() -> bytes:
    """An .xls that asks for a password before it says anything."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    return container({"Workbook": start + record(0x2F, bytes(54)) + record(0x0A)})


def locked_xlsx() -> bytes:
    """What Excel saves when a password is set: the workbook encrypted, in an old container."""
    return container({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": bytes(range(256)) * 20})
