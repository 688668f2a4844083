"""What holds of every number on paper whatever the forms leave blank, report as 0 or explain: one arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lamdong_report.checks import check_submissions
from lamdong_report.content import Number, ReportContent
from lamdong_report.model import Answer, Figure, Submission
from lamdong_report.plan import Plan, load_plan
from lamdong_report.report import entries, gather, write_report
from tests.builders import submission
from tests.conftest import SMALL_PLAN
from tests.samples import samples

PLAN: Plan = load_plan(SMALL_PLAN)
COMMUNES, BODIES = ("S101", "S102"), ("SYT", "SGD", "TD")
WHOLE_AND_PART = (("tt_nguoi", "tt_nguoi_nu"), ("t1_tong", "t1_tiem"), ("xh_tong", "xh_gai"))
FEW = settings(max_examples=samples(20), deadline=None)


@st.composite
def form(draw: st.DrawFn, code: str) -> Submission:
    """A form in which every part is at most its whole; any number may be blank, with or without a reason, or 0."""
    numbers: dict[str, int] = {}
    for whole, part in WHOLE_AND_PART:
        total = draw(st.integers(0, 50))
        numbers |= {whole: total, part: draw(st.integers(0, total))}
    numbers["tt_cuoc"] = draw(st.integers(0, 9))
    blank = draw(st.sets(st.sampled_from(sorted(numbers))))
    kept = submission(code, {key: value for key, value in numbers.items() if key not in blank})
    reasons = draw(st.sets(st.sampled_from(sorted(numbers))))
    given_up = {
        key: Answer(key, None, one.source, reason="Chưa tách được.") for key, one in _blanks(code, blank & reasons)
    }
    return replace(kept, answers={**kept.answers, **given_up}, sending=draw(st.integers(1, 3)))


def _blanks(code: str, keys: set[str]) -> list[tuple[str, Answer]]:
    return list(submission(code, dict.fromkeys(sorted(keys), 0)).answers.items())


FORMS = st.tuples(*(form(code) for code in (*COMMUNES, *BODIES)))


def printed(*forms: Submission) -> ReportContent:
    return write_report(gather(PLAN, forms), draft=True)


def by_formula(content: ReportContent) -> Mapping[str, Figure]:
    """The figures of the body's sentences by their formula."""
    return {entry.figure.formula: entry.figure for entry in entries(content) if entry.place.startswith("Mục")}


@FEW
@given(FORMS)
def test_no_part_exceeds_the_whole_and_no_share_the_whole(forms: tuple[Submission, ...]) -> None:
    figures = by_formula(printed(*forms))
    for formula, figure in figures.items():
        if formula.endswith(":%") and not formula.startswith("mẫu số"):
            assert figure.value is not None
            assert 0 <= figure.value <= 100
            top = sum(part.value for part in figure.parts)
            assert figure.value == top * 100 / sum(part.value for part in figure.base_parts)
            assert {part.agency for part in figure.parts} <= {part.agency for part in figure.base_parts}
    if "tt_nguoi_nu" in figures and "tt_nguoi" in figures:
        assert (figures["tt_nguoi_nu"].value or 0) <= (figures["tt_nguoi"].value or 0)
        assert figures["tt_nguoi_nu"].value == sum(part.value for part in figures["tt_nguoi_nu/tt_nguoi:%"].parts)


@FEW
@given(FORMS)
def test_the_total_that_a_finding_quotes_is_the_one_that_is_printed(forms: tuple[Submission, ...]) -> None:
    content = printed(*forms)
    results = [row.result.text for row in content.indicators if not row.heading]
    for finding in check_submissions(PLAN, forms):
        if finding.code in ("total-implausible", "total-changed"):
            quoted = finding.message.partition("» là ")[2].partition("%")[0]
            assert quoted.removesuffix(",0") in {text.removesuffix(",0") for text in results}, finding.message


@FEW
@given(st.tuples(*(form(code) for code in COMMUNES)))
def test_the_text_and_the_annex_give_the_same_totals(forms: tuple[Submission, ...]) -> None:
    content = printed(*forms)
    at = next(at for at, column in enumerate(PLAN.annex_columns) if column.value == "tt_cuoc")
    total = content.annexes[0].total.cells[at].pieces
    figure = by_formula(content).get("tt_cuoc")
    if figure and isinstance(total[0], Number):
        assert total[0].figure.value == figure.value
    rate = next(row.result for row in content.indicators if not row.heading)
    column = next(at for at, one in enumerate(PLAN.annex_columns) if one.value == "t1_tiem/t1_tong:%")
    both = (rate.pieces, content.annexes[0].total.cells[column].pieces)
    if all(isinstance(one[0], Number) for one in both):
        assert {one[0].figure.value for one in both if isinstance(one[0], Number)} in ({v} for v in _values(both[0]))


def _values(pieces: tuple[object, ...]) -> list[Decimal | None]:
    return [piece.figure.value for piece in pieces if isinstance(piece, Number)]


@FEW
@given(st.permutations(BODIES), st.tuples(*(form(code) for code in COMMUNES)))
def test_a_blank_form_changes_no_figure_but_the_coverage(order: list[str], forms: tuple[Submission, ...]) -> None:
    before, after = (by_formula(printed(*some)) for some in (forms, (*forms, submission(order[0], {}))))
    counted = {formula for formula in (*before, *after) if formula.startswith(("đếm", "số cơ quan"))}
    assert before.keys() - counted == after.keys() - counted
    for formula in before.keys() - counted:
        assert before[formula].value == after[formula].value
        assert before[formula].reporters == after[formula].reporters
