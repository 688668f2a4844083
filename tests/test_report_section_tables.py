"""Lists and figures as tables in a section of the body: from the plan's words to the page, and onto an edited draft."""

from __future__ import annotations

import copy
import dataclasses
import io
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.content import AgencyAnnex, Paragraph, ReportContent, Style
from lamdong_report.drafts import merge_drafts
from lamdong_report.errors import PlanError, TemplateError
from lamdong_report.model import Finding, Source, Submission
from lamdong_report.pipeline.issuing import check_templates
from lamdong_report.plan import Plan, load_plan
from lamdong_report.plan.schema import GridColumn, Kind
from lamdong_report.render import render_report
from lamdong_report.report import entries, gather, lines, quotations, unused_numbers, write_report
from tests.builders import Given, submission
from tests.conftest import SMALL_PLAN
from tests.draft_files import TOOL, accepted, comment_texts, part, replace_part, w
from tests.draft_scenarios import Root, cells, say
from tests.render_content import REPORT, edited

Row = Mapping[str, Given]
TITLE = "Các lớp tập huấn tổ chức trực tiếp năm 2031"
WARD = "Xã Bình An 1"
LIVE, FAR = "Trực tiếp", "Trực tuyến"
LETTER = {"so_cong_van": "1/BC", "ngay_cong_van": date(2031, 11, 10)}


def course(name: str, people: int | None, *, way: str = LIVE, women: int | None = 3, day: int = 5) -> Row:
    given = {"ten": name, "ngay": date(2031, 3, day), "hinh_thuc": way, "nguoi": people, "nu": women}
    return {key: value for key, value in given.items() if value is not None}


def form(code: str, *rows: Row) -> Submission:
    return submission(code, LETTER, tables={"lop": rows})


FORMS = (
    form("SYT", course("Chăm sóc trẻ nhỏ", 40, women=31), course("Họp trên mạng", 90, way=FAR)),
    form("S101", course("Bơi an toàn", 75, women=20), course("Kỷ luật tích cực", None, women=None)),
)


def written(plan: Plan, *forms: Submission, findings: tuple[Finding, ...] = ()) -> ReportContent:
    return write_report(gather(plan, forms, findings), findings, draft=True)


def listed(content: ReportContent) -> Paragraph | None:
    return next((paragraph for paragraph in content.body if paragraph.style is Style.LIST), None)


def table(content: ReportContent) -> AgencyAnnex:
    paragraph = listed(content)
    assert paragraph and paragraph.table
    return paragraph.table


def shown(found: AgencyAnnex) -> list[tuple[str, ...]]:
    rows = (*found.rows, *([found.total] if found.total.cells else ()))
    return [(row.number, row.name, *(cell.text for cell in row.cells)) for row in rows]


def changed(plan: Plan, **keys: object) -> Plan:
    """The plan with other keys in the entry of its table."""
    (found,) = (annex for annex in plan.formulas.annexes if annex.entry.section)
    entry = type(found.entry)(**({key: getattr(found.entry, key) for key in found.entry.__struct_fields__} | keys))
    annexes = tuple(replace(found, entry=entry) if one is found else one for one in plan.formulas.annexes)
    return replace(plan, formulas=replace(plan.formulas, annexes=annexes))


def test_the_rows_that_read_so_stand_in_the_section_in_their_order_above_their_sum(small_plan: Plan) -> None:
    content = written(small_plan, *FORMS)
    paragraph = listed(content)
    assert paragraph and paragraph.text == TITLE
    assert table(content).columns == ("Tên lớp", "Ngày khai giảng", "Số người dự (người)", "Trong đó: nữ (người)")
    assert shown(table(content)) == [
        ("1", WARD, "Bơi an toàn", "05/3/2031", "75", "20"),
        ("2", "Sở Y tế", "Chăm sóc trẻ nhỏ", "05/3/2031", "40", "31"),
        ("3", WARD, "Kỷ luật tích cực", "05/3/2031", "…", "…"),
        ("", "Tổng cộng", "", "", "115", "51"),
    ]
    before = content.body[content.body.index(paragraph) - 1]
    assert "lớp tập huấn" in before.text, "the table stands below the sentences of its section"
    assert table(content).signs == small_plan.wording.signs
    assert "lop_truc_tiep" not in [annex.title for annex in content.annexes] and len(content.annexes) == 1


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("", ["Muộn", "Sớm", "Giữa"]),
        ("ngay", ["Sớm", "Giữa", "Muộn"]),
        ("-ngay", ["Muộn", "Giữa", "Sớm"]),
        ("nu", ["Giữa", "Sớm", "Muộn"]),
    ],
)
def test_rows_stand_by_a_day_or_a_number_and_the_silent_last(small_plan: Plan, order: str, names: list[str]) -> None:
    rows = (course("Muộn", 1, women=None, day=9), course("Sớm", 2, women=8, day=2), course("Giữa", 3, women=4, day=6))
    found = table(written(changed(small_plan, order=order), form("SYT", *rows)))
    assert [row.cells[0].text for row in found.rows] == names


def test_without_a_total_there_is_none(small_plan: Plan) -> None:
    found = table(written(changed(small_plan, total=False), *FORMS))
    assert found.total.cells == () and shown(found)[-1][0] == "3"


@pytest.mark.parametrize(("sent", "name", "sign"), [(False, "Chưa có số liệu", "…"), (True, "Không phát sinh", "–")])
def test_an_annex_of_an_empty_list_says_so_and_keeps_its_number(
    small_plan: Plan, sent: bool, name: str, sign: str
) -> None:
    content = written(changed(small_plan, section=""), *([form("SYT")] if sent else []))
    annex = next(annex for annex in content.annexes if annex.title == TITLE)
    assert [(row.name, {cell.text for cell in row.cells}) for row in annex.rows] == [(name, {sign})]
    assert annex.number and not annex.total.cells


def test_of_an_empty_list_there_is_a_sentence_and_of_silent_agencies_nothing(small_plan: Plan) -> None:
    words = "Trong năm không có lớp tập huấn nào tổ chức trực tiếp."
    content = written(small_plan, form("SYT", course("Họp trên mạng", 90, way=FAR)))
    assert listed(content) is None and words in [paragraph.text for paragraph in content.body]
    nobody = written(small_plan)
    assert listed(nobody) is None and words not in [paragraph.text for paragraph in nobody.body]
    plain = written(changed(small_plan, empty=""), form("SYT"))
    assert listed(plain) is None and words not in [paragraph.text for paragraph in plain.body]


def test_small_counts_of_victims_are_not_printed_place_by_place(small_plan: Plan) -> None:
    (found,) = (annex for annex in small_plan.formulas.annexes if annex.entry.section)
    columns = tuple(hidden(column) if column.id == "nu" else column for column in found.list_columns)
    annexes = tuple(replace(a, list_columns=columns) if a is found else a for a in small_plan.formulas.annexes)
    plan = replace(small_plan, formulas=replace(small_plan.formulas, annexes=annexes))

    def women(*counts: int) -> list[str]:
        rows = [course(f"Lớp {at}", 90 - at, women=count) for at, count in enumerate(counts)]
        found = table(written(plan, form("S101", *rows)))
        assert ("*" in found.signs) == any(row.cells[3].text == "*" for row in found.rows)
        return [cells[5] for cells in shown(found)]

    assert women(4, 2, 12, 0) == ["*", "*", "12", "0", "18"]
    assert women(4, 12, 5) == ["*", "12", "*", "21"], "taken from the total, the only one left out would be found"
    assert women(4) == ["*", "*"]
    assert women(12, 5) == ["12", "5", "17"]


def hidden(column: GridColumn) -> GridColumn:
    return GridColumn(**({key: getattr(column, key) for key in column.__struct_fields__} | {"sensitive": True}))


def test_a_column_of_percentages_has_no_sum(small_plan: Plan) -> None:
    (found,) = (annex for annex in small_plan.formulas.annexes if annex.entry.section)
    columns = tuple(as_percent(column) if column.id == "nu" else column for column in found.list_columns)
    annexes = tuple(replace(a, list_columns=columns) if a is found else a for a in small_plan.formulas.annexes)
    plan = replace(small_plan, formulas=replace(small_plan.formulas, annexes=annexes))
    assert shown(table(written(plan, *FORMS)))[-1] == ("", "Tổng cộng", "", "", "115", "")


def as_percent(column: GridColumn) -> GridColumn:
    return GridColumn(**({key: getattr(column, key) for key in column.__struct_fields__} | {"kind": Kind.PERCENT}))


def test_every_number_keeps_its_cell_and_every_word_too(small_plan: Plan) -> None:
    content = written(small_plan, *FORMS)
    places = {entry.place: (entry.text, entry.figure.sources) for entry in entries(content)}
    where = "Mục II.1, bảng, dòng 2 (Sở Y tế), cột Số người dự (người)"
    assert places[where] == ("40", (Source("SYT.xlsx", "Số liệu", "nguoi1"),))
    assert places["Mục II.1, bảng, dòng tổng cộng, cột Trong đó: nữ (người)"][0] == "51"
    assert ("Mục II.1, bảng, dòng 2 (Sở Y tế), cột Tên lớp", "Chăm sóc trẻ nhỏ") in [
        (one.place, one.text) for one in quotations(content)
    ]
    assert ("2", "Sở Y tế", "Chăm sóc trẻ nhỏ", "05/3/2031", "40", "31") in [line.cells for line in lines(content)]
    silent = written(changed(small_plan, section=""), *FORMS)
    assert not [place for place in (one.place for one in entries(silent)) if ", bảng" in place]


def test_a_number_that_its_condition_leaves_out_is_among_the_unused(small_plan: Plan) -> None:
    plan = replace(small_plan, formulas=replace(small_plan.formulas, sentences={}))
    material = gather(plan, FORMS)
    unused = {one.answer.source.cell for one in unused_numbers(material, entries(write_report(material, draft=True)))}
    assert "nguoi2" in unused and "nguoi1" not in unused  # the course online; those in the table


def test_a_doubtful_cell_is_told_beside_it_and_not_beside_the_agencys_other_rows(small_plan: Plan) -> None:
    rows = (course("Một", 40), course("Hai", 30))
    doubt = make_finding(
        "row-repeated", agency="SYT", source=Source("SYT.xlsx", "Số liệu", "nguoi2"), question="lop.nguoi",
        table="Các lớp", above="dòng 1", where="dòng 2",
    )  # fmt: skip
    found = table(written(small_plan, form("SYT", *rows), findings=(doubt,)))
    comments = [[cell.comment for cell in row.cells] for row in found.rows]
    assert [[bool(one) for one in row] for row in comments] == [[False] * 4, [False, False, True, False]]
    assert "Sở Y tế, tệp SYT.xlsx" in comments[1][2]
    final = write_report(gather(small_plan, (form("SYT", *rows),), (doubt,)), (doubt,), draft=False)
    assert not any(cell.comment for row in table(final).rows for cell in row.cells)


def test_figures_by_agency_may_stand_in_the_body_too(small_plan: Plan) -> None:
    plan = load_plan(SMALL_PLAN.parent / "rac")
    forms = [submission(code, {"phat_sinh": 300, "thu_gom": n}) for code, n in (("P01", 290), ("P02", 240))]
    (found,) = (p for p in written(plan, *forms).body if p.style is Style.LIST)
    assert found.table and [row[1:] for row in shown(found.table)] == [
        ("Phường Bến Cá", "96,7%"),
        ("Phường Cầu Gỗ", "80,0%"),
        ("Tổng cộng", "88,3%"),
    ]


FAULTS = [
    ('section = "II.1"\ntitle = "Các', 'section = "II.9"\ntitle = "Các', "không có mục «II.9»"),
    ('table = "lop"\ncolumns', 'table = "lopp"\ncolumns', "không có bảng kê «lopp» (có phải «lop»?)"),
    ('"ten", "ngay", "nguoi"', '"ten", "ngay", "nguo"', "không có cột «nguo» (có phải «nguoi»?)"),
    ("hinh_thuc = Trực tiếp", "hinh_thuc = Tập trung", "không có câu trả lời «Tập trung»"),
    ("hinh_thuc = Trực tiếp", "kieu = Trực tiếp", "không có cột «kieu»"),
    ('order = "-nguoi"', 'order = "-nguoii"', "không xếp được theo «nguoii» (có phải «nguoi»?)"),
    ('order = "-nguoi"', 'order = "ten"', "chỉ xếp theo cột số, cột ngày, cột lựa chọn: «ngay», «hinh_thuc»"),
    ('table = "lop"\ncolumns = ["ten", "ngay", "nguoi", "nu"]\nwhere = "hinh_thuc = Trực tiếp"\n', "",
     "order chỉ dùng cho phụ lục in bảng kê"),
    ('order = "-nguoi"', 'oder = "-nguoi"', "có phải «order»?"),
    ('order = "-nguoi"', 'total = "có"', "total"),
    ('id = "II.1"\n', 'id = "II.1"\nprinted = false\n', "mục «II.1» không in"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_what_would_not_be_printed_as_meant_is_a_fault(tmp_path: Path, old: str, new: str, told: str) -> None:
    shutil.copytree(SMALL_PLAN, tmp_path / "nho")
    path = tmp_path / "nho" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path / "nho")
    assert any(told in fault and fault.startswith("dòng ") for fault in caught.value.faults), caught.value.faults


def test_the_table_is_printed_with_a_repeated_head_and_the_widths_of_its_columns(small_plan: Plan) -> None:
    document = docx.Document(io.BytesIO(render_report(written(small_plan, *FORMS), REPORT)))
    (found,) = (one for one in document.tables if "Bơi an toàn" in one._tbl.xpath("string(.)"))
    rows = [[cell.text for cell in row.cells] for row in found.rows]
    assert rows[0][:2] == ["STT", table(written(small_plan, *FORMS)).head] and rows[1] == [
        f"({at})" for at in range(1, 7)
    ]
    assert [row[2] for row in rows[2:5]] == ["Bơi an toàn", "Chăm sóc trẻ nhỏ", "Kỷ luật tích cực"]
    assert rows[5][1:] == ["Tổng cộng", "", "", "115", "51"] and rows[6][0].startswith("Ký hiệu: «–»")
    heads = [row for row in found._tbl.tr_lst if row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None]
    assert len(heads) == 2
    widths = [int(column.get(qn("w:w"))) for column in found._tbl.tblGrid.gridCol_lst]
    assert widths[2] > 2 * widths[4] and abs(sum(widths) - 165 * 567 / 10) < 60, "165 mm, the title the widest"
    kept = [all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs) for row in found.rows]
    assert kept[-3:] == [True, True, False], "neither the total nor the legend begins a page alone"
    title = found._tbl.getprevious()
    assert title.xpath("string(.)") == TITLE and title.xpath("w:pPr/w:pStyle/@w:val") == ["TenBang"]


OLD_TEMPLATE = ("elif p.style == 'list'", "elif p.style == 'table' and not p.text")


def test_a_template_without_a_place_for_the_table_is_told_before_any_form_comes(
    small_plan: Plan, templates: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "2031"
    shutil.copytree(templates / "2031", folder)
    assert check_templates(load_plan(folder)) == ()
    shutil.copy(edited(REPORT, tmp_path, OLD_TEMPLATE), folder / "report.docx")
    assert check_templates(load_plan(folder)) == ("Mẫu không in đoạn «bảng kê trong thân báo cáo» của báo cáo",)
    with pytest.raises(TemplateError):
        render_report(written(small_plan, *FORMS), folder / "report.docx")
    plain = dataclasses.replace(written(small_plan, *FORMS), body=())
    assert render_report(plain, folder / "report.docx"), "a plan without such a table does with an older template"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("p.table.head", "«head» ở bảng kê trong thân báo cáo"),
        ("row.previous", "«previous» ở bảng chỉ tiêu trong thân báo cáo"),
    ],
)
def test_a_field_that_the_template_prints_no_more_in_a_table_of_the_body_is_told(
    small_plan: Plan, templates: Path, tmp_path: Path, field: str, told: str
) -> None:
    folder = tmp_path / "2031"
    shutil.copytree(templates / "2031", folder)
    shutil.copy(edited(REPORT, tmp_path, ("{{ " + field + " }}", "")), folder / "report.docx")
    faults = check_templates(load_plan(folder))
    assert any(told in fault for fault in faults), faults


# The table in a draft that officials have edited, when a corrected form brings, changes or takes a row.

MAIN = "word/document.xml"
SILENT = course("Kỷ luật tích cực", None, women=None)
MORE = (FORMS[0], form("S101", course("Bơi an toàn", 76, women=20), course("Phòng cháy", 60), SILENT))
FEWER = (FORMS[0], form("S101", SILENT))


def courses(root: Root) -> Root:
    return next(one for one in root.iter(w("tbl")) if any("Bơi an toàn" in (t.text or "") for t in one.iter(w("t"))))


def by_hand(document: bytes, edit: str) -> bytes:
    root = part(document)
    rows = list(courses(root).iter(w("tr")))
    if edit == "thêm một hàng":
        own = copy.deepcopy(rows[3])
        for cell, words in zip(cells(own), ("", "Sở tay1", "Lớp do cán bộ thêm", "", "11", "1"), strict=True):
            say(cell.find(w("p")), words)
        rows[3].addnext(own)
    elif edit == "xóa một hàng":
        rows[3].getparent().remove(rows[3])
    elif edit == "sửa lời":
        say(cells(rows[3])[2].find(w("p")), "Chăm sóc trẻ nhỏ (tay1)")
    return replace_part(document, MAIN, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


@pytest.mark.parametrize("edit", ["không sửa", "thêm một hàng", "xóa một hàng", "sửa lời"])
@pytest.mark.parametrize(
    ("forms", "figures", "gone"), [(MORE, ("76", "Phòng cháy", "60", "176"), ()), (FEWER, ("40",), ("Bơi an toàn",))]
)
def test_what_officials_did_to_the_table_stays_and_the_rows_of_the_data_come_and_go(
    small_plan: Plan, edit: str, forms: tuple[Submission, ...], figures: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    base, new = (render_report(written(small_plan, *some), REPORT) for some in (FORMS, forms))
    mine = by_hand(base, edit)
    merged = merge_drafts(base, mine, new).document
    after = " ".join(accepted(merged))
    assert after.count("tay1") == " ".join(accepted(mine)).count("tay1"), "no word of theirs is lost"
    assert ("Lớp do cán bộ thêm" in after) == (edit == "thêm một hàng")
    assert ("Chăm sóc trẻ nhỏ" in after) == (edit != "xóa một hàng")
    told = after + " ".join(comment_texts(merged))
    assert all(figure in told for figure in figures) and not any(words in after for words in gone)
    if edit == "không sửa":
        assert accepted(merged) == accepted(new)
    assert any(one.get(w("author")) == TOOL for one in part(merged).iter(w("ins"), w("del")))
