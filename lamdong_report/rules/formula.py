"""Formulas that know their own result: programs that do not calculate on opening still show the right value.

Only functions that Excel 2010, LibreOffice and WPS share. A reference carries the value that stands in its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

import msgspec

Result = Decimal | str | bool | None
# Day 0 of Excel for every date after February 1900, to which it gives a 29th.
_EPOCH = date(1899, 12, 30)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


class Formula(msgspec.Struct, frozen=True):
    """A piece of a formula: its text without "=", and what it comes to; None is a blank cell.

    `held` is its value, or says it when asked: the formulas of a form are made once and reckoned for each of those who
    filled it in. A form is made of ten thousand of these, so making one must cost next to nothing.
    """

    text: str
    held: Result | Callable[[], Result]

    @property
    def value(self) -> Result:
        held = self.held
        return held() if callable(held) else held

    def __str__(self) -> str:
        return f"={self.text}"


# The cell of a question as a formula with its value; a blank where the form does not ask for it.
Cells = Callable[[str], Formula]
BLANK, NO = Formula('""', ""), Formula("FALSE", False)


def text(words: str) -> Formula:
    return Formula('"' + words.replace('"', '""') + '"', words)


def number(value: Decimal | int) -> Formula:
    return Formula(f"{Decimal(value):f}", Decimal(value))


def day(value: date) -> Formula:
    """A date as the number of days that it is for Excel."""
    return number(day_number(value))


def day_number(value: date) -> Decimal:
    return Decimal((value - _EPOCH).days)


def when(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    """IF; the test must come to a truth value."""
    return Formula(f"IF({test.text},{then.text},{otherwise.text})", lambda: (then if test.value else otherwise).value)


def first_true(cases: Sequence[tuple[Formula, Formula]], otherwise: Formula) -> Formula:
    """The result of the first case whose test holds."""
    begun = "".join(f"IF({test.text},{then.text}," for test, then in cases)

    def value() -> Result:
        return next((then for test, then in cases if test.value), otherwise).value

    return Formula(f"{begun}{otherwise.text}{')' * len(cases)}", value)


def both(*tests: Formula) -> Formula:
    return Formula(f"AND({_join(tests)})", lambda: all(test.value for test in tests))


def either(*tests: Formula) -> Formula:
    return Formula(f"OR({_join(tests)})", lambda: any(test.value for test in tests))


def negated(test: Formula) -> Formula:
    return Formula(f"NOT({test.text})", lambda: not test.value)


def is_number(cell: Formula) -> Formula:
    return Formula(f"ISNUMBER({cell.text})", lambda: isinstance(cell.value, Decimal))


def is_filled(cell: Formula) -> Formula:
    """Whether anything but spaces stands there; an error value counts as something."""
    return Formula(f"IF(ISERROR({cell.text}),TRUE,LEN(TRIM({cell.text}))>0)", lambda: _holds_words(cell.value))


def is_empty(cell: Formula) -> Formula:
    """Whether nothing but spaces stands there."""
    return Formula(f"IF(ISERROR({cell.text}),FALSE,LEN(TRIM({cell.text}))=0)", lambda: not _holds_words(cell.value))


def fails(cell: Formula) -> Formula:
    """Whether an error value stands there; none is written beforehand."""
    return Formula(f"ISERROR({cell.text})", False)


def compares(left: Formula, sign: str, right: Formula) -> Formula:
    """One of = <> < <= > >= between numbers or between texts; a blank cell counts as 0."""
    compare = _COMPARISONS[sign]
    return Formula(f"{left.text}{sign}{right.text}", lambda: compare(_ranked(left.value), _ranked(right.value)))


def arithmetic(left: Formula, sign: str, right: Formula) -> Formula:
    """One of + - * / on numbers. A division by 0 has no value: ask before whether the divisor is 0."""

    def value() -> Result:
        a, b = _number(left.value), _number(right.value)
        return None if sign == "/" and not b else _OPERATIONS[sign](a, b)

    return Formula(f"{left.text}{sign}{right.text}", value)


def rounded(inner: Formula, decimals: int) -> Formula:
    return Formula(f"ROUND({inner.text},{decimals})", lambda: _rounded(inner.value, decimals))


def total(cells: Sequence[Formula]) -> Formula:
    return Formula(f"SUM({_join(cells)})", lambda: sum(_numbers(cells), Decimal(0)))


def smallest(cells: Sequence[Formula]) -> Formula:
    return Formula(f"MIN({_join(cells)})", lambda: min(_numbers(cells), default=Decimal(0)))


def count_numbers(cells: Sequence[Formula]) -> Formula:
    return Formula(f"COUNT({_join(cells)})", lambda: Decimal(len(_numbers(cells))))


def whole(cell: Formula) -> Formula:
    """The number without its fraction."""

    def value() -> Result:
        typed = cell.value
        return typed.to_integral_value(ROUND_FLOOR) if isinstance(typed, Decimal) else None

    return Formula(f"INT({cell.text})", value)


def absolute(inner: Formula) -> Formula:
    return Formula(f"ABS({inner.text})", lambda: abs(_number(inner.value)))


def rounded_like(inner: Formula, typed: Formula, most: int) -> Formula:
    """The number rounded to as many decimals as the other is typed with, of which only none, 1, 2 and `most` count."""
    places = f"{most}"
    for decimals in (2, 1, 0):
        places = f"IF({typed.text}=ROUND({typed.text},{decimals}),{decimals},{places})"

    def value() -> Result:
        given = _number(typed.value)
        return _rounded(inner.value, next((n for n in (0, 1, 2) if given == _rounded(given, n)), most))

    return Formula(f"ROUND({inner.text},{places})", value)


def unless_error(inner: Formula, otherwise: Formula) -> Formula:
    """The result, or another one where something that it rests on is an error value."""
    return Formula(f"IFERROR({inner.text},{otherwise.text})", inner.held)


def plain_line(cell: Formula) -> Formula:
    """Words in small letters on one line, without full stops and needless spaces."""
    line = f'SUBSTITUTE(SUBSTITUTE({cell.text},CHAR(10)," "),".","")'
    return Formula(f"LOWER(TRIM({line}))", lambda: _plain(shown(cell.value)))


@lru_cache(maxsize=1024)
def _plain(words: str) -> str:
    """Remembered: several rules look at the same answer."""
    line = words.replace("\n", " ").replace(".", "").casefold()
    return " ".join(filter(None, line.split(" ")))


def count_words(line: Formula) -> Formula:
    """How many words stand in a plain line, parted by spaces."""
    count = f'LEN({line.text})-LEN(SUBSTITUTE({line.text}," ",""))+1'
    return Formula(count, lambda: Decimal(shown(line.value).count(" ") + 1))


def is_one_of(cell: Formula, words: Sequence[str]) -> Formula:
    """Whether the cell reads like one of these, without regard to case."""
    listed = ",".join(text(word).text for word in words)
    known = {word.casefold() for word in words}
    return Formula(f"ISNUMBER(MATCH({cell.text},{{{listed}}},0))", lambda: shown(cell.value).casefold() in known)


def begins_with(cell: Formula, words: str) -> Formula:
    wanted, count = words.casefold(), len(words)
    return Formula(
        f"LEFT({cell.text},{count})={text(words).text}", lambda: shown(cell.value)[:count].casefold() == wanted
    )


def count_equal(area: str, cells: Sequence[Formula], wanted: str) -> Formula:
    """How many cells of the area, which are these, read so."""
    return Formula(f"COUNTIF({area},{text(wanted).text})", lambda: Decimal(sum(cell.value == wanted for cell in cells)))


def concat(*pieces: Formula) -> Formula:
    return Formula("&".join(piece.text for piece in pieces), lambda: "".join(shown(piece.value) for piece in pieces))


def _join(pieces: Sequence[Formula]) -> str:
    return ",".join(piece.text for piece in pieces)


def _numbers(cells: Sequence[Formula]) -> list[Decimal]:
    return [value for cell in cells if isinstance(value := cell.value, Decimal)]


def _rounded(value: Result, decimals: int) -> Result:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE) if isinstance(value, Decimal) else value


def _number(value: Result) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def shown(value: Result) -> str:
    """What a value reads like in a text."""
    if isinstance(value, Decimal):
        return f"{value.normalize(_WIDE):f}"
    return "" if value is None else str(value)


def _holds_words(value: Result) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _ranked(value: Result) -> tuple[int, Decimal | str]:
    """Excel's order: numbers before texts, texts without regard to case."""
    return (1, value.casefold()) if isinstance(value, str) else (0, _number(value))


_COMPARISONS = {"=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_OPERATIONS = {"+": _WIDE.add, "-": _WIDE.subtract, "*": _WIDE.multiply, "/": _WIDE.divide}
