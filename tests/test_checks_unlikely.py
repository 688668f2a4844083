"""Forms that may be another agency's, days and sizes that are possible but unlikely."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from lamdong_report.catalogue.many import MANY_AGENCIES, tell_together
from lamdong_report.checks import check_submissions
from lamdong_report.model import Finding, Provenance, Severity, Submission
from lamdong_report.plan import Kind, Plan
from tests.builders import Given, submission


def told(plan: Plan, code: str, *forms: Submission) -> list[Finding]:
    return [finding for finding in check_submissions(plan, forms) if finding.code == code]


def form(plan: Plan, agency: str = "S101", file: str = "", **answers: Given) -> Submission:
    return submission(agency, {"tt_cuoc": 3, **answers}, file=file or f"{agency}.xlsx")


# Who wrote it


@pytest.mark.parametrize(
    ("file", "answers"),
    [
        ("UBND phường Tân Lập - báo cáo.xlsx", {}),
        ("gui/phuong-tan-lap.xlsx", {}),
        ("a.xlsx", {"thu_dien_tu": "ubndtanlap@songxanh.example", "nguoi_lap": "Lê A, UBND phường Tân Lập"}),
        ("a.xlsx", {"so_cong_van": "12/BC-SGD"}),
        ("a.xlsx", {"nguoi_lap": "Trần B, Chủ tịch UBND phường Tân Lập"}),
    ],
)
def test_a_form_that_names_another_agency_is_asked_about(
    small_plan: Plan, file: str, answers: dict[str, Given]
) -> None:
    findings = told(small_plan, "sender-differs", form(small_plan, file=file, **answers))
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert "Tân Lập" in findings[0].message or "Giáo dục" in findings[0].message


def test_a_form_in_a_mail_of_another_agency_is_asked_about(small_plan: Plan) -> None:
    mail = Provenance("thu.eml", "ubnd.tanlap@songxanh.example")
    sent = replace(form(small_plan), provenance=mail)
    assert "ubnd.tanlap@songxanh.example" in told(small_plan, "sender-differs", sent)[0].message


def test_a_file_named_after_the_office_that_it_is_sent_to_is_not(small_plan: Plan) -> None:
    assert told(small_plan, "sender-differs", form(small_plan, file="BC gửi Sở Y tế.xlsx")) == []


@pytest.mark.parametrize(
    "file",
    ["xa-binh-an-1.xlsx", "BC xã Bình An 1 (gửi Sở Y tế).xlsx", "bao cao.xlsx", "tan-lap-2.xlsx"],
)
def test_a_form_under_its_own_name_or_none_is_not(small_plan: Plan, file: str) -> None:
    assert told(small_plan, "sender-differs", form(small_plan, file=file)) == []


@pytest.mark.parametrize(
    ("contact", "count"),
    [
        ({"thu_dien_tu": "A@b.vn"}, 1),
        ({"tre_em": 2345, "tre_em_gai": 1100}, 1),
        ({"tre_em": 2345, "tre_em_gai": 1101}, 0),
        ({"dien_thoai": "0912.345.678", "nguoi_lap": "Lê A"}, 1),
        ({"dien_thoai": "0912.345.678"}, 0),
        ({"nguoi_lap": "Lê A"}, 0),
    ],
)
def test_two_forms_of_one_writer_are_asked_about_once(small_plan: Plan, contact: dict[str, Given], count: int) -> None:
    first = form(
        small_plan,
        "S101",
        dien_thoai="0912 345 678",
        thu_dien_tu="a@b.vn",
        nguoi_lap="Lê A",
        tre_em=2345,
        tre_em_gai=1100,
    )
    assert len(told(small_plan, "sender-shared", first, form(small_plan, "S102", **contact))) == count


# When


@pytest.mark.parametrize(
    ("cutoff", "meant"),
    [(date(2031, 5, 11), "có thể là 05/11/2031"), (date(2031, 4, 30), ""), (date(2031, 9, 30), None)],
)
def test_figures_closed_months_before_their_letter_are_asked_about(
    small_plan: Plan, cutoff: date, meant: str | None
) -> None:
    findings = told(
        small_plan, "cutoff-long-before-letter", form(small_plan, ngay_chot=cutoff, ngay_cong_van=date(2031, 11, 15))
    )
    assert bool(findings) == (meant is not None)
    if meant:
        assert meant in findings[0].message


@pytest.mark.parametrize(("sending", "count"), [(2031, 1), (100, 1), (99, 0), (2, 0)])
def test_a_year_counts_no_sendings(small_plan: Plan, sending: int, count: int) -> None:
    assert len(told(small_plan, "sending-unlikely", form(small_plan, lan_gui=sending))) == count


@pytest.mark.parametrize(("sending", "codes"), [(2031, ["sending-unlikely"]), (30, ["out-of-range"]), (2, [])])
def test_a_number_of_sendings_is_doubted_once(real_plan: Plan, sending: int, codes: list[str]) -> None:
    one = next(agency.code for agency in real_plan.agencies if real_plan.group_of(agency).summed)
    sent = submission(one, {"c_lan_gui": sending}, file="a.xlsx")
    findings = check_submissions(real_plan, [sent])
    assert [finding.code for finding in findings if finding.question == "c_lan_gui"] == codes


# What many have in common


def test_a_note_that_many_agencies_share_is_told_once() -> None:
    names = {str(at): f"xã {at}" for at in range(MANY_AGENCIES)}
    notes = [Finding("small-count", Severity.NOTE, "a.", "b.", agency) for agency in names]
    told_once = list(tell_together(notes, names))
    assert [finding.code for finding in told_once] == ["small-counts"]
    assert list(tell_together(notes[1:], names)) == notes[1:]


# Lists


@pytest.mark.parametrize(
    ("second", "count"),
    [
        ({"ten": "Lớp A", "nguoi": 30}, 1),
        ({"ten": "Lớp A", "nguoi": 31}, 0),
        ({"ten": " Lớp  A", "nguoi": 30}, 1),
        ({"ten": "- LỚP A.", "nguoi": 30.0}, 1),
    ],
)
def test_a_row_twice_is_asked_about(small_plan: Plan, second: dict[str, Given], count: int) -> None:
    rows = [{"ten": "Lớp A", "nguoi": 30}, second]
    sent = submission("S101", {"tt_cuoc": 3}, tables={"lop": rows})
    assert len(told(small_plan, "row-repeated", sent)) == count


# Sizes


@pytest.mark.parametrize(
    ("number", "count"),
    [(48125, 1), (48214, 1), (40000, 0), (3, 0)],
)
def test_the_number_of_a_day_is_no_count(small_plan: Plan, number: int, count: int) -> None:
    findings = told(small_plan, "day-number", form(small_plan, "SGD", tt_cuoc=number), form(small_plan, tt_cuoc=number))
    assert len(findings) == 2 * count or len(findings) == count


def test_a_population_may_be_as_large_as_a_day(small_plan: Plan) -> None:
    assert told(small_plan, "day-number", form(small_plan, tre_em=48125, tre_em_gai=48000)) == []


def test_a_part_of_something_larger_may_be_as_large_as_a_day(small_plan: Plan) -> None:
    assert told(small_plan, "day-number", form(small_plan, tt_nguoi_nu=48125, tt_nguoi=90000)) == []


@pytest.mark.parametrize(("amount", "count"), [(58_300_000, 1), (999_999, 0)])
def test_money_written_in_dong_is_asked_about(small_plan: Plan, amount: int, count: int) -> None:
    assert len(told(small_plan, "money-too-large", form(small_plan, **{"kp_ns.giao": amount}))) == count


def test_people_ten_times_as_many_as_at_the_offices_other_activities_are_asked_about(real_plan: Plan) -> None:
    agency = next(a.code for a in real_plan.agencies if real_plan.group_of(a).summed)
    asked = [q for q in real_plan.questions.values() if q.kind is Kind.COUNT and real_plan.is_asked(q.id, agency)]
    pairs = [(q.id, q.needs[0]) for q in asked if q.needs and q.id in real_plan.questions[q.needs[0]].needs][::2]
    usual = {key: number for events, people in pairs for key, number in ((events, 5), (people, 200))}
    assert told(real_plan, "attendance-unlike-others", submission(agency, usual)) == []
    for number, code in ((4000, "attendance-unlike-others"), (3, "people-below-events")):
        odd = submission(agency, {**usual, pairs[0][1]: number})
        assert [one.question for one in told(real_plan, code, odd)] == [pairs[0][1]]


@pytest.mark.parametrize(("number", "count"), [(912345678, 1), (float("1e308"), 1), (99_999_999, 0)])
def test_more_than_there_are_people_in_the_country_is_asked_about(small_plan: Plan, number: float, count: int) -> None:
    findings = told(small_plan, "count-too-large", form(small_plan, tt_nguoi=number))
    assert len(findings) == count and all(len(finding.message) < 300 for finding in findings)


# People in words


def test_a_number_of_a_person_in_words_is_a_warning_that_does_not_repeat_it(small_plan: Plan) -> None:
    words = "Anh A, CCCD 068090001234, ĐT 0912345678, là nạn nhân bị bạo lực tại địa phương"
    findings = told(small_plan, "personal-data", form(small_plan, **{"td_chi_dao.noi_dung": words}))
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert "số căn cước và số điện thoại" in findings[0].message and "0912345678" not in findings[0].message


def test_who_wrote_the_form_may_be_called(small_plan: Plan) -> None:
    sent = form(small_plan, nguoi_lap="Lê A, ĐT 0912345678", dien_thoai="0912345678")
    assert told(small_plan, "personal-data", sent) == []


def test_a_finding_that_quotes_an_answer_leaves_out_what_names_a_person(small_plan: Plan) -> None:
    findings = check_submissions(small_plan, [form(small_plan, **{"td_chi_dao.noi_dung": "0912345678"})])
    short = [finding.message for finding in findings if finding.code == "too-short"]
    assert short and "[…]" in short[0] and not any("0912345678" in finding.message for finding in findings)
