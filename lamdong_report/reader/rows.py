"""Where a form's rows are in a sheet, however they have moved, and which rows of a list are its entries."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from lamdong_report.layout import MARKER
from lamdong_report.plan import Question
from lamdong_report.reader.index import Columns, FormIndex, plain_label
from lamdong_report.reader.remarks import cell_text
from lamdong_report.spreadsheet.book import Cell, Sheet, Spot, is_blank
from lamdong_report.text import NumberKind, clean, parse_number, parse_yes_no

# Clerks insert a column or two before the ids, not thirty.
_SEARCHED_COLUMNS = 30


class Marker(Struct, frozen=True):
    """The hidden row that a block begins with, and the columns that it names."""

    row: int
    block: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row that belongs to a block. `id` is "" for a row that somebody inserted."""

    sheet: Sheet = field(repr=False)
    row: int
    id: str
    block: str
    columns: Columns
    guessed: bool = False

    def spot(self, key: str) -> Spot | None:
        column = self.columns.get(key)
        return None if column is None else self.sheet.spot(self.row, column)

    @property
    def answers(self) -> tuple[Spot, ...]:
        """The cells with something in them, or where something should be."""
        cells, facts = self.sheet.rows[self.row], self.sheet.facts
        spots = [
            self.sheet.spot(self.row, column)
            for column in self.columns.answers
            if (column < len(cells) and cells[column] != "") or (self.row, column) in facts  # most are empty
        ]
        return tuple(spot for spot in spots if not spot.is_blank or spot.is_broken)


class SheetScan(Struct, frozen=True):
    """A sheet's form rows: `lines` with known ids, `table_rows` by table in order, `loose` without a known id."""

    sheet: Sheet
    lines: tuple[FormRow, ...] = ()
    table_rows: tuple[tuple[str, FormRow], ...] = ()
    loose: tuple[FormRow, ...] = ()

    @property
    def is_part_of_form(self) -> bool:
        return bool(self.lines or self.table_rows)

    @property
    def every_line(self) -> tuple[FormRow, ...]:
        """The rows with an id of the form, and those of its tables."""
        return (*self.lines, *(line for _, line in self.table_rows))

    @property
    def guessed_blocks(self) -> tuple[str, ...]:
        """The blocks that were read by the order of their columns."""
        return tuple(dict.fromkeys(line.block for line in self.every_line if line.guessed))


def scan_sheet(sheet: Sheet, index: FormIndex, defaults: Mapping[str, tuple[str, ...]]) -> SheetScan:
    """The rows of the form on this sheet; `defaults` are the columns of blocks whose marker row is gone."""
    column = _id_column(sheet, index)
    if column is None:
        return SheetScan(sheet)
    return _Walk(sheet, index, column, defaults).scan()


def _id_column(sheet: Sheet, index: FormIndex) -> int | None:
    """The column of the ids: the first, as in a blank form, or else the one with the most ids."""
    if any(row and row[0] in index.ids for row in sheet.rows):
        return 0
    found: Counter[int] = Counter()
    for row in sheet.rows:
        found.update(at for at, cell in enumerate(row[:_SEARCHED_COLUMNS]) if cell and cell in index.ids)
    return min(found, key=lambda at: (-found[at], at), default=None)


class _Walk:
    """One pass down a sheet, with the block that the pass is in."""

    def __init__(self, sheet: Sheet, index: FormIndex, id_column: int, defaults: Mapping[str, tuple[str, ...]]) -> None:
        self._sheet = sheet
        self._index = index
        self._id_column = id_column
        self._defaults = defaults
        self._ids = [_id_text(cells[id_column]) if id_column < len(cells) else "" for cells in sheet.rows]
        self._markers: dict[int, Marker] = {}
        self._named: dict[str, list[Marker]] = {}
        for row, text in enumerate(self._ids):
            block = text.removeprefix(MARKER).strip()
            if text.startswith(MARKER) and block in index.blocks:
                keys = {_id_text(cell): at for at, cell in reversed(list(enumerate(sheet.rows[row])))}
                columns = {key: at for key, at in keys.items() if key in index.columns and at != id_column}
                named = Columns(sorted(columns.items(), key=lambda item: item[1]))
                named.marker = row
                self._markers[row] = Marker(row, block, named)
                if named:  # with its keys wiped out, it begins its block and says no more
                    self._named.setdefault(block, []).append(self._markers[row])

    def scan(self) -> SheetScan:
        """Sort every row below a marker or with an id; titles, hints and headings are nobody's answers."""
        lines, table_rows, loose = [], [], []
        block = ""
        for row, text in enumerate(self._ids):
            if row in self._markers:
                block = self._markers[row].block
            elif text in self._index.rows:
                block = self._index.rows[text].block
                lines.append(self._line(row, text, block))
            elif text and (table := self._index.table_of(text)):
                block = table
                table_rows.append((table, self._line(row, text, table)))
            elif block:
                words = [
                    plain_label(one) for one in self._sheet.rows[row] if isinstance(one, str) and not is_blank(one)
                ]
                if sum(word in self._index.headings[block] for word in words) > 1:
                    continue  # what the block's columns are called; one such word alone may be an answer
                line = self._line(row, text, block)
                if text or block not in self._index.tables:
                    loose.append(line)
                else:
                    table_rows.append((block, line))
        return SheetScan(self._sheet, tuple(lines), tuple(table_rows), tuple(line for line in loose if line.answers))

    def _line(self, row: int, text: str, block: str) -> FormRow:
        # The columns named by the block's own marker, the nearest above first, else by another block's marker that
        # names the columns which this block had.
        if block not in self._named:
            wanted = frozenset(self._defaults.get(block, ()))
            others = self._markers.values() if wanted else ()
            self._named[block] = [marker for marker in others if frozenset(marker.columns) == wanted]
        if markers := self._named[block]:
            above = bisect(markers, row, key=lambda marker: marker.row)
            return FormRow(self._sheet, row, text, block, markers[max(above - 1, 0)].columns)
        keys = self._defaults.get(block) or tuple(column.key for column in self._index.blocks[block].columns)
        guessed = Columns({key: at for at, key in enumerate(keys, self._id_column + 1)})
        return FormRow(self._sheet, row, text, block, guessed, guessed=True)


def _id_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


# "Tổng kết năm" is a meeting and "Toàn dân đoàn kết" a movement: a total says so alone, or before its number.
_ALONE = r"(?= ?[:(\d]|$)"
_TOTAL = re.compile(
    rf"(?:tổng (?:cộng|số|lớp|lượt|người|cuộc|văn bản)|cộng(?: dồn)?{_ALONE}|l[uũ][yỹ] kế|cả năm{_ALONE}"
    rf"|(?:tổng|tất cả|t/?c|sum|total|grand total|số lớp|số văn bản){_ALONE}"
    rf"|toàn (?:xã|phường|đặc khu|thị trấn|huyện|tỉnh|thành phố|cơ quan|đơn vị|ngành|địa phương|bộ){_ALONE})"
)
_SIGNED = re.compile(
    r"(?:người (?:lập|báo cáo|tổng hợp|duyệt|ký|kiểm tra)|(?:cán bộ|công chức) (?:lập|phụ trách|tổng hợp)"
    r"|lãnh đạo (?:phòng|cơ quan|đơn vị|ubnd)|thủ trưởng|kế toán|\(?(?:đã )?ký(?:,| tên|\)|$)|\(ký"
    r"|(?:tm|kt|tl|tuq)\."
    r"|(?:phó )?(?:chủ tịch|giám đốc|trưởng phòng|chánh văn phòng)(?: ubnd\b.*| ủy ban\b.*)?$|nơi nhận|xác nhận của"
    r"|(?:[\w .]{2,30}, )?ngày .{0,8}tháng .{0,8}năm|(?:[\w .]{2,30}, )?(?:ngày )?\d{1,2}[/.]\d{1,2}[/.]\d{4}$)"
)
_HEADING = re.compile(r"(?:[ivx]{1,4}|[a-h]|\d{1,2}(?:\.\d{1,2})*)[.)/]\s+\D|.*:$")
_NOTE = re.compile(r"(?:ghi chú|lưu ý|chú thích)\b|\(\*+\)|\*")
_NONE = re.compile(r"(?:không|chưa)(?: có| phát sinh| ban hành| tổ chức)?(?: \w+){0,4}(?: nào)?")
# Marks of an end, of a place kept free, and pointers to another paper.
_EMPTY = re.compile(r"\W*(?:hết|như trên|nt|stt|[a-z]|[ivx]{1,4})\W*|\([^()]*\)")
_NUMBERING = re.compile(r"^[-+*•–\s]+")


class RowKind(StrEnum):
    """What a row of a list is."""

    ENTRY = "entry"
    TOTAL = "total"
    OTHER = "other"


class _Row(Struct, frozen=True):
    """The filled cells of a row, as texts, and those of its number columns as numbers."""

    texts: tuple[str, ...]
    numbers: Mapping[str, Decimal]
    in_numbers: int


def judge_rows(lines: Sequence[FormRow], columns: Mapping[str, Question]) -> Iterator[tuple[FormRow, RowKind]]:
    """Every row with something in it, and what it is. What stands below a signature belongs to it."""
    sums: dict[str, Decimal] = {}
    entries, signed = 0, False
    headings = frozenset(clean(question.label).casefold() for question in columns.values())
    for line in lines:
        if not line.answers:
            continue
        spots = {key: spot for key in columns if (spot := line.spot(key)) is not None and not spot.is_blank}
        numeric = {key: spot for key, spot in spots.items() if columns[key].kind.traits.is_amount}
        parsed = {key: parse_number(cell_text(spot.value), NumberKind.COUNT).value for key, spot in numeric.items()}
        numbers = {key: number for key, number in parsed.items() if number is not None}
        words = (clean(cell_text(spot.value)).casefold() for key, spot in spots.items() if key not in numbers)
        texts = (" ".join(_NUMBERING.sub("", one).split()) for one in words)
        row = _Row(tuple(filter(None, texts)), numbers, len(numeric))
        # A signature is a name, its office beside it, and no number: an entry has more.
        is_bare = len(row.texts) <= 2 and not row.in_numbers
        signed = signed or (is_bare and any(_SIGNED.match(text) for text in row.texts))
        kind = RowKind.OTHER if signed and is_bare else _kind(row, sums, entries, headings)
        if kind is RowKind.ENTRY:
            entries += 1
            for key, number in row.numbers.items():
                sums[key] = sums.get(key, Decimal(0)) + number
        yield line, kind


def _kind(row: _Row, sums: Mapping[str, Decimal], entries: int, headings: frozenset[str]) -> RowKind:
    first = row.texts[0] if row.texts else ""
    # Every number is that of all rows above together, and not the only one of its column.
    above = [sums.get(key) for key in row.numbers]
    is_sum = any(row.numbers.values()) and above == list(row.numbers.values())
    if _TOTAL.match(first) or (entries > 1 and len(row.texts) < 2 and is_sum):
        return RowKind.TOTAL
    is_alone = len(row.texts) == 1 and not row.in_numbers
    is_no_entry = is_alone and (
        first in headings
        or parse_yes_no(first) is False
        or _NONE.fullmatch(first)
        or _NOTE.match(first)
        or _HEADING.match(first)
        or _EMPTY.fullmatch(first)
        or not any(char.isalnum() for char in first)
    )
    return RowKind.OTHER if is_no_entry else RowKind.ENTRY
