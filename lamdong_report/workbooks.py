"""The workbook beside the report that says where every figure and every quote comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from lamdong_report.decisions import HEADINGS, written
from lamdong_report.model import Answer, Decision, Part, Source
from lamdong_report.pages import Page, cell_of, write_pages
from lamdong_report.plan import Plan
from lamdong_report.report import Entry, Material, Quotation, Unused
from lamdong_report.rowsheet import Cell
from lamdong_report.text import upper_first

# So many codes stand in one cell; a cell of a form that is in more numbers has a second row.
_MOST_CODES = 200
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
        (("Mã", 9), ("Vị trí trong báo cáo", 42), ("Số in ra", 16), ("Câu, ô có số này", 70), ("Đơn vị", 16),
         ("Cách tính", 60), ("Số ô nguồn", 12)),
        _figure_rows(entries),
    )  # fmt: skip
    sources = Page(
        "Nguồn của từng số", "Mỗi ô nguồn một dòng: lọc một trong ba cột đầu theo mã của số (Bộ lọc văn bản, Chứa)",
        (("Cộng vào số", 46), ("Mẫu số của số", 22), ("Không tính trong số", 14), ("Cơ quan", 34), ("Giá trị tính", 16),
         ("Ô ghi", 20), ("Tệp", 44), ("Trang", 18), ("Ô", 9), ("Câu hỏi", 50)),
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


def code_of(at: int, entries: Sequence[Entry]) -> str:
    """What the number at this place is called, "S0042": all of one length, so that no code is found within another."""
    return f"S{at:0{max(4, len(str(len(entries))))}}"


def _figure_rows(entries: Sequence[Entry]) -> Iterator[Sequence[Cell]]:
    for at, entry in enumerate(entries, 1):
        figure, code = entry.figure, code_of(at, entries)
        yield code, entry.place, entry.text, entry.beside, figure.unit, figure.formula, len(figure.sources)


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


def _uses(entries: Sequence[Entry]) -> Iterable[_Use]:
    """Each cell once, in the order of the report; once more only where another question or value is taken from it."""
    uses: dict[tuple[Source, str, Decimal | None], _Use] = {}
    # Of one answer the parts of many figures hold the very same source: told by what it is, not by what it says.
    known: dict[tuple[int, str, Decimal | None], _Use] = {}
    for at, entry in enumerate(entries, 1):
        figure, code = entry.figure, code_of(at, entries)
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


def _source_rows(entries: Sequence[Entry], plan: Plan, answers: Answers) -> Iterator[Sequence[Cell]]:
    names = {agency.code: upper_first(agency.name) for agency in plan.agencies}
    for use in _uses(entries):
        source, question = use.source, plan.questions.get(use.part.question)
        label = question.label if question else use.part.question
        written = cell_of(answers[source]) if source in answers else ""
        rest = (names[use.part.agency], use.value, written, source.file, source.sheet, source.cell, label)
        for first in range(0, max(map(len, use.codes)), _MOST_CODES):
            yield (*(" ".join(codes[first : first + _MOST_CODES]) or None for codes in use.codes), *rest)


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
