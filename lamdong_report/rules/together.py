"""The rules between cells of one form: parts and wholes, sums, shares, what goes together, what comes after what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.rules import formula as f
from lamdong_report.rules.alone import Places
from lamdong_report.rules.formula import NO, Cells, Formula

# Sums are typed with a few decimals; binary fractions must not make them differ.
_EXACT = 6


class Between(Struct, frozen=True):
    """Base of the rules between a cell and others."""

    code: Code
    question: str
    others: tuple[str, ...]


class IsAtMost(Between, frozen=True):
    """Women ≤ people, spent ≤ given: not greater than the one other cell."""

    def broken(self, cell: Cells) -> Formula:
        return _above(cell(self.question), cell(self.others[0]))

    def words(self, place: Places) -> str:
        return f"lớn hơn {place(self.others[0])}"


class HasWhole(Between, frozen=True):
    """A part whose whole is left blank cannot be counted."""

    def broken(self, cell: Cells) -> Formula:
        return f.both(f.is_number(cell(self.question)), f.is_empty(cell(self.others[0])))

    def words(self, place: Places) -> str:
        return f"có số nhưng {place(self.others[0])} để trống"


class IsSum(Between, frozen=True):
    """The total of its parts, rounded as the total is typed; while a part is missing, not less than the others."""

    def broken(self, cell: Cells) -> Formula:
        whole, parts = cell(self.question), [cell(one) for one in self.others]
        total = f.rounded_like(f.total(parts), whole, _EXACT)
        complete = f.compares(f.count_numbers(parts), "=", f.number(len(parts)))
        typed = f.rounded(whole, _EXACT)
        wrong = f.when(complete, f.compares(total, "<>", typed), f.compares(total, ">", typed))
        return f.when(f.is_number(whole), wrong, NO)

    def words(self, place: Places) -> str:
        return f"khác tổng các ô {_places(self.others, place)}"


class IsShare(Between, frozen=True):
    """Numerators that are counted among the denominators are not more than they; `others` are the denominators.

    Told at the last numerator, which is `question`; `tops` are all of them.
    """

    tops: tuple[str, ...]

    def broken(self, cell: Cells) -> Formula:
        tops, bases = [cell(one) for one in self.tops], [cell(one) for one in self.others]
        complete = f.compares(f.count_numbers([*tops, *bases]), "=", f.number(len(tops) + len(bases)))
        return f.both(complete, f.compares(f.total(tops), ">", f.total(bases)))

    def words(self, place: Places) -> str:
        return f"làm tử số lớn hơn mẫu số (ô {_places(self.others, place)})"


class HasBase(Between, frozen=True):
    """Where the denominators (`question` and `more`) are 0, the numerators (`others`) are 0 too."""

    more: tuple[str, ...] = ()

    def broken(self, cell: Cells) -> Formula:
        tops, bases = [cell(one) for one in self.others], [cell(one) for one in (self.question, *self.more)]
        complete = f.compares(f.count_numbers([*tops, *bases]), "=", f.number(len(tops) + len(bases)))
        none = f.compares(f.total(bases), "=", f.number(0))
        return f.both(complete, none, f.compares(f.total(tops), "<>", f.number(0)))

    def words(self, place: Places) -> str:
        return f"bằng 0 trong khi ô {_places(self.others, place)} lớn hơn 0"


class Needs(Between, frozen=True):
    """Where this cell says that something happened, the other does too: no meeting without people.

    `is_list`: the other is a list, in which at least one row must stand; its "cell" is the number of its rows.
    """

    yes: str
    no: str
    is_list: bool = False

    def broken(self, cell: Cells) -> Formula:
        here, other = cell(self.question), cell(self.others[0])
        happened = f.either(
            f.both(f.is_number(here), f.compares(here, ">", f.number(0))), f.compares(here, "=", f.text(self.yes))
        )
        nothing = f.both(f.is_number(other), f.compares(other, "=", f.number(0)))
        return f.both(happened, f.either(nothing, f.compares(other, "=", f.text(self.no))))

    def words(self, place: Places) -> str:
        nothing = "chưa có dòng nào" if self.is_list else "ghi là không"
        return f"ghi là có, nhưng {place(self.others[0])} {nothing}"


class IsNothing(Between, frozen=True):
    """Who says that nothing happened gives no numbers above 0; `others` are the numbers, `yes` says it."""

    yes: str

    def broken(self, cell: Cells) -> Formula:
        numbers = f.total([cell(one) for one in self.others])
        return f.both(f.compares(cell(self.question), "=", f.text(self.yes)), f.compares(numbers, ">", f.number(0)))

    def words(self, place: Places) -> str:
        return "ghi cả mục không phát sinh, nhưng bên dưới có số lớn hơn 0"


class IsOverlap(Between, frozen=True):
    """Who is counted in both of two parts of a whole: not more than either, nor fewer than must overlap.

    `others` are the two parts, and the whole where the plan names it.
    """

    def broken(self, cell: Cells) -> Formula:
        both, one, other, *whole = (cell(each) for each in (self.question, *self.others))
        tests = [_above(both, one), _above(both, other)]
        if whole:
            known = f.compares(f.count_numbers([both, one, other, *whole]), "=", f.number(4))
            least = f.arithmetic(f.total([one, other]), "-", f.total(whole))
            tests.append(f.both(known, f.compares(least, ">", f.total([both]))))
        return f.either(*tests)

    def words(self, place: Places) -> str:
        return f"không khớp với ô {_places(self.others, place)}"


class IsNotAfter(Between, frozen=True):
    """One day is not after another."""

    def broken(self, cell: Cells) -> Formula:
        return _above(cell(self.question), cell(self.others[0]))

    def words(self, place: Places) -> str:
        return f"sau ngày ở {place(self.others[0])}"


class IsLikeBefore(Between, frozen=True):
    """A number has not moved further from last year's than `change` of it; `least`: few cases more prove nothing."""

    change: Decimal
    least: Decimal = Decimal(0)

    def broken(self, cell: Cells) -> Formula:
        now, before = cell(self.question), cell(self.others[0])
        moved = f.absolute(f.arithmetic(now, "-", before))
        far = f.compares(moved, ">", f.arithmetic(f.number(self.change), "*", f.absolute(before)))
        known = f.both(f.is_number(now), f.is_number(before))
        return f.when(known, f.both(far, f.compares(moved, ">=", f.number(self.least))), NO)

    def words(self, place: Places) -> str:
        return f"khác xa số năm trước ở {place(self.others[0])}"


class IsAsListed(Between, frozen=True):
    """A count that a list gives, too; the "cells" of `others` are what the list comes to and how many rows it has."""

    def broken(self, cell: Cells) -> Formula:
        here, listed, rows = (cell(one) for one in (self.question, *self.others))
        known = f.both(f.is_number(here), f.compares(rows, ">", f.number(0)))
        return f.when(known, f.compares(f.rounded(here, _EXACT), "<>", f.rounded(listed, _EXACT)), NO)

    def words(self, place: Places) -> str:
        return f"khác số cộng từ {place(self.others[1])}"


def _above(one: Formula, other: Formula) -> Formula:
    known = f.both(f.is_number(one), f.is_number(other))
    return f.when(known, f.compares(one, ">", other), NO)


def _places(questions: Sequence[str], place: Places) -> str:
    return ", ".join(place(one).removeprefix("ô ") for one in questions)
