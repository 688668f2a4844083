"""The guide says how many cells each group fills in: held against the plan, and against what a commune can bear."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lamdong_report.describe import count_cells
from lamdong_report.example import make_examples
from lamdong_report.plan import Agency, Kind, Plan, Question
from tests.conftest import ROOT
from tools.measure_forms import SEED, measure

GUIDE = ROOT / "docs" / "huong-dan-su-dung.md"
COLUMNS: dict[str, Callable[[Question], bool]] = {
    "Số liệu": lambda q: q.kind.is_number,
    "Chọn trong danh sách": lambda q: q.kind in (Kind.CHOICE, Kind.YESNO),
    "Nội dung viết": lambda q: q.kind is Kind.WORDS,
    "Người lập, văn bản, ngày": lambda q: q.kind in (Kind.TEXT, Kind.PHONE, Kind.EMAIL, Kind.DATE),
}


def counts(plan: Plan, agency: Agency) -> dict[str, int]:
    mine = [q for q in plan.questions.values() if agency.code in plan.asked[q.id] and q.kind is not Kind.AGENCY]
    must = [q for q in mine if agency.code in plan.required[q.id]]
    found = {name: sum(map(belongs, mine)) for name, belongs in COLUMNS.items()}
    return {**found, "Bắt buộc": len(must), "trong đó số liệu": sum(q.kind.is_number for q in must)}


def written() -> dict[str, list[str]]:
    """The table of the guide: group → its cells."""
    section = GUIDE.read_text(encoding="utf-8").split("### Phiếu gồm bao nhiêu ô")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    return {row[0]: row[1:] for row in rows}


def test_the_table_says_what_the_plan_asks(real_plan: Plan) -> None:
    table = written()
    for group in real_plan.groups:
        found = [counts(real_plan, agency) for agency in real_plan.agencies if agency.group == group.id]
        spans = [(min(c[name] for c in found), max(c[name] for c in found)) for name in found[0]]
        row = table[group.name]
        assert row[0] == str(len(found))
        assert row[1:] == [str(low) if low == high else f"{low}–{high}" for low, high in spans], group.name


def test_the_command_says_the_same(real_plan: Plan) -> None:
    for agency in real_plan.agencies:
        said, found = count_cells(real_plan, agency), counts(real_plan, agency)
        assert (said["bắt buộc"], said["số liệu"]) == (found["Bắt buộc"], found["Số liệu"]), agency.code


@pytest.mark.parametrize(("column", "most"), [("Số liệu", 65), ("Nội dung viết", 12)])
def test_a_commune_is_not_asked_too_much(real_plan: Plan, column: str, most: int) -> None:
    communes = [agency for agency in real_plan.agencies if real_plan.group_of(agency).summed]
    assert max(counts(real_plan, agency)[column] for agency in communes) <= most


def test_the_text_below_the_table_is_about_the_same_numbers(real_plan: Plan) -> None:
    commune = next(agency for agency in real_plan.agencies if real_plan.group_of(agency).summed)
    found = counts(real_plan, commune)
    told = re.search(r"Một xã ghi (\d+) số.*?(\d+) số bắt buộc", GUIDE.read_text(encoding="utf-8"), re.S)
    assert told and [int(n) for n in told.groups()] == [found["Số liệu"], found["trong đó số liệu"]]


@pytest.mark.slow
def test_a_commune_types_a_quarter_less_than_before_in_its_first_year(real_plan: Plan) -> None:
    """And the page about forms says of each group what is measured."""
    page = (ROOT / "docs" / "phieu.md").read_text(encoding="utf-8")
    rows = {row[0]: row[1:] for row in ([c.strip() for c in x.strip("|").split("|")] for x in page.splitlines()) if row}
    examples = make_examples(real_plan, SEED)
    for group in real_plan.groups:
        cost, told = measure(real_plan, group, examples), rows[group.name]
        minutes = [f"{each:.1f}".replace(".", ",") for each in (cost.minutes_first, cost.minutes_later)]
        numbers = [str(each) for each in (cost.cells, cost.owed, cost.typed_first, cost.typed_later)]
        assert [told[at] for at in (1, 3, 5, 6, 8, 9)] == [*numbers, *minutes], group.name
        if group.summed:
            assert cost.typed_first <= int(told[4]) * 3 / 4
