"""The workbook beside the report that says where every figure and every quote comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lamdong_report.decisions import HEADINGS, written
from lamdong_report.model import Answer, Decision, Part, Source
from lamdong_report.pages import Page, cell_of, write_pages
from lamdong_report.plan import Plan
from lamdong_report.report import Entry, Material, Quotation, Unused
from lamdong_report.rowsheet import Cell
from lamdong_report.text import upper_first

NOT_COUNTED = "không tính"
_DECISION_WIDTHS = {"agency": 34, "file": 44, "value": 44, "reason": 50}


def trace_workbook(
    material: Material,
    entries: Sequence[Entry],
    unused: Iterable[Unused],
    quotations: Iterable[Quotation] = (),
    decisions: Sequence[tuple[Decision, str]] = (),
) -> bytes:
    """Every figure printed with its place, formula and cells, every quote with its cell.

    Then every number that was received and is printed nowhere, with the reason, and where the office has decided
    anything, what became of it.
    """
    plan, example = material.plan, material.is_example
    figures = Page(
        "Số đã in", "Các số in trong báo cáo",
        (("Mã", 7), ("Vị trí trong báo cáo", 42), ("Số in ra", 16), ("Câu, ô có số này", 70), ("Đơn vị", 16),
         ("Cách tính", 60), ("Số ô nguồn", 12)),
        _figure_rows(entries),
    )  # fmt: skip
    sources = Page(
        "Nguồn của từng số", "Ô nguồn của từng số (tử số trước, mẫu số sau)",
        (("Mã", 7), ("Vị trí", 10), ("Cơ quan", 34), ("Giá trị tính", 16), ("Ô ghi", 20), ("Tệp", 44), ("Trang", 18),
         ("Ô", 9), ("Câu hỏi", 50)),
        _source_rows(entries, plan, _answers(material)),
    )  # fmt: skip
    quoted = Page(
        "Lời trích", "Lời của các cơ quan được trích trong báo cáo",
        (("Vị trí trong báo cáo", 42), ("Lời trích", 110), ("Cơ quan", 34), ("Tệp", 44), ("Trang", 18), ("Ô", 9)),
        _quoted_rows(quotations, material),
    )  # fmt: skip
    left = Page(
        "Số không in", "Các số đã nhận nhưng không in trong báo cáo",
        (("Cơ quan", 34), ("Giá trị", 16), ("Câu hỏi", 60), ("Lý do", 60), ("Tệp", 44), ("Trang", 18), ("Ô", 9)),
        _unused_rows(unused),
    )  # fmt: skip
    settled = Page(
        "Quyết định", "Quyết định của cơ quan chủ trì về phiếu đã nhận",
        (*((heading, _DECISION_WIDTHS.get(key, 18)) for key, heading in HEADINGS.items()), ("Tình trạng", 30)),
        ((*written(decision, plan).values(), standing) for decision, standing in decisions),
    )  # fmt: skip
    pages = (figures, sources, quoted, left, *((settled,) if decisions else ()))
    return write_pages(pages, plan, example=example)


def _figure_rows(entries: Sequence[Entry]) -> Iterator[Sequence[Cell]]:
    for at, entry in enumerate(entries, 1):
        figure = entry.figure
        yield at, entry.place, entry.text, entry.beside, figure.unit, figure.formula, len(figure.sources)


Answers = Mapping[Source, Answer]


def _answers(material: Material) -> Answers:
    """Every answer by the cell that it stands in."""
    found: dict[Source, Answer] = {}
    for form in material.forms.values():
        found |= {answer.source: answer for answer in form.answers.values()}
        found |= {a.source: a for rows in form.tables.values() for row in rows for a in row.values()}
    return found


def _source_rows(entries: Sequence[Entry], plan: Plan, answers: Answers) -> Iterator[Sequence[Cell]]:
    for at, entry in enumerate(entries, 1):
        figure = entry.figure
        first = "tử số" if figure.base_parts else "cộng"
        for side, parts in ((first, figure.parts), ("mẫu số", figure.base_parts), (NOT_COUNTED, figure.left_out)):
            for part in parts:
                yield from _part_rows(at, side, part, plan, answers)


def _part_rows(at: int, side: str, part: Part, plan: Plan, answers: Answers) -> Iterator[Sequence[Cell]]:
    question = plan.questions.get(part.question)
    label = question.label if question else part.question
    name = upper_first(plan.agency(part.agency).name)
    for index, source in enumerate((part.source, *part.more)):
        value = part.value if index == 0 else None
        written = cell_of(answers[source]) if source in answers else ""
        yield at, side, name, value, written, source.file, source.sheet, source.cell, label


def _quoted_rows(quotations: Iterable[Quotation], material: Material) -> Iterator[Sequence[Cell]]:
    names = {form.file: upper_first(material.plan.agency(code).name) for code, form in material.forms.items()}
    for quoted in quotations:
        source = quoted.source
        yield quoted.place, quoted.text, names.get(source.file, ""), source.file, source.sheet, source.cell


def _unused_rows(unused: Iterable[Unused]) -> Iterator[Sequence[Cell]]:
    for item in unused:
        source = item.answer.source
        name = upper_first(item.agency.name)
        yield name, item.answer.number, item.label, item.reason, source.file, source.sheet, source.cell
