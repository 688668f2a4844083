"""The rules of answers in words: something is told, here, and not in the plan's own words; phones, addresses."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import Alone, Places
from lamdong_report.rules.formula import Cells, Formula, Result, shown

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
# Ministries, towns and mobile phones: nobody in the country is called with fewer digits.
_FEWEST_DIGITS = 8


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


class IsPhone(Alone, frozen=True):
    """Enough digits stand there to call somebody."""

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        return f.both(f.is_filled(here), f.compares(count_digits(here), "<", f.number(_FEWEST_DIGITS)))

    def words(self, place: Places) -> str:
        return "chưa phải là số điện thoại, ghi đủ các chữ số"


class IsMail(Alone, frozen=True):
    """A sign @ with a dot somewhere behind it."""

    def broken(self, cell: Cells) -> Formula:
        here = cell(self.question)
        return f.both(f.is_filled(here), f.compares(find_dot_after_at(here), "=", f.number(0)))

    def words(self, place: Places) -> str:
        return "chưa phải là địa chỉ thư điện tử"


def count_digits(cell: Formula) -> Formula:
    """How many digits stand in a text."""
    digits = '{"0","1","2","3","4","5","6","7","8","9"}'

    def value() -> Result:
        return Decimal(sum(char in "0123456789" for char in shown(cell.value)))

    return Formula(f'SUMPRODUCT(LEN({cell.text})-LEN(SUBSTITUTE({cell.text},{digits},"")))', value)


def find_dot_after_at(cell: Formula) -> Formula:
    """Where the first dot after the first @ stands, counted from 1; 0 where there is none."""
    found = f'FIND(".",{cell.text},FIND("@",{cell.text})+2)'

    def value() -> Result:
        address = shown(cell.value)
        at = address.find("@")
        return Decimal(address.find(".", at + 2) + 1 if at >= 0 else 0)

    return Formula(f"IF(ISNUMBER({found}),{found},0)", value)
