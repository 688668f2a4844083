"""A third plan, unlike the other two: half a year, sums and ranges as targets, judged place by place."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn

from lamdong_report.cli import main
from lamdong_report.plan import Plan, load_plan, read_toml
from lamdong_report.planbook import prepare_update, read_agency_rows, read_workbook, write_workbook
from tests.conftest import ROOT, SMALL_PLAN
from tests.corpus.forms import Answers, form_of

WASTE_PLAN = SMALL_PLAN.parent / "rac"
#         population, arising, collected, recycled, campaigns, offences, offences last year
PLACES = {"P01": (20_000, 300, 290, 60, 5, 8, 12), "P02": (15_000, 250, 240, 55, 4, 4, 9),
          "X01": (10_000, 200, 150, 30, 3, 2, 2), "X02": (5_000, 150, 140, 28, 3, 4, 1)}  # fmt: skip
KEYS = ("dan_so", "phat_sinh", "thu_gom", "tai_che", "ra_quan", "vi_pham", "vi_pham_truoc")
PLANS = {"P01": ("Đã ban hành", date(2029, 3, 31)), "P02": ("Đã ban hành", date(2029, 4, 1)),
         "X01": ("Đang soạn thảo", None), "X02": ("Đã ban hành", None)}  # fmt: skip
GENERAL: Answers = {
    "nguoi_lap": "Trần D",
    "ngay_van_ban": date(2029, 7, 5),
    "ngay_chot": date(2029, 6, 30),
    "lan_gui": 1,
}


def sent() -> dict[str, Answers]:
    forms: dict[str, Answers] = {
        code: {**GENERAL, **dict(zip(KEYS, map(Decimal, numbers), strict=True)), "bai_rac": False}
        for code, numbers in PLACES.items()
    }
    for code, (state, day) in PLANS.items():
        forms[code] = {**forms[code], "ke_hoach": state, **({"ke_hoach_ngay": day} if day else {})}
    forms["MTDT"] = {**GENERAL, "diem": 12}
    forms["SNNMT"] = {**GENERAL}
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
        (folder / "inputs" / f"{code}.xlsx").write_bytes(form_of(plan, code, answers))
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
        "Riêng các phường thu gom 530 tấn.",
        "Đã ra quân 15 đợt, tăng 03 đợt; nhiều nhất là phường Bến Cá, ít nhất là xã Đảo Trong và xã Gò Sim.",
        "Đã xử lý 18 vụ vi phạm, giảm 06 vụ (giảm 25,0%) so với cùng kỳ; bình quân 36 vụ trên 100.000 dân.",
        "Trước ngày 01/4 có 01 nơi ban hành kế hoạch phân loại; chưa ban hành đúng hạn: phường Cầu Gỗ và xã Đảo Trong; "
        "01 nơi còn chưa ban hành.",
        "có 03 nơi, gồm phường Bến Cá, phường Cầu Gỗ và xã Gò Sim; chưa đạt: xã Đảo Trong.",
        "đạt 91,1%, thấp hơn 0,9 điểm phần trăm so với chỉ tiêu",
        "Tỷ lệ chất thải được tái chế đạt 21,1%, đạt chỉ tiêu (từ 20 đến 25%)",
        "Số điểm tập kết được cải tạo là 12 điểm, vượt 2 điểm so với chỉ tiêu (≥ 10 điểm)",
        "đạt 75% (03/04 phường, xã), vượt 25 điểm phần trăm so với chỉ tiêu (> 50%)",
        "Khối lượng chất thải phát sinh đã giảm 10% (900 tấn, kỳ trước 1.000 tấn), đạt chỉ tiêu (giảm từ 5 đến 10%).",
        "Trong 04 chỉ tiêu có 03 chỉ tiêu đạt, 01 chưa đạt.",
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


def test_the_next_half_year_knows_this_one(season: Path, tmp_path: Path) -> None:
    for name in ("templates", "inputs", "output"):
        shutil.copytree(season / name, tmp_path / name)
    result = run(tmp_path, "next-year", "--inputs", str(tmp_path / "inputs"))
    assert result.exit_code == 0, result.output
    after = load_plan(tmp_path / "templates" / "2030")
    assert {entry.question: entry.value for entry in after.last_year}["thu_gom"] == 820
    assert after.known["P01"]["dan_so"] == 20_000
    assert run(tmp_path, "demo", "--seed", "3").exit_code in (0, 1)
