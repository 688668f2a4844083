"""The records of an .xls stream ([MS-XLS] 2.1.4) and what stands in them: numbers, errors, strings, old ones too."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from msgspec import Struct

from lamdong_report.spreadsheet.styles import Run, Words, in_runs


class RecordKind:
    """The numbers of the records that are read ([MS-XLS] 2.3.2)."""

    BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
    FILEPASS, CODEPAGE, DATEMODE, BOUNDSHEET, SST = 0x2F, 0x42, 0x22, 0x85, 0xFC
    FONT, FORMAT, XF = 0x31, 0x41E, 0xE0
    NUMBER, RK, MULRK, BOOLERR, FORMULA = 0x203, 0x27E, 0xBD, 0x205, 0x06
    LABELSST, LABEL, RSTRING, STRING = 0xFD, 0x204, 0xD6, 0x207
    MERGED, NOTE, OBJ, TXO = 0xE5, 0x1C, 0x5D, 0x1B6


# More records than any form has; a file may claim a sheet at every byte.
MOST_RECORDS = 1_000_000
_WIDE, _SOUNDS, _RICH = 1, 4, 8
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
Record = tuple[int, bytes]


class Records(Struct):
    """The records of a stream; `left` bounds how many of them are looked at in one file."""

    stream: bytes
    left: int = MOST_RECORDS

    def part(self, start: int) -> Iterator[Record]:
        """The records from a place to the end of its part."""
        while start + 4 <= len(self.stream) and self.left:
            self.left -= 1
            kind, length = struct.unpack_from("<HH", self.stream, start)
            data = self.stream[start + 4 : start + 4 + length]
            if kind == RecordKind.EOF or len(data) < length:
                return
            yield kind, data
            start += 4 + length


def error_text(code: int) -> str:
    """How Excel shows the error of this number; one that nobody knows is shown as its number."""
    return _ERRORS.get(code, f"?{code}")


def rk_number(rk: int) -> float:
    """A number in 30 bits: whole or with a fraction, perhaps a hundredth of itself ([MS-XLS] 2.5.217)."""
    if rk & 2:
        number = float((rk >> 2) - (1 << 30 if rk & 0x80000000 else 0))
    else:
        number = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", rk & 0xFFFFFFFC))[0]
    return number / 100 if rk & 1 else number


class Letters(Struct, frozen=True):
    """How the strings of this file are spelled: Unicode, or before Excel 97 a code page."""

    unicode: bool = True
    codec: str = "cp1252"

    def text(self, data: bytes, length_bytes: int) -> str:
        """A string that begins with how long it is; shorter where the record ends too soon."""
        length = int.from_bytes(data[:length_bytes], "little")
        rest = data[length_bytes:]
        if not self.unicode:
            return rest[:length].decode(self.codec, "replace")
        return wide_or_narrow(rest[:1], rest[1:], length)


def wide_or_narrow(flags: bytes, data: bytes, length: int) -> str:
    """The first byte says whether letters take one byte or two."""
    if flags and flags[0] & _WIDE:
        return data[: 2 * length].decode("utf-16-le", "replace")
    return data[:length].decode("latin-1")


def read_shared(blocks: list[bytes], looks: list[Run]) -> list[Words]:
    """The shared strings in a table that may be cut at any place into blocks ([MS-XLS] 2.5.293)."""
    table = _Blocks(blocks)
    table.take(8)
    found: list[Words] = []
    while not table.is_done:
        length, flags = struct.unpack("<HB", table.take(3).ljust(3, b"\0"))
        runs = table.number(2) if flags & _RICH else 0
        sounds = table.number(4) if flags & _SOUNDS else 0
        text = table.letters(length, wide=bool(flags & _WIDE))
        places = [struct.unpack("<HH", table.take(4).ljust(4, b"\0")) for _ in range(min(runs, len(text) + 1))]
        table.take(sounds)
        found.append(in_runs(text, [(at, font_at(looks, font)) for at, font in places]))
    return found


def font_at(looks: list[Run], number: int) -> Run:
    """The look of this font; the format counts no font number 4."""
    at = number - (number > 4)
    return looks[at] if at < len(looks) else Run("")


class _Blocks:
    """Bytes that go on from block to block; damage yields fewer of them, never an error."""

    def __init__(self, blocks: list[bytes]) -> None:
        self._blocks = blocks
        self._block = 0
        self._at = 0

    @property
    def is_done(self) -> bool:
        while self._block < len(self._blocks) and self._at >= len(self._blocks[self._block]):
            self._block, self._at = self._block + 1, 0
        return self._block >= len(self._blocks)

    def take(self, count: int) -> bytes:
        pieces = b""
        while len(pieces) < count and not self.is_done:
            piece = self._blocks[self._block][self._at : self._at + count - len(pieces)]
            self._at += len(piece)
            pieces += piece
        return pieces

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def letters(self, count: int, *, wide: bool) -> str:
        """So many letters; where they go on in the next block, its first byte says anew how wide they are."""
        text = ""
        while self._block < len(self._blocks):
            room = len(self._blocks[self._block]) - self._at
            some = min(count, room // 2 if wide else room)
            text += wide_or_narrow(bytes([wide]), self.take(2 * some if wide else some), some)
            count -= some
            if not count:
                break
            self._block, self._at = self._block + 1, 0
            wide = bool(self.number(1) & _WIDE)
        return text
