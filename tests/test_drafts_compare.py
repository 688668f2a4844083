"""What changed between two drafts, told with the agency and the cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from msgspec.structs import replace
from msgspec.structs import replace as replace_struct

from lamdong_report.drafts import (
    Act,
    Change,
    Comparison,
    Record,
    compare_drafts,
    comparison_json,
    comparison_lines,
    comparison_pages,
    identity_for,
    make_record,
    merge_drafts,
    merge_lines,
    merge_page,
    why_from,
)
from lamdong_report.history.record import (
    FigureEntry,
    FindingEntry,
    FormEntry,
    LineEntry,
    MeasureEntry,
    PartEntry,
    PieceEntry,
)
from lamdong_report.model import Finding, Severity
from lamdong_report.pages import write_pages
from lamdong_report.plan import Plan
from lamdong_report.render import render_report
from lamdong_report.report import entries, gather, write_report
from tests.builders import submission
from tests.conftest import ROOT
from tests.draft_files import accepted, docx, plain

NAMES = {"XA01": "Xã Bảo Lâm", "XA02": "Xã Di Linh", "SNV": "Sở Nội vụ"}
FAULT = FindingEntry("E1", "error", "XA01", "a.xlsx", "Số liệu", "C5", "Ô C5 không phải số.")


def cell(agency: str, value: int, at: str = "C5") -> PartEntry:
    return PartEntry(agency, "q1", Decimal(value), f"{agency}.xlsx", "Số liệu", at)


def record(name: str, cells: Mapping[str, int], **more: object) -> Record:
    """A draft with one sum over the given agencies."""
    parts = tuple(cell(agency, value) for agency, value in cells.items())
    figure = FigureEntry("Mục I.1", str(sum(cells.values())), "người", "q1", tuple(range(len(parts))))
    forms = tuple(FormEntry(agency, f"{agency}.xlsx", f"sha-{value}", 1) for agency, value in cells.items())
    fields: dict[str, object] = {"figures": (figure,), "cells": parts, "forms": forms, "findings": (), "measures": ()}
    fields |= more
    total = PieceEntry(str(sum(cells.values())), figure=0)
    fields.setdefault("lines", (line("Toàn tỉnh có ", total, " người."),))
    return Record(name, "0" * 16, f"{name}.docx", 2031, names=NAMES, **fields)  # type: ignore[arg-type]


def line(*pieces: PieceEntry | str) -> LineEntry:
    """A paragraph made of these pieces."""
    said = tuple(PieceEntry(piece) if isinstance(piece, str) else piece for piece in pieces)
    return LineEntry(("".join(piece.text for piece in said),), said)


def test_a_changed_figure_is_told_with_the_agency_and_the_cell() -> None:
    found = compare_drafts(record("01", {"XA01": 5, "XA02": 7}), record("02", {"XA01": 9, "XA02": 7}))
    (change,) = found.figures
    assert (change.place, change.before, change.after, change.unit) == ("Mục I.1", "12", "16", "người")
    (by,) = change.cells
    assert (by.name, by.before, by.after, by.source) == ("Xã Bảo Lâm", "5", "9", "XA01.xlsx › Số liệu › C5")


def test_a_row_that_comes_into_a_list_changes_no_row_below_it() -> None:
    def listed(*rows: tuple[str, int]) -> tuple[FigureEntry, ...]:
        return tuple(
            FigureEntry(f"Mục II.1, bảng, dòng {at} ({name}), cột Số người", str(count), "người", "lop.nguoi", ())
            for at, (name, count) in enumerate(rows, 1)
        )

    old = record("01", {}, figures=listed(("Xã Bảo Lâm", 75), ("Sở Y tế", 40), ("Sở Y tế", 20)))
    new = record("02", {}, figures=listed(("Xã Bảo Lâm", 76), ("Xã Hòa Bắc", 60), ("Sở Y tế", 40), ("Sở Y tế", 20)))
    assert [(change.place, change.before, change.after) for change in compare_drafts(old, new).figures] == [
        ("Mục II.1, bảng, dòng 1 (Xã Bảo Lâm), cột Số người", "75", "76"),
        ("Mục II.1, bảng, dòng 2 (Xã Hòa Bắc), cột Số người", "", "60"),
    ]


def test_agencies_that_came_sent_again_or_withdrew_are_told_apart() -> None:
    found = compare_drafts(record("01", {"XA01": 5, "SNV": 1}), record("02", {"XA01": 6, "XA02": 7}))
    assert (found.arrived, found.resent, found.withdrawn) == (("Xã Di Linh",), ("Xã Bảo Lâm",), ("Sở Nội vụ",))


def test_findings_come_and_go_and_judgements_turn() -> None:
    missed, reached = MeasureEntry("1.1", "Tỷ lệ", "40%", "missed"), MeasureEntry("1.1", "Tỷ lệ", "60%", "reached")
    before = record("01", {"XA01": 5}, findings=(FAULT,), measures=(missed,))
    after = record("02", {"XA01": 5}, measures=(reached,))
    found = compare_drafts(before, after)
    assert (found.went, found.came) == ((FAULT,), ())
    assert compare_drafts(after, before).came == (FAULT,)
    assert [(turn.before, turn.after) for turn in found.turned] == [("missed", "reached")]


def test_words_are_compared_paragraph_by_paragraph_and_row_by_row() -> None:
    table = [["TT", "Xã", "Số"], ["1", "Xã Bảo Lâm", "5"]]
    old = docx("# I. Chung", "Có 5 việc đã làm xong.", "Đoạn này sẽ bỏ hẳn.", table)
    new = docx("# I. Chung", "Có 6 việc đã làm xong.", [table[0], ["1", "Xã Bảo Lâm", "7"]], "Thêm mới hoàn toàn.")
    found = compare_drafts(record("01", {}), record("02", {}), (old, new))
    assert {(word.before, word.after) for word in found.words} == {
        ("Có 5 việc đã làm xong.", "Có 6 việc đã làm xong."),
        ("Đoạn này sẽ bỏ hẳn.", ""),
        ("1\tXã Bảo Lâm\t5", "1\tXã Bảo Lâm\t7"),
        ("", "Thêm mới hoàn toàn."),
    }
    assert {word.place for word in found.words} == {"I. Chung"}


def test_a_draft_compared_with_itself_has_nothing_to_tell() -> None:
    same = record("01", {"XA01": 5}, findings=(FAULT,))
    found = compare_drafts(same, same, (docx("Một."), docx("Một.")))
    assert found.is_empty
    assert "Không có gì thay đổi" in "\n".join(comparison_lines(found))


def everything() -> Comparison:
    turned = (MeasureEntry("1.1", "Tỷ lệ", "40%", "missed"),), (MeasureEntry("1.1", "Tỷ lệ", "60%", "exceeded"),)
    before = record("01", {"XA01": 5}, findings=(FAULT,), measures=turned[0])
    return compare_drafts(
        before, record("02", {"XA01": 9, "XA02": 1}, measures=turned[1]), (docx("Một hai."), docx("Một ba."))
    )


def test_the_terminal_lists_each_kind_of_change() -> None:
    text = "\n".join(comparison_lines(everything()))
    for piece in ("Xã Di Linh", "Mục I.1: 5 → 10 người", "chưa đạt → vượt", "Ô C5 không phải số.", "lời văn: 1"):
        assert piece in text


def test_the_json_holds_all_that_the_terminal_says() -> None:
    data = json.loads(comparison_json(everything()))
    assert data["figures"][0]["cells"][0]["source"] == "XA01.xlsx › Số liệu › C5"
    assert data["turned"][0]["after"] == "exceeded"
    assert data["arrived"] == ["Xã Di Linh"]


def test_the_workbook_has_a_sheet_for_each_kind_and_the_merge_first(small_plan: Plan) -> None:
    conflict = Change(Act.CONFLICT, "I. Chung", "5", "6", "7", "Xã Bảo Lâm (a.xlsx)")
    kept = Change(Act.KEPT, "I. Chung", "một", "hai", "một")
    pages = (merge_page((kept, conflict)), *comparison_pages(everything()))
    book = openpyxl.load_workbook(BytesIO(write_pages(pages, small_plan, example=False)))
    assert book.sheetnames == ["Ghép vào bản sửa tay", "Số liệu", "Cơ quan", "Đánh giá", "Lỗi, cảnh báo", "Lời văn"]
    first = [cell.value for cell in book.worksheets[0][4]]
    assert first == ["giữ bản sửa tay, có ghi chú", "I. Chung", "5", "6", "7", "Xã Bảo Lâm (a.xlsx)"]


def test_the_terminal_shows_conflicts_of_a_merge_with_their_places() -> None:
    lines = "\n".join(merge_lines((Change(Act.CONFLICT, "II. Tồn tại", "5", "6", "7"),)))
    assert "II. Tồn tại: 6 (số liệu mới: 7)" in lines
    assert "không có gì mới" in "\n".join(merge_lines(()))


def test_a_finding_whose_words_changed_is_the_same_finding() -> None:
    copied = FindingEntry("E9", "warning", "XA01", "a.xlsx", "Kết quả", "C5", "Câu trả lời giống: Xã A, Xã B.", "q7")
    longer = replace_struct(copied, message="Câu trả lời giống: Xã A, Xã B, Xã C.", file="b.xlsx")
    elsewhere = replace_struct(copied, cell="C6", question="q8")
    found = compare_drafts(record("01", {}, findings=(copied,)), record("02", {}, findings=(longer, elsewhere)))
    assert (found.came, found.went) == ((elsewhere,), ())


def test_the_terminal_names_the_agency_of_a_finding_and_no_unit_twice() -> None:
    rate = FigureEntry("Mục I.2", "58,2%", "%", "q1", ()), FigureEntry("Mục I.2", "58,0%", "%", "q1", ())
    old, new = record("01", {}, figures=rate[:1]), record("02", {}, figures=rate[1:], findings=(FAULT,))
    text = "\n".join(comparison_lines(compare_drafts(old, new)))
    assert "Xã Bảo Lâm: Ô C5 không phải số." in text
    assert "58,2% → 58,0%\n" in text + "\n" and "% %" not in text


# Why


def test_a_number_is_traced_to_its_cells() -> None:
    told = why_from(record("02", {"XA01": 5, "XA02": 7}))("Toàn tỉnh có 12 người.", ["12"])
    assert told == "12: Xã Bảo Lâm (XA01.xlsx › Số liệu › C5), Xã Di Linh (XA02.xlsx › Số liệu › C5)"


def test_of_figures_that_read_alike_the_one_in_the_paragraph_is_meant() -> None:
    here, there = (FigureEntry(f"Mục {name}", "12", "", name, (at,)) for at, name in enumerate("AB"))
    cells = tuple(cell("XA01", 12, f"{name}1") for name in "AB")
    lines = (
        line("Có ", PieceEntry("12", figure=0), " trên 30 người."),
        line("Có ", PieceEntry("12", figure=1), " trên 40 người."),
    )
    told = why_from(replace(record("02", {}, figures=(here, there), lines=lines), cells=cells))
    assert "A1" in told("- Có 12 trên 30 người.", ["12"])


def test_a_number_inside_an_agencys_own_words_has_their_cell_as_source() -> None:
    quoted = PieceEntry("Đã mở 04 lớp.", quoted="Sở Nội vụ (a.xlsx › Kết quả › E8)")
    told = why_from(record("02", {"XA01": 4}, lines=(line(quoted),)))
    assert told("Đã mở 04 lớp.", ["04"]) == "04: Sở Nội vụ (a.xlsx › Kết quả › E8)"


def test_where_a_place_is_not_known_nothing_is_said() -> None:
    two = line(PieceEntry("5", figure=0), " và ", PieceEntry("5", quoted="Sở A (a.xlsx)"))
    told = why_from(record("02", {"XA01": 5}, lines=(two,)))
    assert told("Cán bộ viết 5 người.", ["5"]) == ""
    assert told("5 và 5", ["5"]) == ""


# A real draft


def test_a_record_of_a_real_draft_holds_its_figures_forms_and_findings(small_plan: Plan) -> None:
    codes = [agency.code for agency in small_plan.agencies]
    numeric = next(q for q in small_plan.questions.values() if q.kind.is_number)
    forms = [replace(submission(code, {numeric.id: 4}), digest=f"d-{code}") for code in codes]
    fault = Finding("E1", Severity.ERROR, "Ô sai.", "Sửa.", agency=codes[0])
    material = gather(small_plan, forms, (fault,))
    content = write_report(material, draft=True)
    kept = make_record(identity_for("du-thao-01", b"x"), "a.docx", material, content, (fault, fault))
    assert len(kept.figures) == len(entries(content))
    assert {form.agency: form.digest for form in kept.forms} == {code: f"d-{code}" for code in codes}
    assert len(kept.findings) == 1
    assert compare_drafts(kept, kept).is_empty


@pytest.mark.slow
def test_merging_the_real_report_with_every_figure_changed_gives_the_new_one(real_plan: Plan) -> None:
    template = ROOT / "templates" / "2026" / "report.docx"
    numeric = [q.id for q in real_plan.questions.values() if q.kind.is_number]

    def make(value: int) -> bytes:
        forms = [
            submission(a.code, {q: value for q in numeric if real_plan.is_asked(q, a.code)}) for a in real_plan.agencies
        ]
        content = write_report(gather(real_plan, forms), draft=True)
        return render_report(content, template)

    old, new = make(3), make(4)
    assert accepted(merge_drafts(old, old, new).document) == plain(new)
