"""Reads a finished report back, line by line: which numbers and quotes stand where, and which numbers nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from lamdong_report.content import (
    AgencyAnnex,
    Cell,
    GoalRow,
    IndicatorRow,
    Number,
    Paragraph,
    Pieces,
    Quote,
    ReportContent,
    StatusRow,
    Style,
    Text,
    text_of,
)
from lamdong_report.model import Answer, Figure, Source
from lamdong_report.plan import Agency, Plan
from lamdong_report.report.material import Material
from lamdong_report.text import lower_first

_HEADINGS = {Style.HEADING1: 1, Style.HEADING2: 2, Style.HEADING3: 3}
ANNEX = "Phụ lục"
# What the columns of the program's own tables are called, by the field that fills them.
_COLUMNS = {
    "document": "số, ký hiệu",
    "sent": "ngày gửi",
    "previous": "năm trước",
    "result": "kết quả",
    "difference": "so với chỉ tiêu",
    "note": "ghi chú",
}
# Why a number that was received is printed nowhere.
NOT_USED = "Không có câu hay cột nào của báo cáo dùng câu hỏi này"
ALONE = "Cơ quan chỉ ghi một trong hai số phải đi cùng nhau (số tổng và số thành phần) nên không cộng được"
LEFT_OUT = "Câu dùng số này không được in vì thiếu số liệu đi cùng, hoặc tổng bằng 0"
MANAGED = "Thông tin quản lý phiếu, không phải số liệu của báo cáo"
COMPARED = "Chỉ dùng để đối chiếu: báo cáo in kết quả theo công thức của chỉ tiêu, từ số của nơi khác"
NOT_LISTED = "Bảng kê này chỉ in của những cơ quan khác; của cơ quan này chỉ lấy tổng"


class Passage(Struct, frozen=True, gc=False):
    """A stretch of the report with one place: a paragraph, or a cell of an annex by the names of row and column."""

    row: str
    pieces: Pieces
    column: str = ""

    @property
    def place(self) -> str:
        # Put together when it is asked for: an annex of thousands of rows has a hundred thousand cells.
        return f"{self.row}, {self.column}" if self.column else self.row


class PrintedLine(Struct, frozen=True):
    """A paragraph or a row of an annex: all its texts as on paper, and the passages that they are made of."""

    cells: tuple[str, ...]
    passages: tuple[Passage, ...]


class PrintedNumber(Struct, frozen=True, gc=False):
    """One printed number: `text` is what stands on paper, `passage` the paragraph or cell in which it stands."""

    passage: Passage
    text: str
    figure: Figure

    @property
    def place(self) -> str:
        """The section or annex cell."""
        return self.passage.place

    @property
    def beside(self) -> str:
        """All words around it."""
        return text_of(self.passage.pieces)


class Quotation(Struct, frozen=True):
    """One printed quote: its place, its words and the cell that they were written in."""

    place: str
    text: str
    source: Source


class Unused(Struct, frozen=True):
    """A number that was received but is printed nowhere."""

    agency: Agency
    answer: Answer
    label: str
    reason: str


def entries(content: ReportContent) -> tuple[PrintedNumber, ...]:
    """Every number of body and annexes in the order of the report."""
    return tuple(
        PrintedNumber(passage, piece.text, piece.figure)
        for line in lines(content)
        for passage in line.passages
        for piece in passage.pieces
        if isinstance(piece, Number)
    )


def quotations(content: ReportContent) -> tuple[Quotation, ...]:
    """Every quote of body and annexes in the order of the report."""
    return tuple(
        Quotation(passage.place, piece.text, piece.source)
        for line in lines(content)
        for passage in line.passages
        for piece in passage.pieces
        if isinstance(piece, Quote)
    )


def lines(content: ReportContent) -> Iterator[PrintedLine]:
    """The body's paragraphs, then the rows of the annexes."""
    yield from _body(content.body)
    for row in content.indicators:
        yield _row(row, f"{ANNEX} I, dòng {row.number}", row.unit, row.target, row.judgement, row.agencies)
    for annex in content.annexes:
        yield from _table(annex, f"{ANNEX} {annex.number}")
    for words in content.words:
        place, agency, columns = f"{ANNEX} {words.number}", "", _headings(words.columns[1:])
        for line in words.rows:
            if line.name:
                agency = line.name
                yield PrintedLine((agency,), (Passage(place, (Text(agency),)),))
                continue
            # A row's number is no number of the report.
            where = f"{place}, {agency}, dòng {line.cells[0]}"
            passages = _cells(where, columns, line.cells[1:])
            yield PrintedLine(tuple(cell.text for cell in line.cells), tuple(passages))
    for status in content.statuses:
        yield _row(status, f"{ANNEX} {content.statuses_number}, dòng {status.number}")


def _body(body: tuple[Paragraph, ...]) -> Iterator[PrintedLine]:
    numbers = ["", "", "", ""]
    place = ""
    for paragraph in body:
        if level := _HEADINGS.get(paragraph.style):
            numbers[level:] = [paragraph.text.split(" ", 1)[0].rstrip("."), *[""] * (3 - level)]
            last = next(filter(None, reversed(numbers)), "")
            place = f"Mục {last if level == 1 else f'{numbers[1]}.{last}'}"
        if chart := paragraph.chart:
            drawn = (number for _, numbers in chart.series for number in numbers if number)
            yield PrintedLine((chart.title,), (Passage(f"{place}, biểu đồ", tuple(drawn)),))
            continue
        lead = paragraph.lead.rstrip(" :")
        yield PrintedLine(
            (f"{lead}: {paragraph.text}" if lead else paragraph.text,), (Passage(place, paragraph.pieces),)
        )
        for row in paragraph.rows:
            yield _row(row, f"{place}, bảng, dòng {row.number}", row.target, row.judgement)
        if paragraph.table:
            yield from _table(paragraph.table, f"{place}, bảng")


def _row(row: GoalRow | IndicatorRow | StatusRow, place: str, *fixed: str) -> PrintedLine:
    """A row of the program's own tables: its cells by the names of their columns, then its fixed words."""
    cells = [(name, getattr(row, key).pieces) for key, name in _COLUMNS.items() if key in row.__slots__]
    passages = [Passage(place, pieces, name) for name, pieces in cells]
    name = row.name if isinstance(row, StatusRow) else row.label
    passages += [Passage(place, (Text(text),)) for text in (name, *fixed) if text]
    values = (getattr(row, key) for key in row.__slots__)
    return PrintedLine(tuple(str(value) for value in values if isinstance(value, str | Cell)), tuple(passages))


def _table(annex: AgencyAnnex, place: str) -> Iterator[PrintedLine]:
    """The rows of an annex by agency, or of such a table in the body."""
    columns = _headings(annex.columns)
    for row in (*annex.rows, *([annex.total] if annex.total.cells else ())):
        where = f"dòng {row.number} ({row.name})" if row.number else f"dòng {lower_first(row.name)}"
        passages = _cells(f"{place}, {where}", columns, row.cells)
        yield PrintedLine(
            (row.number, row.name, *(cell.text for cell in row.cells)), (Passage("", (Text(row.name),)), *passages)
        )


def _headings(labels: Sequence[str]) -> list[str]:
    return [f"cột {label}" for label in labels]


def _cells(row: str, columns: Sequence[str], cells: Sequence[Cell]) -> list[Passage]:
    return [Passage(row, cell.pieces, column) for column, cell in zip(columns, cells, strict=True)]


def unused_numbers(material: Material, printed: Sequence[PrintedNumber]) -> Iterator[Unused]:
    """Every number received whose cell stands behind no printed figure."""
    plan = material.plan
    used = {source for entry in printed for source in entry.figure.sources}
    alone = {part.source for entry in printed for part in entry.figure.left_out}
    reasons = _reasons(plan)
    for code, form in material.forms.items():
        asked = [(key, answer) for key, answer in form.answers.items() if key in plan.questions]
        numbers = [(plan.questions[key].label, answer) for key, answer in asked]
        for table in plan.tables:
            labels = {column.id: f"{table.title} – {column.label}" for column in table.columns}
            rows = form.tables.get(table.id, ())
            numbers += [(labels[key], answer) for row in rows for key, answer in row.items()]
        for label, answer in numbers:
            if answer.number is not None and answer.source not in used:
                reason = ALONE if answer.source in alone else reasons.get(answer.question, NOT_USED)
                yield Unused(plan.agency(code), answer, label, reason)


def _reasons(plan: Plan) -> dict[str, str]:
    """Why a number under a question may be printed nowhere, by the question; of several reasons the last holds."""
    found = {question.id: COMPARED for question in plan.questions.values() if question.indicator}
    for annex in plan.formulas.annexes:
        found |= {f"{annex.entry.table}.{column.id}": NOT_LISTED for column in annex.list_columns}
    sentences = [sentence for listed in plan.formulas.sentences.values() for sentence in listed]
    fields = [field for one in sentences for stretch in (*one.text, *one.zero) for field in stretch.fields]
    expressions = [field.expression for field in fields if field.expression]
    expressions += [column.value for annex in plan.formulas.annexes for column in annex.columns]
    terms = [term for one in expressions for term in (*one.numerator, *one.denominator)]
    found |= {question: LEFT_OUT for term in terms for question in term.questions if not term.column}
    return found | {getattr(plan.roles, role): MANAGED for role in plan.roles.__struct_fields__}
