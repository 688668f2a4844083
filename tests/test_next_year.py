"""Next year's plan, made by following docs/nam-moi.md to the letter: the page can only show what works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.cli import main
from lamdong_report.errors import PlanError
from lamdong_report.example import make_examples
from lamdong_report.pipeline import review_examples, review_plan
from lamdong_report.pipeline.planning import export_plan, import_plan
from lamdong_report.pipeline.yearly import begin_year
from lamdong_report.plan import Plan, load_plan
from tests.conftest import ROOT
from tests.corpus.forms import Answers, form_of, opened

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "nam-moi.md"
_TABLE = r"(?:\n\n((?:^\|.*\|\n)+))?"
_STEP = re.compile(
    r"^\*\*Trang «([^»]+)»(?:, phần «([^»]+)»)?(?:, (thêm dòng|xóa dòng|dòng))(?: trước «([^»]+)»| cuối| «([^»]+)»)?"
    r"(?:, (sửa|ghi|thay))?\*\*(?: `([^`]+)`)?(?: \*\*bằng\*\* `([^`]+)`)?" + _TABLE,
    re.M,
)
_TOLD = re.compile(r"^\*\*Lệnh `plan --from` báo\*\*\n\n```text\n(.*?)^```$", re.M | re.S)
_CELL = re.compile(r"(?<=ô )[A-Z]+\d+|(?<=thứ )\d+|(?<=dòng )\d+")  # where things stand may move
KEYS_ROW, HEADINGS_ROW = 2, 3


class Official:
    """Does with the workbook what the page tells a person to do."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self.book = book

    def obey(self, step: re.Match[str]) -> None:
        page, part, act, before, name, verb, value, other, table = step.groups()
        sheet = self.book[page]
        if part or verb in ("ghi", "thay"):
            cell = self._key(sheet, part, name)
            cell.value = cell.value.replace(value, other) if verb == "thay" else value
        elif act == "xóa dòng":
            sheet.delete_rows(self._row(sheet, name))
        elif act == "thêm dòng":
            for at, entry in enumerate(rows_of(table)):
                row = self._row(sheet, before) + at if before else sheet.max_row + 1
                if before:
                    sheet.insert_rows(row)
                self._write(sheet, row, entry)
        else:
            self._write(sheet, self._row(sheet, name), rows_of(table)[0])

    def set(self, page: str, name: str, heading: str, value: str) -> None:
        self._write(self.book[page], self._row(self.book[page], name), {heading: value})

    def _write(self, sheet: Worksheet, row: int, entry: Mapping[str, str]) -> None:
        for heading, value in entry.items():
            sheet.cell(row, self._columns(sheet)[heading]).value = value

    def _columns(self, sheet: Worksheet) -> dict[str, int]:
        """The columns by their headings; on the first sheet those of the indicators' block."""
        row = (
            next(cell.row for cell in sheet["A"] if cell.value == "#") + 1 if sheet.title == "Mùa này" else HEADINGS_ROW
        )
        return {str(cell.value): cell.column for cell in sheet[row] if cell.value}

    def _row(self, sheet: Worksheet, name: str) -> int:
        """The row of an entry; the column of ids follows that of the holder."""
        columns = self._columns(sheet)
        at = columns.get("Mã") or columns["Mã cơ quan"]
        return next(row[0].row for row in sheet.iter_rows(min_row=HEADINGS_ROW + 1) if row[at - 1].value == name)

    def _key(self, sheet: Worksheet, part: str, heading: str) -> Any:
        """The cell beside a heading, below the line that names its part."""
        found = ""
        for row in sheet.iter_rows(min_row=HEADINGS_ROW):
            found = str(row[1].value) if row[1].value and not row[0].value else found
            if found == part and row[1].value == heading:
                return row[2]
        raise AssertionError(f"{part}: {heading}")


def rows_of(table: str) -> list[dict[str, str]]:
    """The rows of a Markdown table by its headings; <br> is a new line in the cell."""
    lines = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.strip().splitlines()]
    lines = [[cell.strip("| ").replace("<br>", "\n") for cell in line] for line in lines]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def said(folder: Path) -> list[str]:
    """What the command plan remarks, but for the documents of the old year, which nobody can know anew, and the
    contact, which is the office's own."""
    open_ends = ("còn ghi năm", "[contact]")
    plan = load_plan(folder)
    found = (*review_plan(plan), *review_examples(plan))
    return [remark for remark in found if not any(words in remark for words in open_ends)]


@dataclass(frozen=True)
class Made:
    folder: Path
    plan: Plan
    book: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The plan of next year: begun by the command, then edited in Excel step by step as the page says."""
    work = tmp_path_factory.mktemp("nam-moi")
    shutil.copytree(ROOT / "templates" / "2026", work / "templates" / "2026")
    folder = begin_year(work / "templates", work / "inputs", work / "output").folder
    path = export_plan(work / "templates", work / "output")
    official = Official(openpyxl.load_workbook(path))
    for step in steps():
        if step.re is _TOLD:
            official.book.save(path)
            with pytest.raises(PlanError) as caught:
                import_plan(work / "templates", path)
            assert [_CELL.sub("", fault) for fault in caught.value.faults] == _CELL.sub("", step[1]).splitlines()
        else:
            official.obey(step)
    official.book.save(path)
    assert import_plan(work / "templates", path)[1].changes
    return Made(folder, load_plan(folder), path)


def steps() -> Iterator[re.Match[str]]:
    """What the page tells to do, and what it says that the program answers, in order."""
    text = PAGE.read_text(encoding="utf-8")
    found = [*_STEP.finditer(text), *_TOLD.finditer(text)]
    assert len(found) > 15
    yield from sorted(found, key=lambda step: step.start())


def run(made: Made, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--templates", str(made.folder)], catch_exceptions=False)


def test_the_plan_holds_together_and_only_the_example_words_are_left_to_see_to(made: Made) -> None:
    assert all("example.toml" in remark for remark in said(made.folder))
    assert "Kế hoạch và mẫu Word không có lỗi" in run(made, "plan").output
    result = run(made, "plan", "--agency", "BHXH")
    assert "t12_1.noi_dung" in result.output and "II.8.5.noi_dung" in result.output


def test_what_every_season_changes_is_changed(made: Made) -> None:
    assert made.plan.contact.person == "Phòng Xây dựng chính quyền"
    (changed,) = [indicator for indicator in made.plan.indicators if indicator.id == "2.2"]
    assert (changed.target, changed.target_text) == (48, "dưới 48%")
    assert [indicator.id for indicator in made.plan.indicators if indicator.id in ("3.3", "3.4", "4.1")] == [
        "3.3", "3.4", "4.1",
    ]  # fmt: skip


def test_the_new_section_renumbers_the_later_ones(made: Made) -> None:
    places = {section.id: (section.number, made.plan.place_of(section)) for section in made.plan.sections}
    assert places["II.8.5"] == ("8.4.", "II.8.4") and places["II.8.4"] == ("8.5.", "II.8.5")


def test_a_moved_indicator_is_asked_of_its_new_agency_alone(made: Made) -> None:
    (moved,) = [indicator for indicator in made.plan.indicators if indicator.id == "2.1"]
    assert (moved.responsible, moved.previous) == (("TK",), "i21.nam_truoc")
    assert made.plan.asked["i21_tong"] == {"TK"}


SLIP = re.compile(r"^\| Trang «([^»]+)», dòng «([^»]+)», cột «([^»]+)» ghi `([^`]+)` \| `(.+)` \|$", re.M)
SLIPS = SLIP.findall(PAGE.read_text(encoding="utf-8").partition("## Lỗi thường gặp")[2])


@pytest.mark.parametrize(("page", "name", "heading", "value", "told"), SLIPS, ids=[slip[3] for slip in SLIPS])
def test_a_slip_is_told_in_the_words_of_the_page(
    made: Made, tmp_path: Path, page: str, name: str, heading: str, value: str, told: str
) -> None:
    official = Official(opened(made.book.read_bytes()))
    official.set(page, name, heading, value)
    official.book.save(tmp_path / "sai.xlsx")
    with pytest.raises(PlanError) as caught:
        import_plan(made.folder, tmp_path / "sai.xlsx")
    pattern = ".*".join(map(re.escape, told.split("…")))
    assert any(re.search(pattern, fault) for fault in caught.value.faults), caught.value.faults


SENT: Mapping[str, Answers] = {
    "BHXH": {
        "II.8.5.noi_dung": "Cấp thẻ bảo hiểm y tế điện tử cho 120 phụ nữ.",
        "t12_1.trang_thai": "Hoàn thành",
        "t12_1.noi_dung": "Đã lồng ghép nội dung bình đẳng giới vào kế hoạch công tác năm.",
    },
    "TK": {
        "i34_nu": Decimal("4.2"),
        "i34_nam": Decimal("2"),
        "i34.giai_trinh": "Dịch vụ gia đình chưa phát triển",
        "i34.nam_truoc": Decimal("2.3"),
        "i21_tong": 600_000,
        "i21_luong": 354_000,
    },
    "23008": {"c_dan_so": 12_000, "II.8.5.noi_dung": "Lớp kỹ năng số cho phụ nữ thôn 2.", "II.8.5.noi_bat": True},
}


@pytest.fixture(scope="module")
def season(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms of an old, a new and a summed agency, filled in and sent, checked, answered by letters, reported."""
    out = tmp_path_factory.mktemp("season")
    blank = run(made, "forms", "--agency", "BHXH", "--agency", "TK", "--out", str(out / "phieu"))
    assert (blank.exit_code, len(list((out / "phieu").glob("*.xlsx")))) == (0, 2)
    (out / "inputs").mkdir()
    for code, answers in SENT.items():
        general: Answers = {"c_nguoi_lap": "Người lập phiếu", "c_ngay_cv": date(2027, 11, 20), "c_lan_gui": 1}
        (out / "inputs" / f"{code}.xlsx").write_bytes(form_of(made.plan, code, {**general, **answers}))
    for command in ("check", "letters", "report"):
        result = run(made, command, str(out / "inputs"), "--out", str(out))
        assert result.exit_code in (0, 1), result.output
    return out


@pytest.fixture(scope="module")
def report(season: Path) -> list[str]:
    """Everything that the Word report says, paragraph by paragraph, annexes included, without bullets."""
    (path,) = season.glob("bao-cao-2027-du-thao-01.docx")
    body = docx.Document(str(path)).element.body
    lines = ("".join(node.text or "" for node in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [line.removeprefix("- ") for line in lines]


def after(report: list[str], heading: str, count: int = 3) -> list[str]:
    """The paragraphs below a heading, or the cells behind the first of a row."""
    at = report.index(heading)
    return report[at + 1 : at + 1 + count]


def test_the_new_section_stands_in_its_place_with_the_words_sent(report: list[str]) -> None:
    below = after(report, "8.4. Kết quả thu hẹp khoảng cách giới trong chuyển đổi số")
    assert below[0] == "Bảo hiểm xã hội tỉnh: Cấp thẻ bảo hiểm y tế điện tử cho 120 phụ nữ."
    assert below[2].endswith("Lớp kỹ năng số cho phụ nữ thôn 2.")
    assert any(line.startswith("8.5. Kết quả triển khai các hoạt động") for line in report)


def test_the_new_agency_stands_under_its_heading_and_is_counted(report: list[str]) -> None:
    assert after(report, "12. Các sở, ban, ngành")[0].endswith("gồm: Bảo hiểm xã hội tỉnh.")
    assert "Đã lồng ghép nội dung bình đẳng giới vào kế hoạch công tác năm." in report
    assert any("3/149 cơ quan, địa phương đã gửi báo cáo" in line for line in report)


def test_the_new_indicator_is_told_in_its_own_unit(report: list[str]) -> None:
    (told,) = [line for line in report if line.startswith("Số giờ trung bình") and "là 2,1 lần" in line]
    assert "(1,7 lần)" in told and "giảm 0,2 lần so với năm 2026" in told
    assert told.endswith("Theo Thống kê tỉnh, nguyên nhân là dịch vụ gia đình chưa phát triển.")


def test_the_moved_indicator_speaks_of_its_new_agency(report: list[str]) -> None:
    row = after(report, "Tỷ lệ lao động nữ làm công hưởng lương trong tổng số lao động nữ", 4)
    assert row[0] == "56%" and row[2:] == ["59%", "▲ Vượt"]


def test_nothing_of_what_was_dropped_or_of_the_old_year_is_left(report: list[str]) -> None:
    text = "\n".join(report)
    assert "người dân được tiếp cận kiến thức" not in text.lower()
    assert "Cục Bình đẳng giới, Bộ Nội vụ;" in text and "Vụ CTTN&BĐG, Bộ Nội vụ;" not in text
    assert "phương hướng, nhiệm vụ năm 2028" in text.lower()
    assert re.findall(r"(?<![Ss]o với )(?<![Kk]ết quả )(?<!tốt hơn )năm 2026", text) == []
    assert "{" not in text and "None" not in text


def test_the_other_results_carry_the_new_year(season: Path) -> None:
    letters = [path.name for path in (season / "cong-van").iterdir()]
    assert letters
    assert "2027" in (season / "tinh-hinh.html").read_text(encoding="utf-8")


def test_the_demonstration_runs_without_the_example_words(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "2027", ignore=shutil.ignore_patterns("example.toml"))
    plan = load_plan(tmp_path / "2027")
    sent = {example.agency.code: example.prefill.answers for example in make_examples(plan)}
    assert sent["BHXH"]["t12_1.noi_dung"] and sent["TK"]["i34_nu"]
    assert {answers["c_ngay_cv"].year for answers in sent.values() if "c_ngay_cv" in answers} == {2027}
    assert len({answers.get("II.8.5.noi_dung") for answers in sent.values()} - {None}) > 3
