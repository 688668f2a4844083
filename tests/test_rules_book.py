"""Which rules the plan makes of each kind of question and of what it says of questions together, gravest first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import structs
from msgspec.structs import replace

from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.language.terms import ListTerm
from lamdong_report.plan.questions import Question
from lamdong_report.plan.schema.indicators import Ask, AskRow
from lamdong_report.rules import FormRule, Rulebook, alone, make_rulebook, together, words
from lamdong_report.rules.alone import is_share
from tests.test_rules_verdicts import TASK, question

ZERO, HUNDRED = Decimal(0), Decimal(100)
UNTIL, START = date(2031, 11, 20), date(2031, 1, 1)


def book(plan: Plan, *questions: Question, **more: Any) -> Rulebook:
    """The rulebook of a plan with these questions alone."""
    bare = {"indicators": (), "topics": (), "tables": (), **more}
    return make_rulebook(replace(plan, questions={one.id: one for one in questions}, **bare))


def of(plan: Plan, kind: Kind, **more: Any) -> tuple[FormRule, ...]:
    return book(plan, question("a", kind, **more)).of("a")


def test_each_kind_of_answer_has_its_rules(small_plan: Plan) -> None:
    number, negative = alone.IsFigure("number-several", "a", Kind.COUNT), alone.Compared("negative", "a", "<", ZERO)
    yes_no, no_error = small_plan.form.yes_no, alone.IsNoError("error-cell", "a")
    assert of(small_plan, Kind.COUNT) == (number, negative, alone.IsWhole("not-whole", "a"))
    assert of(small_plan, Kind.MONEY) == (replace(number, kind=Kind.MONEY), negative)
    assert of(small_plan, Kind.DECIMAL) == (replace(number, kind=Kind.DECIMAL), negative)
    too_much = alone.Compared("percent-out-of-range", "a", ">", HUNDRED)
    assert of(small_plan, Kind.PERCENT) == (replace(number, kind=Kind.PERCENT), negative, too_much)
    early = alone.Compared("date-out-of-period", "a", "<", date(2029, 12, 31))
    late = alone.Compared("date-out-of-period", "a", ">", date(2032, 11, 20))
    assert of(small_plan, Kind.DATE) == (alone.IsFigure("date-unclear", "a", Kind.DATE), early, late)
    assert of(small_plan, Kind.YESNO) == (alone.IsAmong("yes-no-unclear", "a", yes_no),)
    assert of(small_plan, Kind.CHOICE, choices=("x", "y")) == (alone.IsAmong("choice-unclear", "a", ("x", "y")),)
    assert of(small_plan, Kind.PHONE) == (no_error, words.IsPhone("phone-unclear", "a"))
    assert of(small_plan, Kind.EMAIL) == (no_error, words.IsMail("mail-unclear", "a"))
    assert of(small_plan, Kind.TEXT) == (no_error,)
    short = words.IsLongEnough("too-short", "a", small_plan.thresholds.short_words)
    assert of(small_plan, Kind.WORDS) == (no_error, words.IsToldHere("refers-elsewhere", "a"), short)
    assert book(small_plan).of("a") == ()


def test_limits_of_the_plan_are_told_after_what_is_wrong_anyhow(small_plan: Plan) -> None:
    first, second, *_, whole = of(small_plan, Kind.COUNT, minimum=Decimal(2), maximum=Decimal(9))
    assert (first, second) == (
        alone.IsFigure("number-several", "a", Kind.COUNT),
        alone.Compared("negative", "a", "<", ZERO),
    )
    low, high = (
        alone.Compared("out-of-range", "a", "<", Decimal(2)),
        alone.Compared("out-of-range", "a", ">", Decimal(9)),
    )
    assert of(small_plan, Kind.COUNT, minimum=Decimal(2), maximum=Decimal(9))[2:] == (
        alone.IsWhole("not-whole", "a"), low, high,
    )  # fmt: skip
    assert whole == high
    assert alone.Compared("negative", "a", "<", Decimal(-5)) in of(small_plan, Kind.COUNT, minimum=Decimal(-5))
    assert of(small_plan, Kind.COUNT, minimum=ZERO) == of(small_plan, Kind.COUNT)
    assert of(small_plan, Kind.PERCENT, maximum=HUNDRED)[-1] == alone.Compared("out-of-range", "a", ">", HUNDRED)
    usual = alone.IsUsual("unusual", "a", Decimal(1), Decimal(9))
    assert of(small_plan, Kind.MONEY, usual=(Decimal(1), Decimal(9)))[-1] == usual


def test_days_of_the_sending_are_held_against_the_period_and_each_other(small_plan: Plan) -> None:
    cutoff, letter = small_plan.roles.cutoff, small_plan.roles.letter_date
    both = question(cutoff, Kind.DATE), question(letter, Kind.DATE)
    found = book(small_plan, *both)
    late = date(2032, 5, 18)
    early = alone.Compared("date-out-of-period", letter, "<", START)
    assert found.of(letter)[1:] == (early, alone.Compared("date-out-of-period", letter, ">", late))
    assert found.of(cutoff) == (
        alone.IsFigure("date-unclear", cutoff, Kind.DATE),
        alone.Compared("cutoff-before-period", cutoff, "<", START),
        alone.Compared("date-out-of-period", cutoff, ">", late),
        alone.Compared("cutoff-after-deadline", cutoff, ">=", UNTIL),
        together.IsNotAfter("cutoff-after-letter", cutoff, (letter,)),
    )
    assert found.of(cutoff)[:-1] == book(small_plan, both[0]).of(cutoff)
    assert book(small_plan, both[1]).of(cutoff) == ()


def between(plan: Plan, *questions: Question, of: str = "a") -> list[FormRule]:
    """The rules of a question that look at others."""
    return [rule for rule in book(plan, *questions).of(of) if rule.others]


def test_what_the_plan_says_of_questions_together_is_a_rule_of_the_first(small_plan: Plan) -> None:
    plan, (yes, no) = small_plan, small_plan.form.yes_no
    b, c = question("b"), question("c")
    at_most = together.IsAtMost("part-exceeds-whole", "a", ("b",))
    has_whole = together.HasWhole("part-without-whole", "a", ("b",))
    assert between(plan, question("a", part_of="b"), b) == [at_most, has_whole]
    summed = question("b", sum_of=("a", "c"))
    assert between(plan, question("a", part_of="b"), summed, c) == [has_whole], "the sum says so"
    assert between(plan, question("a", part_of="b"), summed, c, of="b") == [
        together.IsSum("sum-mismatch", "b", ("a", "c"))
    ]
    assert between(plan, question("a", part_of="none")) == []
    assert between(plan, question("a", at_most=("b", "c")), b, c) == [
        together.IsAtMost("exceeds-other", "a", (other,)) for other in ("b", "c")
    ]
    overlap = question("a", both_of=("b", "c"))
    assert between(plan, overlap, b, c) == [together.IsOverlap("overlap-differs", "a", ("b", "c"))]
    assert together.IsOverlap("overlap-differs", "a", ("b", "c", "d")) in between(
        plan, replace(overlap, part_of="d"), b, c, question("d")
    )
    listed = question("a", from_list=ListTerm("rows(lop)", "lop"))
    assert between(plan, listed) == [together.IsAsListed("list-differs", "a", ("listed:a", "rows:lop"))]
    assert between(plan, question("a", needs=("b", "lop")), b) == [
        together.Needs("needs-other", "a", ("b",), yes, no, False),
        together.Needs("needs-other", "a", ("rows:lop",), yes, no, True),
    ]
    change, few = plan.thresholds.change, Decimal(plan.thresholds.small_count)
    for kind, least in ((Kind.COUNT, few), (Kind.MONEY, ZERO)):
        assert between(plan, question("a", kind, previous="b"), b) == [
            together.IsLikeBefore("changed-much", "a", ("b",), change, least)
        ]


def test_who_says_that_nothing_happened_gives_no_numbers(small_plan: Plan) -> None:
    asked = question("a", Kind.YESNO), question("b", unless="a"), question("c"), question("d", unless="a")
    nothing = together.IsNothing("nothing-yet-numbers", "a", ("b", "d"), small_plan.form.yes_no[0])
    assert between(small_plan, *asked) == [nothing]


def test_rates_are_held_together_by_their_numbers(small_plan: Plan) -> None:
    share = next(one for one in small_plan.indicators if is_share(one))
    rows = tuple(AskRow(id=name, label=name, unit="", part_of=whole) for name, whole in
                 (("a", "c"), ("b", ""), ("c", ""), ("d", "")))  # fmt: skip
    asked = [question(row.id) for row in rows]

    def rules(top: tuple[str, ...], base: tuple[str, ...], unit: str = "%") -> list[FormRule]:
        ask = Ask(id="ask", rows=rows, numerator=top, denominator=base)
        found = book(small_plan, *asked, indicators=(structs.replace(share, asks=(ask,), unit=unit),))
        return [rule for one in asked for rule in found.of(one.id) if rule.others]

    base_of = together.HasBase("zero-denominator", "c", ("a", "b"), ("d",))
    assert rules(("a", "b"), ("c", "d")) == [
        together.IsShare("share-exceeds-whole", "a", ("c", "d"), ("a", "b")),
        base_of,
    ]
    assert rules(("a",), ("c",)) == [together.HasBase("zero-denominator", "c", ("a",))], "a part says so itself"
    assert rules(("a", "b"), ("c", "d"), unit="‰") == [base_of]
    assert rules((), ("c",)) == rules(("a",), ()) == []


def test_words_about_a_task_are_told_and_are_not_its_own_text(small_plan: Plan) -> None:
    topic = structs.replace(small_plan.topics[0], id="t", text=TASK, empty_words=False)
    here, status, marked = (question(f"t.{one}", Kind.WORDS) for one in ("noi_dung", "trang_thai", "noi_bat"))
    (yes, _), (done, *_) = small_plan.form.yes_no, small_plan.form.statuses

    def rules(*asked: Question, **more: Any) -> list[FormRule]:
        found = book(small_plan, *asked, topics=(structs.replace(topic, **more),)).of("t.noi_dung")
        return [rule for rule in found if isinstance(rule, words.TellsResult | words.IsOwnWords)]

    told = words.TellsResult("outstanding-without-words", "t.noi_dung", "t.noi_bat", yes, False)
    finished = words.TellsResult("done-without-words", "t.noi_dung", "t.trang_thai", done, False)
    own = words.IsOwnWords("copies-plan", "t.noi_dung", TASK)
    assert rules(here, status, marked) == [told, finished, own]
    assert rules(here, status) == [finished, own] and rules(here, marked) == [told, own]
    assert rules(here, status, empty_words=True) == [replace(finished, empty=True), own]
    assert rules(here, text="Ngắn gọn") == rules(status, marked) == []
    assert len(rules(here, text="x" * 60)) == 0 and len(rules(here, text="x" * 61)) == 1


def test_an_agency_is_held_to_its_results_of_last_year(small_plan: Plan) -> None:
    (code, *_), plan = (agency.code for agency in small_plan.agencies), small_plan
    asked = question("a", previous="b"), question("b"), question("c", Kind.TEXT, previous="d"), question("d", Kind.TEXT)
    known = replace(plan, known={code: {"b": Decimal(12), "d": "lời", "e": Decimal(3)}})
    found, whole = book(known, *asked), replace(known, questions={one.id: one for one in asked}, indicators=())
    own = found.knowing(whole, code)
    assert own.of("b") == (*found.of("b"), alone.IsAsKnown("last-year-differs", "b", Decimal(12)))
    assert {key: own.of(key) for key in "acde"} == {key: found.of(key) for key in "acde"}
    assert found.knowing(whole, "none") == found
