"""What the look of a cell says, and what lies over cells: struck, raised, scaled, hidden, notes, boxes, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from lamdong_report.text import clean
from tests.corpus.forms import parts_of, reworked, sheet_of, sheet_part, spot_of, usual, with_xml, zipped
from tests.corpus.reading import answer, codes, found, read
from tests.samples import samples

AGENCY = "S101"
QUICK = settings(
    max_examples=samples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def runs(*texts: tuple[str, str]) -> str:
    """A cell of runs, each with its property and its text."""
    pieces = "".join(f'<r><rPr>{look}</rPr><t xml:space="preserve">{text}</t></r>' for look, text in texts)
    return f' t="inlineStr"><is>{pieces}</is>'


def read_cell(plan: Plan, folder: Path, key: str, xml: str) -> Received:
    form = with_xml(usual(plan, AGENCY), {spot_of(plan, AGENCY, key): xml})
    return read(folder, plan, {"a.xlsx": form})


def over_cells(plan: Plan, kind: str, part: str) -> bytes:
    """A form whose sheet of numbers has one more part, of this kind of relation."""
    parts = parts_of(usual(plan, AGENCY, tt_cuoc=3))
    name = sheet_part(parts, spot_of(plan, AGENCY, "tt_cuoc").sheet)
    relation = f'<Relationship Id="x" Type="{_SPACE}/{kind}" Target="../x.xml"/>'
    links = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}'
    place = name.replace("worksheets/", "worksheets/_rels/") + ".rels"
    return zipped({**parts, place: f"{links}</Relationships>", "xl/x.xml": part})


@pytest.mark.parametrize(
    ("key", "xml", "value", "code"),
    [
        ("tt_cuoc", runs(("<strike/>", "293"), ("", " 239")), 239, "text-struck"),
        ("tt_cuoc", runs(('<strike val="1"/>', "293")), None, "cell-struck"),
        ("tt_cuoc", runs(('<strike val="0"/>', "239")), 239, "number-as-text"),
        ("tt_cuoc", runs(("", "239"), ('<vertAlign val="superscript"/>', "1")), None, "number-raised"),
        ("tt_cuoc", runs(("", "239"), ('<vertAlign val="subscript"/>', "(2)")), None, "number-raised"),
        ("bv_ly_do", runs(("", "Rộng 5 m"), ('<vertAlign val="superscript"/>', "2")), "Rộng 5 m²", None),
        ("bv_ly_do", runs(("<strike/>", "Bỏ. "), ("<b/>", "Giữ")), "Giữ", "text-struck"),
    ],
)
def test_a_run_of_text_is_read_as_it_looks(
    small_plan: Plan, tmp_path: Path, key: str, xml: str, value: object, code: str | None
) -> None:
    received = read_cell(small_plan, tmp_path, key, xml)
    assert answer(received, key).value == value
    assert {finding.code for finding in received.findings if finding.question == key} >= ({code} if code else set())
    assert code or not received.findings


def test_a_cell_that_is_struck_out_is_blank_and_its_row_is_still_known(small_plan: Plan, tmp_path: Path) -> None:
    def strike(book: Workbook) -> None:
        spot = spot_of(small_plan, AGENCY, "tt_cuoc")
        for (cell,) in sheet_of(book, spot.sheet).iter_cols(min_row=spot.row + 1, max_row=spot.row + 1):
            cell.font = Font(strike=True)

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY, tt_cuoc=239), strike)})
    assert (answer(received, "tt_cuoc").value, codes(received)) == (None, ["cell-struck"])


@QUICK
@given(pieces=st.lists(st.tuples(st.booleans(), st.text("abđ 1", min_size=1, max_size=5)), min_size=1, max_size=6))
def test_what_is_left_is_what_is_not_struck_out(
    small_plan: Plan, tmp_path: Path, pieces: list[tuple[bool, str]]
) -> None:
    received = read_cell(
        small_plan, tmp_path, "bv_ly_do", runs(*(("<strike/>" if gone else "<b/>", text) for gone, text in pieces))
    )
    kept, gone = ("".join(text for struck, text in pieces if struck is which) for which in (False, True))
    assert (answer(received, "bv_ly_do").value or "") == clean(kept)
    wanted = [] if not gone.strip() else ["text-struck" if kept.strip() else "cell-struck"]
    assert codes(received) == wanted


@pytest.mark.parametrize(("code", "seen"), [("#,##0,", "239"), ('0.0,,"tr"', "0,239"), ("#,##0", None)])
def test_a_number_that_is_shown_in_thousands_is_told(
    small_plan: Plan, tmp_path: Path, code: str, seen: str | None
) -> None:
    spot = spot_of(small_plan, AGENCY, "tt_cuoc")

    def scale(book: Workbook) -> None:
        sheet_of(book, spot.sheet)[spot.address].number_format = code

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY, tt_cuoc=239_000), scale)})
    assert answer(received, "tt_cuoc").value == 239_000
    assert codes(received) == (["number-scaled"] if seen else [])
    assert not seen or f"hiển thị {seen} " in found(received, "number-scaled").message


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("_-* #,##0\\ [$₫-42A]_-", "239.000 đồng"),
        ('#,##0 "tỷ"', "239.000 tỷ"),
        ('#,##0 "trăm"', "239.000 trăm"),
        ("[$$-409]#,##0", "239.000 $"),
        ('#,##0 "USD"', "239.000 usd"),
        ('#,##0"%"', "239.000 %"),
        ('#,##0 "triệu đồng"', None),
        ('#,##0 "triệu"', None),
        ('#,##0 "tr"', None),
        ('#,##0 "người"', None),
        ('00 "đồng chí"', None),
        ('00 "đ/c"', None),
    ],
)
def test_a_unit_that_a_format_prints_beside_the_number_is_told(
    small_plan: Plan, tmp_path: Path, code: str, seen: str | None
) -> None:
    spot = spot_of(small_plan, AGENCY, "bv_kinh_phi")

    def show(book: Workbook) -> None:
        sheet_of(book, spot.sheet)[spot.address].number_format = code

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY, bv_kinh_phi=239_000), show)})
    assert answer(received, "bv_kinh_phi").value == 239_000
    assert codes(received) == (["unit-in-format"] if seen else [])
    assert not seen or f"«{seen}»" in found(received, "unit-in-format").message


def test_a_note_on_a_cell_is_told_but_not_one_of_the_office(small_plan: Plan, tmp_path: Path) -> None:
    spots = [spot_of(small_plan, AGENCY, key) for key in ("tt_cuoc", "tt_nguoi")]

    def write(book: Workbook) -> None:
        for spot, author in zip(spots, ("Cán bộ xã", small_plan.contact.agency), strict=True):
            sheet_of(book, spot.sheet)[spot.address].comment = Comment(f"{author}:\nSố là 239", author)

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY), write)})
    assert codes(received) == ["cell-note"]
    note = found(received, "cell-note")
    assert note.cell == spots[0].address and "«Số là 239»" in note.message


def test_notes_on_very_many_cells_are_counted(small_plan: Plan, tmp_path: Path) -> None:
    sheet = spot_of(small_plan, AGENCY, "tt_cuoc").sheet

    def write(book: Workbook) -> None:
        for row in range(8, 20):
            sheet_of(book, sheet)[f"H{row}"].comment = Comment("Đã rà soát", "Cán bộ xã")

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY), write)})
    assert sorted(codes(received)) == [*["cell-note"] * 5, "cells-many"]
    assert "7 ô khác" in found(received, "cells-many").message


def test_a_thread_of_comments_is_told_once(small_plan: Plan, tmp_path: Path) -> None:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = f'<a:ThreadedComments xmlns:a="{space}"><a:threadedComment ref="D9"><a:text>Số là 239</a:text>'
    form = over_cells(small_plan, "threadedComment", thread + "</a:threadedComment></a:ThreadedComments>")
    assert "Số là 239" in found(read(tmp_path, small_plan, {"a.xlsx": form}), "cell-note").message


def test_boxes_of_text_and_pictures_are_told_by_sheet(small_plan: Plan, tmp_path: Path) -> None:
    corner = "<d:from><d:col>3</d:col><d:row>9</d:row></d:from>"
    box = "<d:sp><d:txBody><a:p><a:r><a:t>Số là 239</a:t></a:r></a:p></d:txBody></d:sp>"
    anchors = "".join(f"<d:twoCellAnchor>{corner}{what}</d:twoCellAnchor>" for what in (box, "<d:pic/>", "<d:pic/>"))
    spaces = f'xmlns:d="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main"'
    received = read(
        tmp_path, small_plan, {"a.xlsx": over_cells(small_plan, "drawing", f"<d:wsDr {spaces}>{anchors}</d:wsDr>")}
    )
    assert sorted(codes(received)) == ["picture-over", "text-box"]
    assert "1 hộp chữ đặt trên ô D10, ghi «Số là 239»" in found(received, "text-box").message
    assert "2 ảnh đặt trên ô D10" in found(received, "picture-over").message


def test_a_hidden_copy_never_goes_before_what_can_be_seen(small_plan: Plan, tmp_path: Path) -> None:
    spot = spot_of(small_plan, AGENCY, "tt_cuoc")

    def copy(book: Workbook) -> None:
        seen = sheet_of(book, spot.sheet)
        other = book.copy_worksheet(seen)
        book.move_sheet(other, -book.index(other))
        other.title, other.sheet_state = "Bản chép", "veryHidden"
        other[spot.address].value = 250

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, AGENCY, tt_cuoc=239), copy)})
    assert answer(received, "tt_cuoc").value == 239
    assert "trang đang ẩn «Bản chép»" in found(received, "answers-differ").message
    assert found(received, "sheet-hidden").sheet == "Bản chép"


@pytest.mark.parametrize("hide", ["row", "column"])
def test_answers_that_are_hidden_are_told_and_read(small_plan: Plan, tmp_path: Path, hide: str) -> None:
    spot = spot_of(small_plan, "S101", "tt_cuoc")

    def change(book: Workbook) -> None:
        sheet = sheet_of(book, spot.sheet)
        if hide == "row":
            sheet.row_dimensions[spot.row + 1].hidden = True
        else:
            sheet.column_dimensions[spot.address.rstrip("0123456789")].hidden = True

    received = read(tmp_path, small_plan, {"a.xlsx": reworked(usual(small_plan, "S101", tt_cuoc=3), change)})
    assert answer(received, "tt_cuoc").value == 3
    where = f"dòng {spot.row + 1}" if hide == "row" else f"cột {spot.address.rstrip('0123456789')}"
    assert where in found(received, "answers-hidden").message


@pytest.mark.parametrize("kind", ["package", "oleObject"])
def test_a_document_inside_the_form_is_told(small_plan: Plan, tmp_path: Path, kind: str) -> None:
    received = read(tmp_path, small_plan, {"a.xlsx": over_cells(small_plan, kind, "PK")})
    assert "1 tệp" in found(received, "object-over").message
