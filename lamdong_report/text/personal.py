"""Where a text names a person beyond doubt: citizens' numbers and telephones."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

# Twelve digits that begin with 0 (Circular 59/2021/TT-BCA, article 4); old cards had nine, which only a word tells.
_CITIZEN = re.compile(r"(?<![\d.,])0\d{2}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?![\d]|[.,]\d)")
_OLD_CARD = re.compile(
    r"(?i:\b(?:cmnd|cmt|chứng minh(?: nhân dân| thư)?|căn cước(?: công dân)?|cccd))[^\d\n]{0,12}"
    r"(\d(?:[ .]?\d){8}(?:(?:[ .]?\d){2,3})?)(?!\d)"
)
_PASSPORT = re.compile(r"(?i:hộ chiếu|passport)[^\d\n]{0,12}?\b([A-Z]\d{7})(?!\d)")
# Two telephones may be parted by a stroke; the number of a letter ends with one.
_PHONE = re.compile(
    r"(?<![\d.,-])(?<!(?<!\d{9})/)(?:\(?\+?84\)?[ .]?|0)(?:[35789]\d|2\d{1,2})(?:[ .-]?\d){7}(?!\d|/(?!\s?0\d{8}))"
)
# A line that is meant to be called by everybody is no person's.
_PUBLIC = re.compile(
    r"(?i)(?:đường dây(?: nóng)?|tổng đài|hotline|hot line|số máy trực|trực ban|cơ quan|văn phòng|ubnd)[^.;\n]{0,40}$"
)
_HIDDEN = "[…]"
# Most texts have no number that long, and there are very many texts.
_LONG = re.compile(r"\d(?:[ .-]?\d){8}|[A-Z]\d{7}|\) ?\d")


class PersonalKind(StrEnum):
    """What gives a person away, as findings call it."""

    CITIZEN = "số căn cước"
    PHONE = "số điện thoại"
    PASSPORT = "số hộ chiếu"


class PersonalSpan(Struct, frozen=True):
    """A place in a text, from `start` to before `end`."""

    start: int
    end: int
    kind: PersonalKind


def find_personal(text: str) -> tuple[PersonalSpan, ...]:
    """Every citizen's number and telephone in the text, from left to right, none within another."""
    if not _LONG.search(text):
        return ()
    found = [PersonalSpan(*match.span(), PersonalKind.CITIZEN) for match in _CITIZEN.finditer(text)]
    found += [PersonalSpan(*match.span(1), PersonalKind.CITIZEN) for match in _OLD_CARD.finditer(text)]
    found += [PersonalSpan(*match.span(1), PersonalKind.PASSPORT) for match in _PASSPORT.finditer(text)]
    found += [PersonalSpan(*match.span(), PersonalKind.PHONE) for match in _PHONE.finditer(text)
              if not _PUBLIC.search(text[: match.start()])]  # fmt: skip
    apart: list[PersonalSpan] = []
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return tuple(apart)


def without_personal(text: str) -> str:
    """The text with what names a person left out: "[…]" in its place."""
    parts, at = [], 0
    for span in find_personal(text):
        parts += [text[at : span.start], _HIDDEN]
        at = span.end
    return "".join((*parts, text[at:]))
