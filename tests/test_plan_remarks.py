"""What a plan has probably forgotten: said where its author works, by the line of plan.toml or the workbook's cell."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from lamdong_report.cli import main
from lamdong_report.pipeline import review_plan
from lamdong_report.pipeline.planning import plan_in_workbook
from lamdong_report.plan import Kind, Operator, Plan, ResultKind, find_remarks, load_plan
from lamdong_report.plan.fault import Places
from lamdong_report.plan.language.terms import OPERATIONS
from lamdong_report.plan.remarks import CHECKS
from lamdong_report.planbook.sheets import words
from tests.conftest import SMALL_PLAN
from tests.web_page import open_page

WASTE_PLAN = SMALL_PLAN.parent / "rac"


@dataclass(frozen=True)
class Slip:
    """A plan with this text replaced and this one added; what is then said to the authors of plan.toml and workbook."""

    in_toml: str
    in_book: str
    change: tuple[str, str] = ("", "")
    more: str = ""
    folder: Path = SMALL_PLAN


QUESTION = (
    '\n[[questions]]\nid = "{}"\nsection = "I"\nsheet = "so_lieu"\nlabel = "Mới"\nkind = "count"\nunit = "cuộc"\n'
)
LATE_ROW = '[[indicators.asks.rows]]\nid = "t1s_thua"\nlabel = "Số trẻ em tiêm muộn"\nunit = "trẻ em"\n\n'
ONLY_LIVE = ("{rows(lop)} lớp", "{rows(lop, hinh_thuc = Trực tiếp)} lớp")

SLIPS = {
    "an agency in no section": Slip(
        "dòng …: cơ quan «SXD» (Sở Xây dựng): không có mục nào in kết quả của cơ quan này; thêm mã vào agencies của "
        "một mục.",
        "trang «Cơ quan», dòng …: cơ quan «SXD» (Sở Xây dựng): không có mục nào in kết quả của cơ quan này; thêm mã "
        "vào «Cơ quan của mục» của một mục.",
        more='\n[[agencies]]\ncode = "SXD"\nname = "Sở Xây dựng"\ngroup = "SO"\n',
    ),
    "an agency of a list in no section": Slip(
        "xa.csv, dòng 3, cơ quan «S102» (phường Tân Lập): không có mục nào",
        "trang «Danh sách cơ quan», dòng 5, cơ quan «S102» (phường Tân Lập): không có mục nào",
        ('agencies = ["XA"]', 'agencies = ["S101"]'),
    ),
    "an agency in two sections": Slip(
        "dòng …: cơ quan «SYT» (Sở Y tế): có ở agencies của các mục «IV.1», «VII»; bỏ ra ở một mục bằng «-SYT».",
        "trang «Cơ quan», dòng …: cơ quan «SYT» (Sở Y tế): có ở «Cơ quan của mục» của các mục «IV.1», «VII»; bỏ ra ở "
        "một mục bằng «-SYT».",
        more='\n[[sections]]\nid = "VII"\ntitle = "Riêng"\nagencies = ["SYT"]\n',
    ),
    "a section with nothing in it": Slip(
        "dòng …: mục «VII» (Trống): chưa có gì để in ngoài đề mục; thêm asked để hỏi phần lời, hoặc thêm [[topics]], "
        "[[sentences]], [[indicators]] của mục này.",
        "trang «Đề cương», dòng …: mục «VII» (Trống): chưa có gì để in ngoài đề mục; thêm «Ai được hỏi» để hỏi phần "
        "lời, hoặc thêm dòng ở trang «Nội dung», dòng ở trang «Câu chữ», dòng ở trang «Chỉ tiêu» của mục này.",
        more='\n[[sections]]\nid = "VII"\ntitle = "Trống"\n',
    ),
    "a number that nothing prints": Slip(
        "dòng …: mục «I»: phiếu hỏi mà báo cáo không in «tre_em_gai», «moi», «khac»; thêm câu ở [[sentences]], cột ở "
        "[[annex_columns]], hoặc bỏ câu hỏi.",
        "trang «Đề cương», dòng …: mục «I»: phiếu hỏi mà báo cáo không in «tre_em_gai», «moi», «khac»; thêm câu ở "
        "trang «Câu chữ», cột ở trang «Phụ lục», hoặc bỏ câu hỏi.",
        more="".join(QUESTION.format(name) + 'asked = ["SO"]\n' for name in ("moi", "khac")),
    ),
    "a row of an indicator that goes into nothing": Slip(
        "dòng …: chỉ tiêu «t1»: phiếu bắt buộc ghi mà báo cáo không dùng đến «t1s_thua»; thêm câu ở [[sentences]], "
        "hoặc bỏ dòng đó, hoặc đặt required là false.",
        "trang «Chỉ tiêu - dòng», dòng …: chỉ tiêu «t1»: phiếu bắt buộc ghi mà báo cáo không dùng đến «t1s_thua»; thêm "
        "câu ở trang «Câu chữ», hoặc bỏ dòng đó, hoặc đặt «Ai bắt buộc» là Không.",
        ('[[indicators.asks.rows]]\nid = "t1s_tong"', f'{LATE_ROW}[[indicators.asks.rows]]\nid = "t1s_tong"'),
    ),
    "an answer that nothing counts": Slip(
        "dòng …: câu hỏi «bv_mo_hinh»: không câu nào đếm câu trả lời «Đã công nhận», «Đang lập hồ sơ», «Chưa thực "
        "hiện»; thêm is(bv_mo_hinh, …) vào câu in.",
        "trang «Câu hỏi», ô …: câu hỏi «bv_mo_hinh»: không câu nào đếm câu trả lời «Đã công nhận», «Đang lập hồ sơ», "
        "«Chưa thực hiện»; thêm is(bv_mo_hinh, …) vào câu in.",
        ("is(bv_mo_hinh, Đã công nhận)", "answered(bv_mo_hinh)"),
    ),
    "rows that nothing counts": Slip(
        "dòng …: bảng «lop»: không câu nào đếm những dòng ghi «Trực tuyến» ở cột «hinh_thuc»; thêm rows(lop, "
        "hinh_thuc = …) vào câu in.",
        "trang «Bảng kê», dòng …: bảng «lop»: không câu nào đếm những dòng ghi «Trực tuyến» ở cột «hinh_thuc»; thêm "
        "rows(lop, hinh_thuc = …) vào câu in.",
        ONLY_LIVE,
    ),
    "a target whose point was lost": Slip(
        "dòng …: chỉ tiêu «t1»: target 950.5 nằm ngoài khoảng 50–100; kiểm tra dấu trước phần lẻ, hoặc sửa plausible "
        "nếu số này đúng.",
        "trang «Mùa này», ô …: chỉ tiêu «t1»: «Mức chỉ tiêu» 950,5 nằm ngoài khoảng 50–100; kiểm tra dấu trước phần "
        "lẻ, hoặc sửa «Khoảng thường gặp» nếu số này đúng.",
        ("target = 95\n", "target = 950.5\n"),
    ),
    "a result of last year whose point was lost": Slip(
        "chỉ tiêu «t1»: baseline 935 nằm ngoài khoảng 50–100",
        "ô …: chỉ tiêu «t1»: «Kết quả năm trước» 935 nằm ngoài khoảng 50–100",
        ("baseline = 93.5\n", "baseline = 935\n"),
    ),
    "a rate above all": Slip(
        "chỉ tiêu «t4»: target 995 nằm ngoài khoảng 0–100",
        "chỉ tiêu «t4»: «Mức chỉ tiêu» 995 nằm ngoài khoảng 0–100",
        ("target = 99.5\n", "target = 995\n"),
    ),
    "a target of an agency that is asked nothing": Slip(
        "dòng …: chỉ tiêu «t1»: giao cho «TD» nhưng không hỏi cơ quan này số nào; sửa of ở [[indicators.asks]], hoặc "
        "sửa lead, responsible.",
        "trang «Chỉ tiêu», dòng …: chỉ tiêu «t1»: giao cho «TD» nhưng không hỏi cơ quan này số nào; sửa «Ai phải điền» "
        "ở trang «Chỉ tiêu - khối ô», hoặc sửa «Cơ quan chịu trách nhiệm», «Các cơ quan được giao».",
        ('responsible = ["SYT"]', 'responsible = ["SYT", "TD"]'),
    ),
    "a column that no annex shows": Slip(
        "cột phụ lục «xam_hai»: không phụ lục nào in cột này; thêm mã vào columns ở [[annexes]].",
        "trang «Phụ lục», dòng …: cột phụ lục «xam_hai»: không phụ lục nào in cột này; thêm mã vào «Cột» ở trang «Các "
        "phụ lục, bảng».",
        more='\n[[annexes]]\nid = "XA"\nof = ["XA"]\ntitle = "Xã"\ncolumns = ["tre_em", "cuoc", "tiem", "ke_hoach"]\n',
    ),
    "units that no list asks for": Slip(
        "cơ quan «MTDT»: có units mà không bảng kê nào hỏi theo đơn vị; thêm units ở [[tables]].",
        "trang «Cơ quan», ô ",
        ('units = "don_vi"\n', ""),
        folder=WASTE_PLAN,
    ),
    "nobody to ask": Slip(
        "dòng …: [contact]: chưa ghi người liên hệ; mọi phiếu in dấu chấm ở chỗ này.",
        "trang «Mùa này», ô …: phần «Nơi nhận phiếu và giải đáp»: chưa ghi người liên hệ; mọi phiếu in dấu chấm ở "
        "chỗ này.",
        ('person = "Phòng Bảo trợ trẻ em"', 'person = ""'),
    ),
    "words of last year": Slip(
        "dòng …: [document], grounds thứ 1: còn ghi năm 2030: «Luật ngày 05 tháng 4 năm 2030»; sửa theo văn bản mới, "
        "hoặc giữ nếu đúng.",
        "trang «Thông tin», ô …: «Căn cứ»: còn ghi năm 2030: «Luật ngày 05 tháng 4 năm 2030»; sửa theo",
        ("Luật Trẻ em ngày 05 tháng 4 năm 2016", "Luật ngày 05 tháng 4 năm 2030"),
    ),
    "a day of last year": Slip(
        "dòng …: [letter], reply_by: còn ghi năm 2030: «2030-12-05»; sửa theo",
        "«Hạn trả lời»: còn ghi năm 2030: «05/12/2030»; sửa theo",
        ("reply_by = 2031-12-05", "reply_by = 2030-12-05"),
    ),
}


def slipped(folder: Path, *slips: Slip) -> Path:
    """The folder of a plan with these slips in it."""
    shutil.copytree(slips[0].folder, folder)
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for slip in slips:
        assert slip.change[0] in text
        text = text.replace(*slip.change, 1) + slip.more
    path.write_text(text, encoding="utf-8")
    return folder


def in_toml(folder: Path) -> tuple[str, ...]:
    return review_plan(load_plan(folder))


def in_book(folder: Path) -> tuple[str, ...]:
    return review_plan(load_plan(folder), plan_in_workbook(folder))


before_in_toml, before_in_book = cache(in_toml), cache(in_book)
PLACE = re.compile(r"(?<=dòng )\d+(?=:)|(?<=ô )[A-Z]+\d+(?=:)")  # which lines and cells these are, other tests prove


def new_remarks(folder: Path, slip: Slip) -> tuple[set[str], set[str]]:
    """What is said of a plan with this slip and not of the plan without it: to either author."""
    slipped(folder, slip)
    of_toml = {*in_toml(folder)} - {*before_in_toml(slip.folder)}
    of_book = {*in_book(folder)} - {*before_in_book(slip.folder)}
    return {PLACE.sub("…", one) for one in of_toml}, {PLACE.sub("…", one) for one in of_book}


@pytest.mark.parametrize("name", SLIPS)
def test_what_was_probably_forgotten_is_said_where_the_author_works(tmp_path: Path, name: str) -> None:
    slip = SLIPS[name]
    of_toml, of_book = new_remarks(tmp_path / "plan", slip)
    assert any(slip.in_toml in remark for remark in of_toml), of_toml
    assert any(slip.in_book in remark for remark in of_book), of_book


def test_every_remark_is_provoked_here(tmp_path: Path) -> None:
    folders = [slipped(tmp_path / str(at), slip) for at, slip in enumerate(SLIPS.values())]
    plans = [load_plan(folder) for folder in folders]
    places = Places({})
    assert [check.__name__ for check in CHECKS if not any(any(check(plan, places)) for plan in plans)] == []


# What stands in a cell just so: the calls of formulas; in «…» the ids and words of the author, and headings.
AS_TYPED = re.compile(rf"\b(?:{'|'.join(OPERATIONS)})\([^)]*\)|«[^»]*»")


def foreign(said: str) -> set[str]:
    """The keys, tables and fixed words of plan.toml that a text still has, and the parts of them."""
    names = {*words()["headings"], *words()["tables"], *words()["sheets"], "true", "false"}
    names |= {str(one.value) for kind in (Kind, ResultKind, Operator) for one in kind}
    parts = {part for name in names for part in re.split(r"[._]", name)}
    found = set(re.findall(r"\w+|[][]", AS_TYPED.sub("", said)))
    return found & (names | parts | {"[", "]"})


def test_what_is_foreign_in_the_workbook_is_found() -> None:
    assert foreign(SLIPS["a section with nothing in it"].in_toml) == {
        "asked",
        "topics",
        "sentences",
        "indicators",
        "[",
        "]",
    }
    assert foreign(SLIPS["a row of an indicator that goes into nothing"].in_toml) >= {"required", "false"}


@pytest.mark.parametrize("name", SLIPS)
def test_no_word_of_plan_toml_is_said_to_the_author_of_the_workbook(tmp_path: Path, name: str) -> None:
    _, of_book = new_remarks(tmp_path / "plan", SLIPS[name])
    assert {remark: foreign(remark) for remark in of_book if foreign(remark)} == {}


def test_the_page_and_the_command_with_a_workbook_say_it_in_the_words_of_the_workbook(
    templates: Path, tmp_path: Path
) -> None:
    one_of_two = ("an agency in two sections", "a section with nothing in it")  # of the same id
    slips = [slip for name, slip in SLIPS.items() if slip.folder == SMALL_PLAN and name != one_of_two[0]]
    folder = slipped(tmp_path / "templates" / "2031", *slips)
    for name in ("report.docx", "letter.docx"):
        shutil.copy(templates / "2031" / name, folder / name)
    page = open_page(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output")
    section = page.text("/ke-hoach").partition('id="h-remarks"')[2].partition("</section>")[0]
    shown = [html.unescape(one) for one in re.findall("<li>(.*?)</li>", section)]
    assert len(shown) >= len(slips) and not [one for one in shown if foreign(one)]
    where = ["--templates", str(tmp_path / "templates"), "--out", str(tmp_path / "output")]
    assert CliRunner().invoke(main, ["plan", "--excel", *where]).exit_code == 0
    done = CliRunner().invoke(main, ["plan", "--from", str(tmp_path / "output" / "ke-hoach-2031.xlsx"), *where])
    assert done.exit_code == 0, done.output
    assert set(shown) == set(re.findall("^Nên xem lại: (.*)$", done.output, re.MULTILINE))


def test_an_answer_that_nothing_counts_is_all_that_is_said_of_the_small_plan() -> None:
    assert [PLACE.sub("…", one) for one in before_in_toml(SMALL_PLAN) if "không câu nào đếm" in one] == [
        "dòng …: câu hỏi «bv_mo_hinh»: không câu nào đếm câu trả lời «Đang lập hồ sơ», «Chưa thực hiện»; "
        "thêm is(bv_mo_hinh, …) vào câu in."
    ]


def test_rows_that_a_table_prints_and_a_section_that_has_one_are_not_said(tmp_path: Path) -> None:
    more = '\n[[sections]]\nid = "VII"\ntitle = "Các lớp"\n\n[[annexes]]\nid = "mang"\ntitle = "Trên mạng"\n'
    more += 'section = "VII"\ntable = "lop"\nwhere = "hinh_thuc = Trực tuyến"\n'
    said = "\n".join(in_toml(slipped(tmp_path / "plan", Slip("", "", ONLY_LIVE, more))))
    assert "«lop»" not in said and "«VII»" not in said


def test_the_plan_in_use_leaves_nothing_to_say(real_plan: Plan) -> None:
    assert find_remarks(real_plan, Places({})) == ()
