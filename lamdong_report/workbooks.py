"""The workbooks beside the report: where every figure comes from, and the words of every agency."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from lamdong_report.forms.measure import line_points, row_points, text_points
from lamdong_report.model import Answer, Part
from lamdong_report.plan import Plan
from lamdong_report.report import Entry, Material, Opinion, Unused
from lamdong_report.rowsheet import Cell as Cell
from lamdong_report.rowsheet import Looks, RowSheet
from lamdong_report.text import clean, format_date, upper_first

FONT = "Times New Roman"
SIZE = 11
EXAMPLE_MARK = "SỐ LIỆU VÍ DỤ"
ROW_LABEL = "STT"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet to write: columns as (label, width), and rows of cells in that order."""

    title: str
    heading: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Cell]]


def trace_workbook(material: Material, entries: Sequence[Entry], unused: Iterable[Unused]) -> bytes:
    """Every figure printed with its place, formula and cells; every number printed nowhere, with the reason."""
    plan, example = material.plan, is_example(material)
    figures = Page(
        "Số đã in",
        "Các số in trong báo cáo",
        (
            ("Mã", 7),
            ("Vị trí trong báo cáo", 42),
            ("Số in ra", 16),
            ("Đơn vị", 16),
            ("Cách tính", 60),
            ("Số ô nguồn", 12),
        ),
        _figure_rows(entries),
    )
    sources = Page(
        "Nguồn của từng số",
        "Ô nguồn của từng số (tử số trước, mẫu số sau)",
        (
            ("Mã", 7),
            ("Vị trí", 10),
            ("Cơ quan", 34),
            ("Giá trị", 16),
            ("Tệp", 44),
            ("Trang", 18),
            ("Ô", 9),
            ("Câu hỏi", 50),
        ),
        _source_rows(entries, plan),
    )
    left = Page(
        "Số không in", "Các số đã nhận nhưng không in trong báo cáo",
        (("Cơ quan", 34), ("Giá trị", 16), ("Câu hỏi", 60), ("Lý do", 60), ("Tệp", 44), ("Trang", 18), ("Ô", 9)),
        _unused_rows(unused),
    )  # fmt: skip
    return write_pages((figures, sources, left), plan, example=example)


def opinions_workbook(material: Material, opinions: Iterable[Opinion]) -> bytes:
    """The words of every agency, section by section, and the lists that they kept, one sheet a list."""
    columns = (
        ("Mục", 9), ("Tên mục", 34), ("Nội dung", 34), ("Nhóm", 24), ("Cơ quan", 30), ("Trạng thái", 16),
        ("Nổi bật", 10), ("Ý kiến", 90), ("Tệp", 40), ("Trang", 18), ("Ô", 8),
    )  # fmt: skip
    words = Page("Ý kiến", "Tổng hợp ý kiến của các cơ quan, địa phương", columns, _opinion_rows(opinions))
    tables = [
        Page(table.title[:31], table.title, (("Cơ quan", 30), *((c.label, max(c.width, 12)) for c in table.columns),
             ("Tệp", 40), ("Trang", 18), ("Ô", 8)), _table_rows(material, table.id))
        for table in material.plan.tables
    ]  # fmt: skip
    return write_pages((words, *tables), material.plan, example=is_example(material))


def is_example(material: Material) -> bool:
    return any(form.example for form in material.forms.values())


def _figure_rows(entries: Sequence[Entry]) -> Iterator[Sequence[Cell]]:
    for at, entry in enumerate(entries, 1):
        figure = entry.figure
        yield at, entry.place, entry.text, figure.unit, figure.formula, len(figure.sources)


def _source_rows(entries: Sequence[Entry], plan: Plan) -> Iterator[Sequence[Cell]]:
    for at, entry in enumerate(entries, 1):
        for side, parts in (("tử số", entry.figure.parts), ("mẫu số", entry.figure.base_parts)):
            for part in parts:
                yield from _part_rows(at, side if entry.figure.base_parts else "cộng", part, plan)


def _part_rows(at: int, side: str, part: Part, plan: Plan) -> Iterator[Sequence[Cell]]:
    question = plan.questions.get(part.question)
    label = question.label if question else part.question
    name = upper_first(plan.agency(part.agency).name)
    for index, source in enumerate((part.source, *part.more)):
        value = part.value if index == 0 else None
        yield at, side, name, value, source.file, source.sheet, source.cell, label


def _unused_rows(unused: Iterable[Unused]) -> Iterator[Sequence[Cell]]:
    for item in unused:
        source = item.answer.source
        name = upper_first(item.agency.name)
        yield name, item.answer.number, item.label, item.reason, source.file, source.sheet, source.cell


def _opinion_rows(opinions: Iterable[Opinion]) -> Iterator[Sequence[Cell]]:
    for opinion in opinions:
        source = opinion.answer.source
        yield (
            opinion.section, opinion.section_title, opinion.topic, opinion.group, upper_first(opinion.agency.name),
            opinion.status, "x" if opinion.outstanding else "", opinion.answer.text or opinion.answer.raw,
            source.file, source.sheet, source.cell,
        )  # fmt: skip


def _table_rows(material: Material, table_id: str) -> Iterator[Sequence[Cell]]:
    table = next(t for t in material.plan.tables if t.id == table_id)
    for code, form in material.forms.items():
        name = upper_first(material.plan.agency(code).name)
        for row in form.tables.get(table_id, ()):
            cells = [_answered(row[column.id]) if column.id in row else "" for column in table.columns]
            source = next(iter(row.values())).source
            yield name, *cells, source.file, source.sheet, source.cell


def _answered(answer: Answer) -> Cell:
    """What was understood; else the cell as it was typed, without anything invisible."""
    match answer.value:
        case Decimal() | str():
            return answer.value
        case date():
            return format_date(answer.value)
    return clean(answer.raw)


def write_pages(pages: Sequence[Page], plan: Plan, *, example: bool) -> bytes:
    """A workbook with one filterable sheet for each page; the same input gives the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        created = datetime.combine(plan.info.period_start, datetime.min.time())
        book.set_properties({"created": created, "author": plan.document.author})
        formats = _formats(book)
        for page in pages:
            _write_page(book, page, formats, example=example)
        sheets: list[RowSheet] = book.worksheets()
        book.in_memory = not any(sheet.is_large for sheet in sheets)
    if any(sheet.is_lost for sheet in sheets):
        raise RuntimeError(f"XlsxWriter {xlsxwriter.__version__} does not write the rows that it is given")
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
    return {
        "title": book.add_format({**base, "font_size": 14, "bold": True}),
        "mark": book.add_format({**base, "bold": True, "font_color": "#C00000"}),
        "header": book.add_format(
            {**base, "bold": True, "border": 1, "bg_color": "#DDE8F3", "align": "center", "text_wrap": True}
        ),
        "text": book.add_format({**base, "border": 1, "text_wrap": True}),
        "number": book.add_format({**base, "border": 1, "num_format": "#,##0.####"}),
        "whole": book.add_format({**base, "border": 1, "num_format": "#,##0"}),
        "row": book.add_format({**base, "border": 1, "num_format": "0", "align": "center"}),
    }


def _write_page(book: Any, page: Page, formats: dict[str, Any], *, example: bool) -> None:
    sheet = book.add_worksheet(page.title, RowSheet)
    sheet.write_string(0, 0, page.heading, formats["title"])
    if example:
        sheet.write_string(1, 0, EXAMPLE_MARK, formats["mark"])
    for at, (label, width) in enumerate(page.columns):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, label, formats["header"])
    last = sheet.put_rows(3, _with_heights(page), [_looks(label, formats) for label, _ in page.columns])
    sheet.autofilter(2, 0, max(last, 3), len(page.columns) - 1)
    sheet.freeze_panes(3, 0)
    _set_up_print(sheet, example=example)


def _looks(label: str, formats: dict[str, Any]) -> Looks:
    return Looks(formats["text"], formats["number"], formats["row" if label == ROW_LABEL else "whole"])


def _with_heights(page: Page) -> Iterator[tuple[float, Sequence[Cell]]]:
    """Every row, tall enough for its longest text; cells shorter than their column take one line."""
    columns = [(at, width, width * 0.8) for at, (_, width) in enumerate(page.columns)]
    one_line = line_points(SIZE)
    for row in page.rows:
        texts = ((row[at], width) for at, width, short in columns if isinstance(c := row[at], str) and len(c) > short)
        yield row_points(*(text_points(str(c), width, SIZE) for c, width in texts), least=one_line), row


def _set_up_print(sheet: Any, *, example: bool) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
    if example:
        sheet.set_header(f"&C&B{EXAMPLE_MARK}")
    sheet.set_footer("&C&P/&N")
