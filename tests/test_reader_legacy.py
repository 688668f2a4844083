"""Words in the old Vietnamese encodings: seen by their letters or their font, told, and converted on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from lamdong_report.model import Severity
from lamdong_report.plan import Plan
from tests.corpus.forms import reworked, sheet_of, spot_of, usual
from tests.corpus.reading import answer, codes, found, read

TCVN3 = "§· triÓn khai c«ng t¸c b¶o vÖ trÎ em"
UNICODE = "Đã triển khai công tác bảo vệ trẻ em"
VNI = "Ñaõ trieån khai coâng taùc baûo veä treû em"


def with_fonts(plan: Plan, cells: dict[str, tuple[str, str]]) -> bytes:
    """A commune's form: by question the text of its cell and the name of its font."""

    def change(book: Workbook) -> None:
        for question, (text, font) in cells.items():
            spot = spot_of(plan, "S101", question)
            cell = sheet_of(book, spot.sheet)[spot.address]
            cell.value, cell.font = text, Font(name=font)

    return reworked(usual(plan, "S101"), change)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tá»• chá»©c há»™i nghá»‹", "text-legacy"),
        ("phổ biê´n cho 239 luợt nguời", "text-legacy"),
        ("Ph??ng ?ã t? ch?c", "text-lost"),
        ("<p>Đã tổ chức</p>", "text-html"),
    ],
)
def test_what_another_program_has_spoilt_is_told(small_plan: Plan, tmp_path: Path, text: str, code: str) -> None:
    assert codes(read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", bv_ly_do=text)})) == [code]


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_old_letters_are_told_and_left(small_plan: Plan, tmp_path: Path, text: str, name: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": usual(small_plan, "S101", bv_ly_do=text)})
    finding = found(received, "text-legacy")
    assert finding.severity is Severity.WARNING
    assert name in finding.message and UNICODE in finding.message
    assert answer(received, "bv_ly_do").value == text


@pytest.mark.parametrize("text", [TCVN3, VNI])
def test_old_letters_are_converted_on_request(small_plan: Plan, tmp_path: Path, text: str) -> None:
    form = usual(small_plan, "S101", bv_ly_do=text)
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "bv_ly_do").value == UNICODE
    assert answer(received, "bv_ly_do").raw == text
    assert found(received, "text-converted").severity is Severity.NOTE


def test_a_short_word_is_told_by_its_font(small_plan: Plan, tmp_path: Path) -> None:
    form = with_fonts(small_plan, {"bv_ly_do": ("Ch\u00ada cã", ".VnTime")})
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "bv_ly_do").value == "Chưa có"
    assert codes(received) == ["text-converted"]


def test_a_font_of_capitals_makes_capitals(small_plan: Plan, tmp_path: Path) -> None:
    form = with_fonts(small_plan, {"nguoi_lap": ("lª thÞ a", ".VnTimeH")})
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "nguoi_lap").value == "LÊ THỊ A"


def test_a_piece_of_a_text_in_an_old_font_is_seen(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        spot = spot_of(small_plan, "S101", "nguoi_lap")
        piece = TextBlock(InlineFont(rFont="VNI-Times"), "Leâ Thò A")
        sheet_of(book, spot.sheet)[spot.address].value = CellRichText([piece])

    form = reworked(usual(small_plan, "S101"), change)
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "nguoi_lap").value == "Lê Thị A"


@pytest.mark.parametrize("text", ["Đã có", "Kế hoạch", "OK 123"])
def test_readable_text_in_an_old_font_is_left_in_peace(small_plan: Plan, tmp_path: Path, text: str) -> None:
    form = with_fonts(small_plan, {"bv_ly_do": (text, ".VnTime")})
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "bv_ly_do").value == text
    assert codes(received) == []


NUMBERS = ("tt_cuoc", "tt_nguoi", "tt_nguoi_nu", "tt_nguoi_nam", "tt_nguoi_2030", "bv_kinh_phi")


def test_many_cells_of_a_sheet_are_told_together(small_plan: Plan, tmp_path: Path) -> None:
    form = usual(small_plan, "S101", **dict.fromkeys(NUMBERS, "kh«ng cã"))
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    finding = found(received, "text-legacy-many")
    assert "6 ô" in finding.message and (finding.sheet, finding.cell) == ("Số liệu", "")
    assert "text-legacy" not in codes(received)


def test_numbers_and_choices_are_understood_once_they_are_converted(small_plan: Plan, tmp_path: Path) -> None:
    form = usual(small_plan, "S101", tt_cuoc="kh«ng cã", bv_mo_hinh="§ang lËp hå s¬")
    received = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(received, "tt_cuoc").value == 0
    assert answer(received, "bv_mo_hinh").value == "Đang lập hồ sơ"


def test_a_reason_in_old_letters_is_told_and_converted(small_plan: Plan, tmp_path: Path) -> None:
    form = with_fonts(small_plan, {"tt_cuoc.ly_do": ("Ch\u00ada cã", ".VnTime")})
    finding = found(read(tmp_path, small_plan, {"a.xlsx": form}), "text-legacy")
    assert finding.cell == spot_of(small_plan, "S101", "tt_cuoc.ly_do").address
    converted = read(tmp_path, small_plan, {"a.xlsx": form}, convert_legacy=True)
    assert answer(converted, "tt_cuoc").reason == "Chưa có"
    assert codes(converted) == ["text-converted"]


def test_an_agencys_name_in_old_letters_is_found(small_plan: Plan, tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        del book["_meta"]
        spot = spot_of(small_plan, "S101", "co_quan")
        cell = sheet_of(book, spot.sheet)[spot.address]
        cell.value, cell.font = "x\u00b7 B\u00d7nh An 1", Font(name=".VnTime")

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101"), change)})
    assert [form.agency for form in received.submissions] == ["S101"]
