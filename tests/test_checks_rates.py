"""What is said of indicators: impossible and unlikely rates, last year's result, figures that do not agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamdong_report.checks import check_submissions
from lamdong_report.model import Severity, Submission
from lamdong_report.plan import Plan
from tests.form_tables import codes_at, form, many_communes, only, with_code

GOOD = "t1s_tong | C5 | 1.000 \n t1s_tiem | C6 | 950"


@pytest.fixture
def open_plan(tmp_path: Path) -> Plan:
    """The small plan, in which the numerator of t1s is not said to be a part of its denominator."""
    return many_communes(tmp_path, changes=(('part_of = "t1s_tong"\n', ""),))


def test_a_numerator_above_its_denominator_is_an_error_for_a_share(open_plan: Plan) -> None:
    sent = form(open_plan, "SYT", "t1s_tong | C5 | 1.000 \n t1s_tiem | C6 | 1.950")
    findings = check_submissions(open_plan, [sent])
    finding = only(findings, "share-exceeds-whole")
    assert (finding.severity, finding.cell) == (Severity.ERROR, "C6")
    assert "có tử số (1.950) lớn hơn mẫu số (1.000)" in finding.message
    assert codes_at(findings, "t1s_tiem") == ["share-exceeds-whole"], "no doubt on top of the error"


def test_a_numerator_that_is_a_part_is_reported_once(small_plan: Plan) -> None:
    sent = form(small_plan, "SYT", "t1s_tong | C5 | 1.000 \n t1s_tiem | C6 | 1.950")
    assert codes_at(check_submissions(small_plan, [sent]), "t1s_tiem", "t1s_tong") == ["part-exceeds-whole"]


def test_a_ratio_that_is_no_share_may_exceed_its_scale(tmp_path: Path) -> None:
    plan = many_communes(tmp_path, changes=(('part_of = "t2_dan"\n', ""),))
    sent = form(plan, "SYT", "t2_dan | C5 | 100 \n t2_tntt | C6 | 120")
    assert codes_at(check_submissions(plan, [sent]), "t2_dan", "t2_tntt") == []


def test_something_out_of_nothing_is_an_error(open_plan: Plan) -> None:
    sent = form(open_plan, "SYT", "t1s_tong | C5 | 0 \n t1s_tiem | C6 | 12")
    finding = only(check_submissions(open_plan, [sent]), "zero-denominator")
    assert "có mẫu số bằng 0 trong khi tử số là 12" in finding.message
    assert finding.remedy == "Kiểm tra lại các ô C5 và C6."


def test_nothing_out_of_nothing_is_asked_about_unless_the_plan_foresees_it(small_plan: Plan) -> None:
    typed = "t1s_tong | C5 | 0 \n t1s_tiem | C6 | 0 \n t2_dan | C9 | 0 \n t2_tntt | C10 | 0"
    found = with_code(check_submissions(small_plan, [form(small_plan, "SYT", typed)]), "rate-undefined")
    assert [(finding.question, finding.severity) for finding in found] == [("t1s_tong", Severity.WARNING)]


def test_a_commune_in_which_nothing_happened_is_left_alone(small_plan: Plan) -> None:
    sent = form(small_plan, "S101", "t1_tong | C5 | 0 \n t1_tiem | C6 | 0")
    assert codes_at(check_submissions(small_plan, [sent]), "t1_tong", "t1_tiem") == []


@pytest.mark.parametrize("published", ["95", "95,0", "95,1", "94,9"])
def test_a_published_rate_may_be_rounded(small_plan: Plan, published: str) -> None:
    sent = form(small_plan, "SYT", f"{GOOD} \n t1s.cong_bo | C9 | {published}")
    assert codes_at(check_submissions(small_plan, [sent]), "t1s.cong_bo") == []


@pytest.mark.parametrize("published", ["96", "95,2", "9,5"])
def test_a_published_rate_that_is_not_the_computed_one_is_asked_about(small_plan: Plan, published: str) -> None:
    sent = form(small_plan, "SYT", f"{GOOD} \n t1s.cong_bo | C9 | {published}")
    finding = only(check_submissions(small_plan, [sent]), "rate-mismatch")
    assert f"là {published}%, nhưng tính từ tử số và mẫu số được 95,0%" in finding.message
    assert finding.remedy.startswith("Kiểm tra lại các ô C9, C5 và C6;")


def test_a_rate_outside_the_plausible_range_is_asked_about(small_plan: Plan) -> None:
    sent = form(small_plan, "SYT", "t1s_tong | C5 | 1.000 \n t1s_tiem | C6 | 95 \n t1s.nam_truoc | C8 | 9,4")
    finding = only(check_submissions(small_plan, [sent]), "rate-implausible")
    assert finding.severity is Severity.WARNING
    assert "tính được 9,5%, nằm ngoài khoảng thường gặp (từ 50 đến 100)" in finding.message


def test_a_single_commune_is_not_judged_by_the_plausible_range(small_plan: Plan) -> None:
    sent = form(small_plan, "S101", "t1_tong | C5 | 10 \n t1_tiem | C6 | 1")
    assert codes_at(check_submissions(small_plan, [sent]), "t1_tiem", "t1_tong") == []


@pytest.mark.parametrize(
    ("typed", "before"),
    [("t1s.nam_truoc | C8 | 60", "60%"), ("", "93,5%")],
    ids=["last year's typed", "the plan's baseline"],
)
def test_a_rate_far_from_last_years_is_asked_about(small_plan: Plan, typed: str, before: str) -> None:
    share = "950" if typed else "600"
    sent = form(small_plan, "SYT", f"t1s_tong | C5 | 1.000 \n t1s_tiem | C6 | {share} \n {typed}")
    finding = only(check_submissions(small_plan, [sent]), "changed-much")
    assert f"năm trước là {before}; thay đổi quá 33%" in finding.message
    assert (finding.sheet, finding.cell) == ("Chỉ tiêu", "C6")


def test_a_rate_of_a_handful_of_cases_may_change_as_it_likes(small_plan: Plan) -> None:
    sent = form(small_plan, "SYT", "t1s_tong | C5 | 4 \n t1s_tiem | C6 | 4 \n t1s.nam_truoc | C8 | 50")
    assert with_code(check_submissions(small_plan, [sent]), "changed-much") == []


def test_a_rate_of_all_communes_is_held_against_its_range_and_last_year(small_plan: Plan) -> None:
    communes = [form(small_plan, code, "t1_tong | C5 | 500 \n t1_tiem | C6 | 200") for code in ("S101", "S102")]
    findings = check_submissions(small_plan, communes)
    implausible, changed = only(findings, "total-implausible"), only(findings, "total-changed")
    assert implausible.agency == changed.agency == "SYT"
    assert "là 40,0%, nằm ngoài khoảng thường gặp (từ 50 đến 100)" in implausible.message
    assert "là 40,0%, năm trước là 93,5%" in changed.message


def test_the_rate_of_one_agency_is_not_judged_as_a_total(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "S101", "t1_tong | C5 | 500 \n t1_tiem | C6 | 200")])
    assert with_code(findings, "total-changed") + with_code(findings, "total-implausible") == []


def communes(plan: Plan, *numbers: tuple[int, int]) -> list[Submission]:
    codes = ("S101", "S102")
    return [
        form(plan, code, f"t1_tong | C5 | {whole} \n t1_tiem | C6 | {part}")
        for code, (whole, part) in zip(codes, numbers, strict=False)
    ]


def test_the_responsible_agencys_figure_is_held_against_the_sum_of_the_communes(small_plan: Plan) -> None:
    sent = [form(small_plan, "SYT", GOOD), *communes(small_plan, (500, 480), (500, 480))]
    findings = check_submissions(small_plan, sent)
    finding = only(findings, "sum-differs")
    assert (finding.agency, finding.question, finding.cell) == ("SYT", "t1s_tiem", "C6")
    assert finding.severity is Severity.WARNING
    assert "theo Sở Y tế là 950/1.000, khác số cộng từ 2/2 cơ quan, địa phương báo cáo (960/1.000)" in finding.message


def test_a_sum_that_is_too_small_because_forms_are_missing_is_a_note(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, "SYT", GOOD), *communes(small_plan, (500, 480))])
    assert only(findings, "sum-differs").severity is Severity.NOTE
    findings = check_submissions(small_plan, [form(small_plan, "SYT", GOOD), *communes(small_plan, (1500, 1480))])
    assert only(findings, "sum-differs").severity is Severity.WARNING


def test_figures_that_agree_are_not_mentioned(small_plan: Plan) -> None:
    sent = [form(small_plan, "SYT", GOOD), *communes(small_plan, (600, 570), (400, 380))]
    assert with_code(check_submissions(small_plan, sent), "sum-differs") == []


def test_two_agencies_that_report_one_measure_differently_are_both_named(small_plan: Plan) -> None:
    school = """
        t4_trai     | C5 | 500
        t4_hoc_trai | C6 | 495
        t4_gai      | C7 | 480
        t4_hoc_gai  | C8 | 478
    """
    health = "t4y_tong | C12 | 990 \n t4y_hoc | C13 | 970"
    sent = [form(small_plan, "SGD", school), form(small_plan, "SYT", health)]
    finding = only(check_submissions(small_plan, sent), "agencies-differ")
    assert (finding.agency, finding.cell) == ("SYT", "C13")
    assert "theo Sở Y tế là 970/990, theo Sở Giáo dục và Đào tạo là 973/980" in finding.message
    assert "với Sở Giáo dục và Đào tạo" in finding.remedy
    assert "báo cáo đang dùng số của Sở Giáo dục và Đào tạo" in finding.office
