"""Forms that LibreOffice has opened and saved again, as .xlsx, .ods and .xls, read as if nothing had happened."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from lamdong_report.model import Submission
from lamdong_report.plan import Plan
from lamdong_report.reader import Received, read_forms
from tests.corpus.forms import form_of, reworked, sheet_of, spot_of, with_xml
from tests.corpus.reading import answer, found

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]
FORMATS = ("xlsx", "ods", "xls")
ANSWERS = {
    "nguoi_lap": "Lê Thị A",
    "dien_thoai": "0912345678",
    "ngay_chot": date(2031, 10, 31),
    "lan_gui": 2,
    "tt_cuoc": 3,
    "bv_ty_le_to": Decimal("56.5"),
    "bv_ke_hoach": True,
    "bv_mo_hinh": "Đang lập hồ sơ",
    "td_chi_dao.noi_dung": "- Một & hai <b>\n- {{ ba }}",
    "kp_ns.chi": Decimal("12.5"),
    "t1_tong": 200,
    "t1_tiem": 190,
}
# What is struck out in part, shown in thousands, struck out as a whole.
LOOKS = ("td_de_xuat.noi_dung", "kp_ns.giao", "t1_tong")
ROWS = ({"ten": "Lớp 1", "ngay": date(2031, 5, 1), "nguoi": Decimal(30)}, {"ten": "Lớp 2", "nguoi": Decimal(40)})


MARK = "Kiểm tra lại."


def filled(plan: Plan) -> bytes:
    """A form with answers of every kind, a mark of the office, and all that may be odd in a cell."""
    form = form_of(
        plan, "S101", ANSWERS, tables={"lop": ROWS}, reasons={"tt_tai_lieu": "Chưa có"}, marks={"tt_cuoc": MARK}
    )
    form = with_xml(form, {
        spot_of(plan, "S101", "tt_nguoi"): "><f>60+60</f><v>120</v>",
        spot_of(plan, "S101", "tt_nguoi_nu"): ' t="e"><f>1/0</f><v>#DIV/0!</v>',
    })  # fmt: skip

    def change(book: Workbook) -> None:
        percent, old = (spot_of(plan, "S101", key) for key in ("bv_ty_le_to", "bv_ly_do"))
        cell = sheet_of(book, percent.sheet)[percent.address]
        cell.value, cell.number_format = 0.565, "0.0%"
        cell = sheet_of(book, old.sheet)[old.address]
        cell.value, cell.font = "Ch\u00ada cã", Font(name=".VnTime")
        partly, money, struck = (spot_of(plan, "S101", key) for key in LOOKS)
        hand = InlineFont(strike=True)
        sheet_of(book, partly.sheet)[partly.address].value = CellRichText(TextBlock(hand, "Cũ "), "Mới")
        cell = sheet_of(book, money.sheet)[money.address]
        cell.value, cell.number_format = 12500, "#,##0,"
        cell.comment = Comment("Xem lại", "Cán bộ xã")
        cell = sheet_of(book, struck.sheet)[struck.address]
        cell.value, cell.font = 200, Font(strike=True)

    return reworked(form, change)


@pytest.fixture(scope="module")
def resaved(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Received]:
    """What is read of the form after LibreOffice has saved it in each format."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "phiếu.xlsx").write_bytes(filled(small_plan))
    read = {}
    for kind in FORMATS:
        out = folder / f"out-{kind}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        order = ["--headless", "--convert-to", kind, "--outdir", str(out), str(folder / "phiếu.xlsx")]
        subprocess.run(["soffice", profile, *order], check=True, capture_output=True, timeout=120)
        read[kind] = read_forms([out], small_plan)
    return read


def values(form: Submission) -> dict[str, object]:
    return {key: one.value for key, one in form.answers.items() if one.value is not None}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_answer_survives(resaved: dict[str, Received], small_plan: Plan, kind: str) -> None:
    form = resaved[kind].submissions[0]
    expected = {
        **ANSWERS,
        "co_quan": "UBND xã Bình An 1",
        "tt_nguoi": Decimal(120),
        "bv_ly_do": "Cha cã",
        "td_de_xuat.noi_dung": "Mới",
    }
    expected |= {"kp_ns.giao": Decimal(12500)}
    del expected["t1_tong"]
    assert values(form) == expected
    rows = tuple({key: one.value for key, one in row.items() if one.value is not None} for row in form.tables["lop"])
    assert rows == ROWS
    assert (form.agency, form.sending, form.form_version) == ("S101", 2, small_plan.info.form_version)
    assert form.modified is not None


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_odd_in_a_cell_is_seen_in_every_format(
    resaved: dict[str, Received], small_plan: Plan, kind: str
) -> None:
    received = resaved[kind]
    by_question = {
        "tt_nguoi": "formula-value",
        "tt_nguoi_nu": "error-cell",
        "bv_ty_le_to": "percent-format",
        "bv_ly_do": "text-legacy",
        "td_de_xuat.noi_dung": "text-struck",
        "kp_ns.giao": "number-scaled",
        "t1_tong": "cell-struck",
        "td_chi_dao.noi_dung": "text-html",
        "": "cell-note",
    }
    assert {finding.question: finding.code for finding in received.findings} == by_question
    assert found(received, "cell-note").cell == spot_of(small_plan, "S101", "kp_ns.giao").address
    assert answer(received, "tt_nguoi_nu").raw == "#DIV/0!"
    assert found(received, "error-cell").cell == spot_of(small_plan, "S101", "tt_nguoi_nu").address
