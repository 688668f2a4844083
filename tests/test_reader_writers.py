"""Forms that other programs have opened and saved give the same answers, and no finding that advises harm."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from lamdong_report.model import Submission
from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from tests.conftest import ROOT
from tests.corpus.forms import form_of, parts_of, reworked, zipped
from tests.corpus.reading import codes, read

pytestmark = pytest.mark.slow

# Where the libraries of node are installed for this test (npm install --prefix build/node exceljs xlsx).
MODULES = ROOT / "build" / "node" / "node_modules"
AGENCIES = ("S101", "TD")
ANSWERS = {
    "S101": {"nguoi_lap": "Lê Thị A", "ngay_chot": date(2031, 10, 31), "tt_cuoc": 3, "bv_ty_le_to": Decimal("56.5"),
             "bv_ke_hoach": True, "td_chi_dao.noi_dung": "- Một & hai <b>\n- {{ ba }}", "t1_tong": 200, "t1_tiem": 190},
    "TD": {"nguoi_lap": "Trần B", "ngay_chot": date(2031, 10, 30), "kp_ns.giao": Decimal("12.5"),
           "kp_ns.chi": Decimal("10.25"), "td_de_xuat.noi_dung": "Không"},
}  # fmt: skip
EXCELJS = """
const book = new (require('exceljs').Workbook)();
book.xlsx.readFile(process.argv[1]).then(() => book.xlsx.writeFile(process.argv[2]));
"""
SHEETJS = """
const sheets = require('xlsx'), book = sheets.readFile(process.argv[1], {cellNF: true, cellStyles: true});
sheets.writeFile(book, process.argv[2]);
"""
NODE = [("exceljs.xlsx", EXCELJS), *((f"sheetjs.{kind}", SHEETJS) for kind in ("xlsx", "xlsb", "ods", "fods"))]


@pytest.fixture(scope="module", params=AGENCIES)
def form(request: pytest.FixtureRequest, small_plan: Plan) -> bytes:
    rows = ({"ten": "Lớp 1", "ngay": date(2031, 5, 1), "nguoi": Decimal(30)},)
    return form_of(small_plan, request.param, ANSWERS[request.param], tables={"lop": rows})


def contents(received: Received) -> tuple[object, object]:
    form: Submission = received.submissions[0]
    rows = {
        table: [{key: one.value for key, one in row.items()} for row in some] for table, some in form.tables.items()
    }
    return {key: one.value for key, one in form.answers.items()}, rows


def same(small_plan: Plan, folder: Path, form: bytes, other: bytes, name: str) -> None:
    plain = read(folder / "plain", small_plan, {"a.xlsx": form})
    again = read(folder / "again", small_plan, {name: other})
    assert contents(again) == contents(plain)
    # What a day is kept as differs; it is understood, and said, and nothing has to be done.
    assert [code for code in codes(again) if code != "date-as-text"] == codes(plain)


def test_openpyxl(small_plan: Plan, tmp_path: Path, form: bytes) -> None:
    same(small_plan, tmp_path, form, reworked(form, lambda book: None), "a.xlsx")


def test_the_values_alone(small_plan: Plan, tmp_path: Path, form: bytes) -> None:
    """Copied and pasted as values: what the form reckons itself is nobody's answer, and nobody is told to delete it."""
    parts = {
        name: re.sub(rb"<f>[^<]*</f><v>[^<]*</v>", b"<v>5</v>", data) if name.startswith("xl/worksheets/") else data
        for name, data in parts_of(form).items()
    }
    assert parts != parts_of(form)
    same(small_plan, tmp_path, form, zipped(parts), "a.xlsx")


def test_values_without_styles(small_plan: Plan, tmp_path: Path, form: bytes) -> None:
    """What scripts write: every cell's value and nothing else, in a new workbook."""
    old, new = openpyxl.load_workbook(io.BytesIO(form)), openpyxl.Workbook(write_only=True)
    for sheet in old.worksheets:
        copy = new.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            copy.append(row)
    out = io.BytesIO()
    new.save(out)
    same(small_plan, tmp_path, form, out.getvalue(), "a.xlsx")


@pytest.mark.parametrize(("name", "script"), NODE, ids=[name for name, _ in NODE])
def test_libraries_of_node(small_plan: Plan, tmp_path: Path, form: bytes, name: str, script: str) -> None:
    node = shutil.which("node")
    if node is None or not MODULES.is_dir():
        pytest.skip("node with exceljs and xlsx is not on this machine")
    (tmp_path / "in.xlsx").write_bytes(form)
    command = [node, "-e", script, str(tmp_path / "in.xlsx"), str(tmp_path / name)]
    subprocess.run(command, check=True, timeout=120, env={**os.environ, "NODE_PATH": str(MODULES)})
    same(small_plan, tmp_path, form, (tmp_path / name).read_bytes(), name)
