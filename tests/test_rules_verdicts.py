"""Each rule of a form: which answers break it, what the clerk reads; another engine reckons its formula alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec import structs

from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.questions import Question
from lamdong_report.plan.schema.cells import GridColumn, Table
from lamdong_report.rules import FormRule, alone, find_follows, together, words
from lamdong_report.rules.alone import bounds_of, date_window, is_share
from lamdong_report.rules.formula import Formula, day_number
from lamdong_report.rules.lists import RowRule, row_rules

Typed = int | float | str | date | None
# The cells of the questions a, b, c, d, in their order; what is left out at the end is blank.
Answers = tuple[Typed, ...]
DAY = date(2026, 12, 1)
LATER = date(2026, 12, 2)
TASK = "Tăng cường truyền thông nâng cao nhận thức về bình đẳng giới trong toàn tỉnh, nhất là ở vùng sâu, vùng xa"


@dataclass(frozen=True)
class Case:
    rule: FormRule
    said: str
    breaks: tuple[Answers, ...]
    keeps: tuple[Answers, ...]


CASES = [
    Case(alone.IsFigure("number-several", "a", Kind.COUNT), "không phải là số, chỉ ghi số",
         breaks=(("năm",), ("5 lớp",)), keeps=((5,), (0,), (None,), ("  ",))),
    Case(alone.IsFigure("date-unclear", "a", Kind.DATE), "không phải là ngày, ghi theo ngày/tháng/năm",
         breaks=(("đầu tháng",),), keeps=((DAY,), (None,))),
    Case(alone.IsNoError("error-cell", "a"), "ô báo lỗi, gõ lại nội dung", breaks=(), keeps=(("chữ",), (None,))),
    Case(alone.Compared("negative", "a", "<", Decimal(0)), "nhỏ hơn 0",
         breaks=((-1,), (-0.5,)), keeps=((0,), (1,), (None,), ("âm",))),
    Case(alone.Compared("out-of-range", "a", ">", Decimal("99.5")), "lớn hơn 99,5",
         breaks=((100,), (99.6,)), keeps=((99.5,), (0,), (None,), ("rất nhiều",))),
    Case(alone.Compared("date-out-of-period", "a", "<", DAY), "trước ngày 01/12/2026",
         breaks=((date(2026, 11, 30),),), keeps=((DAY,), (LATER,), (None,))),
    Case(alone.Compared("date-out-of-period", "a", ">", DAY), "sau ngày 01/12/2026",
         breaks=((LATER,),), keeps=((DAY,), (None,), ("hôm qua",))),
    Case(alone.Compared("cutoff-after-deadline", "a", ">=", DAY), "không trước ngày 01/12/2026",
         breaks=((DAY,), (LATER,)), keeps=((date(2026, 11, 30),), (None,))),
    Case(alone.IsWhole("not-whole", "a"), "không phải là số nguyên",
         breaks=((2.5,), (-0.5,)), keeps=((2,), (0,), (-3,), (None,), ("2,5",))),
    Case(alone.IsUsual("unusual", "a", Decimal(5), Decimal(50)),
         "ngoài khoảng thường gặp (từ 5 đến 50), xem lại đơn vị tính",
         breaks=((4,), (51,), (-1,)), keeps=((5,), (50,), (None,), ("nhiều",))),
    Case(alone.IsAsKnown("last-year-differs", "a", Decimal("12.5")), "khác số đã có từ báo cáo năm trước (12,5)",
         breaks=((12,), (13,), (0,)), keeps=((12.5,), (None,), ("như cũ",))),
    Case(alone.IsAmong("yes-no-unclear", "a", ("Có", "Không")),
         "không có trong danh sách, bấm mũi tên bên phải ô để chọn",
         breaks=(("có lẽ",), ("x",), (1,)), keeps=(("Có",), ("Không",), ("KHÔNG",), (None,), (" ",))),
    Case(words.IsPhone("phone-unclear", "a"), "chưa phải là số điện thoại, ghi đủ các chữ số",
         breaks=(("số cơ quan",), ("0263 382",), (1234567,)), keeps=(("0263 3822",), (912345678,), (None,))),
    Case(words.IsMail("mail-unclear", "a"), "chưa phải là địa chỉ thư điện tử",
         breaks=(("không dùng",), ("a@b",), ("a.b@c",)), keeps=(("a@b.vn",), ("a@x.vn; b@x.vn",), (None,))),
    Case(together.IsAtMost("part-exceeds-whole", "a", ("b",)), "lớn hơn ô B",
         breaks=((5, 4), (1, 0)), keeps=((4, 4), (3, 4), (5, None), (None, -4), ("x", 4), (5, "x"))),
    Case(together.HasWhole("part-without-whole", "a", ("b",)), "có số nhưng ô B để trống",
         breaks=((5, None), (0, None), (5, "  ")), keeps=((5, 9), (None, None), ("x", None), (5, "chưa có"))),
    Case(together.IsSum("sum-mismatch", "a", ("b", "c")), "khác tổng các ô B, C",
         breaks=((5, 2, 2), (3, 4, None), (5.27, 2.15, 3.13), (5.1234561, 2, 3.1234591)),
         keeps=((5, 2, 3), (5, 2, None), (5, None, None), (None, 2, 3), ("x", 2, 3), (5.3, 2.15, 3.13),
                (0.1234561, 0.1, 0.0234559))),
    Case(together.IsShare("share-exceeds-whole", "a", ("c", "d"), ("a", "b")), "làm tử số lớn hơn mẫu số (ô C, D)",
         breaks=((3, 3, 2, 2), (5, 0, 2, 2)), keeps=((2, 2, 2, 2), (0, 0, 0, 0), (9, 9, 2, None), (9, None, 2, 2))),
    Case(together.HasBase("zero-denominator", "a", ("b", "c"), ("d",)), "bằng 0 trong khi ô B, C lớn hơn 0",
         breaks=((0, 1, 0, 0), (0, 3, 4, 0), (0, -1, 0, 0)),
         keeps=((0, 0, 0, 0), (0, 1, 0, 5), (7, 1, 0, 0), (0, 1, None, 0), (None, 1, 0, 0), (0, 1, 0, None))),
    Case(together.Needs("needs-other", "a", ("b",), "Có", "Không"), "ghi là có, nhưng ô B ghi là không",
         breaks=((3, 0), ("Có", 0), (3, "Không"), ("Có", "Không"), (0.5, 0)),
         keeps=((0, 0), (3, 1), (3, None), ("Không", 0), (None, 0), (-1, 0), ("Có", "Có"), ("nhiều", 0))),
    Case(together.Needs("needs-other", "a", ("b",), "Có", "Không", True), "ghi là có, nhưng ô B chưa có dòng nào",
         breaks=((1, 0),), keeps=((1, 1), (0, 0))),
    Case(together.IsNothing("nothing-yet-numbers", "a", ("b", "c"), "Có"),
         "ghi cả mục không phát sinh, nhưng bên dưới có số lớn hơn 0",
         breaks=(("Có", 1, None), ("Có", 0, 1), ("Có", 0.5, None)),
         keeps=(("Có", 0, None), ("Không", 1, 1), (None, 1, 1), ("Có", "một", None))),
    Case(together.IsOverlap("overlap-differs", "a", ("b", "c")), "không khớp với ô B, C",
         breaks=((5, 4, 9), (5, 9, 4)), keeps=((4, 4, 9), (1, 8, 8), (None, 8, 8), (5, None, 9), ("x", 1, 1))),
    Case(together.IsOverlap("overlap-differs", "a", ("b", "c", "d")), "không khớp với ô B, C, D",
         breaks=((5, 8, 8, 10), (9, 8, 9, 10), (0, 6, 5, 10)),
         keeps=((6, 8, 8, 10), (8, 8, 8, 10), (1, 6, 5, 10), (0, 2, 2, 10), (5, 8, 8, None), (None, 8, 8, 10),
                (0, 8, None, 1))),
    Case(together.IsNotAfter("cutoff-after-letter", "a", ("b",)), "sau ngày ở ô B",
         breaks=((LATER, DAY),), keeps=((DAY, DAY), (DAY, LATER), (LATER, None), (None, DAY), ("x", DAY))),
    Case(together.IsLikeBefore("changed-much", "a", ("b",), Decimal("0.5"), Decimal(5)),
         "khác xa số năm trước ở ô B",
         breaks=((16, 10), (4, 10), (14, 9), (4, 9), (8, -8), (5, 0)),
         keeps=((15, 10), (5, 10), (6, 3), (4, 0), (None, 10), (10, None), ("x", 10), (30, "x"))),
    Case(together.IsAsListed("list-differs", "a", ("b", "c")), "khác số cộng từ ô C",
         breaks=((5, 4, 2), (0, 4, 1), (0.1234561, 0.1234571, 1)),
         keeps=((4, 4, 2), (5, 4, 0), (None, 4, 2), ("x", 4, 2), (0.1234561, 0.1234563, 1))),
    Case(words.IsLongEnough("too-short", "a", 3), "ghi quá ngắn, nêu rõ việc đã làm và kết quả",
         breaks=(("Tốt",), ("Đã làm.",)), keeps=(("Đã làm xong",), ("Không",), ("Chưa có",), ("ko",), (None,))),
    Case(words.IsToldHere("refers-elsewhere", "a"), "chỉ dẫn sang chỗ khác, ghi đầy đủ nội dung tại ô này",
         breaks=(("Như trên.",), ("xem  báo cáo",)), keeps=(("Như trên, thêm 3 lớp",), (None,))),
    Case(words.IsOwnWords("copies-plan", "a", TASK), "chép lại nội dung nhiệm vụ của kế hoạch, ghi kết quả đã làm",
         breaks=((TASK,), (TASK.upper(),), (TASK[:70] + " đạt kết quả tốt",)), keeps=(("Đã " + TASK,), (TASK[:30],))),
    Case(words.TellsResult("done-without-words", "a", "b", "Hoàn thành", False),
         "chưa nêu kết quả, trong khi ô B ghi «Hoàn thành»",
         breaks=((None, "Hoàn thành"), ("Không có.", "Hoàn thành"), (" ", "hoàn thành")),
         keeps=(("Đã mở 3 lớp", "Hoàn thành"), (None, "Đang thực hiện"), (None, None))),
    Case(words.TellsResult("done-without-words", "a", "b", "Hoàn thành", True),
         "chưa nêu kết quả, trong khi ô B ghi «Hoàn thành»",
         breaks=((None, "Hoàn thành"),), keeps=(("Không có", "Hoàn thành"), ("Đã làm", "Hoàn thành"))),
]  # fmt: skip


def as_formula(typed: Typed, address: str) -> Formula:
    if isinstance(typed, date):
        return Formula(address, day_number(typed))
    return Formula(address, Decimal(str(typed)) if isinstance(typed, int | float) else typed)


def cells(answers: Answers, row: int = 1) -> Callable[[str], Formula]:
    def cell(question: str) -> Formula:
        at = "abcd".index(question)
        return as_formula(answers[at] if at < len(answers) else None, f"{question.upper()}{row}")

    return cell


def tried() -> Iterator[tuple[Case, Answers, bool]]:
    for case in CASES:
        yield from ((case, answers, True) for answers in case.breaks)
        yield from ((case, answers, False) for answers in case.keeps)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{type(case.rule).__name__}-{case.said[:20]}")
def test_a_rule_is_broken_by_these_answers_and_says_what_is_wrong(case: Case) -> None:
    verdicts = {answers: case.rule.broken(cells(answers)).value for answers in (*case.breaks, *case.keeps)}
    assert verdicts == {**dict.fromkeys(case.breaks, True), **dict.fromkeys(case.keeps, False)}
    assert case.rule.words(lambda question: f"ô {question.upper()}") == case.said


def test_the_form_looks_at_the_cells_that_the_rule_names() -> None:
    for case in CASES:
        seen: set[str] = set()
        case.rule.broken(lambda question, seen=seen: seen.add(question) or Formula("A1", None))  # type: ignore[misc,func-returns-value]
        more = getattr(case.rule, "more", ()) + getattr(case.rule, "tops", ())
        assert seen == {case.rule.question, *case.rule.others, *more}


class Sheet:
    """Formulas with their cells, reckoned by another engine: one row each, the formula far to the right."""

    def __init__(self) -> None:
        self.model = pytest.importorskip("ironcalc").create("phieu", "en", "UTC", "en")
        self.rows = 0

    def add(self, answers: Answers, write: Callable[[Callable[[str], Formula]], Formula]) -> int:
        self.rows += 1
        for column, typed in enumerate(answers, start=1):
            if isinstance(typed, str):
                self.model.update_cell_with_text(0, self.rows, column, typed)
            elif typed is not None:
                value = day_number(typed) if isinstance(typed, date) else typed
                self.model.update_cell_with_number(0, self.rows, column, float(value))
        self.model.set_user_input(0, self.rows, 20, f"={write(cells(answers, self.rows)).text}")
        return self.rows

    def value(self, row: int) -> object:
        return self.model.get_cell_value(0, row, 20)


def test_another_engine_comes_to_the_same_verdicts() -> None:
    sheet = Sheet()
    rows = [(sheet.add(answers, case.rule.broken), case, answers, is_broken) for case, answers, is_broken in tried()]
    sheet.model.evaluate()
    assert [
        (type(c.rule).__name__, a, sheet.value(row)) for row, c, a, broken in rows if sheet.value(row) != broken
    ] == []


def test_an_error_value_breaks_the_rule_that_there_is_none() -> None:
    sheet = Sheet()
    row = sheet.add((), alone.IsNoError("error-cell", "a").broken)
    sheet.model.set_user_input(0, row, 1, "=1/0")
    sheet.model.evaluate()
    assert sheet.value(row) is True


# The rows of lists


def column(id: str, kind: Kind, **more: Any) -> GridColumn:
    return GridColumn(id=id, label=f"Cột {id}", kind=kind, **more)


COLUMNS = (
    column("a", Kind.TEXT),
    column("b", Kind.DATE),
    column("c", Kind.COUNT, usual=(Decimal(5), Decimal(50)), minimum=Decimal(1), maximum=Decimal(60)),
    column("d", Kind.MONEY, part_of="c", at_most=("a",)),
)
MORE = (
    column("a", Kind.PERCENT),
    column("b", Kind.DECIMAL, at_most=("a", "none")),
    column("c", Kind.CHOICE, choices=("Trực tiếp", "Trực tuyến")),
)
# Code and column of each rule in turn, what it says, and the rows (in the order of the columns) that break or keep it.
RowCase = tuple[str, str, str, tuple[Answers, ...], tuple[Answers, ...]]
BLANK = "còn trống trong khi dòng đã ghi ô khác"
IN_ROWS: tuple[tuple[tuple[GridColumn, ...], list[RowCase]], ...] = (
    (COLUMNS, [
        ("date-unclear", "b", "không phải là ngày, ghi theo ngày/tháng/năm",
         (("", "đầu năm"),), (("", DAY), ("", None), ("", ""))),
        ("number-several", "c", "không phải là số, chỉ ghi số", (("", None, "5 lớp"),), (("", None, 5), ("",))),
        ("out-of-range", "c", "nhỏ hơn 1", (("", None, 0),), (("", None, 1), ("", None, None), ("", None, "x"))),
        ("out-of-range", "c", "lớn hơn 60", (("", None, 61),), (("", None, 60), ("", None, "x"), ("",))),
        ("not-whole", "c", "không phải là số nguyên", (("", None, 5.5),), (("", None, 5), ("", None, "5,5"), ("",))),
        ("unusual", "c", "ngoài khoảng thường gặp (từ 5 đến 50)",
         (("", None, 4), ("", None, 51)), (("", None, 5), ("", None, 50), ("", None, "x"), ("",))),
        ("number-several", "d", "không phải là số, chỉ ghi số", (("", None, 1, "ít"),), (("", None, 1, 2), ("",))),
        ("negative", "d", "nhỏ hơn 0", (("", None, 1, -1),), (("", None, 1, 0), ("", None, 1, "x"), ("",))),
        ("part-exceeds-whole", "d", "lớn hơn «Cột c» cùng dòng",
         (("", None, 2, 3),), (("", None, 2, 2), ("", None, 2, "x"), ("", None, "x", 3), ("", None, None, 3))),
        ("exceeds-other", "d", "lớn hơn «Cột a» cùng dòng", ((2, None, 9, 3),), ((3, None, 9, 3), (None, None, 9, 3))),
        ("date-out-of-period", "b", "ngoài khoảng từ 01/01/2031 đến 20/11/2031",
         (("", date(2030, 12, 31)), ("", date(2031, 11, 21))),
         (("", date(2031, 1, 1)), ("", date(2031, 11, 20)), ("", None), ("", "x"))),
        ("row-incomplete", "a", BLANK,
         ((None, DAY), (None, None, None, 0)), ((None,), ("A",), ("A", DAY))),
        ("row-incomplete", "b", BLANK, (("A",),), ((None,), ("A", DAY), (None, DAY))),
        ("row-incomplete", "c", BLANK, (("A",),), ((None,), (None, None, 0))),
    ]),
    (MORE, [
        ("number-several", "a", "không phải là số, chỉ ghi số", (("nửa",),), ((50,), (None,))),
        ("negative", "a", "nhỏ hơn 0", ((-1,),), ((0,), (None,))),
        ("out-of-range", "a", "lớn hơn 100", ((100.5,),), ((100,), ("x",))),
        ("number-several", "b", "không phải là số, chỉ ghi số", ((1, "nửa"),), ((1, 0.5), (1, None))),
        ("negative", "b", "nhỏ hơn 0", ((1, -0.5),), ((1, 0), (1, None))),
        ("choice-unclear", "c", "không có trong danh sách",
         ((1, 1, "Qua mạng"), (1, 1, 5)), ((1, 1, "Trực tiếp"), (1, 1, "trực tuyến"), (1, 1, None))),
        ("exceeds-other", "b", "lớn hơn «Cột a» cùng dòng", ((1, 2),), ((2, 2), (None, 2))),
        ("row-incomplete", "a", BLANK, ((None, 1),), ((None,), (1,))),
        ("row-incomplete", "b", BLANK, ((1,),), ((None,), (1, 0))),
        ("row-incomplete", "c", BLANK, ((1,),), ((None,), (1, 1, "Trực tiếp"))),
    ]),
)  # fmt: skip


def in_table(plan: Plan, columns: tuple[GridColumn, ...]) -> tuple[RowRule, ...]:
    table = Table(id="lop", section="", sheet="", title="Các lớp", asked=("T",), columns=columns)
    return row_rules(plan, table)


@pytest.mark.parametrize(("columns", "expected"), IN_ROWS)
def test_the_rows_of_a_list_are_held_against_these_rules(
    small_plan: Plan, columns: tuple[GridColumn, ...], expected: list[tuple[Any, ...]]
) -> None:
    rules, sheet, tried = in_table(small_plan, columns), Sheet(), []
    assert [(rule.code, rule.column, rule.words) for rule in rules] == [one[:3] for one in expected]
    for rule, (*_, breaks, keeps) in zip(rules, expected, strict=True):
        for answers in (*breaks, *keeps):
            assert rule.broken(cells(answers)).value is (answers in breaks), (rule.code, rule.column, answers)
            tried.append((sheet.add(answers, rule.broken), rule.code, answers, answers in breaks))
    sheet.model.evaluate()
    assert [(code, answers) for row, code, answers, broken in tried if bool(sheet.value(row)) != broken] == []


# What a cell can take


def question(id: str, kind: Kind = Kind.COUNT, **more: Any) -> Question:
    place = {"row": id, "column": "", "section": "", "sheet": ""}
    return Question(id=id, label=f"Câu {id}", kind=kind, asked=("T",), **place, **more)


def test_a_cell_takes_no_negative_number_and_a_percentage_none_above_100(small_plan: Plan) -> None:
    share = next(one for one in small_plan.indicators if is_share(one))
    other = next(one for one in small_plan.indicators if not is_share(one))
    own, foreign = {"indicator": share.id, "unit": "%"}, {"indicator": other.id, "unit": other.unit}
    for asked, limits in (
        (question("a"), (0, None)),
        (question("a", Kind.PERCENT), (0, 100)),
        (question("a", Kind.PERCENT, maximum=Decimal(300)), (0, 300)),
        (question("a", minimum=Decimal(-5), maximum=Decimal(9)), (-5, 9)),
        (question("a", minimum=Decimal(2)), (2, None)),
        (question("a", Kind.DECIMAL, **own), (0, 100)),
        (question("a", Kind.COUNT, **own), (0, None)),
        (question("a", Kind.MONEY, **own), (0, None)),
        (question("a", Kind.PERCENT, **foreign), (0, 100)),
        (question("a", Kind.DECIMAL, **{**own, "unit": "người"}), (0, None)),
        (question("a", Kind.DECIMAL, **foreign), (0, None)),
    ):
        assert bounds_of(small_plan, asked) == limits, asked
    assert not is_share(structs.replace(share, unit="‰"))
    assert not is_share(structs.replace(share, scale=Decimal(1000)))


def test_days_of_the_sending_belong_to_the_period_and_others_may_lie_a_year_beside_it(small_plan: Plan) -> None:
    roles, plain = small_plan.roles, question("a", Kind.DATE)
    start, until = date(2031, 1, 1), date(2031, 11, 20)
    assert date_window(small_plan, plain, in_list=True) == (start, until)
    assert date_window(small_plan, plain) == (date(2029, 12, 31), date(2032, 11, 20))
    for role in (roles.cutoff, roles.letter_date):
        assert date_window(small_plan, small_plan.questions[role]) == (start, date(2032, 5, 18))


# What a blank number follows from


def follows(*questions: Question) -> dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]:
    plan = cast(Plan, SimpleNamespace(questions={one.id: one for one in questions}))
    return {key: (found.nothing, found.between) for key, found in find_follows(plan).items()}


def test_a_blank_number_follows_from_its_whole_its_limits_and_what_stands_before_it() -> None:
    whole, limit, meeting = question("whole"), question("limit"), question("meeting")
    part = question("part", part_of="whole", at_most=("limit", "text"), needs=("meeting", "later", "list"))
    later = question("later", needs=("part", "later"))
    found = follows(whole, limit, meeting, part, later, question("text", Kind.TEXT, part_of="whole"))
    assert found == {"part": (("whole", "limit", "meeting"), ()), "later": (("part",), ())}


def test_nothing_follows_from_what_itself_rests_on_it() -> None:
    one, other = question("one", at_most=("other",)), question("other", at_most=("third",))
    third = question("third", at_most=("one",))
    assert follows(one, other, third) == {"one": (("other",), ()), "other": (("third",), ())}
    whole = question("whole", at_most=("part",))
    assert follows(whole, question("part", part_of="whole")) == {"part": (("whole",), ())}


def test_each_of_two_parts_lies_between_what_is_in_both_and_their_whole() -> None:
    whole, left = question("whole"), question("left", part_of="whole")
    right, alien = question("right", part_of="whole"), question("alien", part_of="other")
    both = question("both", part_of="whole", both_of=("left", "right"))
    found = follows(whole, left, right, both, alien, question("free", part_of="whole"), question("other"))
    ends = (("both", "whole"),)
    assert found["left"] == (("whole",), ends) and found["right"] == (("whole",), ends)
    assert found["free"] == found["both"] == (("whole",), ()) and found["alien"] == (("other",), ())
    # Two that overlap only without a whole are held by nothing from above.
    assert follows(left, right, question("both", both_of=("left", "right"))) == {}
    limited = question("both", part_of="whole", both_of=("left", "right"), at_most=("left",))
    # Whichever stands first follows from the other, never each from each.
    found = follows(whole, left, right, limited)
    assert (found["left"], found["both"]) == ((("whole",), ends), (("whole",), ()))
    found = follows(whole, limited, left, right)
    assert (found["left"], found["both"]) == ((("whole",), ()), (("whole", "left"), ()))


def test_what_follows_is_told_by_numbers_alone() -> None:
    found = find_follows(cast(Plan, SimpleNamespace(questions={one.id: one for one in (
        question("whole"), question("left", part_of="whole"), question("right", part_of="whole"),
        question("both", part_of="whole", both_of=("left", "right")),
    )})))["left"]  # fmt: skip

    def told(**given: Typed) -> list[tuple[object, str]]:
        def number(key: str) -> Formula | None:
            return as_formula(given[key], key) if key in given else None

        return [(number.value, why) for holds, number, why in found.cases(number) if holds.value]

    assert told(whole=0) == [(0, "whole")] and told(whole=0, both=0) == [(0, "whole"), (0, "both")]
    assert told(whole=4, both=4) == [(4, "both")] and told(whole=4, both=3) == []
    assert told(whole=None, both=0) == told(whole=0 or None, both=None) == told(whole="x", both="x") == []
    assert told(both=0) == told() == []
