"""How an answer in words is weighed: its words, whether it says that there is nothing, whether it points elsewhere."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_NO = ("không", "ko", "chưa")
_NOTHING = re.compile(
    rf"(?:{'|'.join(_NO)})(?: (?:có|phát sinh|thực hiện|triển khai|tổ chức|báo cáo|đề xuất|kiến nghị|nội dung|gì|ạ))*"
)

_PLACE = r"(?:mục|phần|câu|nội dung|ý|điểm|khoản|dòng|ô|trang|sheet|bảng|phụ lục)"
_WHICH = r"(?:(?:ở |bên |phía )?(?:trên|dưới|trước|sau)|(?:số )?[ivx\d][ivx\d ]*)"
_PAPER = r"(?:báo cáo|văn bản|công văn|phụ lục|file|tệp|biểu|bảng|bảng kê|danh sách)"
_TOLD = r"(?:như )?(?:đã )?(?:nêu|báo cáo|trình bày|ghi)"
_FEW_WORDS = r"(?: \w+){0,4}"
# What tells one paper from another; "theo báo cáo đã tổ chức 3 lớp" is an answer.
_OF_PAPER = r"(?: (?:số|ngày|kèm|gửi|đã gửi|riêng|này|trên|dưới|\d+)(?: \w+){0,5}| của(?: [^\W\d]+){1,4})?"
# Matched against the whole answer, in small letters without punctuation: the fewer words, the less it can mislead.
_POINTERS = (
    rf"nt|n t|như trên|như (?:ở |bên |phía )(?:trên|dưới)|{_TOLD} (?:ở |bên )?trên",
    rf"(?:như|tương tự|xem|{_TOLD})(?: như| ở| tại| trong)* {_PLACE} {_WHICH}",
    r"(?:như|tương tự|giống)(?: như)? (?:năm|kỳ|lần|quý|báo cáo)(?: năm| kỳ| lần| quý)? (?:trước|ngoái|\d{4})",
    r"tương tự(?: như)?(?: trên)?",
    rf"(?:xem|theo|có|như|gửi)(?: các| trong| tại)* {_PAPER}{_FEW_WORDS} (?:kèm theo|đính kèm|gửi kèm|kèm){_FEW_WORDS}",
    rf"(?:chi tiết |cụ thể )?(?:xem|theo|tại|như|nêu tại)(?: trong| tại| ở)* {_PAPER}{_OF_PAPER}",
    rf"(?:gửi|báo cáo|nêu)(?: ở| tại| trong| bằng| riêng)+ {_PAPER}{_OF_PAPER}",
    rf"(?:kèm theo|đính kèm|gửi kèm){_FEW_WORDS}",
)
# An answer of more characters than this says something, whatever it says.
_LONGEST_EMPTY = 150
_POINTER = re.compile(rf"(?!.*\b(?:không|chưa)\b)(?:(?:đã|nội dung|kết quả) )*(?:{'|'.join(_POINTERS)})")


def words_of(text: str) -> list[str]:
    """The words in small letters, composed; punctuation and bullets left out."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def says_nothing(text: str) -> bool:
    """Whether the whole answer is "Không có", "Chưa phát sinh" or the like."""
    return _is_wholly(_NOTHING, text)


def begins_with_no(words: list[str]) -> bool:
    return bool(words) and words[0] in _NO


def points_elsewhere(text: str) -> bool:
    """Whether the whole answer is "như trên", "có báo cáo kèm theo" or the like, and so no answer."""
    return _is_wholly(_POINTER, text)


def _is_wholly(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST_EMPTY and pattern.fullmatch(" ".join(words_of(text))) is not None
