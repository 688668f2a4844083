"""What text typed in the old Vietnamese encodings TCVN3 (ABC, .Vn fonts) and VNI-Windows says in Unicode."""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

# The letters, and below them the characters that a .Vn font shows as those letters.
_TCVN3_LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
_TCVN3_CODES = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦\xa7"
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

# VNI writes a vowel and behind it one sign for all its marks; a few letters have a code of their own.
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_HAT, _BREVE = "\u0302", "\u0306"
_UNDER_HAT = ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)
_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_HATTED = {sign: _HAT + tone for sign, tone in zip("âáàåãä", _UNDER_HAT, strict=True)}
_BREVED = {sign: _BREVE + tone for sign, tone in zip("êéèúüë", _UNDER_HAT, strict=True)}
_VNI_MARKS = _TONES | _HATTED | _BREVED
_VNI_LETTERS = dict(zip("ñíìæóòôöîÑÍÌÆÓÒÔÖÎ", "đíìỉĩịơưỵĐÍÌỈĨỊƠƯỴ", strict=True))
_VNI_PAIR = re.compile("a[ùøûõïâáàåãäêéèúüë]|[eo][ùøûõïâáàåãä]|[uôö][ùøûõï]|y[ùøûõ]", re.IGNORECASE)
_VNI_LETTER = re.compile(f"[{''.join(_VNI_LETTERS)}]")


def convert_tcvn3(text: str, *, upper: bool = False) -> str:
    """The TCVN3 text in Unicode (NFC); upper for the fonts that show small letters as capitals (.VnTimeH).

    The code of "ư" is the soft hyphen, which tidying drops: convert first, clean afterwards.
    """
    text = text.translate(_TCVN3)
    return unicodedata.normalize("NFC", text.upper() if upper else text)


def convert_vni(text: str) -> str:
    """The VNI-Windows text in Unicode (NFC); capitals have codes of their own there."""
    # Pairs of vowel and sign, and the text between two of them, by turns.
    parts = re.split(f"({_VNI_PAIR.pattern})", text, flags=re.IGNORECASE)
    parts[::2] = [_VNI_LETTER.sub(lambda found: _VNI_LETTERS[found[0]], part) for part in parts[::2]]
    parts[1::2] = [_VNI_LETTERS.get(pair[0], pair[0]) + _VNI_MARKS[pair[1].lower()] for pair in parts[1::2]]
    return unicodedata.normalize("NFC", "".join(parts))


def font_encoding(font_name: str) -> Encoding | None:
    """The encoding that a font of this name shows: .VnTime and its like TCVN3, VNI-Times and its like VNI."""
    name = font_name.strip().casefold()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if re.match(r"vni[- ]", name) else None


def is_capital_font(font_name: str) -> bool:
    """Whether the font shows small TCVN3 letters as capitals: its name ends in H (.VnTimeH)."""
    return font_encoding(font_name) == "tcvn3" and font_name.strip().endswith("H")


# Letters that neither encoding has a use for: with one of them the text is Unicode Vietnamese already.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_BETWEEN_WORDS = re.compile("[\\s\x00-@\\[-`{-\x7f\u2010-\u2027\u2030-\u205e°±²³´º¿]+")
# Of ten marked words this many must come out as Vietnamese syllables.
_SHARE = 0.75
_SIGNS = re.compile("[µ¶·¸¹¨»¼½¾©ª«¬®\xad×÷¡¢£¤¥¦\xa7]")
# Pairs that French, Spanish and Unicode Vietnamese have as well: Thaï, Loïc, aún, hoà, toán.
_COMMON_PAIRS = frozenset({"oà", "oá", "oã", "aï", "oï", "uï", "aü", "aú"})


def guess_encoding(text: str) -> Encoding | None:
    """The legacy encoding that the text is in, told by its characters alone; None in any doubt.

    Answers only when the marked words turn into Vietnamese syllables and one of them holds a sequence that
    neither Unicode Vietnamese nor a western language writes. A single word is often beyond telling.
    """
    text = unicodedata.normalize("NFC", text)
    if text.isascii() or _UNICODE.search(text):
        return None
    words = sorted({word for word in _BETWEEN_WORDS.split(text) if not word.isascii()})
    is_tcvn3 = _fits(words, convert_tcvn3, lambda word: all(char.isascii() or char in _TCVN3_CODES for char in word))
    if is_tcvn3:
        # Signs stand for letters: within a word, or at the head of two ("«on", "µm" are nothing).
        syllables = [word for word in words if len(word) > 1 and _is_syllable(convert_tcvn3(word))]
        telling = [word for word in syllables if _SIGNS.search(word)]
        if len(telling) > 1 or any(set(_SIGNS.findall(word[1:])) - {"\xad"} for word in telling):
            return "tcvn3"
    # Each sign must stand behind a vowel that takes it.
    if _fits(words, convert_vni, lambda word: _VNI_LETTER.sub("", _VNI_PAIR.sub("", word)).isascii()):
        for small in map(str.casefold, words):
            if set(_VNI_PAIR.findall(small)) - _COMMON_PAIRS and small != "où" and _is_syllable(convert_vni(small)):
                return "vni"
    return None


def _fits(words: list[str], convert: Callable[[str], str], is_possible: Callable[[str], bool]) -> bool:
    if not words or not all(map(is_possible, words)):
        return False
    return sum(_is_syllable(convert(word)) for word in words) >= _SHARE * len(words)


_INITIAL = "(?:ngh|ng|nh|ch|th|tr|ph|kh|gh|gi|qu|[bcdđghklmnprstvx])?"
_OPEN = (
    "a|ai|ao|au|ay|âu|ây|e|eo|ê|êu|i|ia|iu|iêu|o|oa|oai|oay|oao|oe|oeo|oi|ô|ôi|ơ|ơi|u|ua|uây|uê|ui|uôi|uơ|uy"
    "|uya|uyu|ư|ưa|ưi|ưu|ươi|ươu|y|yêu"
)
_BEFORE_MOST = "(?:a|ă|â|e|ê|i|o|ô|u|ư|iê|yê|oa|oă|oe|uâ|uô|ươ|uyê|uê|uy|y)"
_CLOSED = f"{_BEFORE_MOST}(?:ng|[cmnpt])|ơ[mnpt]|(?:a|ê|i|oa|uê|uy|y)(?:nh|ch)"
_SYLLABLE = re.compile(f"{_INITIAL}(?:{_OPEN}|{_CLOSED})")
_TONE = re.compile(f"[{_GRAVE}{_ACUTE}{_TILDE}{_HOOK}{_DOT}]")


def _is_syllable(word: str) -> bool:
    """Whether the word is built as a Vietnamese syllable: sounds that go together, one tone at most.

    A syllable that ends in c, ch, p or t has the tone sắc or nặng; that alone refuses most foreign words.
    """
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = _TONE.findall(apart)
    toneless = unicodedata.normalize("NFC", _TONE.sub("", apart))
    stopped = toneless.endswith(("c", "ch", "p", "t"))
    if len(tones) > 1 or (stopped and tones not in ([_ACUTE], [_DOT])):
        return False
    return _SYLLABLE.fullmatch(toneless) is not None
