"""What agencies say alike is brought together: one sentence stands for many, and officials arrange the groups."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msgspec.structs import replace

from lamdong_report.content import Number, Quote, Style
from lamdong_report.model import Submission
from lamdong_report.opinionbook import GROUPS, HEADINGS, opinions_workbook, read_arrangement
from lamdong_report.pages import workbook_bytes
from lamdong_report.plan import Plan
from lamdong_report.report import gather, opinions_of, write_report
from lamdong_report.report.material import Arrangement, Material
from lamdong_report.report.opinions import gathered_words, opinion_groups
from tests.form_tables import form

QUESTION = "td_de_xuat.noi_dung"
SAID = {
    "S101": "- Đề nghị bố trí kinh phí riêng cho công tác trẻ em ở cấp xã.\n- Sửa đường vào trường.",
    "S102": "Kiến nghị bố trí kinh phí riêng hằng năm cho công tác trẻ em ở cấp xã.",
    "TD": "Đề nghị tỉnh bố trí kinh phí riêng cho công tác trẻ em ở cấp xã.",
    "SYT": "Bộ Y tế sớm ban hành tài liệu truyền thông dinh dưỡng học đường.",
    "SGD": "Không có.",
}


@pytest.fixture
def plan(small_plan: Plan) -> Plan:
    """The small plan with its proposals brought together: two shared ones, one of a single body."""
    sections = tuple(
        msgspec.structs.replace(section, gathered=2, limit=1) if section.id == "VI" else section
        for section in small_plan.sections
    )
    return replace(small_plan, sections=sections, _sections={section.id: section for section in sections})


def material_of(plan: Plan, arrangement: Arrangement | None = None, said: dict[str, str] = SAID) -> Material:
    forms = [said_by(plan, code, words) for code, words in said.items() if plan.knows(code)]
    found = gather(plan, forms)
    return dataclasses.replace(found, arrangement=arrangement or Arrangement())


def said_by(plan: Plan, code: str, words: str) -> Submission:
    one = form(plan, code, f"{QUESTION} | C5 | x")
    answer = replace(one.answers[QUESTION], value=words, raw=words)
    return replace(one, answers={QUESTION: answer})


def printed(plan: Plan, material: Material) -> list[str]:
    return [paragraph.text for paragraph in gathered_words(plan.section("VI"), material)]


def test_one_sentence_stands_for_those_that_say_alike_with_their_number_and_its_author(plan: Plan) -> None:
    said = printed(plan, material_of(plan))
    shared = "Đề nghị bố trí kinh phí riêng cho công tác trẻ em ở cấp xã"
    assert said[0] == f"{shared} (03 cơ quan, địa phương, như xã Bình An 1)."


def test_the_quote_and_the_number_keep_their_cells(plan: Plan) -> None:
    paragraph = next(gathered_words(plan.section("VI"), material_of(plan)))
    quote = next(piece for piece in paragraph.pieces if isinstance(piece, Quote))
    number = next(piece for piece in paragraph.pieces if isinstance(piece, Number))
    assert quote.source.file == "phieu-S101.xlsx"
    assert {part.agency for part in number.figure.parts} == {"S101", "S102", "TD"}
    assert number.figure.value == len(number.figure.parts) == 3


def test_a_single_body_is_quoted_by_name_and_a_single_commune_is_left_to_the_workbook(plan: Plan) -> None:
    said = printed(plan, material_of(plan))
    assert said[1:] == ["Bộ Y tế sớm ban hành tài liệu truyền thông dinh dưỡng học đường (Sở Y tế)."]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("02", "05", "11"), []),
        (
            ("02", "02", "02"),
            ["Mở 02 câu lạc bộ, mô hình dinh dưỡng cho trẻ em (03 cơ quan, địa phương, như Tỉnh đoàn)."],
        ),
    ],
)
def test_the_figure_of_one_office_is_not_printed_as_what_many_say(
    plan: Plan, numbers: tuple[str, ...], said: list[str]
) -> None:
    words = {
        code: f"Mở {number} câu lạc bộ, mô hình dinh dưỡng cho trẻ em."
        for code, number in zip(("S101", "S102", "TD"), numbers, strict=True)
    }
    material = material_of(plan, said=words)
    assert printed(plan, material) == said
    (group,) = opinion_groups(plan.topics_in("VI")[0], material)
    assert len(group.agencies) == 3


def test_nothing_to_propose_is_no_opinion(plan: Plan) -> None:
    groups = opinion_groups(plan.topics_in("VI")[0], material_of(plan))
    assert not any("Không có" in said.text for group in groups for said in group.statements)


def test_an_official_words_a_group_anew_and_leaves_another_out(plan: Plan) -> None:
    material = material_of(plan)
    shared, *others = opinion_groups(plan.topics_in("VI")[0], material)
    names = {said.key: "chung" for said in shared.statements}
    names |= {said.key: "bỏ" for group in others for said in group.statements}
    arrangement = Arrangement(names, {"chung": "Bố trí kinh phí riêng cho cấp xã"}, {"bỏ": False})
    assert printed(plan, material_of(plan, arrangement)) == [
        "Bố trí kinh phí riêng cho cấp xã (03 cơ quan, địa phương)."
    ]


def test_groups_are_merged_by_giving_them_one_name(plan: Plan) -> None:
    groups = opinion_groups(plan.topics_in("VI")[0], material_of(plan))
    arrangement = Arrangement({said.key: "tất cả" for group in groups for said in group.statements})
    (only,) = opinion_groups(plan.topics_in("VI")[0], material_of(plan, arrangement))
    assert {agency.code for agency in only.agencies} == {"S101", "S102", "TD", "SYT"}


def test_what_comes_later_joins_the_arranged_group_that_says_alike(plan: Plan) -> None:
    few = {code: words for code, words in SAID.items() if code != "S102"}
    shared = opinion_groups(plan.topics_in("VI")[0], material_of(plan, said=few))[0]
    arrangement = Arrangement({said.key: "kinh phí" for said in shared.statements}, {"kinh phí": "Bố trí kinh phí"})
    assert "Bố trí kinh phí (03 cơ quan, địa phương)." in printed(plan, material_of(plan, arrangement))


def test_the_report_prints_the_groups_as_bullets(plan: Plan) -> None:
    body = write_report(material_of(plan), draft=True).body
    bullets = [p.text for p in body if p.style is Style.BULLET and "kinh phí riêng" in p.text]
    assert len(bullets) == 1


def test_the_workbook_is_read_back_as_it_was_arranged(plan: Plan, tmp_path: Path) -> None:
    material = material_of(plan)
    path = tmp_path / "nhom-y-kien.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(opinions_workbook(material, opinions_of(material)))))
    sheet = book[GROUPS]
    heading = next(row for row in sheet.iter_rows(max_row=5) if row[0].value == HEADINGS["section"])
    columns = {cell.value: cell.column for cell in heading}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        shared = "kinh phí" in str(sheet.cell(row, columns[HEADINGS["text"]]).value)
        sheet.cell(row, columns[HEADINGS["group"]]).value = "chung" if shared else "khác"
        sheet.cell(row, columns[HEADINGS["printed"]]).value = "x" if shared else "Không"
        sheet.cell(row, columns[HEADINGS["words"]]).value = "Bố trí thêm kinh phí" if shared else None
    book.move_sheet(sheet, -1)
    book.save(path)
    arrangement, findings = read_arrangement(path)
    assert findings == ()
    assert printed(plan, material_of(plan, arrangement)) == ["Bố trí thêm kinh phí (03 cơ quan, địa phương)."]


def test_what_names_a_person_stands_neither_in_the_report_nor_in_the_workbook(plan: Plan) -> None:
    said = {code: f"{words} Liên hệ chị Lan, số 0912 345 678, căn cước 068090001234." for code, words in SAID.items()}
    material = material_of(plan, said=said)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(opinions_workbook(material, opinions_of(material)))))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    content = repr(write_report(material, draft=True))
    assert any("số […], căn cước […]" in cell for cell in cells) and "kinh phí riêng" in content
    for number in ("345 678", "068090001234"):
        assert number not in content and not any(number in cell for cell in cells)
