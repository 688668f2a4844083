"""What people type into plan.toml that is no TOML, told with the line and the right spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_VALUE = re.compile(
    r"^(?P<start>(?:.*[{,])?\s*(?P<key>[A-Za-z0-9_.-]+)\s*=\s*)(?P<value>[^#]*?)(?P<end>[\s,}\]]*(?:#.*)?)$"
)
_YES, _NO = frozenset({"có", "đúng", "true", "yes"}), frozenset({"không", "sai", "false", "no"})
_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
# What tomllib says, and what that means to a person who edits a plan.
_MEANINGS: Mapping[str, str] = {
    "Illegal character '\\n'": 'thiếu dấu " ở cuối chữ; xem dòng này và dòng ngay trên',
    "Illegal character": "có ký tự lạ không nhìn thấy; gõ lại dòng này",
    "Unterminated string": 'thiếu dấu " ở cuối chữ',
    "Expected '\"": 'thiếu dấu " ở cuối chữ',
    "Unclosed array": "thiếu dấu phẩy giữa hai mục, hoặc thiếu dấu ] ở cuối danh sách",
    "Unclosed inline table": "thiếu dấu phẩy giữa hai khóa, hoặc thiếu dấu } ở cuối",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']": "thiếu dấu ngoặc vuông ở cuối tên bảng",
    "Invalid initial character for a key": "tên khóa chỉ gồm chữ không dấu, số, dấu gạch dưới",
    "Invalid statement": "dòng này không có dạng khóa = giá trị",
    "Expected newline": "sau giá trị còn chữ thừa; mỗi khóa ghi một dòng",
    "Unescaped '\\'": "dấu \\ trong chữ phải ghi hai lần: \\\\",
    "Invalid value": 'giá trị ghi chưa đúng; chữ phải đặt trong dấu "…"',
    "Invalid date": "ngày không có trong lịch; ngày ghi năm-tháng-ngày, ví dụ 2026-12-01",
}


_REPEATED = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key")


def find_mistakes(text: str, error: str) -> list[tuple[int, str]]:
    """The line (0 where unknown) and the words for what tomllib's `error` stopped at, and for every like slip."""
    lines = text.splitlines()
    found = [(at, told) for at, line in enumerate(lines, 1) if (told := _mistyped(line))]
    at = _AT.search(error)
    line = int(at[1]) if at and at[1] else len(lines)
    # tomllib stops at the first slip; people make the same one in many lines, and mend them in one go.
    if line not in {place for place, _ in found}:
        message = _AT.sub("", error)
        known = (words for start, words in _MEANINGS.items() if message.startswith(start))
        is_repeated = message.startswith(_REPEATED)
        found.append((line, _twice(lines, line) if is_repeated else next(known, f"ghi chưa đúng ({message})")))
    return sorted(found)


def _mistyped(line: str) -> str:
    """What is wrong with the value of a line `key = value`, with the right spelling; "" when it looks right."""
    if line.lstrip().startswith("#"):
        return ""
    if found := re.match(r"^\s*([A-Za-z_]\w*)\s*:\s*(\S.*)$", line):
        return f"sau tên khóa phải là dấu =: {found[1]} = {found[2]}"
    if found := re.match(r"^\s*([^=\"'#\[{]*[^\x00-\x7f=\"'#\[{][^=\"'#\[{]*?)\s*=", line):
        return f"tên khóa không có dấu: «{found[1].strip()}»"
    match = _VALUE.match(line)
    if not match:
        return ""
    for pattern, right in _SLIPS:
        if found := pattern.fullmatch(match["value"]):
            what, value = right(found)
            return f"{what}: {match['key']} = {value}"
    return ""


def _number(text: str) -> str:
    """1.250,5 as TOML has it."""
    return text.replace(".", "").replace(",", ".") if "," in text else text


def _day(year: str, month: str, day: str) -> tuple[str, str]:
    return "ngày ghi năm-tháng-ngày, không có dấu ngoặc", f"{year}-{int(month):02}-{int(day):02}"


def _bare_word(found: re.Match[str]) -> tuple[str, str]:
    word = found[0].strip().casefold()
    if word in _YES | _NO:
        return "đúng, sai ghi true hoặc false", "true" if word in _YES else "false"
    return 'chữ phải đặt trong dấu "…"', f'"{found[0]}"'


_SLIPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    (
        re.compile(r"(-?[\d.,]+)\s*%"),
        lambda found: ("tỷ lệ không ghi dấu %", _number(found[1])),
    ),
    (re.compile(r"-?[\d.]+,\d+"), lambda found: ("phần lẻ ghi sau dấu chấm, không phải dấu phẩy", _number(found[0]))),
    (
        re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}"),
        lambda found: ("số lớn ghi liền, không có dấu chấm", found[0].replace(".", "")),
    ),
    (
        re.compile(r"(-?[\d.,]+)\s*([^\W\d_].*)"),
        lambda found: (f"số không kèm đơn vị «{found[2]}»", _number(found[1])),
    ),
    (re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"), lambda found: _day(found[3], found[2], found[1])),
    (re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})"), lambda found: _day(found[1], found[2], found[3])),
    (re.compile(r"(\d{4})-(?!\d\d-\d\d$)(\d{1,2})-(\d{1,2})"), lambda found: _day(found[1], found[2], found[3])),
    (
        re.compile(r"[“”„«](.*?)[“”»]?"),
        lambda found: ("chữ đặt trong dấu ngoặc kép thẳng", f'"{found[1]}"'),
    ),
    (re.compile(r"(?!(?:true|false|inf|nan)$)[^\W\d_][^\"'\[\]{}=]*"), _bare_word),
    (re.compile(r'"[^"\[\]{}=,]*'), lambda found: ('thiếu dấu " ở cuối chữ', f'{found[0]}"')),
)


def _twice(lines: list[str], at: int) -> str:
    """Which key or table stands a second time, and where the first one is."""
    line = lines[at - 1] if at <= len(lines) else ""
    name = line.partition("=")[0].strip()
    for before in range(at - 1, 0, -1):
        if lines[before - 1].partition("=")[0].strip() == name:
            return f"«{name}» ghi hai lần, lần trước ở dòng {before}; bỏ một trong hai"
    return f"«{name}» ghi hai lần; bỏ một trong hai"


def tell_mistakes(text: str, error: str) -> Iterator[str]:
    for line, words in find_mistakes(text, error):
        yield f"dòng {line}: {words}."
