"""A third plan, unlike the other two: half a year, sums and ranges as targets, judged place by place."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn
from msgspec.structs import replace

from lamdong_report.checks import check_submissions
from lamdong_report.cli import main
from lamdong_report.describe import describe_plan
from lamdong_report.errors import PlanError
from lamdong_report.figures import Judgement, Measure, measures, target_results
from lamdong_report.forms.issue import BlankForms
from lamdong_report.forms.live import live_lines
from lamdong_report.layout import lay_out
from lamdong_report.model import Value
from lamdong_report.plan import Plan, load_plan, read_toml
from lamdong_report.planbook import prepare_update, read_agency_rows, read_workbook, write_workbook
from lamdong_report.reader import read_forms
from lamdong_report.report import gather, quotations, write_report
from lamdong_report.report.body import write_body
from lamdong_report.review import reminder_letter
from lamdong_report.review.corrections import correction_prefill
from lamdong_report.status import State, agency_statuses
from tests.builders import Given, submission
from tests.conftest import ROOT, SMALL_PLAN
from tests.corpus.forms import Answers, form_of

WASTE_PLAN = SMALL_PLAN.parent / "rac"
#         population, arising, collected, recycled, campaigns, offences, offences last year
PLACES = {"P01": (20_000, 300, 290, 60, 5, 8, 12), "P02": (15_000, 250, 240, 55, 4, 4, 9),
          "X01": (10_000, 200, 150, 30, 3, 2, 2), "X02": (5_000, 150, 140, 28, 3, 4, 1)}  # fmt: skip
KEYS = ("dan_so", "phat_sinh", "thu_gom", "tai_che", "ra_quan", "vi_pham", "vi_pham_truoc")
PLANS = {"P01": ("Đã ban hành", date(2029, 3, 31)), "P02": ("Đã ban hành", date(2029, 4, 1)),
         "X01": ("Đang soạn thảo", None), "X02": ("Đã ban hành", None)}  # fmt: skip
WAY = (("31/3/2029", "1.000"), ("30/6/2029", "2.000"), ("31/12/2029", "5.000"))
GENERAL: Answers = {
    "nguoi_lap": "Trần D",
    "ngay_van_ban": date(2029, 7, 5),
    "ngay_chot": date(2029, 6, 30),
    "lan_gui": 1,
}


WORKS: dict[str, Mapping[str, tuple[Mapping[str, Value], ...]]] = {
    "P01": {"cong_trinh": ({"ten": "Trạm trung chuyển Bến Cá", "tinh_trang": "Hoàn thành", "von": Decimal("1.5")},
                           {"ten": "Bãi chôn lấp cũ", "tinh_trang": "Đang thi công", "von": Decimal(9)})},
    "MTDT": {"cong_trinh": ({"ten": "Lò đốt", "tinh_trang": "Hoàn thành", "von": Decimal(20)},),
             "xe": ({"don_vi": "Xí nghiệp Bắc", "so": Decimal(7)}, {"don_vi": "Xí nghiệp Nam", "so": Decimal(5)})},
}  # fmt: skip


def sent() -> dict[str, Answers]:
    forms: dict[str, Answers] = {
        code: {**GENERAL, **dict(zip(KEYS, map(Decimal, numbers), strict=True)), "bai_rac": False}
        for code, numbers in PLACES.items()
    }
    for code, (state, day) in PLANS.items():
        forms[code] = {**forms[code], "ke_hoach": state, **({"ke_hoach_ngay": day} if day else {})}
    forms["MTDT"] = {**GENERAL, "diem": 12, "hop_dong": "Đã ký", "ho": 2400}
    forms["SNNMT"] = {**GENERAL, "gia": "Đã ban hành", "gia_ngay": date(2029, 6, 12), "hop_dong": "Đã ký", "hang": 7,
                      "hai_long": Decimal("84.5"),
                      "ct6.nguyen_nhan": "Phải lấy ý kiến hai lần.", "ct1.nguyen_nhan": "Xe hỏng."}  # fmt: skip
    return forms


def run(folder: Path, *words: str) -> Result:
    where = ["--templates", str(folder / "templates"), "--out", str(folder / "output")]
    return CliRunner().invoke(main, [*words, *where], catch_exceptions=False)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(WASTE_PLAN)


@pytest.fixture(scope="module")
def season(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan's folder after plan, forms, check, letters and report."""
    folder = tmp_path_factory.mktemp("rac")
    shutil.copytree(WASTE_PLAN, folder / "templates" / "2029")
    for name in ("report.docx", "letter.docx"):
        shutil.copy(ROOT / "templates" / "2026" / name, folder / "templates" / "2029")
    assert run(folder, "plan").exit_code == 0
    assert run(folder, "forms").exit_code == 0
    (folder / "inputs").mkdir()
    for code, answers in sent().items():
        (folder / "inputs" / f"{code}.xlsx").write_bytes(form_of(plan, code, answers, tables=WORKS.get(code, {})))
    for command in ("check", "letters", "report"):
        assert run(folder, command, str(folder / "inputs")).exit_code in (0, 1)
    return folder


@pytest.fixture(scope="module")
def told(season: Path) -> str:
    body = docx.Document(str(season / "output" / "bao-cao-chat-thai-2029-du-thao-01.docx")).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


@pytest.mark.parametrize(
    "sentence",
    [
        "Khối lượng thu gom 6 tháng đầu năm 2029 là 820 tấn, tăng 2,5% so với cùng kỳ; bình quân 16,4 tấn trên",
        "Riêng các phường thu gom 530 tấn, chiếm 64,6%; vùng biển 440 tấn.",
        "Đã có 02 công trình hoàn thành, vốn 21,5 tỷ đồng.",
        "Công ty Môi trường đô thị có 12 xe ở 02 đơn vị.",
        "Đã ra quân 15 đợt, tăng 03 đợt; nhiều nhất là phường Bến Cá, ít nhất là xã Đảo Trong và xã Gò Sim.",
        "Đã xử lý 18 vụ vi phạm, giảm 06 vụ (giảm 25,0%) so với cùng kỳ; bình quân 36 vụ trên 100.000 dân.",
        "Trước ngày 01/4 có 01 nơi ban hành kế hoạch phân loại; chưa ban hành đúng hạn: phường Cầu Gỗ và xã Đảo Trong; "
        "01 nơi còn chưa ban hành.",
        "có 03 nơi, gồm phường Bến Cá, phường Cầu Gỗ và xã Gò Sim; chưa đạt: xã Đảo Trong.",
        "đạt 91,1%, thấp hơn 0,9 điểm phần trăm so với chỉ tiêu (từ 92% trở lên); chưa đạt chỉ tiêu. Theo mức giao cho "
        "từng nơi, 3/4 nơi đạt; chưa đạt: xã Gò Sim. Theo Sở Nông nghiệp và Môi trường, nguyên nhân là xe hỏng.",
        "Tỷ lệ chất thải được tái chế đạt 21,1%, đạt chỉ tiêu (từ 20 đến 25%)",
        "Số điểm tập kết được cải tạo là 12 điểm, vượt 2 điểm so với chỉ tiêu (từ 10 điểm trở lên)",
        "đạt 75% (3/4 phường, xã), vượt 25 điểm phần trăm so với chỉ tiêu (trên 50%)",
        "Khối lượng chất thải phát sinh đã giảm 10% (900 tấn, kỳ trước 1.000 tấn), đạt chỉ tiêu (giảm từ 5 đến 10%).",
        "Vốn xây dựng công trình là 30,5 tỷ đồng (số liệu của",
        "Tỷ lệ chất thải được tái chế đã tăng 3,1 điểm phần trăm (21,1%, kỳ trước 18%), vượt 1,1 điểm phần trăm so với "
        "chỉ tiêu (tăng ít nhất 2 điểm phần trăm).",
        "Chỉ số hài lòng của người dân đạt 84,5 điểm, thấp hơn 0,5 điểm so với chỉ tiêu (từ 85 điểm trở lên); chưa đạt",
        "Trong 10 chỉ tiêu có 08 chỉ tiêu đạt, 02 chưa đạt.",
        "Quy định giá dịch vụ thu gom: đã ban hành (ngày 12/6/2029); chưa đạt chỉ tiêu (ban hành trước ngày 01/6/"
        "2029). Theo Sở Nông nghiệp và Môi trường, nguyên nhân là phải lấy ý kiến hai lần.",
        "Hợp đồng xử lý chất thải: Sở Nông nghiệp và Môi trường đã ký và Công ty Môi trường đô thị đã ký; đạt chỉ tiêu "
        "(được ký).",
        "Số hộ phân loại chất thải tại nguồn đạt 2.400 hộ, vượt 400 hộ so với chỉ tiêu (từ 2.000 hộ trở lên).",
        "Điều kiện xử lý chất thải: 2/3 nội dung đạt; đạt chỉ tiêu.",
        "Chỉ số xanh cấp tỉnh xếp thứ 7, cao hơn 3 bậc so với chỉ tiêu (từ thứ 10 trở lên), tăng 8 bậc so với "
        "kỳ trước; vượt chỉ tiêu.",
        "Số vụ vi phạm đã giảm 6 vụ (18 vụ, kỳ trước 24 vụ)",
    ],
)
def test_what_the_other_plans_do_not_say(told: str, sentence: str) -> None:
    assert sentence in told


def test_a_change_is_not_told_while_somebody_is_missing(plan: Plan, season: Path, tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    for code in ("P01", "P02"):
        shutil.copy(season / "inputs" / f"{code}.xlsx", tmp_path / "inputs")
    shutil.copytree(season / "templates", tmp_path / "templates")
    assert run(tmp_path, "report", str(tmp_path / "inputs")).exit_code in (0, 1)
    body = docx.Document(str(tmp_path / "output" / "bao-cao-chat-thai-2029-du-thao-01.docx")).element.body
    text = "".join(t.text or "" for t in body.iter(qn("w:t")))
    assert "là 530 tấn; bình quân" in text
    assert "12 vụ vi phạm, giảm 09 vụ" in text  # both numbers of the same places


def test_the_workbook_of_this_plan_too_comes_back_unchanged(plan: Plan, tmp_path: Path) -> None:
    source = read_toml(WASTE_PLAN / "plan.toml")
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(write_workbook(plan, source.data, read_agency_rows(WASTE_PLAN, source.data)))
    assert prepare_update(read_workbook(path), path, WASTE_PLAN).changes == ()


def test_a_list_of_agencies_keeps_all_its_columns_in_the_workbook(plan: Plan, tmp_path: Path) -> None:
    shutil.copytree(WASTE_PLAN, tmp_path / "rac")
    text = (WASTE_PLAN / "xa.csv").read_text(encoding="utf-8").splitlines()
    mails = [f"{line};{'email' if at == 0 else f'x{at}@rac.example'}" for at, line in enumerate(text)]
    (tmp_path / "rac" / "xa.csv").write_text("\n".join(mails) + "\n", encoding="utf-8")
    source = read_toml(tmp_path / "rac" / "plan.toml")
    path = tmp_path / "ke-hoach.xlsx"
    own = load_plan(tmp_path / "rac")
    path.write_bytes(write_workbook(own, source.data, read_agency_rows(tmp_path / "rac", source.data)))
    book = openpyxl.load_workbook(path)
    book["Danh sách cơ quan"]["D4"] = "phường Bến Cá Mới"
    book.save(path)
    update = prepare_update(read_workbook(path), path, tmp_path / "rac")
    assert len(update.changes) == 1
    rows = update.files["xa.csv"].decode().splitlines()
    assert rows[0] == "code,name,kind,aliases,email,zone,targets"
    assert rows[1] == "P01,phường Bến Cá Mới,phường,,x1@rac.example,vùng biển,"
    assert rows[4].endswith(",1 = 95")


@pytest.mark.slow
def test_the_next_half_year_knows_this_one(season: Path, tmp_path: Path) -> None:
    for name in ("templates", "inputs", "output"):
        shutil.copytree(season / name, tmp_path / name)
    result = run(tmp_path, "next-year", "--inputs", str(tmp_path / "inputs"))
    assert result.exit_code == 0, result.output
    after = load_plan(tmp_path / "templates" / "2030")
    assert {entry.question: entry.value for entry in after.last_year}["thu_gom"] == 820
    assert after.known["P01"]["dan_so"] == 20_000
    found = {indicator.id: indicator for indicator in after.indicators}
    assert (found["5"].baseline, found["10"].baseline) == (900, 18)  # what the next change is reckoned from
    assert found["6"].baseline is None  # what is done has no number
    assert [step.by.year for step in found["8"].steps] == [2030] * 3
    assert after.group("PX").deadline == date(2030, 7, 6)
    assert found["6"].numerator == ("by(2030-05-31, gia_ngay, gia = Đã ban hành)",)
    assert run(tmp_path, "demo", "--seed", "3").exit_code in (0, 1)


def test_the_annex_tells_a_target_of_several_measures_and_the_way_there(told: str) -> None:
    annex = told[told.index("PHỤ LỤC I") if "PHỤ LỤC I" in told else 0 :].splitlines()
    at = annex.index("Hoàn thiện điều kiện xử lý chất thải")
    assert annex[at + 1 : at + 7] == ["nội dung", "ít nhất 2/3", "", "2/3", "", "Đạt"]
    at = annex.index("Ban hành quy định giá dịch vụ thu gom trước ngày 01/6")
    assert annex[at + 1 : at + 8] == ["", "ban hành trước ngày 01/6/2029", "", "Đã ban hành", "", "Chưa đạt",
                                      "Sở Nông nghiệp và Môi trường"]  # fmt: skip
    assert annex[at + 8] == "Đã ban hành (ngày 12/6/2029)"
    assert annex[annex.index("Có hợp đồng xử lý chất thải với nhà máy") + 4] == "2/2"
    way = "; ".join(f"đến {day}: từ {number} hộ trở lên" for day, number in WAY)
    assert any(way in line for line in annex)


def rows_below(told: str, title: str) -> list[str]:
    """The texts of the cells below a title, up to the mark that ends the annex."""
    lines = told.splitlines()
    at = lines.index(title)
    return lines[at : lines.index("./.", at)]


def test_annexes_are_chosen_and_ordered_in_the_plan(told: str) -> None:
    titles = [line for line in told.splitlines() if line.startswith("Phụ lục ")]
    assert titles == ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV", "Phụ lục V", "Phụ lục VI"]
    assert "TÌNH HÌNH GỬI BÁO CÁO 6 THÁNG ĐẦU NĂM 2029" in told
    assert "Kết quả 6 tháng đầu năm 2028" in told


def test_an_annex_by_zone_has_subtotals(told: str) -> None:
    cells = rows_below(told, "KẾT QUẢ THU GOM THEO VÙNG 6 THÁNG ĐẦU NĂM 2029")
    at = cells.index("Vùng biển")
    assert cells[at : at + 5] == ["Vùng biển", "88,0%", "53,7%", "2/2", "16,67"]  # 440 of 500 tons, 440 of 820
    assert cells.index("Phường Bến Cá") < cells.index("Xã Đảo Trong") < cells.index("Nội thành")
    assert cells[cells.index("Tổng cộng") + 1 :][:3] == ["91,1%", "100%", "3/4"]
    assert cells[cells.index("Xã Gò Sim") + 1 :][:3] == ["93,3%", "17,1%", "Chưa đạt"]


def test_an_annex_may_show_some_agencies_and_some_columns(told: str) -> None:
    cells = rows_below(told, "BÌNH QUÂN CỦA CÁC PHƯỜNG 6 THÁNG ĐẦU NĂM 2029")
    assert "Phường" in cells and "Phường Cầu Gỗ" in cells and "Xã Gò Sim" not in cells
    assert "Tỷ lệ thu gom (%)" not in cells


def test_an_annex_may_print_a_list(told: str, plan: Plan, season: Path) -> None:
    cells = rows_below(told, "DANH SÁCH CÔNG TRÌNH HOÀN THÀNH 6 THÁNG ĐẦU NĂM 2029")
    assert "Lò đốt" in cells and "Trạm trung chuyển Bến Cá" in cells and "Bãi chôn lấp cũ" not in cells
    assert cells[cells.index("Tổng cộng") + 1 :][:2] == ["", "21,5"]
    forms = [submission(code, {}, tables=WORKS[code]) for code in ("P01", "MTDT")]
    content = write_report(gather(plan, forms), draft=True)
    places = {quoted.place: quoted.text for quoted in quotations(content)}
    assert places["Phụ lục IV, dòng 1 (Công ty Môi trường đô thị), cột Tên công trình"] == "Lò đốt"


def test_an_annex_may_hold_sums_against_those_of_the_same_time_last_year(told: str) -> None:
    cells = rows_below(told, "MỘT SỐ KẾT QUẢ 6 THÁNG ĐẦU NĂM 2029 SO VỚI CÙNG KỲ")
    heading, row = cells.index("Tổng cộng"), cells.index("Khối lượng thu gom")
    assert cells[heading : heading + 3] == ["Tổng cộng", "6 tháng đầu năm 2028", "So với kỳ trước"]
    assert cells[row + 1 : row + 7] == ["tấn", "x", "820", "820", "800", "tăng 2,5%"]


def test_each_group_has_its_own_deadline(plan: Plan, season: Path, tmp_path: Path) -> None:
    on_that_day = {**GENERAL, "ngay_van_ban": date(2029, 7, 6)}
    forms = [submission(code, on_that_day) for code in ("P01", "MTDT")]
    states = {status.agency.code: status.state for status in agency_statuses(plan, forms)}
    assert (states["P01"], states["MTDT"]) == (State.LATE, State.IN_TIME)
    late = [found for found in check_submissions(plan, forms) if found.code == "sent-late"]
    assert [(found.agency, "trước ngày 06/7/2029" in found.message) for found in late] == [("P01", True)]
    guides = {
        code: str([cell.value for row in openpyxl.load_workbook(season / "inputs" / f"{code}.xlsx")["Hướng dẫn"].rows
                   for cell in row if cell.value])
        for code in ("P01", "MTDT")
    }  # fmt: skip
    assert guides["P01"].count("trước ngày 06/7/2029") == 2 and guides["MTDT"].count("trước ngày 10/7/2029") == 2
    both = "06/7/2029 (các phường, xã) và 10/7/2029 (các sở, đơn vị)"
    assert both in str(reminder_letter(plan, agency_statuses(plan, []))) and both in "\n".join(describe_plan(plan))


def changed(plan: Plan, folder: Path, *pairs: tuple[str, str]) -> Path:
    """A copy of the plan with some of its text replaced."""
    shutil.copytree(WASTE_PLAN, folder / "rac")
    path = folder / "rac" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return folder / "rac"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('target_text = "được ký"\n', "", "kind là done mà không có target_text"),
        ('numerator = ["is(hop_dong, Đã ký)"]', 'numerator = ["ho"]', "numerator chỉ dùng is(…), by(…) hoặc yes(…)"),
        ('"is(hop_dong, Đã ký)"', '"is(hop_dong, Đã ký | Đã xong)"', "không có câu trả lời «Đã xong»"),
        ("gia_ngay, gia =", "gia, gia =", "câu hỏi «gia» không phải là câu hỏi về ngày"),
        ("by({year}-05-31, gia", "by(31-5, gia", "phép «by» cần một ngày ở đầu"),
        (
            'kind = "rank"\nunit = "bậc"\noperator = "<="',
            'kind = "rank"\nunit = "bậc"\noperator = ">="',
            "càng nhỏ càng tốt",
        ),
        ('operator = ">="\ntarget = 92', "target = 92", "thiếu khóa «operator»"),
        ('operator = ">="\ntarget = 92', 'operator = ">="', "thiếu khóa «target»"),
        ("{ by = 2029-03-31, target = 1000 },\n  { by = 2029-06-30, target = 2000 },", "", "mốc đầu tiên của steps"),
        ('by = "zone"', 'by = "vung"', "ghi một trong: kind, zone"),
        ('columns = ["binh_quan"]', 'columns = ["binhquan"]', "không có cột «binhquan» (có phải «binh_quan»?)"),
        ('table = "cong_trinh"\n', 'table = "congtrinh"\n', "không có bảng kê «congtrinh»"),
        ('where = "tinh_trang = Hoàn thành"', 'where = "tinh_trang = Xong"', "không có câu trả lời «Xong»"),
        ('where = "tinh_trang = Hoàn thành"', 'where = "Hoàn thành"', "ghi dạng: cột = giá trị"),
        ('of = ["PX:phường"]', 'of = ["PX:thị trấn"]', "«PX:thị trấn» không phải là nhóm"),
        ('{ of = ["PX:xã"], target = 70 }', '{ of = ["X03"], target = 70 }', "«X03» không phải là nhóm"),
        ('{ of = ["PX:xã"], target = 70 }', '{ of = ["MTDT"], target = 70 }', "không hỏi «MTDT» số nào"),
        ('judged = "1"', 'judged = "2"', "không phải là chỉ tiêu có each"),
        ('units = "don_vi"', 'units = "so"', "units «so» phải là một cột có kind là text"),
        ("needed = 2", "needed = 4", "needed «4» phải từ 1 đến 3"),
        ('[[targets]]\nid = "CT5"', '[[targets]]\nid = "CT55"', "có target_id này (có phải «CT5»?)"),
        ("vi_pham - vi_pham_truoc:moved", "vi_pham - vi_pham_cu:moved", "nhắc đến câu hỏi «vi_pham_cu» không có"),
    ],
)
def test_what_would_come_out_false_is_told(plan: Plan, tmp_path: Path, old: str, new: str, fault: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(changed(plan, tmp_path, (old, new)))
    assert any(fault in told for told in caught.value.faults), caught.value.faults


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1 = 85,5", Decimal("85.5")),
        ("1=85.5%", Decimal("85.5")),
        ("1 = 1250", Decimal(1250)),
        ("99 = 95", "«99 = 95»: không có chỉ tiêu «99»"),
        ("1 95", "không có chỉ tiêu «1 95»"),
        ("1 = cao", "«1 = cao»: sau dấu = phải là một số"),
        ("1 = 1.250", "viết liền: 1250 hoặc 85,5"),
        ("1 =", "sau dấu = phải là một số"),
        ("1 = không", "sau dấu = phải là một số"),
    ],
)
def test_a_target_in_the_list_of_agencies_is_read_as_people_type_it(
    plan: Plan, tmp_path: Path, typed: str, told: Decimal | str
) -> None:
    folder = changed(plan, tmp_path)
    path = folder / "xa.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1 = 95", typed), encoding="utf-8")
    if isinstance(told, str):
        with pytest.raises(PlanError) as caught:
            load_plan(folder)
        assert any("cơ quan «X02», targets: " in fault and told in fault for fault in caught.value.faults)
    else:
        (indicator,) = (one for one in load_plan(folder).indicators if one.id == "1")
        assert (indicator.each[-1].of, indicator.each[-1].target) == (("X02",), told)


def test_an_agency_names_its_own_target_in_plan_toml_too(plan: Plan, tmp_path: Path) -> None:
    folder = changed(plan, tmp_path, ('code = "MTDT"\n', 'code = "MTDT"\ntargets = ["1 = 90"]\n'))
    with pytest.raises(PlanError) as caught:
        load_plan(folder)
    assert any("không hỏi «MTDT» số nào của tử số" in fault for fault in caught.value.faults)


def test_the_form_of_an_agency_has_its_own_target(plan: Plan, tmp_path: Path) -> None:
    pair = ('numerator = ["ho"]\n', 'numerator = ["ho"]\neach = [{ of = ["MTDT"], target = 2500 }]\n')
    own = load_plan(changed(plan, tmp_path, pair))
    block = next(block for block in lay_out(own, (own.agency("MTDT"),)).blocks if block.id == "ct8")
    assert block.indicator and block.indicator.target == 2500
    form = BlankForms(own).form_of(own.agency("MTDT"))
    (tmp_path / "phieu.xlsx").write_bytes(form)
    rows = openpyxl.load_workbook(tmp_path / "phieu.xlsx")["Chỉ tiêu"].values
    assert any("Chỉ tiêu 6 tháng đầu năm 2029: từ 2.500 hộ trở lên" in str(row) for row in rows)


def test_a_rate_that_a_place_gives_is_held_against_its_own_target(plan: Plan, tmp_path: Path) -> None:
    block = '[{ id = "ct1", rows = [] }]'
    rows = '{ id = "gom", label = "Thu gom", unit = "tấn" }, { id = "sinh", label = "Phát sinh", unit = "tấn" }'
    own = load_plan(
        changed(plan, tmp_path, (block, f'[{{ id = "ct1", of = ["PX"], rows = [{rows}] }}]'),
                ('numerator = ["thu_gom"]\ndenominator = ["phat_sinh"]', 'numerator = ["gom"]\ndenominator = ["sinh"]'),
                ('asked = ["PX"]\nrequired = true\npart_of = "phat_sinh"', 'asked = ["PX"]\nrequired = true'))
    )  # fmt: skip
    blocks = {len(of): lay_out(own, of) for of in ((own.agency("P01"),), own.select("PX"))}
    told = {
        count: [line.label for block in layout.blocks if block.id == "ct1" for line in live_lines(block)]
        for count, layout in blocks.items()
    }
    assert told[1][-1] == "So với chỉ tiêu (tự tính)" and told[4][-1] == "So với mức chỉ tiêu chung (tự tính)"


def test_an_agency_that_answers_for_its_units_has_a_row_for_each(plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "MTDT.xlsx"
    path.write_bytes(BlankForms(plan).form_of(plan.agency("MTDT")))
    cells = [cell for page in openpyxl.load_workbook(path).worksheets for row in page.values for cell in row]
    assert cells.count("Xí nghiệp Bắc") == cells.count("Xí nghiệp Nam") == 1
    (received,) = read_forms([path], plan).submissions
    assert received.tables == {"cong_trinh": (), "xe": ()}  # a name that stood there from the start is no row yet
    half = submission("MTDT", {}, tables={"xe": ({"don_vi": "Xí nghiệp Nam", "so": 5},)})
    (status,) = (one for one in agency_statuses(plan, [half]) if one.agency.code == "MTDT")
    assert correction_prefill(plan, status).tables["xe"][1] == {"don_vi": "Xí nghiệp Bắc"}


def measured(plan: Plan, name: str, **answers: dict[str, Given]) -> Measure:
    forms = {code: submission(code, given) for code, given in answers.items()}
    return next(found for found in measures(plan, forms) if found.indicator.id == name)


@pytest.mark.parametrize(
    ("state", "day", "judgement"),
    [
        ("Đã ban hành", date(2029, 5, 31), Judgement.REACHED),
        ("Đã ban hành", date(2029, 6, 1), Judgement.MISSED),
        ("Đã trình", None, Judgement.MISSED),
        ("Đã trình", date(2029, 5, 1), Judgement.MISSED),
        ("Đã ban hành", None, Judgement.NO_DATA),
        (None, None, Judgement.NO_DATA),
    ],
)
def test_a_milestone_is_met_by_the_answer_and_by_the_day(
    plan: Plan, state: str | None, day: date | None, judgement: Judgement
) -> None:
    given = {key: value for key, value in (("gia", state), ("gia_ngay", day)) if value is not None}
    assert measured(plan, "6", SNNMT=given).judgement is judgement


def test_a_deed_of_several_is_done_when_all_have_done_it(plan: Plan) -> None:
    done, not_yet = {"hop_dong": "Đã ký"}, {"hop_dong": "Đang đàm phán"}
    assert measured(plan, "7", SNNMT=done, MTDT=done).judgement is Judgement.REACHED
    assert measured(plan, "7", SNNMT=done).judgement is Judgement.NO_DATA
    assert measured(plan, "7", SNNMT=not_yet).judgement is Judgement.MISSED


@pytest.mark.parametrize(
    ("reached", "silent", "judgement"),
    [(3, 0, Judgement.EXCEEDED),
     (2, 0, Judgement.REACHED), (2, 1, Judgement.REACHED), (1, 0, Judgement.MISSED), (1, 1, Judgement.NO_DATA),
     (0, 1, Judgement.MISSED), (0, 2, Judgement.NO_DATA)],
)  # fmt: skip
def test_a_target_of_several_is_missed_once_it_cannot_be_reached(
    plan: Plan, reached: int, silent: int, judgement: Judgement
) -> None:
    three = [one for one in measures(plan, {}) if one.indicator.target_id == "CT5"]
    states = [Judgement.REACHED] * reached + [Judgement.NO_DATA] * silent
    states += [Judgement.MISSED] * (3 - len(states))
    found = [replace(one, judgement=state) for one, state in zip(three, states, strict=True)]
    (whole,) = target_results(plan, found)
    assert whole.judgement is judgement


def test_who_is_silent_who_gave_half_and_who_forgot_the_day_are_other_sentences(plan: Plan) -> None:
    def sentence(name: str, **answers: dict[str, Given]) -> str:
        forms = [submission(code, given) for code, given in answers.items()]
        paragraphs = write_body(gather(plan, forms), draft=True)
        subject = next(one.subject for one in plan.indicators if one.id == name)
        return next(p.text for p in paragraphs if p.text.startswith(subject))

    assert sentence("1").endswith("chưa có số liệu (các phường, xã chưa báo cáo).")
    half = {code: {"phat_sinh": 5} for code in PLACES}
    assert sentence("1", **half).endswith("chưa tính được vì các phường, xã mới ghi một trong hai số.")
    assert sentence("6") == "Quy định giá dịch vụ thu gom: Sở Nông nghiệp và Môi trường chưa nêu kết quả."
    assert sentence("6", SNNMT={"gia": "Đã ban hành"}).endswith("chưa nêu ngày hoàn thành.")


def test_the_form_judges_a_deed_a_rank_and_a_sum_itself(season: Path) -> None:
    sheet = openpyxl.load_workbook(season / "inputs" / "SNNMT.xlsx", data_only=True)["Chỉ tiêu"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    judged = [next(v for v in row if v in ("Đạt", "Chưa đạt")) for row in rows if "So với chỉ tiêu (tự tính)" in row]
    assert judged == ["Chưa đạt", "Đạt", "Đạt", "Chưa đạt"]
    said = [str(value) for row in rows for value in row if "Chỉ tiêu 6 tháng" in str(value)]
    assert "Chỉ tiêu 6 tháng đầu năm 2029: từ thứ 10 trở lên" in said
    assert "Chỉ tiêu 6 tháng đầu năm 2029: ban hành trước ngày 01/6/2029" in said
