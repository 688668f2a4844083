"""Which of the offered answers a typed one means: yes or no, or one of a list."""

import re
from collections.abc import Callable, Sequence

from lamdong_report.text.clean import clean
from lamdong_report.text.names import unify_tones, without_marks

_YES = re.compile("có|co|có rồi|đã có|da co|rồi|đã|đã rồi|đúng|x|v|✓|✔|√|☑|☒|yes|y|true|1|ok")
_NO = re.compile("không|khong|ko|k|không có|khong co|ko có|chưa|chua|chưa có|chua co|no|n|false|0")


def parse_yes_no(text: str) -> bool | None:
    """Whether the whole answer says yes or no; None for anything else, "có" with more words and "có?" included."""
    key = _key(text)
    if key and "?" in text:
        return None
    if _YES.fullmatch(key):
        return True
    return False if _NO.fullmatch(key) else None


# "Chưa ban hành", of what is asked whether it has been.
_NOT_SO = re.compile(r"(?:không|khong|ko|chưa|chua)(?: có| được)? (?P<rest>.+)")
_DENIES_OR_OFFERS = re.compile(r"\b(?:không|chưa|hay|hoặc)\b")
# "Đã có hay chưa có": not "cách làm hay".
_OFFERS_NO = re.compile(r"\bhay (?:là )?(?:không|chưa)\b")


def hear_yes_no(text: str, said: bool | None, asked: str) -> bool | None:
    """What an answer that says yes, no or neither means to the question asked.

    To repeat words of the question is yes: "không phát sinh", where it is asked whether nothing happened. Any other
    no of several words to a question that has a no in it may mean either, and so is None. Where the question offers
    both ("đã có hay chưa có"), a no keeps its own meaning. A no before words of a question that neither denies nor
    offers anything is no.
    """
    answer, question = _key(text), _key(asked)
    if "?" in text:
        return None
    if " " not in answer or (_OFFERS_NO.search(question) and _turning(answer)):
        return said
    if _holds(question, answer):
        return True
    denied = _NOT_SO.fullmatch(answer)
    if denied and _holds(question, denied["rest"]) and not _DENIES_OR_OFFERS.search(question):
        return False
    return None if said is False and "không" in question.split() else said


# Words for the same thing in a report of progress; the longer ones first.
_SAME_MEANING = (
    ("triển khai thực hiện", "thực hiện"),
    ("tổ chức thực hiện", "thực hiện"),
    ("triển khai", "thực hiện"),
    ("tiến hành", "thực hiện"),
    ("hoàn tất", "hoàn thành"),
)
# What turns the meaning of the words beside it: "chưa hoàn thành" and "hoàn thành 80%" are not "hoàn thành", nor is
# "không rõ" a no or "có thể" a yes; who has a draft has not issued it.
_TURNING = re.compile(
    r"\b(?:(?:không|chưa) (?:rõ|biết|nhớ|nắm|chắc|áp dụng|thuộc)|có (?:thể|lẽ)|hình như|hầu như|chắc(?! chắn)|khả năng"
    r"|dự thảo|chủ trương|không|khong|ko|chưa|chua|chẳng|đang|sẽ|sắp|gần|chậm|dưới|trừ|ngoài|cơ bản|một phần|dự kiến"
    r"|phấn đấu|tiếp tục|cần|phải|nếu|hoặc|hay|(?!100\b)\d+)\b"
)


def match_choice(text: str, choices: Sequence[str]) -> str | None:
    """The one choice that the text means, as the list writes it; None where none or two could be meant.

    Tried in turn: equal but for case, tone placement and punctuation; equal without diacritics; the same yes
    or no; equal in other words (triển khai, thực hiện); one inside the other with nothing to turn the sense.
    """
    said = _key(text)
    if not said or "?" in text:
        return None
    for same in _STEPS:
        if fits := tuple(dict.fromkeys(choice for choice in choices if same(said, _key(choice)))):
            return fits[0] if len(fits) == 1 else None
    # The one choice whose words are in the text, else the one that has the text's words in it.
    said, meanings = _meaning(said), {choice: _meaning(_key(choice)) for choice in choices}
    found = {choice: words for choice, words in meanings.items() if _holds(said, words)}
    if said in _BARE_NO and any(words.startswith("chưa") for words in meanings.values()):
        return None  # "không" may be "chưa …" as well as "không …"
    # Without those that are a part of another one found.
    inside = [one for one, words in found.items() if not any(o != words and _holds(o, words) for o in found.values())]
    likely = inside or [choice for choice, meaning in meanings.items() if _holds(meaning, said)]
    if len(likely) != 1 or _turning(said) != _turning(meanings[likely[0]]):
        return None
    return likely[0]


_BARE_NO = ("không", "khong", "ko", "k")


def _holds(outer: str, inner: str) -> bool:
    return bool(inner) and f" {inner} " in f" {outer} "


def _turning(words: str) -> frozenset[str]:
    return frozenset(_TURNING.findall(words))


def _key(text: str) -> str:
    """Small letters, one way to place the tone, single spaces, no punctuation; a tick stays."""
    small = unify_tones(clean(text).casefold())
    return " ".join(re.sub(r"[^\w\s✓✔√☑☒/]|_", " ", small).split())


def _meaning(key: str) -> str:
    for words, same in _SAME_MEANING:
        key = key.replace(words, same)
    return key


_STEPS: tuple[Callable[[str, str], bool], ...] = (
    lambda said, choice: said == choice,
    lambda said, choice: without_marks(said) == without_marks(choice),
    lambda said, choice: parse_yes_no(said) is parse_yes_no(choice) is not None,
    lambda said, choice: _meaning(said) == _meaning(choice),
)
