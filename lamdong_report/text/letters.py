"""What text says in wrong letters: typed in TCVN3 (ABC, .Vn fonts) or VNI, or spoilt: UTF-8 as Latin, HTML."""

import html
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


Garbled = Literal["utf8", "cp1258", "escaped", "lost"]

# What the first two bytes of a Vietnamese letter look like as Latin letters: "tá»• chá»©c", "Ä‘Ã£", "pháº§n".
_UTF8 = re.compile("á[º»]|Ã[\u00a0-¿]|Æ[°¡]|Ä[‘ƒ\x91\x83]|â€")
# "biê´n": a mark that a Latin code page has only on its own, behind the letter that should carry it.
_LOOSE_MARK = re.compile("(?<=[aăâeêioôơuưyAĂÂEÊIOÔƠUƯY])[´`˜ˇ](?=[a-zà-ỹ]|\\b|$)")
_LOOSE_MARKS = {"´": "\u0301", "`": "\u0300", "˜": "\u0303", "ˇ": "\u0306"}
# "luợt", "nguời": no syllable has u before ơ and another letter; its ư has lost the horn.
_HORNLESS = re.compile("u(?=[ơờớởỡợ][cimnptu])", re.IGNORECASE)
# "tôÒ chýìc": the signs of code page 1258 as Latin letters, a mark behind its vowel.
_SHIFTED = re.compile("[aeiouyâãêôõýAEIOUY][ÌìÞÒò](?=[a-z]|\\b)|[ðÐ][aeiouyýõâãêô]")
_SHIFTED_VOWEL = re.compile("[ýõ][ìòÌÒÞ]|[aeiouyâêô][ÌÒÞ]|[aeoyâêô]ì")
# Letters that only right Vietnamese has.
_VIETNAMESE = re.compile("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_HORNED = re.compile("[ăơưđ]", re.IGNORECASE)
# One question mark between letters may be a slip; two are letters that a program could not write.
_LOST = re.compile(r"[^\W\d_]\?+(?=[a-zà-ỹ])|\ufffd")
_FEWEST_LOST = 2

# Mails and web addresses spell bytes so, programs letters: "=E1=BB=95", "%E1%BB%95", "\\u1ed5".
_BYTES = re.compile(r"(?:=[0-9A-F]{2}){2,}|(?:%[0-9A-Fa-f]{2}){2,}")
_CODES = re.compile(r"\\u([0-9a-fA-F]{4})")
# Code pages as which programs have read UTF-8: of Windows, of the Mac, of DOS.
_MISTAKEN = ("cp1252", "latin-1", "mac_roman", "cp437", "cp850", "cp1250", "cp1258")
# Twice over is seen, three times is not.
_MOST_TIMES = 2

_HTML = re.compile(
    r"</\w+>|<!--|<(?:br|p|div|span|li|ul|ol|td|tr|table|font|style|img|strong|em|h[1-6])\b[^<>]*>"
    r"|<(?:[biu]|a href=[^<>]*)>|&(?:nbsp|amp|quot|lt|gt|#\d{2,5}|[a-z]{3,8});",
    re.IGNORECASE,
)
_LINE = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--.*?-->|<(style|script)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def guess_garbled(text: str) -> Garbled | None:
    """How the text was spoilt, told by its characters; None in any doubt."""
    if len(_LOST.findall(text)) >= _FEWEST_LOST:
        return "lost"
    if _from_escapes(text) != text:
        return "escaped"
    if text.isascii():
        return None
    if _reread(text) != text or (_UTF8.search(text) and _VIETNAMESE.search(_from_utf8(text))):
        return "utf8"
    if _LOOSE_MARK.search(text) and not re.search("`.*`", text):
        return "cp1258"
    if _VIETNAMESE.search(text):
        return "cp1258" if len(_HORNLESS.findall(text)) > 1 and not _HORNED.search(text) else None
    return "cp1258" if _SHIFTED_VOWEL.search(text) and _VIETNAMESE.search(_from_1258(text)) else None


def repair(text: str, garbled: Garbled) -> str:
    """The text as it was meant; what is lost for good stays as it is."""
    if garbled == "lost":
        return text
    if garbled == "escaped":
        return unicodedata.normalize("NFC", _from_escapes(text))
    if garbled == "utf8":
        whole = _reread(text)
        return unicodedata.normalize("NFC", _from_utf8(text) if whole == text else whole)
    return unicodedata.normalize("NFC", _from_1258(text))


def _from_escapes(text: str) -> str:
    """The text with spelled-out bytes and codes read, where letters that are not ASCII come of them."""
    if "=" not in text and "%" not in text and "\\u" not in text:
        return text
    read = _BYTES.sub(_from_bytes, _CODES.sub(lambda found: chr(int(found[1], 16)), text))
    is_half = any("\ud800" <= char <= "\udfff" for char in read)
    return text if read.isascii() or is_half else read


def _from_bytes(found: re.Match[str]) -> str:
    try:
        return bytes.fromhex(re.sub("[=%]", "", found[0])).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _reread(text: str) -> str:
    """The text whose bytes were read in another code page, read as UTF-8; itself where that makes no whole letters."""
    if _VIETNAMESE.search(text):
        return text
    for _ in range(_MOST_TIMES):
        text = next((read for page in _MISTAKEN if (read := _as_utf8(text, page)) not in ("", text)), text)
    return text


def _as_utf8(text: str, page: str) -> str:
    try:
        return (b"".join(map(_latin, text)) if page == _MISTAKEN[0] else text.encode(page)).decode("utf-8")
    except UnicodeError:
        return ""


def _from_utf8(text: str) -> str:
    """The bytes that were read as Latin letters, read as UTF-8; a byte that got lost shows as "?"."""
    return b"".join(map(_latin, text)).decode("utf-8", "replace").replace("\ufffd", "?")


def _latin(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1") if ord(char) < 256 else char.encode()


def _from_1258(text: str) -> str:
    if not _VIETNAMESE.search(text) and _SHIFTED.search(text):
        return unicodedata.normalize("NFC", b"".join(map(_latin, text)).decode("cp1258", "replace"))
    text = _LOOSE_MARK.sub(lambda found: _LOOSE_MARKS[found[0]], text)
    return _HORNLESS.sub(lambda found: "ư" if found[0] == "u" else "Ư", unicodedata.normalize("NFC", text))


def is_html(text: str) -> bool:
    """Whether the text was pasted with the signs of a web page ("<p>", "&nbsp;")."""
    return ("<" in text or "&" in text) and _HTML.search(text) is not None


def from_html(text: str) -> str:
    """The words of the page, a line for each of its paragraphs."""
    return html.unescape(_TAG.sub("", _LINE.sub("\n", _UNSEEN.sub("", text)))).strip()
