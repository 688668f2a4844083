"""What people do with a spreadsheet besides typing: cells cut, rows put in, rows added below, formats pasted over."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from lamdong_report.forms import form_bytes
from lamdong_report.forms.placement import CellPlace, Placement, place_form
from lamdong_report.layout import lay_out
from lamdong_report.plan import Plan
from tests.form_mistakes import READY, clean_commune, commune
from tests.office import work_in_office

pytestmark = pytest.mark.slow

# Run by LibreOffice's own Python: each habit is tried in the clean form, opened anew; then the verdict is read, and
# the lines of the check sheet: the question, the cell to which the link leads, what is wrong.
_HABITS = """
from com.sun.star.table import CellAddress, CellRangeAddress


def address(sheet, column, row):
    return CellAddress(sheet.RangeAddress.Sheet, column, row)


def act(document, verb, title, column, row, *more):
    sheet = document.Sheets.getByName(title)
    sheet.unprotect("")
    cell = sheet.getCellByPosition(column, row)
    if verb == "type":
        (cell.setString if isinstance(more[0], str) else cell.setValue)(more[0])
    elif verb == "cut":
        here = CellRangeAddress(sheet.RangeAddress.Sheet, column, row, column, row)
        sheet.moveRange(address(sheet, *more), here)
    elif verb == "insert":
        sheet.Rows.insertByIndex(row, 1)
    elif verb == "insert column":
        sheet.Columns.insertByIndex(column, 1)
    elif verb == "paste":
        cell.CellStyle = "Default"
        cell.clearContents(32)  # its own attributes go, the style's hold
        return cell.CellProtection.IsLocked
    return None


def tried(steps):
    hidden = PropertyValue("Hidden", 0, True, 0)
    desktop = connect().ServiceManager.createInstance("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (hidden,))
    locked = [act(document, *step) for step in steps]
    document.calculate()
    check = document.Sheets.getByName(rest[1])
    lines = check.getCellRangeByPosition(1, 3, 5, 30).DataArray
    said = [str(line[0]) for line in lines]
    told = [[str(value) for value in line[2:]] for line in lines[6:] if line[1]]
    document.close(True)
    return {"verdict": said[3], "told": told, "locked": locked}


def work(document):
    print(json.dumps({name: tried(steps) for name, steps in json.loads(rest[0]).items()}))


with_document(work)
"""


@pytest.fixture(scope="module")
def placed(real_plan: Plan) -> Placement:
    return place_form(lay_out(real_plan, (real_plan.agency(commune(real_plan)),)), real_plan.period)


def below(placed: Placement, column: str) -> CellPlace:
    """The cell of the list in the row below its last printed one."""
    last = [key for key in placed.spots if key.startswith("lop:") and key.endswith(f".{column}")][-1]
    return replace(placed.spots[last], row=placed.spots[last].row + 1)


@pytest.fixture(scope="module")
def tried(real_plan: Plan, placed: Placement, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict]:
    folder, spots = tmp_path_factory.mktemp("habits"), placed.spots
    form = folder / "phieu.xlsx"
    layout = lay_out(real_plan, (real_plan.agency(commune(real_plan)),))
    form.write_bytes(form_bytes(real_plan, layout, clean_commune(real_plan)))

    def at(spot: CellPlace) -> tuple[str, int, int]:
        return spot.sheet, spot.column, spot.row

    meetings, below_meetings = spots["ii1_hoi_nghi"], replace(spots["ii1_hoi_nghi"], row=400)
    people, women = below(placed, "nguoi"), below(placed, "nu")
    habits = {
        "nothing": (),
        "cut": (("cut", *at(meetings), below_meetings.column, below_meetings.row),),
        "cut over another": (("cut", *at(meetings), spots["ii1_nguoi"].column, spots["ii1_nguoi"].row),),
        "row put in": (("insert", meetings.sheet, 0, meetings.row), ("type", meetings.sheet, meetings.column,
                                                                     meetings.row + 1, "khoảng 3")),
        "column put in": (("insert column", meetings.sheet, meetings.column, 0),
                          ("type", meetings.sheet, meetings.column + 1, spots["ii1_nu"].row, 9999)),
        "row below": (("type", *at(people), 20), ("type", *at(women), 21)),
        "format pasted": (("paste", *at(meetings)),),
    }  # fmt: skip
    check = next(sheet.title for sheet in real_plan.sheets if sheet.purpose == "check")
    return json.loads(work_in_office(_HABITS, form, folder / "lo", json.dumps(habits), check))


def test_a_form_that_nobody_touched_may_be_sent(tried: Mapping[str, dict]) -> None:
    assert tried["nothing"]["verdict"] == READY


@pytest.mark.parametrize("habit", ["cut", "cut over another"])
def test_a_cell_that_was_cut_away_is_missed_in_its_row(
    tried: Mapping[str, dict], placed: Placement, habit: str
) -> None:
    assert tried[habit]["verdict"] != READY
    assert [placed.spots["ii1_hoi_nghi"].address, "Chưa điền"] in [line[1:] for line in tried[habit]["told"]]


def test_a_row_put_in_moves_the_answers_and_their_rules_along(tried: Mapping[str, dict]) -> None:
    (line,) = tried["row put in"]["told"]
    assert "Số hội nghị" in line[0] and "không phải là số" in line[2]


def test_link_and_words_name_the_cells_where_they_stand_now(tried: Mapping[str, dict], placed: Placement) -> None:
    """After a row was put in above, or a column: a link to where the cell once stood would lead to another."""
    meetings, people = placed.spots["ii1_hoi_nghi"], placed.spots["ii1_nguoi"]
    (moved,) = tried["row put in"]["told"]
    assert moved[1] == replace(meetings, row=meetings.row + 1).address
    (wide,) = tried["column put in"]["told"]
    assert wide[1] == replace(placed.spots["ii1_nu"], column=people.column + 1).address
    assert f"lớn hơn ô {replace(people, column=people.column + 1).address}" in wide[2]


def test_a_row_below_the_last_printed_one_is_checked_and_led_to(tried: Mapping[str, dict], placed: Placement) -> None:
    said = dict(line[1:] for line in tried["row below"]["told"])
    assert said[below(placed, "nu").address] == "Chưa đúng: lớn hơn «Số người dự» cùng dòng"
    assert "còn trống" in said[below(placed, "ten").address]


def test_a_cell_with_a_format_pasted_over_it_stays_open(tried: Mapping[str, dict]) -> None:
    assert tried["format pasted"]["locked"] == [False]
    assert tried["format pasted"]["verdict"] == READY
