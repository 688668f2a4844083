"""The workbook beside the report that says where every figure and every quote comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from lamdong_report.decisions import HEADINGS, decision_texts
from lamdong_report.model import Answer, Decision, Part, Source
from lamdong_report.pages import Page, Rows, Workbook, cell_of, place_in, workbook_of
from lamdong_report.plan import Plan
from lamdong_report.report import Material, PrintedNumber, Quotation, Unused
from lamdong_report.rowsheet import Cell, link
from lamdong_report.text import upper_first

# So many codes stand in one cell; a cell of a form that is in more numbers has a second row.
_MOST_CODES = 200
_PRINTED, _SOURCES = "Số đã in", "Nguồn của từng số"
NO_FILES: Mapping[str, str] = {}
# What is counted by an operation of the plan's formulas, as its reference says.
_OPERATIONS = {
    "yes": "số nơi trả lời Có ở",
    "answered": "số nơi đã trả lời",
    "is": "số nơi chọn câu trả lời ở",
    "by": "số nơi ghi ngày không muộn hơn ở",
    "at_least": "số nơi có ít nhất",
    "rate_at_least": "số nơi có tỷ lệ ít nhất",
    "all_yes": "số nơi trả lời Có ở mọi câu",
    "rows": "số dòng của",
    "sum": "tổng của cột",
}
_NAMES = re.compile(r"@([^\s()+/:,]+(?::[^\s()+/,]+)?)|\b([a-z_]\w*(?:\.\w+)?)(\()?")
_DECISION_WIDTHS = {"agency": 34, "file": 44, "value": 44, "reason": 50}


def trace_workbook(
    material: Material,
    entries: Sequence[PrintedNumber],
    unused: Iterable[Unused],
    quotations: Iterable[Quotation] = (),
    decisions: Sequence[tuple[Decision, str]] = (),
    files: Mapping[str, str] = NO_FILES,
) -> Workbook:
    """Every figure printed with its place, formula and cells, every quote with its cell.

    Then every number that was received and is printed nowhere, with the reason, and where the office has decided
    anything, what became of it. `files` says where the forms lie, seen from the workbook: its cells lead there.
    """
    plan = material.plan
    uses = tuple(_uses(entries))
    figures = Page(
        _PRINTED, "Các số in trong báo cáo",
        (("Mã", 9), ("Vị trí trong báo cáo", 42), ("Số in ra", 16), ("Câu, ô có số này", 70), ("Đơn vị", 16),
         ("Cách tính", 60), ("Số ô nguồn", 12)),
        Rows(lambda: _figure_rows(entries, uses, plan)),
    )  # fmt: skip
    sources = Page(
        _SOURCES, "Mỗi ô nguồn một dòng: lọc một trong ba cột đầu theo mã của số (Bộ lọc văn bản, Chứa)",
        (("Cộng vào số", 46), ("Mẫu số của số", 22), ("Không tính trong số", 14), ("Cơ quan", 34), ("Giá trị tính", 16),
         ("Ô ghi", 20), ("Tệp", 44), ("Trang", 18), ("Ô", 9), ("Câu hỏi", 50)),
        Rows(lambda: _source_rows(uses, plan, _answers(material), files)),
    )  # fmt: skip
    quoted = Page(
        "Lời trích", "Lời của các cơ quan được trích trong báo cáo",
        (("Vị trí trong báo cáo", 42), ("Lời trích", 110), ("Cơ quan", 34), ("Tệp", 44), ("Trang", 18), ("Ô", 9)),
        tuple(_quoted_rows(quotations, material, files)),
    )  # fmt: skip
    left = Page(
        "Số không in", "Các số đã nhận nhưng không in trong báo cáo",
        (("Cơ quan", 34), ("Giá trị", 16), ("Câu hỏi", 60), ("Lý do", 60), ("Tệp", 44), ("Trang", 18), ("Ô", 9)),
        tuple(_unused_rows(unused, files)),
    )  # fmt: skip
    settled = Page(
        "Quyết định", "Quyết định của cơ quan chủ trì về phiếu đã nhận",
        (*((heading, _DECISION_WIDTHS.get(key, 18)) for key, heading in HEADINGS.items()), ("Tình trạng", 30)),
        tuple((*decision_texts(decision, plan).values(), standing) for decision, standing in decisions),
    )  # fmt: skip
    pages = (figures, sources, quoted, left, *((settled,) if decisions else ()))
    return workbook_of(pages, plan, example=material.is_example)


def trace_code(at: int, entries: Sequence[PrintedNumber]) -> str:
    """What the number at this place is called, "S0042": all of one length, so that no code is found within another."""
    return f"S{at:0{max(4, len(str(len(entries))))}}"


def _figure_rows(entries: Sequence[PrintedNumber], uses: Iterable[_Use], plan: Plan) -> Iterator[Sequence[Cell]]:
    """Each number leads to the first of its cells."""
    first: dict[str, int] = {}
    for row, _, codes in _coded(uses):
        for code in chain(*codes):
            first.setdefault(code, row)
    for at, entry in enumerate(entries, 1):
        figure, code = entry.figure, trace_code(at, entries)
        place = place_in(_SOURCES, first[code]) if code in first else ""
        words = in_words(figure.formula, plan)
        yield link(code, place), entry.place, entry.text, entry.beside, figure.unit, words, len(figure.sources)


def _coded(uses: Iterable[_Use]) -> Iterator[tuple[int, _Use, Sequence[Sequence[str]]]]:
    """Each row of the page of sources, by its number: a cell, and as many of its codes as one row takes."""
    row = 0
    for use in uses:
        for at in range(0, max(map(len, use.codes)), _MOST_CODES):
            row += 1
            yield row, use, [codes[at : at + _MOST_CODES] for codes in use.codes]


Answers = Mapping[Source, Answer]


def _answers(material: Material) -> Answers:
    """Every answer by the cell that it stands in."""
    found: dict[Source, Answer] = {}
    for form in material.forms.values():
        found |= {answer.source: answer for answer in form.answers.values()}
        found |= {a.source: a for rows in form.tables.values() for row in rows for a in row.values()}
    return found


class _Use:
    """A cell with what is reckoned with it, and the codes of the numbers: added to, divided by, left out of."""

    __slots__ = ("codes", "part", "source", "value")

    def __init__(self, part: Part, source: Source) -> None:
        self.part = part
        self.source = source
        self.value = part.value if source is part.source else None
        self.codes: tuple[list[str], list[str], list[str]] = [], [], []


def _uses(entries: Sequence[PrintedNumber]) -> Iterable[_Use]:
    """Each cell once, in the order of the report; once more only where another question or value is taken from it."""
    uses: dict[tuple[Source, str, Decimal | None], _Use] = {}
    # Of one answer the parts of many figures hold the very same source: told by what it is, not by what it says.
    known: dict[tuple[int, str, Decimal | None], _Use] = {}
    for at, entry in enumerate(entries, 1):
        figure, code = entry.figure, trace_code(at, entries)
        for side, parts in enumerate((figure.parts, figure.base_parts, figure.left_out)):
            for part in parts:
                for source in (part.source, *part.more):
                    value = part.value if source is part.source else None
                    use = known.get((id(source), part.question, value))
                    if use is None:
                        use = uses.setdefault((source, part.question, value), _Use(part, source))
                        known[id(source), part.question, value] = use
                    if use.codes[side][-1:] != [code]:
                        use.codes[side].append(code)
    return uses.values()


def _source_rows(
    uses: Iterable[_Use], plan: Plan, answers: Answers, files: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    """Each cell leads back to the first of its numbers, and to the form."""
    names = {agency.code: upper_first(agency.name) for agency in plan.agencies}
    for _, use, codes in _coded(uses):
        source, question = use.source, plan.questions.get(use.part.question)
        label = question.label if question else in_words(use.part.question, plan)
        decision_texts = cell_of(answers[source]) if source in answers else ""
        told = (" ".join(side) for side in codes)
        back = (link(text, place_in(_PRINTED, int(text.split()[0][1:]))) if text else None for text in told)
        yield (*back, names[use.part.agency], use.value, decision_texts, *cell_in_form(source, files), label)


def cell_in_form(source: Source, files: Mapping[str, str]) -> tuple[Cell, Cell, Cell]:
    """File, sheet and cell; the last leads to the form where that lies beside the workbook."""
    file = files.get(source.file, "")
    sheet = source.sheet.replace("'", "''")
    return source.file, source.sheet, link(source.cell, f"{file}#'{sheet}'!{source.cell}" if file else "")


def _quoted_rows(
    quotations: Iterable[Quotation], material: Material, files: Mapping[str, str]
) -> Iterator[Sequence[Cell]]:
    names = {form.file: upper_first(material.plan.agency(code).name) for code, form in material.forms.items()}
    for quoted in quotations:
        source = quoted.source
        yield quoted.place, quoted.text, names.get(source.file, ""), *cell_in_form(source, files)


def _unused_rows(unused: Iterable[Unused], files: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    for item in unused:
        name, place = upper_first(item.agency.name), cell_in_form(item.answer.source, files)
        yield name, item.answer.number, item.label, item.reason, *place


def in_words(formula: str, plan: Plan) -> str:
    """A formula as officials read it: the questions' own words for their ids, what is counted for its operation."""

    def said(found: re.Match[str]) -> str:
        scope, name, opened = found.groups()
        if scope:
            groups = [group.noun for group in plan.groups if group.id == scope.partition(":")[0]]
            return f" ({groups[0] if groups else scope})"
        if opened:
            return f"{_OPERATIONS[name]} (" if name in _OPERATIONS else found[0]
        table = next((table for table in plan.tables if table.id == name.partition(".")[0]), None)
        if name in plan.questions:
            return f"«{plan.questions[name].label}»"
        columns = [column.label for column in table.columns if name == f"{table.id}.{column.id}"] if table else []
        return f"«{' – '.join([table.title, *columns])}»" if table else name

    return _NAMES.sub(said, formula)
