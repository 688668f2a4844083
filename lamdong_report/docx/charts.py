"""Native charts of a Word document: a chart part with the workbook it is drawn from, which Word opens for editing.

Only bars, which an office's black-and-white printer keeps apart by pattern and grey. Element order: ECMA-376 part 1,
section 21.2.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from html import escape

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from msgspec import Struct
from xlsxwriter import Workbook

from lamdong_report.docx.package import OFFICE
from lamdong_report.docx.wordml import Element, W
from lamdong_report.packing import settle_system

_OFFICE = OFFICE.rstrip("/")
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_MM = 36_000
# Numbers of three digits stand side by side on so many bars of a chart as wide as the page's text.
MOST_UPRIGHT = 16
_SHEET, _LABELS = "Sheet1", "A"
# How a chart part names its only relation, the workbook.
_WORKBOOK = "rId1"
_FONT = "Times New Roman"
# Greys that stay apart on paper: dark for the first series, light with a border for the second, white for a third.
_FILLS = ("404040", "BFBFBF", "FFFFFF")
_CATEGORY_AXIS, _VALUE_AXIS = "111111111", "222222222"


class Series(Struct, frozen=True):
    """One row of bars: its name, and a value for each category; None leaves a gap."""

    name: str
    values: tuple[Decimal | None, ...]


class Chart(Struct, frozen=True):
    """A bar chart. `alternative` is read aloud instead of the picture; sizes are in mm; `unit` names the value axis.

    `horizontal` bars leave room for long category names. Values are printed with `decimals` decimals.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    alternative: str
    horizontal: bool = True
    decimals: int = 1
    width: int = 160
    height: int = 100


def insert_chart(document: Document, run: Element, chart: Chart, number: int, year: int) -> None:
    """Put the chart into a run of the document's body. `number` (from 1) names its parts; no clock but `year`.

    Parts are numbered by the caller, so that the same document gets the same names.
    """
    package = document.part.package
    book = Part(PackURI(f"/word/embeddings/bieu-do-{number}.xlsx"), BOOK_TYPE, chart_workbook(chart, year), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, chart_xml(chart), package)
    part.rels.add_relationship(f"{_OFFICE}/package", book, _WORKBOOK)
    relation = document.part.relate_to(part, f"{_OFFICE}/chart")
    run.append(_drawing(chart, relation, number))


def chart_workbook(chart: Chart, year: int) -> bytes:
    """The numbers of a chart as the workbook that Word opens: categories in column A, a column for each series."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(year, 1, 1)})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 60)
    sheet.write_column(1, 0, chart.categories)
    for column, series in enumerate(chart.series, 1):
        sheet.write_string(0, column, series.name)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, float(value))
    book.close()
    return settle_system(buffer.getvalue())


def chart_xml(chart: Chart) -> bytes:
    """The chart part, whose cached values are those of `chart_workbook`."""
    series = "".join(_series(chart, at) for at in range(len(chart.series)))
    direction, category_side, value_side = ("bar", "l", "b") if chart.horizontal else ("col", "b", "l")
    # Bars are drawn from below; the list reads from above.
    order = "maxMin" if chart.horizontal else "minMax"
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    xml = (
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:lang val="vi-VN"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:title>{_rich(chart.title, 1200, bold=True)}<c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="60"/>{axes}</c:barChart>'
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{category_side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_LINE}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{value_side}"/><c:title>{_rich(chart.unit, 1000)}<c:overlay val="0"/>'
        '</c:title><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_LINE}<c:crossAx val="{_CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if chart.horizontal else "autoZero"}"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:latin typeface="{_FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
        f'<c:externalData r:id="{_WORKBOOK}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml.encode("utf-8")


_LINE = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>'


def _rich(text: str, size: int, *, bold: bool = False) -> str:
    """A text of the chart; `size` in hundredths of a point."""
    look = f'sz="{size}" b="{int(bold)}"'
    return (
        f"<c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr {look}/></a:pPr>"
        f'<a:r><a:rPr lang="vi-VN" {look}><a:latin typeface="{_FONT}"/></a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>'
        "</c:rich></c:tx>"
    )


def _series(chart: Chart, at: int) -> str:
    series, column, last = chart.series[at], chr(ord(_LABELS) + 1 + at), len(chart.categories) + 1
    # The locale in the code makes the decimal sign a comma on any machine.
    code = "[$-42A]0" if chart.decimals == 0 else "[$-42A]0." + "0" * chart.decimals
    fill = _FILLS[at % len(_FILLS)]
    # Numbers on many upright bars would run into each other; they are written along the bars.
    crowded = not chart.horizontal and len(chart.categories) * len(chart.series) > MOST_UPRIGHT
    turned = ' rot="-5400000" vert="horz"' if crowded else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx><c:strRef><c:f>{_SHEET}!${column}$1</c:f>{_cache('str', [series.name])}</c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>'
        '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></c:spPr>'
        '<c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="{code}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        f"<c:txPr><a:bodyPr{turned}/>"
        '<a:p><a:pPr><a:defRPr sz="800"/></a:pPr><a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strRef><c:f>{_SHEET}!${_LABELS}$2:${_LABELS}${last}</c:f>"
        f"{_cache('str', chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f>"
        f"{_cache('num', [None if v is None else str(float(v)) for v in series.values])}</c:numRef></c:val></c:ser>"
    )


def _cache(kind: str, values: Sequence[str | None]) -> str:
    code = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(value)}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    return f'<c:{kind}Cache>{code}<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache>'


def _drawing(chart: Chart, relation: str, number: int) -> Element:
    size = f'cx="{chart.width * _EMU_PER_MM}" cy="{chart.height * _EMU_PER_MM}"'
    # Ids of drawings must differ in the whole document; charts count from a thousand, clear of a template's pictures.
    name = f'id="{1000 + number}" name="Biểu đồ {number}" descr="{escape(chart.alternative)}"'
    return etree.fromstring(
        f'<w:drawing xmlns:w="{W}"'
        f' xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr {name}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}" r:id="{escape(relation)}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
