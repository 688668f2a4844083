"""A form that was made for others than the agency that filled it in: one sentence, and every shared answer counts."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lamdong_report.checks import check_submissions
from lamdong_report.decisions.judging import about_form
from lamdong_report.layout import lay_out
from lamdong_report.model import Finding, Severity
from lamdong_report.plan import Agency, Plan, load_plan
from lamdong_report.reader import Received, read_forms
from lamdong_report.reader.borrowed import owner_of
from lamdong_report.reader.identity import Meta
from lamdong_report.reader.index import FormIndex, index_form
from tests.corpus.forms import Typed, group_form, reworked, typed
from tests.corpus.reading import codes, found, read
from tests.form_tables import SMALL_PLAN

FOLLOWS = {"sheet-missing", "rows-missing", "not-asked", "number-missing", "answer-missing", "words-missing"}
BODIES = {"SO": "Sở Y tế", "DT": "Tỉnh đoàn", "XA": "UBND phường Tân Lập"}
# A group of one has no form but that one's own, which names it.
OWNERS = ("SO", "XA")
PAIRS = pytest.mark.parametrize(("group", "filler"), [(a, b) for a in OWNERS for b in BODIES if a != b])


def answers_for(plan: Plan, *groups: str) -> dict[str, Typed]:
    """A number for every count that some agency of the groups is asked."""
    asked = {agency.code for group in groups for agency in plan.select(group)}
    numbers = (one for one in plan.questions.values() if one.kind.is_number and one.id != plan.roles.sending)
    return {one.id: 40 for one in numbers if plan.asked[one.id] & asked}


def without_meta(book: Workbook) -> None:
    del book["_meta"]


def everything(plan: Plan, received: Received) -> list[Finding]:
    told = check_submissions(plan, received.submissions, received.findings)
    return [*received.findings, *(one for one in told if one.code != "form-missing")]


@PAIRS
@pytest.mark.parametrize("is_declared", [True, False])
def test_the_form_of_another_group_is_told_in_one_sentence(
    small_plan: Plan, tmp_path: Path, group: str, filler: str, is_declared: bool
) -> None:
    given = {**answers_for(small_plan, group), small_plan.roles.agency: BODIES[filler]}
    form = group_form(small_plan, group, given)
    received = read(tmp_path, small_plan, {"a.xlsx": form if is_declared else reworked(form, without_meta)})
    finding = found(received, "form-of-another")
    assert finding.severity is Severity.ERROR and not FOLLOWS & set(codes(received))
    assert f"nhóm «{small_plan.group(group).name}»" in finding.message
    assert f"ghi tên {BODIES[filler]}" in finding.message and BODIES[filler] in finding.remedy
    sent = received.submissions[0]
    shared = {key for key in given if small_plan.is_asked(key, sent.agency)}
    assert {key for key, one in sent.answers.items() if one.value is not None} >= shared
    strange = given.keys() - shared
    assert (f"{len(strange)} ô trả lời khác" in finding.message) == bool(strange) and not sent.answers.keys() & strange
    # What is still asked for has a cell in this form: nobody is asked for what was not there to be answered.
    missing = [one for one in everything(small_plan, received) if one.code in FOLLOWS]
    assert all(one.cell and one.question in sent.answers for one in missing)


def test_a_form_that_the_office_has_chosen_for_another_body_says_whose_it_was(small_plan: Plan, tmp_path: Path) -> None:
    form = typed(small_plan, "SYT", {small_plan.roles.agency: BODIES["XA"], "tt_cuoc": "khoảng 3"})
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert codes(received) == ["agency-differs"] and received.submissions == ()
    forms = [one for one in received.forms if one.agency == "S102"]
    chosen = about_form(forms[0], forms, reason="đã hỏi qua điện thoại", who="Lê A", when=None)
    settled = read_forms([tmp_path], small_plan, decisions=[chosen])
    assert [one.agency for one in settled.submissions] == ["S102"]
    # What was found where it was read counts as well, now that the form does.
    assert set(codes(settled)) == {"form-of-another", "number-approximate", "form-chosen"}
    assert "cấp cho Sở Y tế nhưng ghi tên UBND phường Tân Lập" in found(settled, "form-of-another").message


def rows_of(plan: Plan, agencies: tuple[Agency, ...]) -> frozenset[str]:
    """The rows and lists of a blank form for these agencies."""
    blocks = lay_out(plan, agencies).blocks
    return frozenset(name for one in blocks for name in ([one.table.id] if one.table else (row.id for row in one.rows)))


@pytest.fixture(scope="module")
def real_index(real_plan: Plan) -> FormIndex:
    return index_form(real_plan)


def test_everybodys_own_form_and_its_groups_are_its_own(real_plan: Plan, real_index: FormIndex) -> None:
    group_rows = {group.id: rows_of(real_plan, real_plan.select(group.id)) for group in real_plan.groups}
    for agency in real_plan.agencies:
        meta = Meta(group=agency.group)
        assert owner_of(rows_of(real_plan, (agency,)), agency, meta, real_index) == ""
        for group, rows in group_rows.items():
            for known in (Meta(), Meta(group=group)):
                assert bool(owner_of(rows, agency, known, real_index)) == (group != agency.group), (agency.code, group)


def test_the_form_of_another_department_is_told_where_it_asks_something_else(
    real_plan: Plan, real_index: FormIndex
) -> None:
    departments = real_plan.select("S")
    for owner, filler in itertools.permutations(departments, 2):
        told = owner_of(rows_of(real_plan, (owner,)), filler, Meta(), real_index)
        theirs, own = rows_of(real_plan, (owner,)), rows_of(real_plan, (filler,))
        assert (owner.name in told) == (not theirs <= own and not own <= theirs), (owner.code, filler.code)


INDEX = index_form(load_plan(SMALL_PLAN))


@given(st.data())
def test_rows_that_are_lost_or_copied_make_nobody_elses_form(data: st.DataObject) -> None:
    """An agency's own form stays its own, whatever rows are gone, and with some rows of another form beside them."""
    plan = INDEX.plan
    agency = data.draw(st.sampled_from(plan.agencies))
    own = rows_of(plan, (agency,))
    kept = data.draw(st.sets(st.sampled_from(sorted(own))))
    strange = sorted(INDEX.askers.keys() - rows_of(plan, plan.select(agency.group)))
    copied = data.draw(st.sets(st.sampled_from(strange), max_size=1))
    assert owner_of(frozenset(kept), agency, Meta(), INDEX) == ""
    assert owner_of(own | copied, agency, Meta(), INDEX) == ""


def test_a_form_that_has_all_rows_of_its_agency_is_its_own() -> None:
    for agency in INDEX.plan.agencies:
        assert owner_of(frozenset(INDEX.askers), agency, Meta(), INDEX) == ""
