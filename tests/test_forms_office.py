"""Forms in other programs' hands: the schema, and LibreOffice reckoning and saving them again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.layout import META_SHEET, lay_out
from lamdong_report.plan import Agency, Plan

pytestmark = pytest.mark.slow

VALIDATOR = Path(__file__).resolve().parents[2] / "shared" / "tools" / "validate_ooxml.py"
SOFFICE = shutil.which("soffice")
ALWAYS_RECKON = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
FILLED = Prefill(
    answers={
        "co_quan": "Sở Y tế",
        "nguoi_lap": "- Lê Văn B & <C>",
        "tt_cuoc": Decimal(12),
        "tt_nguoi": Decimal(300),
        "tt_nguoi_nu": Decimal(301),
        "tt_tai_lieu": "nhiều",
        "xh_tong": Decimal(5),
        "xh_trai": Decimal(2),
        "xh_gai": Decimal(3),
        "t1s_tong": Decimal(1234),
        "t1s_tiem": Decimal(1175),
        "t2_dan": Decimal(0),
        "t4_trai": Decimal(700),
        "t4_hoc_trai": Decimal(699),
        "t4_gai": Decimal(650),
        "t4_hoc_gai": Decimal(600),
        "bv_kinh_phi": Decimal("1234.5"),
    },
    reasons={"ngay_chot": "đang tổng hợp"},
    tables={"lop": ({"ten": "Lớp 1", "nguoi": Decimal(10), "nu": Decimal(11)}, {"ten": "=1+1", "nguoi": "x"})},
    marks={"tt_nguoi_nu": "Số nữ (301) lớn hơn tổng số (300)."},
)
FORMS = {
    "so-y-te": (("SYT",), Prefill()),
    "xa": (("S101",), Prefill()),
    "nhom-so": (("SYT", "SGD"), Prefill()),
    "nhom-xa": (("S101", "S102"), Prefill()),
    "dien-san": (("SYT",), FILLED),
    "nhom-dien-san": (("SYT", "SGD"), FILLED),
}


@pytest.fixture(scope="module")
def forms(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("forms")
    paths = {}
    for name, (codes, prefill) in FORMS.items():
        agencies: tuple[Agency, ...] = tuple(small_plan.agency(code) for code in codes)
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(form_bytes(small_plan, lay_out(small_plan, agencies), prefill))
    return paths


@pytest.mark.skipif(not VALIDATOR.is_file(), reason="the schema validator is not beside this checkout")
def test_forms_hold_against_the_schema(forms: dict[str, Path]) -> None:
    command = [sys.executable, str(VALIDATOR), *map(str, forms.values())]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.fixture(scope="module")
def resaved(forms: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The forms as LibreOffice saves them, every formula reckoned anew."""
    if not SOFFICE:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile, out = tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("resaved")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECKON, encoding="utf-8")
    command = [
        SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, forms.values()),
    ]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return {name: out / path.name for name, path in forms.items()}


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, c.coordinate) for c in row if c.data_type == "f")


def value(book: Workbook, place: tuple[str, str]) -> object:
    found = book[place[0]][place[1]].value
    return round(found, 9) if isinstance(found, float) else found or None if found != 0 else 0


@pytest.mark.parametrize("name", FORMS)
def test_every_formula_already_shows_what_libreoffice_reckons(
    name: str, forms: dict[str, Path], resaved: dict[str, Path]
) -> None:
    ours = openpyxl.load_workbook(forms[name], data_only=True)
    theirs = openpyxl.load_workbook(resaved[name], data_only=True)
    places = list(formulas(forms[name]))
    assert len(places) > 20
    assert {p: value(ours, p) for p in places} == {p: value(theirs, p) for p in places}


@pytest.mark.parametrize("name", FORMS)
def test_libreoffice_keeps_ids_rules_and_meta(name: str, forms: dict[str, Path], resaved: dict[str, Path]) -> None:
    ours, theirs = openpyxl.load_workbook(forms[name]), openpyxl.load_workbook(resaved[name])
    assert theirs.sheetnames == ours.sheetnames
    assert theirs[META_SHEET].sheet_state != "visible"
    assert column(theirs[META_SHEET], "B") == column(ours[META_SHEET], "B")
    for sheet in ours.worksheets:
        again = theirs[sheet.title]
        assert column(again, "A") == column(sheet, "A")
        assert ruled(again) == ruled(sheet), sheet.title
        assert again.protection.sheet == sheet.protection.sheet


def column(sheet: Worksheet, letter: str) -> list[object]:
    """What stands in a column, down to its last cell that holds anything."""
    values = [cell.value if cell.value != "" else None for cell in sheet[letter]]
    while values and values[-1] is None:
        values.pop()
    return values


def ruled(sheet: Worksheet) -> dict[str, tuple[str, bool]]:
    """The kind of rule on each cell that has one, and whether it is enforced."""
    rules = sheet.data_validations.dataValidation
    return {
        f"{column}{row}": (rule.type, bool(rule.showErrorMessage))
        for rule in rules
        for area in rule.sqref.ranges
        for row, column in area.cells
    }
