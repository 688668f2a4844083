"""Which rows of a list are its entries: totals, signatures, captions and a mere "none" are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from lamdong_report.layout import NUMBER
from lamdong_report.plan import Question
from lamdong_report.reader.index import plain_label
from lamdong_report.reader.remarks import cell_text
from lamdong_report.reader.rows import FormRow, SheetScan
from lamdong_report.spreadsheet.book import is_blank
from lamdong_report.text import NumberKind, clean, parse_number, parse_yes_no

# "Tổng kết năm" is a meeting and "Toàn dân đoàn kết" a movement: a total says so alone, or before its number.
_ALONE = r"(?= ?[:(\d]|$)"
_TOTAL = re.compile(
    rf"(?:tổng (?:cộng|số|lớp|lượt|người|cuộc|văn bản)|cộng(?: dồn)?{_ALONE}"
    r"|(?:cộng|tổng) (?:(?:quý|tháng|năm|nhóm|mục|phần) [ivx\d]+|(?:06|6|09|9) tháng|[ivx]+)(?!\w)"
    rf"|l[uũ][yỹ] kế|cả năm{_ALONE}"
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
# How the columns of a printed table are numbered: (1), (2), (3); A, B, 1, 2, 3=1+2.
_COLUMN_NUMBER = re.compile(r"\(?(?:[a-z]|(?P<number>\d{1,2}))\)?(?: ?=[\d+\-*:/x()% ]+)?")
_FEWEST_NUMBERED = 3


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
    printed = ((question.label, f"{question.label} ({question.unit})") for question in columns.values())
    headings = frozenset(plain_label(label) for labels in printed for label in labels)
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
        place = line.spot(NUMBER)  # where a total is written across the first cells
        if place and isinstance(place.value, str) and _TOTAL.match(clean(place.value).casefold()):
            yield line, RowKind.TOTAL
            continue
        # A signature is a name, its office beside it, and no number: an entry has more.
        is_bare = len(row.texts) <= 2 and not row.in_numbers
        signed = signed or (is_bare and any(_SIGNED.match(text) for text in row.texts))
        is_caption = _is_caption([clean(cell_text(spot.value)).casefold() for spot in spots.values()], headings)
        kind = RowKind.OTHER if is_caption or (signed and is_bare) else _kind(row, sums, entries, headings)
        if kind is RowKind.ENTRY:
            entries += 1
            for key, number in row.numbers.items():
                sums[key] = sums.get(key, Decimal(0)) + number
        yield line, kind


def signed_rows(scan: SheetScan) -> frozenset[int]:
    """The rows of a signature below all that the form has on the sheet: place and day, office, name; no numbers."""
    last = max((line.row for line in scan.every_line), default=len(scan.sheet.rows))
    signed: list[int] = []
    for at in range(last + 1, len(scan.sheet.rows)):
        cells = [cell for cell in scan.sheet.rows[at] if not is_blank(cell)]
        texts = [" ".join(clean(cell).casefold().split()) for cell in cells if isinstance(cell, str)]
        if len(texts) == len(cells) and (signed or any(_SIGNED.match(text) for text in texts)):
            signed.append(at)
    return frozenset(signed)


def _is_caption(texts: Sequence[str], headings: frozenset[str]) -> bool:
    """Whether a row, pasted with its table from elsewhere, says what the columns are called or only numbers them."""
    if sum(plain_label(text) in headings for text in texts) > 1:
        return True
    found = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(one["number"]) for one in found if one and one["number"]]
    in_turn = all(later - sooner == 1 for sooner, later in pairwise(numbers))
    return len(found) >= _FEWEST_NUMBERED and all(found) and in_turn


def _kind(row: _Row, sums: Mapping[str, Decimal], entries: int, headings: frozenset[str]) -> RowKind:
    first = row.texts[0] if row.texts else ""
    # Every number is that of all rows above together, and not the only one of its column.
    above = [sums.get(key) for key in row.numbers]
    is_sum = any(row.numbers.values()) and above == list(row.numbers.values())
    if _TOTAL.match(first) or (entries > 1 and len(row.texts) < 2 and is_sum):
        return RowKind.TOTAL
    is_alone = len(row.texts) == 1 and not row.in_numbers
    is_no_entry = is_alone and (
        plain_label(first) in headings
        or parse_yes_no(first) is False
        or _NONE.fullmatch(first)
        or _NOTE.match(first)
        or _HEADING.match(first)
        or _EMPTY.fullmatch(first)
        or not any(char.isalnum() for char in first)
    )
    return RowKind.OTHER if is_no_entry else RowKind.ENTRY
