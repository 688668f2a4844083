"""What text says that another encoding or a web page has spoilt: UTF-8 as Latin, code page 1258, lost letters, HTML."""

import html
import re
import unicodedata
from typing import Literal

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
        text = next((read for page in _MISTAKEN if (read := _as_utf8(text, page))), text)
    return text


def _as_utf8(text: str, page: str) -> str:
    try:
        data = b"".join(map(_latin, text)) if page == _MISTAKEN[0] else text.encode(page)
        read = data.decode("utf-8")
    except UnicodeError:
        return ""
    return read if read != text else ""


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
