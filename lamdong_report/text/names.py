"""When two spellings of a Vietnamese place or agency mean the same one, when they must not; and names of files."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from lamdong_report.text.clean import clean

_APOSTROPHES = re.compile(r"['’‘ʼ`´′ʹ]")
_HYPHENS = re.compile(r"[-‐‑‒–—−]")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
# "hòa" and "hoà" are both in use, even within one decree; the key has the tone on the second vowel.
_OLD_TONE = re.compile(rf"(o(?=.[ae])|u(?=.y))([{_TONES}])(.)")

_D = "[đd]"
_AND = r"\s*(?:&|và|va|-|,)?\s*"
# Every agency office in the country writes these the same way; nothing here belongs to one province.
_ABBREVIATIONS = tuple(
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), full)
    for pattern, full in (
        ("(?<=sở )nv", "nội vụ"),
        ("(?<=sở )tc", "tài chính"),
        ("(?<=sở )tp", "tư pháp"),
        ("(?<=sở )ct", "công thương"),
        ("(?<=sở )xd", "xây dựng"),
        ("(?<=sở )yt", "y tế"),
        (rf"g{_D}{_AND}{_D}t", "giáo dục và đào tạo"),
        (rf"vh{_AND}tt{_AND}dl", "văn hóa thể thao và du lịch"),
        (rf"kh{_AND}cn", "khoa học và công nghệ"),
        (rf"nn{_AND}mt", "nông nghiệp và môi trường"),
        (rf"nn{_AND}ptnt", "nông nghiệp và phát triển nông thôn"),
        (rf"tn{_AND}mt", "tài nguyên và môi trường"),
        (rf"dt{_AND}tg", "dân tộc và tôn giáo"),
        (rf"tt{_AND}tt", "thông tin và truyền thông"),
        (rf"kh{_AND}{_D}t", "kế hoạch và đầu tư"),
        (rf"l{_D}{_AND}tb{_AND}xh", "lao động thương binh và xã hội"),
        (rf"pt{_AND}th", "phát thanh và truyền hình"),
        ("gtvt", "giao thông vận tải"),
        ("kcn", "khu công nghiệp"),
        ("bql", "ban quản lý"),
        ("(?:ub ?)mttq(?: ?vn)?", "ủy ban mặt trận tổ quốc việt nam"),
        ("mttq ?vn", "mặt trận tổ quốc việt nam"),
        ("mttq", "mặt trận tổ quốc"),
        (rf"l{_D}l{_D}", "liên đoàn lao động"),
        ("lhpn", "liên hiệp phụ nữ"),
        ("tncs", "thanh niên cộng sản"),
        ("ccb", "cựu chiến binh"),
        (rf"h{_D}nd", "hội đồng nhân dân"),
        ("ubnd", "ủy ban nhân dân"),
        ("tand", "tòa án nhân dân"),
        ("vksnd", "viện kiểm sát nhân dân"),
        ("bhxh", "bảo hiểm xã hội"),
        ("bchqs", "bộ chỉ huy quân sự"),
        (rf"b{_D}bp", "bộ đội biên phòng"),
        ("hcm", "hồ chí minh"),
        ("vp", "văn phòng"),
        ("tp", "thành phố"),
        ("tx", "thị xã"),
        ("&", " và "),
    )
)
# Single letters stand for a kind of place only at the head of a name.
_HEADS = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (r"^p(?:\.\s*|\s+|(?=\d))", "phường "),
        (r"^x(?:\.\s*|\s+)", "xã "),
        (r"^tt(?:\.\s*|\s+)", "thị trấn "),
        (rf"^{_D}\.?k(?:\.\s*|\s+)", "đặc khu "),
        (r"^h\.\s*", "huyện "),
        (r"^q(?:\.\s*|(?=\d))", "quận "),
        (r"^t\.\s*", "tỉnh "),
    )
)
_COMMITTEE = re.compile(r"^(?:u[yỷ] ban nh[aâ]n d[aâ]n (?=\w))+")
_EDGE_OF_NUMBER = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """The key under which the spellings of one name are equal; diacritics and digits count.

    Case, the place of the tone (hòa, hoà), apostrophes, hyphens, commas, spaces, a leading "UBND", zeros
    before a number and the usual abbreviations of administration make no difference; i and y do.
    """
    key = _HYPHENS.sub("-", _APOSTROPHES.sub("", clean(name).casefold()))
    key = " ".join(re.sub(r"[^\w\s.,&-]|_", " ", key).split())
    for pattern, full in _ABBREVIATIONS:
        key = pattern.sub(full, key)
    key = _COMMITTEE.sub("", unify_tones(key.strip(" .-")))
    for pattern, full in _HEADS:
        key = pattern.sub(full, key)
    key = _EDGE_OF_NUMBER.sub(" ", unify_tones(re.sub(r"[^\w\s]", " ", key)))
    return " ".join(_LEADING_ZEROS.sub("", key).split())


def unify_tones(text: str) -> str:
    """The text with the tone of oa, oe and uy on the second vowel (hoà, khoẻ, uỷ); small letters only."""
    return unicodedata.normalize("NFC", _OLD_TONE.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def bare(name: str) -> str:
    """The weaker key: `fold` without diacritics, "đ" as "d"."""
    return without_marks(fold(name))


def slug(name: str) -> str:
    """The name as a part of a file name: only a-z, 0-9 and single hyphens ("Xã Đắk Wil" → "xa-dak-wil")."""
    plain = without_marks(_APOSTROPHES.sub("", clean(name).casefold()))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def without_marks(text: str) -> str:
    """The text without diacritics, "đ" as "d"."""
    marks_apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in marks_apart if not unicodedata.combining(c)))


# Windows takes paths of 260 characters in all; a colleague's folders need their share.
LONGEST = 60
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def file_stem(name: str) -> str:
    """The name as a file name without its ending: "Xã Đắk Wil" → "xa-dak-wil"; cut at a word, "tep" for nothing."""
    stem = slug(name)
    if len(stem) > LONGEST:
        stem = stem[: LONGEST + 1].rpartition("-")[0] or stem[:LONGEST]
    return f"tep-{stem}".rstrip("-") if stem in _DEVICES or not stem else stem


_KINDS = "xã|phường|đặc khu|thị trấn|thị xã|thành phố|huyện|quận|sở|ban|hội"
_KIND = re.compile(rf"^(?:{_KINDS}|{without_marks(_KINDS)})(?=\s|$)")
# Bodies of the province and of the national fronts write these words or leave them out.
_OPTIONAL = re.compile(r"(?<=\w) (?:việt nam|và)(?!\w)|(?<=\w) tỉnh(?: .*)?$")
# A name shorter than this, or less alike, may well be another name.
_CLOSE_LENGTH, _CLOSE_RATIO = 8, 0.92


class _Key(Struct, frozen=True):
    """What is compared of one name, from the strictest form to the loosest."""

    folded: str
    bare: str
    kind: str
    core: str
    bare_core: str
    digits: tuple[str, ...]


# Kinds of bodies that also begin names of places, as in Hội An.
_MAYBE_KINDS = frozenset({"so", "ban", "hoi"})


@lru_cache(maxsize=8192)
def _key(name: str, *, has_kind: bool = True) -> _Key:
    folded = fold(name)
    kind = found[0] if has_kind and (found := _KIND.match(folded)) else ""
    core = _OPTIONAL.sub("", folded[len(kind) :].strip())
    squeezed = without_marks(core).replace(" ", "")
    digits = tuple(re.findall(r"\d+", folded))
    return _Key(folded, without_marks(folded), without_marks(kind), core, squeezed, digits)


_Steps = tuple[Callable[[_Key, _Key], bool], ...]
_STEPS: _Steps = (
    lambda one, other: one.folded == other.folded,
    lambda one, other: one.bare == other.bare,
    lambda one, other: one.core == other.core,
    lambda one, other: one.bare_core == other.bare_core,
    lambda one, other: (
        min(len(one.bare_core), len(other.bare_core)) >= _CLOSE_LENGTH
        and SequenceMatcher(None, one.bare_core, other.bare_core, autojunk=False).ratio() >= _CLOSE_RATIO
    ),
)


class KnownNames:
    """Candidates (code → its names), each name taken apart once for all that are held against them."""

    def __init__(self, candidates: Mapping[str, Iterable[str]]) -> None:
        self._kinds: dict[str, frozenset[str]] = {}
        # Only names with the same numbers are held against each other: Bảo Lâm 1 is not Bảo Lâm 2.
        self._keys: dict[tuple[str, ...], dict[str, list[_Key]]] = {}
        for code, names in candidates.items():
            keys = [_key(name) for name in names]
            self._kinds[code] = frozenset(key.kind for key in keys) - {""}
            for key in keys:
                if key.core:
                    self._keys.setdefault(key.digits, {}).setdefault(code, []).append(key)

    def match(self, name: str) -> str | None:
        """The code of the one candidate that the name means; None rather than a guess.

        Tried in turn: equal folded, without diacritics, without the kind (xã, sở …), nearly equal; a step where two
        candidates fit ends the search. The numbers in both names must be the same, and a kind that is stated agree.
        """
        wanted = _key(name)
        fits = self._first_fits(wanted, _STEPS)
        if not fits and wanted.kind in _MAYBE_KINDS:
            fits = self._first_fits(_key(name, has_kind=False), _STEPS[:-1])
        return fits[0] if len(fits) == 1 else None

    def _first_fits(self, wanted: _Key, steps: _Steps) -> list[str]:
        """The candidates that fit by the first step by which any does."""
        if not wanted.core:
            return []
        possible = [
            (code, keys)
            for code, keys in self._keys.get(wanted.digits, {}).items()
            if not wanted.kind or not self._kinds[code] or wanted.kind in self._kinds[code]
        ]
        for same in steps:
            if fits := [code for code, keys in possible if any(same(wanted, key) for key in keys)]:
                return fits
        return []
