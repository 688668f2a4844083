"""The workbook of opinions: what agencies wrote, brought together for officials to arrange, and read as arranged.

One sheet has a row for each sentence of a section that is brought together. An official moves a sentence by writing
another group beside it, merges groups by giving them one name, words a group anew, and says whether it is printed; the
workbook saved beside the forms under the name ARRANGED_FILE is taken over by the next draft.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path

from lamdong_report.catalogue import make_finding
from lamdong_report.model import Finding, Source
from lamdong_report.pages import Page, Workbook, cell_of, workbook_of, write_pages
from lamdong_report.plan import Section, Table, Topic
from lamdong_report.reader.remarks import cell_text
from lamdong_report.report import Arrangement, Material, Opinion, OpinionGroup, chosen_groups, statements
from lamdong_report.results import ARRANGED_FILE
from lamdong_report.rowsheet import Cell
from lamdong_report.spreadsheet.book import Sheet
from lamdong_report.spreadsheet.opening import open_sheets
from lamdong_report.spreadsheet.package import Refused
from lamdong_report.text import clean, slug, upper_first

GROUPS = "Nhóm ý"
YES, NO = "x", "không"
# The headings by what the columns hold; they are found again by their words, wherever they have moved.
HEADINGS = {
    "section": "Mục",
    "group": "Nhóm",
    "printed": "In vào báo cáo",
    "words": "Lời in (để trống: in nguyên văn câu đầu)",
    "count": "Số nơi",
    "agency": "Cơ quan, địa phương",
    "text": "Câu của cơ quan, địa phương",
    "file": "Tệp",
    "sheet": "Trang",
    "cell": "Ô",
    "code": "Mã cơ quan",
    "question": "Mã nội dung",
}
_WIDTHS = (9, 12, 10, 50, 8, 28, 70, 34, 16, 8, 11, 20)
_NEEDED = ("group", "text", "code", "question")
# Headings stand under the title and, for examples, the mark; officials may put some rows of their own above.
_SEARCHED_ROWS = 20


def opinions_workbook(material: Material, opinions: Iterable[Opinion]) -> Workbook:
    """The words of every agency, section by section, their groups, and the lists that agencies kept, one sheet each."""
    columns = (
        ("Mục", 9), ("Tên mục", 34), ("Nội dung", 34), ("Nhóm", 24), ("Cơ quan", 30), ("Trạng thái", 16),
        ("Nổi bật", 10), ("Ý kiến", 90), ("Tệp", 40), ("Trang", 18), ("Ô", 8),
    )  # fmt: skip
    rows = [
        (
            one.section, one.section_title, one.topic, one.group, upper_first(one.agency.name), one.status,
            YES if one.outstanding else "", one.answer.text or one.answer.raw,
            one.answer.source.file, one.answer.source.sheet, one.answer.source.cell,
        )
        for one in opinions
    ]  # fmt: skip
    words = Page("Ý kiến", "Tổng hợp ý kiến của các cơ quan, địa phương", columns, rows)
    groups = _groups_page(tuple(_group_rows(material)))
    tables = [
        Page(table.title[:31], table.title, (("Cơ quan", 30), *((c.label, max(c.width, 12)) for c in table.columns),
             ("Tệp", 40), ("Trang", 18), ("Ô", 8)), tuple(_table_rows(material, table)))
        for table in material.plan.tables
    ]  # fmt: skip
    return workbook_of((words, groups, *tables), material.plan, example=material.is_example)


def arrangement_workbook(material: Material, topics: Collection[str]) -> bytes:
    """The groups of these topics alone, to save as ARRANGED_FILE; what is arranged of sentences now gone is kept."""
    rows = (*_group_rows(material, topics), *_rows_of_the_gone(material))
    return write_pages((_groups_page(rows),), material.plan, example=material.is_example)


def _groups_page(rows: Iterable[Sequence[Cell]]) -> Page:
    heading = f"Các ý nêu giống nhau; sửa xong lưu vào thư mục inputs với tên {ARRANGED_FILE}"
    return Page(GROUPS, heading, tuple(zip(HEADINGS.values(), _WIDTHS, strict=True)), rows)


def _group_rows(material: Material, topics: Collection[str] | None = None) -> Iterator[Sequence[Cell]]:
    for section in material.plan.sections:
        place = material.plan.place_of(section)
        for topic in material.plan.topics_in(section.id) if section.gathered else ():
            if topics is None or topic.id in topics:
                for name, group, printed in named_groups(section, topic, material):
                    yield from _rows_of(group, place, name, printed=printed)


def _rows_of(group: OpinionGroup, place: str, name: str, *, printed: bool) -> Iterator[Sequence[Cell]]:
    """A row for each sentence; what holds for the whole group stands in each, so that sorting parts nothing."""
    shared = (place, name, YES if printed else NO, group.words, Decimal(len(group.agencies)))
    for said in group.statements:
        source = said.source
        yield (
            *shared, upper_first(said.agency.name), said.text, source.file, source.sheet, source.cell,
            said.agency.code, said.question,
        )  # fmt: skip


def named_groups(section: Section, topic: Topic, material: Material) -> Iterator[tuple[str, OpinionGroup, bool]]:
    """Every group of a topic under a name that no other group has, and whether the report prints it."""
    taken = set(material.arrangement.groups.values())
    free = (name for at in count(1) if (name := f"{topic.id}-{at:02d}") not in taken)
    for group, printed in chosen_groups(section, topic, material):
        yield group.name or next(free), group, printed and section.printed


def _rows_of_the_gone(material: Material) -> Iterator[Sequence[Cell]]:
    arrangement = material.arrangement
    said = {one.key for topic in material.plan.topics for one in statements(topic, material)}
    for (code, question, text), name in arrangement.groups.items():
        if (code, question, text) not in said:
            printed = YES if arrangement.printed.get(name, True) else NO
            agency = upper_first(material.plan.agency(code).name) if material.plan.knows(code) else ""
            words = arrangement.words.get(name, "")
            yield "", name, printed, words, "", agency, text, "", "", "", code, question


def read_arrangement(path: Path) -> tuple[Arrangement, tuple[Finding, ...]]:
    """How the officials have arranged the groups in the workbook at `path`; nothing arranged where there is none."""
    if not path.is_file():
        return Arrangement(), ()
    try:
        sheets = open_sheets(path.read_bytes())
    except (Refused, OSError):
        sheets = ()
    keys = {slug(heading): key for key, heading in HEADINGS.items()}
    for sheet in sheets:
        for at in range(min(len(sheet.rows), _SEARCHED_ROWS)):
            named = ((slug(cell_text(cell)), place) for place, cell in enumerate(sheet.rows[at]))
            columns = {keys[name]: place for name, place in named if name in keys}
            if all(key in columns for key in _NEEDED):
                return _read(sheet, at + 1, columns), ()
    return Arrangement(), (make_finding("arrangement-unreadable", source=Source(path.name, "", "")),)


def _read(sheet: Sheet, first: int, columns: Mapping[str, int]) -> Arrangement:
    """Row by row; of rows of one group that differ, words and print hold where they are changed first."""
    groups: dict[tuple[str, str, str], str] = {}
    words: dict[str, str] = {}
    printed: dict[str, bool] = {}
    for at in range(first, len(sheet.rows)):
        row = {key: " ".join(clean(cell_text(sheet.spot(at, column).value)).split()) for key, column in columns.items()}
        name = row["group"]
        if not name or not row["text"]:
            continue
        groups[row["code"], row["question"], row["text"]] = name
        if row.get("words"):
            words.setdefault(name, row["words"])
        if mark := slug(row.get("printed", "")):
            printed.setdefault(name, mark != slug(NO))
    return Arrangement(groups, words, printed)


def _table_rows(material: Material, table: Table) -> Iterator[Sequence[Cell]]:
    for code, form in material.forms.items():
        name = upper_first(material.plan.agency(code).name)
        for row in form.tables.get(table.id, ()):
            cells = [cell_of(row[column.id]) if column.id in row else "" for column in table.columns]
            source = next(iter(row.values())).source
            yield name, *cells, source.file, source.sheet, source.cell
