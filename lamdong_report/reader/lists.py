"""Which rows below a list's headings are its entries, and which are totals, signatures, headings or a mere "none"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from lamdong_report.plan import Question
from lamdong_report.reader.remarks import cell_text
from lamdong_report.reader.scan import FormRow
from lamdong_report.text import NumberKind, clean, parse_number, parse_yes_no

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
        row = _read(line, columns)
        # A signature is a name, its office beside it, and no number: an entry has more.
        is_bare = len(row.texts) <= 2 and not row.in_numbers
        signed = signed or (is_bare and any(_SIGNED.match(text) for text in row.texts))
        kind = RowKind.OTHER if signed and is_bare else _kind(row, sums, entries, headings)
        if kind is RowKind.ENTRY:
            entries += 1
            for key, number in row.numbers.items():
                sums[key] = sums.get(key, Decimal(0)) + number
        yield line, kind


def _read(line: FormRow, columns: Mapping[str, Question]) -> _Row:
    spots = {key: spot for key in columns if (spot := line.spot(key)) is not None and not spot.is_blank}
    numeric = {key: spot for key, spot in spots.items() if columns[key].kind.traits.is_amount}
    parsed = {key: parse_number(cell_text(spot.value), NumberKind.COUNT).value for key, spot in numeric.items()}
    numbers = {key: number for key, number in parsed.items() if number is not None}
    shown_words = (clean(cell_text(spot.value)).casefold() for key, spot in spots.items() if key not in numbers)
    texts = (" ".join(_NUMBERING.sub("", words).split()) for words in shown_words)
    return _Row(tuple(filter(None, texts)), numbers, len(numeric))


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
