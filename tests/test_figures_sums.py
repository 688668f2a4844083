"""What counts in a sum and what is held against what: parts with their wholes, terms with their counterparts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace
from msgspec.structs import replace as changed_plan

from lamdong_report.figures import (
    Sum,
    SummedForms,
    as_number,
    clauses,
    paired,
    reckon,
    reckon_each,
    reckon_expression,
    unit_of,
)
from lamdong_report.model import Submission
from lamdong_report.plan import Kind, Plan
from lamdong_report.plan.language.terms import parse_expression, parse_terms
from lamdong_report.plan.schema.cells import GridColumn
from lamdong_report.report.prose import format_field
from tests.builders import Given, answer, submission

ASKED = frozenset({"SYT", "SGD", "TD", "S101", "S102"})


def forms(**answers: dict[str, Given]) -> dict[str, Submission]:
    return {code: submission(code, given) for code, given in answers.items()}


def summed(plan: Plan, terms: str, **answers: dict[str, Given]) -> Sum:
    return reckon(parse_terms(terms), plan, forms(**answers))


@pytest.mark.parametrize(
    ("given", "number"), [(True, 1), (False, 0), (2.5, Decimal("2.5")), ("chữ", None), (date(2031, 1, 1), None)]
)
def test_an_answer_as_a_number(given: Given, number: object) -> None:
    assert as_number(answer("q", given)) == number
    assert as_number(None) is None


def test_a_part_counts_with_its_whole_alone(small_plan: Plan) -> None:
    found = summed(small_plan, "tt_nguoi_nu", S101={"tt_nguoi_nu": 5}, S102={"tt_nguoi_nu": 3, "tt_nguoi": 9})
    assert (found.value, found.reporters, found.asked) == (3, ("S102",), ASKED)
    assert [(part.agency, part.question, part.value) for part in found.left_out] == [("S101", "tt_nguoi_nu", 5)]
    assert summed(small_plan, "tt_nguoi_nu", S101={"tt_nguoi_nu": 5, "tt_nguoi": 0}).value == 5, "0 is an answer"
    assert summed(small_plan, "tt_nguoi", S101={"tt_nguoi": 5}).value == 5, "what is no part counts by itself"
    assert summed(small_plan, "tt_nguoi_nu", S101={"tt_nguoi": 5}) == Sum(None, (), ASKED), "nobody gave the part"


def test_a_part_whose_whole_is_not_asked_of_the_agency_counts_by_itself(small_plan: Plan) -> None:
    elsewhere = changed_plan(small_plan, asked={**small_plan.asked, "tt_nguoi": frozenset({"S102"})})
    found = summed(elsewhere, "tt_nguoi_nu", S101={"tt_nguoi_nu": 5}, S102={"tt_nguoi_nu": 3})
    assert (found.value, [part.agency for part in found.left_out]) == (5, ["S102"])


def test_an_answer_that_is_counted_needs_no_whole(small_plan: Plan) -> None:
    assert summed(small_plan, "at_least(4, tt_nguoi_nu)", S101={"tt_nguoi_nu": 5}).value == 1


def test_as_many_terms_on_both_sides_are_paired_each_with_its_own(small_plan: Plan) -> None:
    given = {"S101": {"tt_cuoc": 2, "tt_nguoi": 20, "t3_q1": 4}, "S102": {"tt_cuoc": 3, "t3_q1": 5, "t3_q2": 7}}
    top, base = paired(parse_expression("tt_nguoi + t3_q2 / tt_cuoc + t3_q1"), small_plan, forms(**given))
    assert (top.value, base.value) == (27, 7), "20 of 2 events, 7 of 5"
    # With more terms on one side all are held against all, and both agencies gave something of each.
    top, base = paired(parse_expression("tt_nguoi + t3_q2 / tt_cuoc"), small_plan, forms(**given))
    assert (top.value, base.value) == (27, 5)
    top, base = paired(parse_expression("tt_nguoi"), small_plan, forms(**given))
    assert (top.value, base) == (20, Sum(None))


def test_a_part_of_the_agencies_is_held_against_all_of_them(small_plan: Plan) -> None:
    given = {"S101": {"tt_cuoc": 2}, "SYT": {"tt_cuoc": 6}}
    some, whole, same = "tt_cuoc@XA", "tt_cuoc", "tt_nguoi"
    assert reckon_expression(parse_expression(f"{some}/{whole}:%"), small_plan, forms(**given)).value == 25
    assert reckon_expression(parse_expression(f"{some}/{some}:%"), small_plan, forms(**given)).value == 100
    given["S101"][same] = 8
    # Without a scope nobody stands outside: who gave no numerator is in neither sum.
    assert reckon_expression(parse_expression(f"{same}/{whole}"), small_plan, forms(**given)).value == 4
    # With one on both sides neither is the whole of the other.
    given["S102"] = {"tt_cuoc": 100}
    top, base = paired(parse_expression("tt_nguoi@XA / tt_cuoc@XA"), small_plan, forms(**given))
    assert (top.value, base.value) == (8, 2)


def test_a_sum_in_a_sentence_with_shares_of_its_terms_is_over_the_same_agencies(small_plan: Plan) -> None:
    """Who gave the whole and not the part is in neither, wherever the sentence prints the part."""
    given = forms(S101={"t3_q1": 4, "t3_nam": 9, "t3_q2": 1}, S102={"t3_q1": 5, "t3_q2": 2})
    share, part, both = (parse_expression(text) for text in ("t3_q1/t3_nam:%", "t3_q1", "t3_q1 + t3_q2"))

    def sum_of(terms: tuple) -> Sum:  # type: ignore[type-arg]
        return reckon(terms, small_plan, given)

    (found,) = clauses([(share, part, both)], small_plan, sum_of)
    assert (found[part].value, found[both].value) == (4, 7), "4 of S101 alone, with the other quarter of both"
    assert found[part].reporters == ("S101",)
    (alone,) = clauses([(part, both)], small_plan, sum_of)
    assert (alone[part].value, alone[both].value) == (9, 12)


def test_each_agency_by_itself_has_what_it_gave_and_nothing_else(small_plan: Plan) -> None:
    given = forms(S101={"tt_cuoc": 2, "tt_nguoi": 20}, S102={}, SYT={"tt_cuoc": 4, "tt_nguoi": 20})
    whole, each = reckon_each(parse_expression("tt_nguoi/tt_cuoc"), small_plan, given)
    assert (whole.value, {code: one.value for code, one in each.items()}) == (
        Decimal(40) / 6, {"S101": 10, "S102": None, "SYT": 5},
    )  # fmt: skip
    whole, each = reckon_each(parse_expression("tt_nguoi:share"), small_plan, given)
    assert (whole.value, {code: one.value for code, one in each.items()}) == (
        100,
        {"S101": 50, "S102": None, "SYT": 50},
    )
    whole, each = reckon_each(parse_expression("tt_nguoi"), small_plan, given)
    assert {whole.unit, *(one.unit for one in each.values())} == {"lượt người"}


def test_a_sum_has_the_unit_of_its_question_or_column_and_money_that_of_the_plan(small_plan: Plan) -> None:
    plan, (table,) = small_plan, small_plan.tables
    money = tuple(GridColumn(id=id, label=id, kind=kind, unit=unit) for id, kind, unit in
                  (("chi", Kind.MONEY, ""), ("ty", Kind.MONEY, "tỷ đồng"), ("so", Kind.COUNT, "")))  # fmt: skip
    questions = {**plan.questions, "chi": changed_plan(plan.questions["bv_kinh_phi"], id="chi", unit=""),
                 "so": changed_plan(plan.questions["tt_cuoc"], id="so", unit="")}  # fmt: skip
    plan = changed_plan(plan, tables=(replace(table, columns=(*table.columns, *money)),), questions=questions)
    for terms, unit in (
        ("tt_nguoi", "lượt người"), ("chi", "triệu đồng"), ("so", ""), ("sum(lop.nguoi)", "người"),
        ("sum(lop.chi)", "triệu đồng"), ("sum(lop.ty)", "tỷ đồng"), ("sum(lop.so)", ""), ("sum(lop.khong)", ""),
        ("yes(bv_ke_hoach)", ""), ("yes(bv_ke_hoach) + tt_cuoc", "cuộc"), ("sum(khac.nguoi) + tt_cuoc", "cuộc"),
    ):  # fmt: skip
        assert unit_of(parse_terms(terms), plan) == unit, terms


@pytest.mark.parametrize(("text", "printed"), [
    ("bv_kinh_phi", "3"), ("answered(bv_kinh_phi)", "03"), ("at_least(5, bv_kinh_phi)", "03"), ("tt_nguoi", "03"),
    ("rate_at_least(0.5, tt_nguoi_nu, tt_nguoi)", "03"),
])  # fmt: skip
def test_places_are_counted_as_places_whatever_they_were_asked_for(text: str, printed: str, small_plan: Plan) -> None:
    assert format_field(Decimal(3), parse_expression(text), small_plan) == printed


def test_the_figures_of_an_annex_share_one_set_of_those_who_are_asked(small_plan: Plan) -> None:
    """Each with a set of its own would take the square of the number of agencies: gigabytes at three thousand."""
    for text in ("tt_nguoi/tt_cuoc", "tt_nguoi + tt_cuoc", "tt_nguoi"):
        given = forms(S101={"tt_cuoc": 2, "tt_nguoi": 20}, S102={}, SYT={"tt_cuoc": 4, "tt_nguoi": 20})
        _, each = reckon_each(parse_expression(text), small_plan, given)
        assert len(each) > 1 and len({id(figure.asked) for figure in each.values()}) == 1


@pytest.mark.parametrize("codes", [set(), {"S101"}, {"S102"}, {"S101", "S102"}])
@pytest.mark.parametrize("terms", ["tt_nguoi", "tt_nguoi_nu", "tt_nguoi - tt_nguoi_nu", "tt_nguoi + tt_nguoi_nu"])
def test_a_sum_over_some_forms_is_what_those_alone_give(terms: str, codes: set[str], small_plan: Plan) -> None:
    given = forms(S101={"tt_nguoi": 5, "tt_nguoi_nu": 3}, S102={"tt_nguoi_nu": 4})
    some = {code: form for code, form in given.items() if code in codes}
    kept = SummedForms(given)
    for _ in range(2):
        assert reckon(parse_terms(terms), small_plan, kept) == reckon(parse_terms(terms), small_plan, given)
        assert reckon(parse_terms(terms), small_plan, kept.only(codes)) == reckon(parse_terms(terms), small_plan, some)
