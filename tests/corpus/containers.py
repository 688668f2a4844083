"""Old Office containers (compound files) and .xls streams, made byte by byte."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from lamdong_report.spreadsheet.ole import SIGNATURE

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ENTRIES = SECTOR // 128


@dataclass(slots=True)
class _Node:
    """A storage with what is in it, or a stream; `at` is its place in the directory."""

    name: str
    data: bytes | None = None
    inside: dict[str, _Node] = field(default_factory=dict)
    at: int = 0


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, "/" between storages; each stands in sectors of its own."""
    root = _Node("Root Entry")
    for path, data in streams.items():
        *folders, name = path.split("/")
        node = root
        for folder in folders:
            node = node.inside.setdefault(folder, _Node(folder))
        node.inside[name] = _Node(name, data.ljust(4096, b"\0"))
    nodes = list(_numbered(root, count()))
    directory_sectors = -(-len(nodes) // _ENTRIES)
    chains = _chain(0, directory_sectors)
    entries = []
    for node in nodes:
        siblings = next((list(one.inside.values()) for one in nodes if node in one.inside.values()), [])
        at = siblings.index(node) if siblings else 0
        right = siblings[at + 1].at if at + 1 < len(siblings) else _FREE
        child = next((one.at for one in node.inside.values()), _FREE)
        kind, data = (2, node.data) if node.data is not None else (5 if node is root else 1, b"")
        first = len(chains) if data else _END
        entries.append(_entry(node.name, kind, first, len(data), right=right, child=child))
        chains += _chain(len(chains), -(-len(data) // SECTOR)) if data else []
    tables = next(n for n in count(1) if n * SECTOR // 4 >= len(chains) + n)
    assert tables <= 109, "the header names no more sectors of the allocation table"
    fat = [*[_FAT] * tables, *(number + tables if number < _FAT else number for number in chains)]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")
    contents = b"".join(_filled(node.data) for node in nodes if node.data)
    listing = b"".join(entries_moved(entries, tables)).ljust(directory_sectors * SECTOR, b"\0")
    return _header(tables) + table + listing + contents


def _numbered(node: _Node, numbers: Iterator[int]) -> Iterator[_Node]:
    node.at = next(numbers)
    yield node
    for inner in node.inside.values():
        yield from _numbered(inner, numbers)


def entries_moved(entries: list[bytes], by: int) -> Iterator[bytes]:
    """The directory's entries with their first sectors so much further on."""
    for entry in entries:
        (first,) = struct.unpack_from("<I", entry, 116)
        yield entry[:116] + struct.pack("<I", first + by if first < _FAT else first) + entry[120:]


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


def _header(tables: int) -> bytes:
    numbers = struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, _END, 0, _END, 0, 0)
    head = SIGNATURE + bytes(16) + numbers
    return (head[:76] + struct.pack(f"<{tables}I", *range(tables))).ljust(SECTOR, b"\xff")


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def locked_xls() -> bytes:
    """An .xls that asks for a password before it says anything."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    return container({"Workbook": start + record(0x2F, bytes(54)) + record(0x0A)})


def locked_xlsx() -> bytes:
    """What Excel saves when a password is set: the workbook encrypted, in an old container."""
    return container({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": bytes(range(256)) * 20})
