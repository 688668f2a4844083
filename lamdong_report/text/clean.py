"""What safe and tidy Vietnamese text is: its characters, lines, bullets and the spaces around punctuation."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
# The private-use codes under which Word's Symbol and Wingdings fonts keep their list bullets.
_SYMBOL_BULLETS = "\uf02d\uf06c\uf06e\uf076\uf077\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0f0"
_SYMBOL_TICKS = "\uf0fc\uf0fe"
# Marks without a shape of their own: the grapheme joiner and the variation selectors.
_SHAPELESS = "\u034f\ufe0e\ufe0f"
_SHORT = 80
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})

# All but the characters that Vietnamese is written with, so that the common case costs no call a letter.
_SUSPECT = re.compile("[^\n -~À-ɏ\u0300-\u034e\u0350-\u036fẠ-ỹ]")
# The eth of other alphabets and keyboards, which looks like Đ: at the head of a word, or within an abbreviation (UBNÐ).
_ETH = re.compile(r"[ÐƉðɖ](?:(?<![^\W\d_].)(?=\w)|(?<=[A-Z][ÐƉ])(?![a-zà-ỹ]))")
_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
# How some programs write a control character into a workbook: "_x000D_" for a carriage return.
_ESCAPED_CONTROL = re.compile(r"_x00([01][0-9A-Fa-f])_")


def clean(text: str) -> str:
    """One answer made safe and tidy: NFC, plain spaces, lines parted by a newline, nothing invisible.

    Every visible letter, digit and sign stays, `{{`, `<` and `&` among them. Bullets of Word's symbol fonts
    become "-", an eth at the head of a word "đ". Text in a legacy encoding must be converted before: the soft
    hyphen dropped here is its "ư".
    """
    return _cleaned_once(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(typed: str) -> str:
    text = _ESCAPED_CONTROL.sub(lambda found: chr(int(found[1], 16)), typed).replace("\r\n", "\n")
    text = unicodedata.normalize("NFC", _SUSPECT.sub(_safe, text))
    text = _ETH.sub(lambda found: found[0].translate(_D), text)
    # Composing may leave a space where it met a lone mark, so lines are tidied last.
    text = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip("\n")
    # An answer keeps what was typed as well: where that is tidy, as nearly always, both are one text.
    return typed if text == typed else text


# Labels, names and choices are the same in every form.
_cleaned_once = lru_cache(maxsize=8192)(_cleaned)


def _safe(found: re.Match[str]) -> str:
    """What one character becomes: itself, a plain equivalent, or nothing."""
    char = found[0]
    if char in _BREAKS:
        return "\n"
    if char == "\t" or unicodedata.category(char) == "Zs":
        return " "
    if char in _SYMBOL_BULLETS:
        return "-"
    if char in _SYMBOL_TICKS:
        return "✓"
    # Unicode promises never to assign these code points, and no XML file may hold some of them.
    is_nothing = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    is_invisible = is_nothing or char in _SHAPELESS or unicodedata.category(char) in _DROPPED_CATEGORIES
    return "" if is_invisible else char


class Line(Struct, frozen=True):
    """One paragraph of an answer without its bullet. level: 0 plain, 1 under a "-", 2 under a "+"."""

    level: int
    text: str


# A dash or plus right before a number is its sign, unless the number starts with 0 as a count of things does.
_NOT_A_SIGN = r"(?![1-9]|0[.,])"
_DASHES = r"[-‐‑‒–—−⁃]"
_DASH_BULLET = re.compile(rf"(?:{_DASHES}+(?:\s+|{_NOT_A_SIGN})|(?:[•·∙▪▫■□●◆◇❖►▶➢➤➔‣]\s*)+|\*(?!\*)\s*)")
_PLUS_BULLET = re.compile(rf"\++(?:\s+|{_NOT_A_SIGN})")
_RING_BULLET = re.compile(r"[o○◦]\s+")


# Report, annexes and workbooks split the same answers: some ten of words from each of 148 agencies.
@lru_cache(maxsize=4096)
def split_lines(text: str) -> tuple[Line, ...]:
    """The paragraphs of an answer: bullets off, punctuation tidied, letters and digits in their order."""
    lines: list[Line] = []
    for raw in clean(text).split("\n"):
        level, rest = _take_bullet(raw, below_bullet=bool(lines) and lines[-1].level > 0)
        # Punctuation as it should stand: no space before, one after where that is safe, none doubled.
        rest = _each_word(_single, _ELLIPSIS.sub("…", rest))
        rest = _each_word(_single, _SPACE_BEFORE.sub(_joined, rest))
        if rest := _each_word(lambda word: _NO_SPACE_AFTER.sub(_spaced, word), rest).strip():
            lines.append(Line(level, rest))
    return tuple(lines)


def _take_bullet(line: str, *, below_bullet: bool) -> tuple[int, str]:
    if found := _DASH_BULLET.match(line):
        return 1, line[found.end() :]
    if found := _PLUS_BULLET.match(line):
        return 2, line[found.end() :]
    # "o" is how Word's second bullet survives pasting; elsewhere it may be a word.
    if (found := _RING_BULLET.match(line)) and (below_bullet or line[0] != "o"):
        return (2 if below_bullet else 1), line[found.end() :]
    return 0, line


# Each begins with the sign that it is about and looks back from there: what begins with a look back is tried at every
# letter, and takes five times as long.
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)[.…]*")
_DOUBLED = re.compile(r"([,;:])(?:(?<!\d.)\1+|\1+(?!\d))")
_DOUBLED_DOT = re.compile(r"\.\.(?![./\\])(?:(?<![\d./\\]..)|(?<=\d..)(?!\d))")
_SPACE_BEFORE = re.compile(r" (?<=\S.) *(?=[,;!?)]|:(?!//)|\.(?![.\w/\\]))")
_NO_SPACE_AFTER = re.compile(r"[,;:](?=[^\W_])(?:(?<=[^\W\d_]{2}.)|(?<=[)\]”\"%\d].))")
_LEAVE_ALONE = re.compile(r"://|www\.|@(?<=\w.)\w|\.(?<=\w.)\w{2,}/|\{|\}|\\|<|>|=")


def _each_word(tidied: Callable[[str], str], line: str) -> str:
    """The line with each word tidied, but for addresses, paths and fields of templates."""
    if not _LEAVE_ALONE.search(line):
        return tidied(line)
    return " ".join(word if _LEAVE_ALONE.search(word) else tidied(word) for word in line.split(" "))


def _single(word: str) -> str:
    """The word with doubled signs made one."""
    word = _DOUBLED.sub(r"\1", _ELLIPSIS.sub("…", word))
    return _DOUBLED_DOT.sub(".", word)


def _joined(space: re.Match[str]) -> str:
    """Nothing in place of the space, unless between numbers: "1 : 2" and "5 , 6" could change meaning."""
    before, after = space.string[space.start() - 1], space.string[space.end() + 1 :].lstrip()
    return space[0] if before.isdigit() and after[:1].isdigit() else ""


def _spaced(sign: re.Match[str]) -> str:
    """The sign and a space, unless it stands inside a number or a time."""
    before, after = sign.string[sign.start() - 1], sign.string[sign.end()]
    return sign[0] if before.isdigit() and after.isdigit() else sign[0] + " "


_ENDED = re.compile(r"[.!?…:][\"”’»)\]]*$")


def end_sentence(text: str) -> str:
    """The text with a full stop where it has no final punctuation; a final comma or semicolon becomes one."""
    text = text.rstrip()
    if not text or _ENDED.search(text):
        return text
    return text.rstrip(" ,;") + "."


_DETERMINERS = frozenset({"Các", "Những", "Mọi", "Toàn"})
_OPENING = "\"“‘'«(["


def lower_first(text: str) -> str:
    """The text with a small first letter; an abbreviation such as UBND stays as it is."""
    at = _first_letter(text)
    return text if text[at + 1 : at + 2].isupper() else text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def within_sentence(name: str) -> str:
    """The name of several bodies inside a sentence: "các sở", but "Ủy ban nhân dân các xã", which is a body's name.

    Names of bodies begin with a capital wherever they stand (Decree 30/2020, annex II).
    """
    return lower_first(name) if name.split(" ", 1)[0] in _DETERMINERS else name


def upper_first(text: str) -> str:
    """The text with a capital first letter, the one behind an opening quotation mark or bracket."""
    at = _first_letter(text)
    letter = text[at : at + 1]
    return text if letter == letter.upper() else text[:at] + letter.upper() + text[at + 1 :]


def _first_letter(text: str) -> int:
    return len(text) - len(text.lstrip(_OPENING))
