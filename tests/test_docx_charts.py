"""Native charts: the workbook behind a chart holds what the chart shows, and Word's schemas accept both."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree

from lamdong_report.docx.charts import Chart, Series, chart_workbook, insert_chart
from tests.draft_files import VALIDATOR

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CHART = Chart(
    title="Kết quả & chỉ tiêu <2031>",
    categories=('1.1. Tỷ lệ "nữ"', "2.1. Tỷ lệ hộ", "3. Tỷ số"),
    series=(
        Series("Kết quả", (Decimal("60.75"), None, Decimal(0))),
        Series("Chỉ tiêu", (Decimal(60), Decimal("55.5"), Decimal(107))),
    ),
    unit="%",
    alternative="Biểu đồ so sánh kết quả với chỉ tiêu",
)


def document_with(*charts: Chart) -> bytes:
    document = docx.Document()
    for number, chart in enumerate(charts, 1):
        insert_chart(document, document.add_paragraph().add_run()._r, chart, number, 2031)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def points(element: etree._Element) -> dict[int, str]:
    return {int(point.get("idx", "")): point.findtext(f"{C}v") or "" for point in element.iter(f"{C}pt")}


def test_the_chart_shows_what_its_workbook_holds() -> None:
    archive = zipfile.ZipFile(io.BytesIO(document_with(CHART)))
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("word/embeddings/bieu-do-1.xlsx"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == (None, "Kết quả", "Chỉ tiêu")
    drawn = etree.fromstring(archive.read("word/charts/chart1.xml"))
    for column, series in enumerate(drawn.iter(f"{C}ser"), 1):
        assert points(series.find(f"{C}tx")) == {0: rows[0][column]}
        assert points(series.find(f"{C}cat")) == {at: row[0] for at, row in enumerate(rows[1:])}
        shown = {at: float(value) for at, value in points(series.find(f"{C}val")).items()}
        assert shown == {at: row[column] for at, row in enumerate(rows[1:]) if row[column] is not None}


def test_an_unknown_value_is_a_gap_and_not_a_nought() -> None:
    rows = list(openpyxl.load_workbook(io.BytesIO(chart_workbook(CHART, 2031))).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [60.75, None, 0]


def test_the_same_chart_gives_the_same_parts() -> None:
    first, second = (zipfile.ZipFile(io.BytesIO(document_with(CHART))) for _ in range(2))
    for name in ("word/charts/chart1.xml", "word/embeddings/bieu-do-1.xlsx"):
        assert first.read(name) == second.read(name)


def test_the_picture_is_described_for_those_who_hear_it() -> None:
    xml = zipfile.ZipFile(io.BytesIO(document_with(CHART))).read("word/document.xml").decode()
    assert 'descr="Biểu đồ so sánh kết quả với chỉ tiêu"' in xml


@pytest.mark.slow
def test_charts_are_valid_by_the_schemas(tmp_path: Path) -> None:
    if not VALIDATOR.is_file():
        pytest.skip(f"{VALIDATOR} is not there: the ECMA-376 schemas are not shipped with the project")
    upright = Chart("Theo quý", ("I", "II"), (Series("Tin", (Decimal(3), Decimal(4))),), "tin", "…", False, 0)
    file = tmp_path / "bieu-do.docx"
    file.write_bytes(document_with(CHART, upright))
    done = subprocess.run([sys.executable, str(VALIDATOR), str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
