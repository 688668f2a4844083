"""Several forms of one agency: which one counts, what says that it was written by somebody else, and halves."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

import pytest

from lamdong_report.model import Provenance, Severity, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from lamdong_report.reader.rivals import rank
from tests.builders import submission
from tests.corpus.forms import usual
from tests.corpus.reading import codes, found, read

FIRST = {"dien_thoai": "0912 345 678", "thu_dien_tu": "xa.a@songxanh.example", "so_cong_van": "12/BC-UBND"}


def both(plan: Plan, folder: Path, **later: object) -> Received:
    """What is read of a form and of one sent after it, with other answers in some cells."""
    second = {**FIRST, "tt_cuoc": 4, "lan_gui": 2, **later}
    files = {"a.xlsx": usual(plan, "S101", tt_cuoc=3, **FIRST), "b.xlsx": usual(plan, "S101", **second)}  # type: ignore[arg-type]
    return read(folder, plan, files)


@pytest.mark.parametrize(
    "later",
    [
        {},
        {"nguoi_lap": "LÊ THỊ A"},
        {"dien_thoai": "0912.345.678"},
        {"nguoi_lap": "Trần Văn B"},
        {"thu_dien_tu": "van.phong@songxanh.example"},
        {"so_cong_van": "77/BC-UBND"},
    ],
)
def test_a_later_sending_of_the_same_office_replaces_the_first_in_a_note(
    small_plan: Plan, tmp_path: Path, later: dict[str, object]
) -> None:
    received = both(small_plan, tmp_path, **later)
    assert found(received, "form-superseded").severity is Severity.NOTE
    assert received.submissions[0].file == "b.xlsx"


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ({"nguoi_lap": "Trần Văn B", "dien_thoai": "0987 654 321"}, "Trần Văn B"),
        ({"dien_thoai": "0987 654 321", "thu_dien_tu": "xa.b@songxanh.example"}, "xa.b@songxanh.example"),
        ({"nguoi_lap": "Trần Văn B", "so_cong_van": "12/BC-SGD"}, "12/BC-SGD"),
    ],
)
def test_a_later_sending_of_somebody_else_is_an_error_that_names_both(
    small_plan: Plan, tmp_path: Path, later: dict[str, object], said: str
) -> None:
    finding = found(both(small_plan, tmp_path, **later), "form-other-writer")
    assert finding.severity is Severity.ERROR
    assert said in finding.message and "a.xlsx" in finding.message and "b.xlsx" in finding.message


@pytest.mark.parametrize(
    ("again", "code"),
    [
        ({"tt_cuoc": "03 cuộc"}, "form-duplicate"),
        ({"bv_ke_hoach": normalize("NFD", " có")}, "form-duplicate"),
        ({"ngay_chot": "31-10-2031"}, "form-duplicate"),
        ({"so_cong_van": normalize("NFD", "12/BC-UBND ")}, "form-duplicate"),
        ({"tt_cuoc": "khoảng 3"}, "form-conflict"),
        ({"tt_cuoc": 4}, "form-conflict"),
    ],
)
def test_a_form_typed_otherwise_is_the_same_form(
    small_plan: Plan, tmp_path: Path, again: dict[str, object], code: str
) -> None:
    first = {**FIRST, "tt_cuoc": 3, "bv_ke_hoach": "Có", "ngay_chot": date(2031, 10, 31)}
    files = {name: usual(small_plan, "S101", **cells) for name, cells in (("a", first), ("b", {**first, **again}))}  # type: ignore[arg-type]
    received = read(tmp_path, small_plan, {f"{name}.xlsx": data for name, data in files.items()})
    assert [one for one in codes(received) if one.startswith("form-")] == [code]


def test_a_form_that_does_not_say_that_it_is_later_is_an_error(small_plan: Plan, tmp_path: Path) -> None:
    received = both(small_plan, tmp_path, lan_gui=1, nguoi_lap="Trần Văn B", dien_thoai="0987 654 321")
    assert "Trần Văn B" in found(received, "form-conflict").message


def test_a_later_sending_whose_figures_were_closed_earlier_is_an_error(small_plan: Plan, tmp_path: Path) -> None:
    received = both(small_plan, tmp_path, ngay_chot=date(2031, 9, 30))
    assert "30/9/2031" in found(received, "form-conflict").message


def test_a_year_as_number_of_the_sending_replaces_nothing(small_plan: Plan, tmp_path: Path) -> None:
    assert "form-conflict" in codes(both(small_plan, tmp_path, lan_gui=2031))


def test_two_halves_say_where_the_answers_are(small_plan: Plan, tmp_path: Path) -> None:
    halves = ({"tt_cuoc": 3, "tt_nguoi": 120, "tt_nguoi_nu": 60}, {"xh_tong": 0, "kp_ns.giao": 5, "kp_ns.chi": 4})
    files = {f"{at}.xlsx": usual(small_plan, "S101", lan_gui=at, **half) for at, half in enumerate(halves, 1)}
    received = read(tmp_path, small_plan, files)
    assert "3 câu trả lời" in found(received, "form-halves").message
    assert codes(received).count("answer-elsewhere") == 3


def test_a_correction_of_a_few_answers_is_no_half(small_plan: Plan, tmp_path: Path) -> None:
    received = both(small_plan, tmp_path, tt_nguoi=120, tt_nguoi_nu=60, xh_tong=0)
    assert codes(received) == ["form-superseded"]


def test_the_cut_off_counts_before_the_mail_and_the_mail_before_the_file(small_plan: Plan) -> None:
    """A copy saved or sent again today is no later form than one whose figures were closed later."""

    def form(sending: int, cut_off: int, mail: int, file: int) -> Submission:
        sent = Provenance("a.eml", sent=datetime(2031, 11, mail))
        answers = {small_plan.roles.cutoff: date(2031, 11, cut_off)}
        return submission("S101", answers, sending=sending, provenance=sent, modified=datetime(2031, 11, file))

    in_order = [form(1, 4, 4, 4), form(2, 1, 3, 3), form(2, 2, 1, 3), form(2, 2, 2, 1), form(2, 2, 2, 2)]
    backwards = in_order[::-1]
    assert sorted(backwards, key=lambda one: rank(one, small_plan)) == in_order
