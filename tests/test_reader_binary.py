"""Excel's binary formats say what the form in XML says, within the same bounds, on every system."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from lamdong_report.spreadsheet.biff import rk_number
from lamdong_report.spreadsheet.biffrecords import read_shared
from lamdong_report.spreadsheet.styles import Run, in_format, read_format
from tests.corpus.binaries import (
    EXCEL_5,
    EXCEL_97,
    Placed,
    binary_cell,
    encrypted,
    in_container,
    rich_text,
    sheets_of,
    xls,
    xlsb,
)
from tests.corpus.containers import record
from tests.corpus.forms import spot_of, usual
from tests.corpus.reading import answer, codes, found, read

AGENCY = "S101"


@pytest.fixture(scope="module")
def sheets(small_plan: Plan) -> list[tuple[str, list[Placed]]]:
    return sheets_of(usual(small_plan, AGENCY, tt_cuoc=3, bv_ke_hoach=True, bv_kinh_phi="12,5"))


def read_of(plan: Plan, folder: Path, data: bytes, name: str) -> Received:
    received = read(folder, plan, {name: data})
    assert answer(received, "tt_cuoc").value == 3, received.findings
    assert answer(received, "ngay_chot").value == date(2031, 10, 31)
    return received


@pytest.mark.parametrize("version", [EXCEL_5, EXCEL_97], ids=["95", "97"])
def test_an_old_workbook_is_read(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]], version: int
) -> None:
    received = read_of(small_plan, tmp_path, in_container(xls(sheets, version, chart=True), version), "a.xls")
    assert answer(received, "bv_ke_hoach").value is True
    assert codes(received) == ["number-as-text"]


def test_a_binary_workbook_is_read_with_its_charts_and_errors(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]]
) -> None:
    spot = spot_of(small_plan, AGENCY, "tt_nguoi")
    first = next(at for at, (name, _) in enumerate(sheets) if name == spot.sheet)
    ordered = [sheets[first], *sheets[:first], *sheets[first + 1 :]]
    bad = binary_cell(spot.row, spot.column, 3, bytes([0x2A]))
    received = read_of(small_plan, tmp_path, xlsb(ordered, bad), "a.xlsb")
    assert found(received, "error-cell").cell == spot.address


def first_with(sheets: list[tuple[str, list[Placed]]], name: str) -> list[tuple[str, list[Placed]]]:
    return sorted(sheets, key=lambda sheet: sheet[0] != name)


@pytest.mark.parametrize(
    ("text", "runs", "code", "said"),
    [
        ("293239", [(0, 1), (3, 0)], "text-struck", "«293»"),
        ("2391", [(0, 0), (3, 2)], "number-raised", "«239¹»"),
        ("239", [(0, 0)], "number-as-text", "239"),
        ("239", [(9, 7)], "number-as-text", "239"),
    ],
)
def test_a_run_in_a_binary_workbook_is_read_as_it_looks(
    small_plan: Plan,
    tmp_path: Path,
    sheets: list[tuple[str, list[Placed]]],
    text: str,
    runs: list[tuple[int, int]],
    code: str,
    said: str,
) -> None:
    spot = spot_of(small_plan, AGENCY, "tt_nguoi")
    rich = binary_cell(spot.row, spot.column, 62, rich_text(text, *runs))
    received = read_of(small_plan, tmp_path, xlsb(first_with(sheets, spot.sheet), rich), "a.xlsb")
    told = [one.message for one in received.findings if one.code == code and one.cell == spot.address]
    assert told and said in told[0]


def test_a_note_in_a_binary_workbook_is_told(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]]
) -> None:
    spot = spot_of(small_plan, AGENCY, "tt_nguoi")
    book = xlsb(first_with(sheets, spot.sheet), note=(spot.row, spot.column, "Số đúng là 249"))
    finding = found(read_of(small_plan, tmp_path, book, "a.xlsb"), "cell-note")
    assert (finding.cell, "«Số đúng là 249»" in finding.message) == (spot.address, True)


@pytest.mark.parametrize("kind", ["a.xls", "a.xlsb"])
def test_a_cell_far_away_costs_only_itself(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]], kind: str
) -> None:
    name, cells = sheets[0]
    far = [(name, [*cells, (65_535, 255, 1.0, False)]), *sheets[1:]]
    received = read_of(small_plan, tmp_path, in_container(xls(far, EXCEL_97)) if kind == "a.xls" else xlsb(far), kind)
    assert "IV65536" in found(received, "cells-far").message


def test_a_password_of_an_old_workbook_is_named(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]]
) -> None:
    for version in (EXCEL_5, EXCEL_97):
        locked = in_container(xls(sheets, version, globals_=record(0x2F, bytes(6))), version)
        assert codes(read(tmp_path / str(version), small_plan, {"a.xls": locked})) == ["file-password"]


@pytest.mark.parametrize("old", [True, False], ids=["97", "2003"])
def test_an_old_workbook_whose_structure_is_locked_is_read(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]], old: bool
) -> None:
    locked = in_container(encrypted(sheets, "VelvetSweatshop", old=old))
    assert codes(read_of(small_plan, tmp_path / "a", locked, "a.xls")) == ["number-as-text"]
    other = in_container(encrypted(sheets, "bí mật", old=old))
    assert codes(read(tmp_path / "b", small_plan, {"a.xls": other})) == ["file-password"]


@pytest.mark.parametrize("version", [EXCEL_5, EXCEL_97], ids=["95", "97"])
def test_an_old_workbook_without_its_container_is_read(
    small_plan: Plan, tmp_path: Path, sheets: list[tuple[str, list[Placed]]], version: int
) -> None:
    assert codes(read_of(small_plan, tmp_path, xls(sheets, version), "a.xls")) == ["number-as-text"]


def test_formats_that_people_number_are_days_only_where_they_say_so() -> None:
    assert in_format(46_300.0, read_format(50)) == 46_300.0
    assert in_format(46_300.0, read_format(50, "#,##0")) == 46_300.0
    assert in_format(46_300.0, read_format(50, "dd/mm/yyyy")) == date(2026, 10, 5)
    assert in_format(46_300.0, read_format(14)) == date(2026, 10, 5)


@given(st.integers(-(2**29), 2**29 - 1), st.booleans())
def test_short_numbers_come_back(number: int, hundredth: bool) -> None:
    coded = (number << 2 & 0xFFFFFFFF) | 2 | hundredth
    assert rk_number(coded) == (number / 100 if hundredth else number)


@given(texts=st.lists(st.text("aăđ€ 1", max_size=30), max_size=8), cut=st.integers(9, 400))
def test_strings_come_back_wherever_their_table_is_cut(texts: list[str], cut: int) -> None:
    """Between two blocks a string goes on with a byte that says anew how wide its letters are."""
    data, places = struct.pack("<II", len(texts), len(texts)), []
    for text in texts:
        data += struct.pack("<HB", len(text), 1)
        places += range(len(data), len(data) + 2 * len(text), 2)
        data += text.encode("utf-16-le")
    at = next((place for place in places if place >= cut), None)
    blocks = [data] if at is None else [data[:at], b"\1" + data[at:]]
    assert read_shared(blocks, [Run("")]) == texts
