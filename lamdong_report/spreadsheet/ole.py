"""The old Office container (compound file): its streams by place and name, and when the file was last saved."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Larger numbers are no sectors, but mean the end of a chain, or a sector that is free ([MS-CFB] 2.1).
_LAST_REGULAR = 0xFFFFFFFA
# Smaller streams lie together in one, in sectors of their own size ([MS-CFB] 2.4).
_MINI_LIMIT = 4096
_ENTRY = 128
# Folder in folder: a mail has two for each time that it was forwarded as an attachment.
_DEEPEST = 20
_SAVED_AT, _FILETIME = 13, 0x40
# A summary has fewer than twenty; a damaged one may claim millions.
_MOST_PROPERTIES = 100


class Container:
    """The streams of one file. Damage yields shorter streams, never an error or an endless chain."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data.ljust(512, b"\0"), 30)
        self._size = 1 << shift if shift in (9, 12) else 512
        self._mini_size = 1 << mini_shift if mini_shift < 9 else 64
        # The sectors of the allocation table: 109 in the header, more in a chain of their own.
        sectors = [number for number in self._header("<109I", 76) if number < _LAST_REGULAR]
        (extra,) = self._header("<I", 68)
        for _ in range(len(self._data) // self._size):
            numbers = _numbers(self._sector(extra)) if extra < _LAST_REGULAR else ()
            if not numbers or len(sectors) > len(self._data) // self._size:
                break
            sectors += (number for number in numbers[:-1] if number < _LAST_REGULAR)
            extra = numbers[-1]
        self._fat = self._table(sectors)
        self._entries = dict(self._directory())
        (first_mini,) = self._header("<I", 60)
        self._mini_fat = self._table(self._chain(first_mini, self._fat))
        self._mini = self._joined(self._entries.get("", (0, 0))[0])

    def _header(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._data.ljust(512, b"\0"), at)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _table(self, sectors: Iterable[int]) -> list[int]:
        most = len(self._data) // self._size + 1
        return [number for sector in islice(sectors, most) for number in _numbers(self._sector(sector))]

    def _chain(self, first: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table)):
            if first >= len(table):
                return
            yield first
            first = table[first]

    def _joined(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first, self._fat)))

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Place (folders before it), first sector and size of every stream and storage; names are told apart as
        Windows does, without regard to case."""
        listing = self._joined(self._header("<I", 48)[0])
        known = [listing[at : at + _ENTRY] for at in range(0, len(listing) - _ENTRY + 1, _ENTRY)]
        if not known:
            return
        yield "", struct.unpack_from("<II", known[0], 116)
        left = [(struct.unpack_from("<I", known[0], 76)[0], "", 0)]
        seen = set()
        while left:
            at, folder, depth = left.pop()
            if at >= len(known) or at in seen or depth > _DEEPEST:
                continue
            seen.add(at)
            before, behind, child = struct.unpack_from("<III", known[at], 68)
            length = min(struct.unpack_from("<H", known[at], 64)[0], 64)
            place = folder + known[at][: max(length - 2, 0)].decode("utf-16-le", "replace").casefold()
            yield place, struct.unpack_from("<II", known[at], 116)
            left += [(before, folder, depth), (behind, folder, depth), (child, f"{place}/", depth + 1)]

    @property
    def names(self) -> frozenset[str]:
        """The places of all streams and storages, in small letters."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of the stream; b"" where there is none."""
        first, size = self._entries.get(name.casefold(), (0, 0))
        if size >= _MINI_LIMIT:
            return self._joined(first)[:size]
        width = self._mini_size
        return b"".join(self._mini[at * width : (at + 1) * width] for at in self._chain(first, self._mini_fat))[:size]

    @property
    def saved_at(self) -> datetime | None:
        """When the file says that it was last saved (universal time, without a zone)."""
        properties = self.stream("\x05SummaryInformation")
        with suppress(struct.error):  # no properties, or cut off
            (section,) = struct.unpack_from("<I", properties, 44)
            (count,) = struct.unpack_from("<I", properties, section + 4)
            for at in range(min(count, _MOST_PROPERTIES)):
                key, offset = struct.unpack_from("<II", properties, section + 8 + 8 * at)
                kind, ticks = struct.unpack_from("<IQ", properties, section + offset) if key == _SAVED_AT else (0, 0)
                if kind == _FILETIME and ticks:
                    return from_ticks(ticks)
        return None


def from_ticks(ticks: int) -> datetime | None:
    """A moment as Windows counts it, in hundreds of nanoseconds since 1601; None for 0 and beyond all calendars."""
    try:
        return datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
