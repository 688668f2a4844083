"""The rules of answers in words: something is told, and here, and not in the plan's own words."""

from __future__ import annotations

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import Alone
from lamdong_report.rules.formula import Formula
from lamdong_report.rules.rule import Cells, Places

# What a form can know of answers that say nothing or point elsewhere; the check knows more of them
# (checks/wording.py), and each of these is one of those.
SAYS_NOTHING = ("không", "không có", "chưa có", "không phát sinh", "chưa phát sinh", "không có gì", "chưa thực hiện")
POINTS_ELSEWHERE = (
    "như trên",
    "nt",
    "như đã nêu trên",
    "đã nêu ở trên",
    "tương tự",
    "tương tự như trên",
    "như năm trước",
    "xem báo cáo",
    "xem phụ lục",
    "theo báo cáo",
    "như báo cáo",
    "đính kèm",
    "kèm theo",
    "gửi kèm",
    "xem báo cáo kèm theo",
    "có báo cáo kèm theo",
    "báo cáo kèm theo",
    "theo báo cáo kèm theo",
    "theo báo cáo đính kèm",
    "xem báo cáo đính kèm",
    "xem file đính kèm",
    "xem văn bản kèm theo",
    "có văn bản kèm theo",
    "xem phụ lục kèm theo",
)
_NO = ("không", "ko", "chưa")
# So much of a task's text is compared: who copies it may cut its end off, and a formula takes 255 characters.
_COMPARED = 60


class IsLongEnough(Alone, frozen=True):
    """More than a word or two; "Không có" says enough."""

    fewest: int

    def broken(self, cell: Cells) -> Formula:
        line = f.plain_line(cell(self.question))
        says_no = f.either(*(f.begins_with(line, word) for word in _NO))
        few = f.compares(f.count_words(line), "<", f.number(self.fewest))
        return f.both(f.is_filled(line), few, f.when(says_no, Formula("FALSE", False), Formula("TRUE", True)))

    def words(self, place: Places) -> str:
        return "ghi quá ngắn, nêu rõ việc đã làm và kết quả"


class IsToldHere(Alone, frozen=True):
    """The answer does not only point to another place."""

    def broken(self, cell: Cells) -> Formula:
        return f.is_one_of(f.plain_line(cell(self.question)), POINTS_ELSEWHERE)

    def words(self, place: Places) -> str:
        return "chỉ dẫn sang chỗ khác, ghi đầy đủ nội dung tại ô này"


class IsOwnWords(Alone, frozen=True):
    """The answer does not begin with the task as the plan words it."""

    task: str

    def broken(self, cell: Cells) -> Formula:
        return f.begins_with(f.plain_line(cell(self.question)), plain_beginning(self.task))

    def words(self, place: Places) -> str:
        return "chép lại nội dung nhiệm vụ của kế hoạch, ghi kết quả đã làm"


def is_worth_comparing(task: str) -> bool:
    """Whether a text is long enough that nobody writes its beginning by chance."""
    return len(task) > _COMPARED


def plain_beginning(text: str) -> str:
    """The beginning of a text, as far as copies of it are looked for."""
    return str(f.plain_line(Formula("", text)).value)[:_COMPARED].rstrip()


class TellsResult(Struct, frozen=True):
    """Where `other` is marked so (done, worth printing), words are not left blank; nor, unless `empty`, say nothing."""

    code: Code
    question: str
    other: str
    mark: str
    empty: bool

    @property
    def others(self) -> tuple[str, ...]:
        return (self.other,)

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        nothing = [f.is_empty(here)] + ([] if self.empty else [f.is_one_of(f.plain_line(here), SAYS_NOTHING)])
        return f.both(f.compares(cell(self.other), "=", f.text(self.mark)), f.either(*nothing))

    def words(self, place: Places) -> str:
        return f"chưa nêu kết quả, trong khi {place(self.other)} ghi «{self.mark}»"
