"""Forms made quickly are those made step by step: named after a common one, and with rows written straight as XML."""

from __future__ import annotations

from inspect import getattr_static
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from xlsxwriter.worksheet import Worksheet

from lamdong_report.example import make_examples
from lamdong_report.forms import FormWriter, Prefill, write_forms
from lamdong_report.forms.cellsheet import CellSheet
from lamdong_report.forms.issue import BlankForms, FilledForms
from lamdong_report.layout import lay_out
from lamdong_report.plan import Agency, Plan
from tests.slow import slow

ODD = (
    "xã A & B",
    'phường "Trong ngoặc" <1>',
    "X",
    "xã " + "Tên Rất Dài " * 7,
    "xã " + "Dài Quá Một Chân Trang " * 9,
    "Có",
    "xã có khoảng trắng cuối ",
    "xã\ncó xuống dòng",
    "xã _x0041_",
    "xã I\u0323 (chữ tách dấu)",
    "xã \ue000",
)


def directly(writer: FormWriter, agency: Agency) -> bytes:
    known = Prefill(answers=writer.plan.known.get(agency.code, {}))
    return writer.form_bytes(lay_out(writer.plan, (agency,)), known)


def some_of_each_group(plan: Plan) -> list[Agency]:
    groups = [[agency for agency in plan.agencies if agency.group == group.id] for group in plan.groups]
    return [agency for members in groups for agency in (*members[:2], *members[-2:])]


@pytest.mark.parametrize("which", [*slow("real_plan"), "small_plan"])
def test_a_form_named_after_the_common_one_is_the_form_written_directly(
    which: str, request: pytest.FixtureRequest
) -> None:
    plan = request.getfixturevalue(which)
    blank = BlankForms(plan)
    for agency in some_of_each_group(plan):
        assert blank.form_of(agency) == directly(blank.writer, agency), agency.code


@pytest.mark.parametrize("name", [*ODD[:4], *slow(*ODD[4:])], ids=range(len(ODD)))
def test_so_it_is_whatever_the_agency_is_called(name: str, small_plan: Plan) -> None:
    odd = replace_agency(small_plan, -1, name=name)
    blank = BlankForms(odd)
    blank.form_of(odd.agencies[-2])  # the common one is made for whoever comes first
    assert blank.form_of(odd.agencies[-1]) == directly(blank.writer, odd.agencies[-1])


@pytest.mark.parametrize("which", [*slow("real_plan"), "small_plan"])
def test_a_form_filled_in_by_the_common_one_is_the_form_written_directly(
    which: str, request: pytest.FixtureRequest
) -> None:
    plan = request.getfixturevalue(which)
    forms = FilledForms(plan, example=True)
    chosen = {agency.code for agency in some_of_each_group(plan)}
    examples = [one for one in make_examples(plan) if one.agency.code in chosen]
    for one in [*examples, replace(examples[-1], prefill=Prefill()), *examples[::-2]]:
        direct = forms.writer.form_bytes(lay_out(plan, (one.agency,)), one.prefill, example=True)
        assert forms.form_of(one.agency, one.prefill) == direct, one.agency.code


@pytest.mark.parametrize(
    "words",
    ["<r>", ' xã & "A" ', "\ue000\ue001\ue0020\ue002", *slow("#REF!", "_x0041_\x01", "=1+1"), "\ufffe"],
)
def test_so_it_is_whatever_stands_in_the_answers(words: str, small_plan: Plan) -> None:
    forms, agency = FilledForms(small_plan, example=False), small_plan.agencies[-1]
    texts = {question.id: words for question in small_plan.questions.values()}
    for prefill in (
        Prefill(answers=texts),
        Prefill(reasons=texts),
        Prefill(answers={**texts, **dict.fromkeys(texts, small_plan.form_agency_name(agency))}),
    ):
        direct = forms.writer.form_bytes(lay_out(small_plan, (agency,)), prefill)
        assert forms.form_of(agency, prefill) == direct


def test_what_is_known_of_an_agency_stands_in_its_form(small_plan: Plan) -> None:
    agency = small_plan.agencies[-1]
    plan = replace(small_plan, known={agency.code: {small_plan.roles.writer: "Nguyễn Thị & Con"}})
    blank = BlankForms(plan)
    for one in plan.agencies[-2:]:
        assert blank.form_of(one) == directly(blank.writer, one)


def test_agencies_that_are_asked_the_same_share_one_writing(
    real_plan: Plan, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = []
    write = FormWriter.write

    def noted(writer: FormWriter, *given: Any, **more: Any) -> Any:
        written.append(given)
        return write(writer, *given, **more)

    monkeypatch.setattr(FormWriter, "write", noted)
    group = [agency for agency in real_plan.agencies if agency.group == real_plan.agencies[-1].group]
    kinds = {agency.kind: [one for one in group if one.kind == agency.kind] for agency in group}
    members = list(dict.fromkeys(agency for alike in kinds.values() for agency in (*alike[:2], *alike[-2:])))
    write_forms(real_plan, tmp_path, members)
    assert len(written) <= len(kinds) < len(members)
    written.clear()
    forms = FilledForms(real_plan, example=True)
    for agency in members:
        forms.form_of(agency, Prefill(answers={real_plan.roles.writer: agency.name}))
    assert len(written) <= len(kinds)


def test_rows_are_written_as_the_library_writes_them(small_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    agencies = small_plan.agencies[:1], small_plan.agencies[-2:]
    quick = [FormWriter(small_plan).form_bytes(lay_out(small_plan, one)) for one in agencies]
    own = ("write_string", "write_number", "write_formula", "write_blank", "write_rich_string", "merge_range")
    for name in (*own, "_escape_control_characters", "_write_rows", "_write_data_validation"):
        monkeypatch.setattr(CellSheet, name, getattr_static(Worksheet, name))
    assert quick == [FormWriter(small_plan).form_bytes(lay_out(small_plan, one)) for one in agencies]


def replace_agency(plan: Plan, at: int, **changes: str) -> Plan:
    agencies = list(plan.agencies)
    agencies[at] = msgspec.structs.replace(agencies[at], **changes)
    return replace(plan, agencies=tuple(agencies))
