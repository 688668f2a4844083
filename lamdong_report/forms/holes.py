"""The XML of a form with holes: what hangs on the answers and the agency's name is left open, put in for each form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.xmlwriter import XMLwriter

from lamdong_report.forms.styles import storable
from lamdong_report.packing import Deflated, PackedPart
from lamdong_report.rules.formula import Formula, Result

# Signs of private use, which no plan holds: for a name and a code that are put in, and around the number of a hole.
NAME, CODE, _SIGN = "\ue000", "\ue001", "\ue002"
SIGNS = re.compile(f"[{NAME}{CODE}{_SIGN}]")
_HOLE = re.compile(f"{_SIGN}([0-9]+){_SIGN}")
# XlsxWriter escapes these in texts, but not in the results of formulas.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What XlsxWriter takes for the result of a formula that failed.
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
# What XlsxWriter escapes in its own way: control characters, what reads like its escapes, what is no character.
_ODD = re.compile("_x|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
# What an answer's cell may hold.
Typed = float | str | Formula | None
_FOOTER = "<headerFooter"
STRINGS = "xl/sharedStrings.xml"
_STRINGS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{}" uniqueCount="{}">'
)


class Holes:
    """What is to be filled in: each hole by the number that stands in its place, strings in the order of the sheets.

    A workbook keeps each string once, by the number of its first place: where answers are texts, all numbers behind
    them change.
    """

    def __init__(self) -> None:
        self.strings = _OpenStrings(self)
        self._fillers: list[Callable[[], str]] = []
        # Texts that never change; those of them that name the agency; answers that may be texts.
        self._words: list[str] = []
        self._named: set[int] = set()
        self._answers: dict[int, Callable[[], Typed]] = {}
        # What the form that is being filled in has for them, and the number of each string in it.
        self._typed: dict[int, Typed] = {}
        self._numbers: list[int] = []

    def leave(self, filler: Callable[[], str]) -> str:
        """What stands in the XML for what `filler` will say."""
        self._fillers.append(filler)
        return f"{_SIGN}{len(self._fillers) - 1}{_SIGN}"

    def string(self, words: str) -> str:
        """What stands for the number of this string."""
        at = len(self._words)
        self._words.append(words)
        if SIGNS.search(words) and not words.startswith("<r>"):  # rich text is XML already
            self._named.add(at)
        return self.leave(lambda: str(self._numbers[at]))

    def answer(self, value: Callable[[], Typed]) -> str:
        """What stands for the rest of a cell with this value, behind its place and its look."""
        at = len(self._words)
        self._words.append("")
        self._answers[at] = value

        def rest() -> str:
            typed = self._typed[at]
            if typed is None:
                return "/>"
            if isinstance(typed, Formula):
                return formula_cell(escaped(typed.text), formula_result(typed.value))
            return f' t="s"><v>{self._numbers[at]}</v></c>' if isinstance(typed, str) else f"><v>{typed:.16G}</v></c>"

        return self.leave(rest)

    def fill(self, parts: Mapping[str, list[str]], rename: Callable[[str], str]) -> dict[str, str]:
        """The parts that `open_parts` has cut, with what their holes say now; `rename` puts in the agency's name."""
        self._typed = {at: value() for at, value in self._answers.items()}
        numbers: dict[str, int] = {}
        self._numbers = []
        for at, words in enumerate(self._words):
            typed = self._typed.get(at, words)
            if isinstance(typed, str) and (at in self._named or typed.startswith(NAME)):
                typed = rename(typed)
            self._numbers.append(numbers.setdefault(typed, len(numbers)) if isinstance(typed, str) else -1)
        filled = {}
        for path, pieces in parts.items():
            said = list(pieces)
            said[1::2] = [self._fillers[int(number)]() for number in pieces[1::2]]
            filled[path] = "".join(said)
        count = sum(number >= 0 for number in self._numbers)
        filled[STRINGS] = "".join([_STRINGS_HEAD.format(count, len(numbers)), *map(shared_string, numbers), "</sst>"])
        return filled


def open_parts(parts: Mapping[str, str]) -> dict[str, list[str]]:
    """The parts of a workbook with holes, each cut into texts and numbers of holes by turns."""
    return {path: _HOLE.split(words) for path, words in parts.items()}


class Named(NamedTuple):
    """The name and the code for which the signs of a stand-in stand."""

    common_name: str
    common_code: str
    name: str
    code: str

    def plainly(self, words: str) -> str:
        return words.replace(self.common_name, self.name).replace(self.common_code, self.code)

    def in_xml(self, words: str) -> str:
        body, footer, end = words.partition(_FOOTER)
        body = body.replace(self.common_name, escaped(self.name)).replace(self.common_code, escaped(self.code))
        return body + footer + end.replace(self.common_name, escaped(self.name.replace("&", "&&")))


class NamedPart:
    """A part that names the agency: what stands before its first name is deflated once, the rest for each form."""

    def __init__(self, words: str) -> None:
        at = min(place for sign in (NAME, CODE, _FOOTER) if (place := words.find(sign)) >= 0)
        self.begin, self.rest = Deflated(words[:at].encode()), words[at:]

    def named(self, who: Named) -> PackedPart:
        return self.begin.with_end(who.in_xml(self.rest).encode())


def packed_text(words: str) -> PackedPart:
    return Deflated(b"").with_end(words.encode())


def is_named(words: str) -> bool:
    return NAME in words or CODE in words


class _OpenStrings(SharedStringTable):  # type: ignore[misc]  # XlsxWriter has no type hints
    """Notes the strings of a workbook as they come, in the library's place."""

    def __init__(self, holes: Holes) -> None:
        super().__init__()
        self._holes = holes

    def _get_shared_string_index(self, words: str) -> str:
        self.count += 1
        return self._holes.string(words)


@lru_cache(maxsize=8192)
def shared_string(words: str) -> str:
    """A string as XlsxWriter writes it; what is rich text is XML already."""
    if words.startswith("<r>") and words.endswith("</r>"):
        return f"<si>{escape_control(words)}</si>"
    space = "" if words == words.strip() else ' xml:space="preserve"'
    return f"<si><t{space}>{escaped(escape_control(words))}</t></si>"


def escape_control(words: str) -> str:
    """XlsxWriter substitutes four times; nearly no text of a form has anything to be escaped."""
    odd = not isinstance(words, str) or _ODD.search(words)
    escaped_words: str = XMLwriter._escape_control_characters(words) if odd else words
    return escaped_words


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def formula_result(value: Result) -> float | str | bool:
    """What a formula comes to, as a workbook keeps it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and value:
        return _CONTROL.sub("", storable(value))
    return "" if value is None else value


def formula_cell(formula: str, value: float | str | bool) -> str:
    """The rest of a cell with a formula, escaped already, behind its place and its look."""
    kind = ""
    if isinstance(value, bool):
        kind, value = ' t="b"', int(value)
    elif isinstance(value, str) and value:
        kind, value = f' t="{"e" if value in _ERRORS else "str"}"', escaped(value)
    return f"{kind}><f>{formula}</f><v>{value}</v></c>"
