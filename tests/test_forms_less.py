"""What a clerk need not type: zeros of a block in which nothing happened, and counts that a list gives already."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from lamdong_report.checks import check_submissions
from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.forms.issue import FilledForms
from lamdong_report.forms.placement import place_form
from lamdong_report.layout import lay_out
from lamdong_report.model import Finding, Severity, Submission
from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import read_forms
from tests.corpus.forms import as_shown
from tests.form_mistakes import READY, clean_commune, commune
from tests.form_tables import only

NOTHING = "x31a.khong_phat_sinh"


@cache
def forms_of(plan_folder: Path) -> FilledForms:
    """One writing serves all: by tests/test_forms_common.py they are those that are written one by one."""
    return FilledForms(load_plan(plan_folder), example=False)


def sent(plan: Plan, prefill: Prefill, folder: Path) -> tuple[str, Submission, tuple[Finding, ...]]:
    """The verdict of the form, the form as the office reads it, and what it finds of weight."""
    data = forms_of(plan.folder).form_of(plan.agency(commune(plan)), prefill)
    (folder / "phieu.xlsx").write_bytes(data)
    received = read_forms([folder], plan)
    found = (*received.findings, *check_submissions(plan, received.submissions, received.findings))
    own = tuple(one for one in found if one.agency == commune(plan) and one.severity is not Severity.NOTE)
    check = as_shown(data)["Kiểm tra"]
    return str(check["B7"].value), received.submissions[0], own


@pytest.fixture(scope="module")
def clean(real_plan: Plan) -> Prefill:
    return clean_commune(real_plan)


def without(prefill: Prefill, *beginnings: str, **more: object) -> Prefill:
    kept = {key: value for key, value in prefill.answers.items() if not key.startswith(beginnings)}
    return replace(prefill, answers={**kept, **more})


def test_nothing_said_once_stands_for_every_number_of_the_block(
    real_plan: Plan, clean: Prefill, tmp_path: Path
) -> None:
    names = ("x31_blgd_nguoi", "x31_blgd_nu", "x31_blgd_tre", "x31_blgd_gia", "x31_blgd_ho_tro",
             "x31_blg_nguoi", "x31_blg_nu", "x31_blg_tre", "x31_blg_gia", "x31_blg_ho_tro")  # fmt: skip
    prefill = replace(without(clean, *names), answers={**without(clean, *names).answers, NOTHING: True})
    verdict, form, findings = sent(real_plan, prefill, tmp_path)
    assert (verdict, findings) == (READY, ())
    assert {name: form.answers[name].value for name in names} == dict.fromkeys(names, Decimal(0))
    assert form.answers[names[0]].source == form.answers[NOTHING].source


def test_a_blank_part_of_a_zero_is_zero(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    """Nobody was found outside families: how many women, children and so on need not be said."""
    parts = ("x31_blg_nu", "x31_blg_tre", "x31_blg_gia", "x31_blg_ho_tro", "x32_ho_tro", "ii4_don_gq")
    verdict, form, findings = sent(real_plan, without(clean, *parts), tmp_path)
    assert (verdict, findings) == (READY, ())
    assert {name: form.answers[name].value for name in parts} == dict.fromkeys(parts, Decimal(0))
    assert form.answers[parts[0]].source == form.answers["x31_blg_nguoi"].source


def test_a_blank_part_of_a_number_is_missing(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    verdict, form, findings = sent(real_plan, without(clean, "x31_blgd_ho_tro"), tmp_path)
    assert verdict.startswith("Còn 1 ô bắt buộc chưa điền")
    assert [finding.code for finding in findings] == ["number-missing"]
    assert form.answers["x31_blgd_ho_tro"].value is None


def test_a_form_is_the_first_sending_until_it_says_otherwise(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    _, form, _ = sent(real_plan, without(clean, real_plan.roles.sending), tmp_path)
    assert form.answers[real_plan.roles.sending].value == Decimal(1)


def test_nothing_and_a_number_contradict_each_other(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    verdict, _, findings = sent(real_plan, replace(clean, answers={**clean.answers, NOTHING: True}), tmp_path)
    assert verdict != READY
    assert "(5)" in only(findings, "nothing-yet-numbers").message


def test_a_count_begins_with_what_the_list_gives(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    verdict, form, findings = sent(real_plan, without(clean, "ii22_lop"), tmp_path)
    assert (verdict, findings) == (READY, ())
    counts = [form.answers[name].value for name in ("ii22_lop", "ii22_lop_nguoi", "ii22_lop_nu")]
    assert counts == [Decimal(2), Decimal(75), Decimal(45)]


def test_an_empty_list_is_no_zero(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    """Whether nothing was held or nothing was listed is for the clerk to say."""
    empty = replace(without(clean, "ii22_lop"), tables={})
    verdict, _, findings = sent(real_plan, empty, tmp_path)
    assert verdict.startswith("Còn 3 ô bắt buộc chưa điền")
    assert [finding.code for finding in findings] == ["number-missing"] * 3


def test_a_count_that_waits_for_its_list_is_not_red(real_plan: Plan) -> None:
    """The formula of such a cell gives "", which is a text for a spreadsheet, but nobody has typed it."""
    layout = lay_out(real_plan, (real_plan.agency(commune(real_plan)),))
    spot = place_form(layout, real_plan.info.year).spots["ii22_lop"]
    sheet = openpyxl.load_workbook(io.BytesIO(form_bytes(real_plan, layout)))[spot.sheet]
    assert str(sheet[spot.address].value).startswith("=IF(")
    rules = [rule for area in sheet.conditional_formatting if spot.address in area.cells for rule in area.rules]
    told = [rule.formula[0] for rule in rules if "ISTEXT" in rule.formula[0]]
    assert len(told) == 1
    assert re.fullmatch(r"AND\(ISTEXT\((\w+)\),LEN\(\1\)>0\)", told[0])


@pytest.mark.parametrize(
    ("given", "blank", "value"),
    [
        ({"x62_tong": 40, "x62_ca_hai": 40}, ("x62_thong_tin", "x62_cam_ket"), 40),
        ({"kp_mtqg.ke_hoach": 0}, ("kp_mtqg.thuc_hien",), 0),
        ({"ii1_hoi_nghi": 0}, ("ii1_nguoi", "ii1_nu"), 0),
        ({"ii81_hoat_dong": 0}, ("ii81_nguoi", "ii81_nu"), 0),
    ],
)
def test_what_leaves_no_choice_need_not_be_typed(
    real_plan: Plan, clean: Prefill, tmp_path: Path, given: Mapping[str, int], blank: tuple[str, ...], value: int
) -> None:
    typed = {key: Decimal(number) for key, number in given.items()}
    verdict, form, findings = sent(real_plan, without(clean, *blank, **typed), tmp_path)
    assert (verdict, findings) == (READY, ())
    assert {name: form.answers[name].value for name in blank} == dict.fromkeys(blank, Decimal(value))
    assert form.answers[blank[0]].source in {form.answers[key].source for key in given}


def test_what_leaves_a_choice_is_left_open(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    """Where 35 of 40 do both, between 35 and 40 do each; where something was given, something may be spent."""
    blank = ("x62_thong_tin", "x62_cam_ket", "kp_mtqg.thuc_hien", "ii1_song_ngu")
    _, form, findings = sent(real_plan, without(clean, *blank), tmp_path)
    assert findings == () and {form.answers[name].value for name in blank} == {None}


def test_a_reason_beside_a_blank_is_no_number(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    prefill = without(clean, "x31_blg_ho_tro")
    prefill = replace(prefill, reasons={"x31_blg_ho_tro": "đang rà soát tại cơ sở"})
    _, form, _ = sent(real_plan, prefill, tmp_path)
    assert form.answers["x31_blg_ho_tro"].value is None


def test_a_list_without_classes_of_ones_own_says_that_there_are_none(
    real_plan: Plan, clean: Prefill, tmp_path: Path
) -> None:
    rows = tuple({**row, "hinh_thuc": "Phối hợp"} for row in clean.tables["lop"])
    verdict, form, findings = sent(real_plan, replace(without(clean, "ii22_lop"), tables={"lop": rows}), tmp_path)
    assert (verdict, findings) == (READY, ())
    assert {form.answers[name].value for name in ("ii22_lop", "ii22_lop_nguoi", "ii22_lop_nu")} == {Decimal(0)}


def test_no_class_is_said_once(real_plan: Plan, clean: Prefill, tmp_path: Path) -> None:
    prefill = replace(without(clean, "ii22_lop", ii22_lop=Decimal(0)), tables={})
    verdict, form, findings = sent(real_plan, prefill, tmp_path)
    assert (verdict, findings) == (READY, ())
    assert {form.answers[name].value for name in ("ii22_lop_nguoi", "ii22_lop_nu")} == {Decimal(0)}
