"""What is found only by looking at many forms together: outliers, copies; and that order does not matter."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest

from lamdong_report.catalogue import make_finding
from lamdong_report.catalogue.many import FEW_ALIKE, MANY_ALIKE, fold_alike
from lamdong_report.checks import check_submissions
from lamdong_report.model import Finding, Severity, Source, Submission
from lamdong_report.plan import Plan
from tests.builders import submission
from tests.form_tables import form, many_communes, only, with_code

CHILDREN = (1200, 3500, 800, 2600, 5400, 1900, 4100, 950, 3000, 2200, 1500, 6100, 2700, 1750)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The small plan with fourteen communes C01 … C14."""
    return many_communes(tmp_path_factory.mktemp("plan"))


def communes(plan: Plan, *columns: tuple[str, tuple[int, ...]]) -> list[Submission]:
    """One form for each commune; a column is a question and its numbers from C01 on."""
    forms = []
    for at in range(14):
        lines = [f"{question} | C{row} | {numbers[at]}" for row, (question, numbers) in enumerate(columns, 5)]
        forms.append(form(plan, f"C{at + 1:02}", "\n".join(lines)))
    return forms


def outliers(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    found = with_code(findings, "outlier") + with_code(findings, "outlier-by-population")
    return [(finding.agency, finding.question, finding.code) for finding in found]


def test_a_count_a_thousand_times_too_large_is_an_outlier(plan: Plan) -> None:
    counts = (4, 5, 4, 6, 4, 4, 8, 5, 4000, 4, 5, 4, 7, 5)
    findings = check_submissions(plan, communes(plan, ("tt_cuoc", counts)))
    assert outliers(findings) == [("C09", "tt_cuoc", "outlier")]
    assert "(4.000) cách xa mức thường gặp của các xã, phường khác (khoảng 5)" in only(findings, "outlier").message


def test_usual_differences_between_communes_are_no_outliers(plan: Plan) -> None:
    counts = (2, 25, 0, 6, 14, 4, 38, 5, 12, 1, 19, 30, 7, 10)
    assert outliers(check_submissions(plan, communes(plan, ("tt_cuoc", counts)))) == []


def test_one_more_than_all_others_is_no_outlier(plan: Plan) -> None:
    counts = (4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 9)
    assert outliers(check_submissions(plan, communes(plan, ("tt_cuoc", counts)))) == []


def test_counts_that_follow_the_population_are_compared_per_head(plan: Plan) -> None:
    people = (*(number // 4 for number in CHILDREN[:-1]), 22_000)
    findings = check_submissions(plan, communes(plan, ("tre_em", CHILDREN), ("tt_nguoi", people)))
    assert outliers(findings) == [("C14", "tt_nguoi", "outlier-by-population")]
    assert "(khoảng 438)" in only(findings, "outlier-by-population").message


def test_a_slip_in_the_population_itself_is_found_once_and_not_in_every_count(plan: Plan) -> None:
    children = (*CHILDREN[:3], 2_600_000, *CHILDREN[4:])
    people = tuple(number // 4 for number in CHILDREN)
    findings = check_submissions(plan, communes(plan, ("tre_em", children), ("tt_nguoi", people)))
    assert outliers(findings) == [("C04", "tre_em", "outlier")]


@pytest.mark.parametrize(
    ("share", "is_far"), [("1", True), ("0.8", True), ("0.3", True), ("0.58", False), ("0.45", False)]
)
def test_a_share_of_the_population_that_is_the_same_everywhere_is_asked_about_where_it_is_not(
    real_plan: Plan, share: str, is_far: bool
) -> None:
    """Women are half of all people everywhere; of an ethnic minority, no share is usual."""
    minority = (5, 90, 20, 60, 1, 100, 40, 15, 75, 30, 10, 50, 85, 3)
    forms = []
    for at, agency in enumerate([one for one in real_plan.agencies if real_plan.group_of(one).summed][:14]):
        people = CHILDREN[at] * 10
        women = int(people * Decimal(share)) if at == 8 else people // 2 + (-1) ** at * people // 100
        numbers = {"c_dan_so": people, "c_dan_so_nu": women, "c_dan_so_dtts": people * minority[at] // 100}
        forms.append(submission(agency.code, numbers))
    found = outliers(check_submissions(real_plan, forms))
    assert found == ([(forms[8].agency, "c_dan_so_nu", "outlier-by-population")] if is_far else [])


def test_nine_communes_are_too_few_to_tell_what_is_usual(plan: Plan) -> None:
    counts = (4, 5, 4, 6, 4, 4, 8, 5, 4000, 4, 5, 4, 7, 5)
    assert outliers(check_submissions(plan, communes(plan, ("tt_cuoc", counts))[:9])) == []


def test_provincial_bodies_are_not_compared_with_each_other(plan: Plan) -> None:
    sent = [form(plan, code, f"tt_cuoc | C7 | {count}") for code, count in (("SYT", 4), ("SGD", 9000), ("TD", 5))]
    assert outliers(check_submissions(plan, sent)) == []


LONG = "Đã tổ chức 12 buổi nói chuyện chuyên đề về quyền trẻ em cho 450 lượt phụ huynh tại {name}."


def test_the_same_words_from_two_agencies_name_the_other(plan: Plan) -> None:
    copy = LONG.format(name="các thôn")
    sent = [
        form(plan, "C01", f"td_truyen_thong.noi_dung | D7 | {copy}"),
        form(plan, "C05", f"td_truyen_thong.noi_dung | D7 | {copy}"),
        form(plan, "C06", f"td_truyen_thong.noi_dung | D7 | {copy.replace('12 buổi', '15 buổi')}"),
    ]
    found = with_code(check_submissions(plan, sent), "copied-answer")
    assert [(finding.agency, finding.message) for finding in found] == [
        ("C01", "«Kết quả nhiệm vụ» ô D7: nội dung giống hệt của xã Thử 5."),
        ("C05", "«Kết quả nhiệm vụ» ô D7: nội dung giống hệt của xã Thử 1."),
    ]


def test_copies_differ_neither_by_case_and_signs_nor_by_the_agencys_own_name(plan: Plan) -> None:
    sent = [
        form(plan, "C01", f"td_truyen_thong.noi_dung | D7 | {LONG.format(name='xã Thử 1')}"),
        form(plan, "C02", f"td_truyen_thong.noi_dung | D7 | - {LONG.format(name='XÃ THỬ 2,').upper()}"),
    ]
    assert len(with_code(check_submissions(plan, sent), "copied-answer")) == 2


def test_many_copiers_are_counted_and_not_all_named(plan: Plan) -> None:
    sent = [form(plan, f"C{at:02}", f"nv_cs_1.noi_dung | D9 | {LONG}") for at in range(1, 8)]
    finding = with_code(check_submissions(plan, sent), "copied-answer")[0]
    assert finding.message.endswith("của xã Thử 2, xã Thử 3, xã Thử 4 và 3 cơ quan, địa phương khác.")


def test_a_form_copied_whole_is_one_finding(plan: Plan) -> None:
    typed = f"td_truyen_thong.noi_dung | D7 | {LONG} \n nv_cs_1.noi_dung | D9 | {LONG} Có 3 lớp tập huấn."
    found = with_code(check_submissions(plan, [form(plan, "C01", typed), form(plan, "C02", typed)]), "copied-answer")
    assert [finding.agency for finding in found] == ["C01", "C02"]
    assert found[0].message.startswith("«Kết quả nhiệm vụ» ô D7 và 1 ô khác: ")


def test_short_words_may_be_the_same_everywhere(plan: Plan) -> None:
    sent = [form(plan, f"C{at:02}", "nv_cs_1.noi_dung | D9 | Đã hỗ trợ đầy đủ, kịp thời.") for at in range(1, 5)]
    assert with_code(check_submissions(plan, sent), "copied-answer") == []


def test_the_same_words_twice_in_one_form_name_the_first_cell(plan: Plan) -> None:
    typed = f"td_truyen_thong.noi_dung | D7 | {LONG} \n nv_cs_1.noi_dung | D9 | {LONG}"
    findings = check_submissions(plan, [form(plan, "C01", typed)])
    assert only(findings, "repeated-answer").message == "«Kết quả nhiệm vụ» ô D9: nội dung lặp lại nguyên văn ô D7."
    assert with_code(findings, "copied-answer") == []


def test_the_order_in_which_forms_come_is_irrelevant(plan: Plan) -> None:
    sent = communes(plan, ("tre_em", CHILDREN), ("tt_cuoc", (4, 5, 4, 6, 4, 4, 8, 5, 4000, 4, 5, 4, 7, 5)))
    sent += [form(plan, "SYT", "t1s_tong | C5 | 10 \n t1s_tiem | C6 | 95")]
    expected = check_submissions(plan, sent)
    for seed in range(3):
        random.Random(seed).shuffle(sent)
        assert check_submissions(plan, sent) == expected


def test_findings_stand_in_the_plans_order_errors_first_cells_row_by_row(plan: Plan) -> None:
    typed = """
        tt_cuoc       | C7  | 1,5
        tt_nguoi      | C8  | 9
        tt_nguoi_2030 | C11 | 99
        lop#1.nguoi   | E9  | -1
        lop#2.nguoi   | E10 | -1
    """
    findings = check_submissions(plan, [form(plan, "C02", typed), form(plan, "SYT", typed)])
    own = [finding for finding in findings if finding.agency == "C02"]
    assert [finding.cell for finding in own if finding.code == "negative"] == ["E9", "E10"]
    ranks = [("error", "warning", "note").index(finding.severity) for finding in own]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1}
    agencies = [finding.agency for finding in findings]
    assert agencies == sorted(agencies, key=[agency.code for agency in plan.agencies].index)


def test_a_form_of_an_unknown_agency_does_no_harm(plan: Plan) -> None:
    stray = Submission("XX", "la.xlsx", {})
    assert check_submissions(plan, [stray]) == check_submissions(plan, [])


@pytest.mark.parametrize("number", ["9" * 60, "9" * 400])
def test_a_number_of_any_length_is_judged_like_another(plan: Plan, number: str) -> None:
    counts = (4, 5, 4, 6, 4, 4, 8, 5, int(number), 4, 5, 4, 7, 5)
    assert outliers(check_submissions(plan, communes(plan, ("tt_cuoc", counts)))) == [("C09", "tt_cuoc", "outlier")]


def test_no_form_at_all_is_one_warning_for_each_agency(plan: Plan) -> None:
    findings = check_submissions(plan, [])
    assert [finding.code for finding in findings] == ["form-missing"] * len(plan.agencies)


def test_the_plan_of_the_small_folder_is_left_as_it_was(plan: Plan, small_plan: Plan) -> None:
    assert (len(small_plan.agencies), len(plan.agencies)) == (5, 17)


def test_thresholds_come_from_the_plan(tmp_path: Path) -> None:
    lax = "[thresholds]\nsmall_count = 2\nshort_words = 1\ncopied_words = 100\nchange = 20\noutlier = 90"
    plan = many_communes(tmp_path, changes=(("[thresholds]\nsmall_count = 5", lax),))
    typed = f"""
        xh_tong                  | C20 | 3
        td_truyen_thong.noi_dung | D7  | Tốt
        nv_cs_1.noi_dung         | D9  | {LONG}
        tt_nguoi                 | C8  | 1.000
        tt_nguoi_2030            | C11 | 100
    """
    counts = (4, 5, 4, 6, 4, 4, 8, 5, 4000, 4, 5, 4, 7, 5)
    sent = [form(plan, f"C{at:02}", f"{typed} \n tt_cuoc | C7 | {counts[at - 1]}") for at in range(1, 15)]
    doubts = {"small-count", "too-short", "copied-answer", "changed-much", "outlier"}
    assert doubts & {finding.code for finding in check_submissions(plan, sent)} == set()


def test_of_many_alike_on_a_sheet_a_page_shows_some_and_counts_the_rest() -> None:
    def at(row: int, sheet: str = "Số liệu") -> Finding:
        source = Source("a.xlsx", sheet, f"D{row}")
        return make_finding("unit-differs", agency="S101", source=source, text=f"{row} lớp", unit="người")

    alike = [at(row) for row in range(1, MANY_ALIKE + 4)]
    folded = list(fold_alike([*alike, at(1, "Kinh phí")]))
    assert folded[:FEW_ALIKE] == alike[:FEW_ALIKE] and folded[-1].sheet == "Kinh phí"
    assert len(folded) == FEW_ALIKE + 2 and f"{len(alike) - FEW_ALIKE} ô khác" in folded[FEW_ALIKE].message
    assert folded[FEW_ALIKE].severity is Severity.WARNING
    assert list(fold_alike(alike[: MANY_ALIKE - 1])) == alike[: MANY_ALIKE - 1]
