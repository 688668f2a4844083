"""Next year's plan, made by following docs/nam-moi.md to the letter: the page can only show what works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from docx.oxml.ns import qn

from lamdong_report.cli import main
from lamdong_report.errors import PlanError
from lamdong_report.example import make_examples
from lamdong_report.pipeline import review_plan
from lamdong_report.plan import Plan, load_plan
from tests.conftest import ROOT
from tests.corpus.forms import Answers, form_of

PAGE = ROOT / "docs" / "nam-moi.md"
GO, FIND, REPLACE, INSERT = "Đến chỗ", "Tìm", "Sửa thành", "Thêm ngay trước đó"
DELETE, UP_TO, TOLD = "Xóa từ", "đến ngay trước", "Lệnh `plan` báo"
_BLOCK = re.compile(r"^\*\*([^*]+)\*\*(?: trong `([\w.]+)`)?\n\n```\w+\n(.*?)^```$", re.M | re.S)
_ANY = re.compile(r"(?<=thứ )\d+|(?<=dòng )\d+")  # how much stands before, in the plan and in its example words


@dataclass(frozen=True)
class Block:
    """One labelled block of the page, and the step that it stands in."""

    step: str
    label: str
    file: str
    text: str


def blocks() -> list[Block]:
    parts = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.M)
    steps = zip(parts[1::2], parts[2::2], strict=True)
    return [Block(step, m[1], m[2] or "plan.toml", m[3]) for step, body in steps for m in _BLOCK.finditer(body)]


class Notepad:
    """Does with a folder's files what the page tells a person to do."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.places = folder, 0
        self._from, self._found, self._file = 0, "", ""

    def obey(self, block: Block) -> None:
        text = self._text(block.file) if block.label in (GO, FIND, DELETE) else self._text(self._file)
        if block.label in (GO, FIND, DELETE):
            self._file = block.file
            self._from = self._locate(text, block.text, self._from if block.label == FIND else 0, block.label)
            self._found = block.text
        elif block.label == REPLACE:
            self._write(text[: self._from] + block.text + text[self._from + len(self._found) :])
        elif block.label == INSERT:
            self._write(text[: self._from] + block.text + text[self._from :])
        elif block.label == UP_TO:
            self._write(text[: self._from] + text[self._locate(text, block.text, self._from, UP_TO) :])

    def _text(self, file: str) -> str:
        return (self.folder / file).read_text(encoding="utf-8")

    def _locate(self, text: str, wanted: str, start: int, label: str) -> int:
        """Where the block stands at the beginning of a line; it must be the only one, unless it follows a place."""
        found = [m.start() for m in re.finditer(rf"^{re.escape(wanted)}", text, re.M) if m.start() >= start]
        assert found, f"{label}: {wanted}"
        assert start or len(found) == 1, f"{label}, {len(found)} times: {wanted}"
        return found[0]

    def _write(self, text: str) -> None:
        (self.folder / self._file).write_text(text, encoding="utf-8")
        self._from, self.places = 0, self.places + (self._file == "plan.toml")


def said(folder: Path) -> list[str]:
    """What the command plan says of the plan, in its own lines: faults, or else remarks."""
    try:
        remarks = review_plan(load_plan(folder))
        return [f"Nên xem lại: {remark}" for remark in remarks if "còn ghi năm" not in remark]
    except PlanError as error:
        return list(error.faults)


@dataclass(frozen=True)
class Made:
    folder: Path
    plan: Plan
    places: dict[str, int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The plan of next year, and in how many places each step changed plan.toml."""
    folder = tmp_path_factory.mktemp("templates") / "2027"
    shutil.copytree(ROOT / "templates" / "2026", folder)
    notepad, places = Notepad(folder), dict[str, int]()
    for block in blocks():
        before = notepad.places
        if block.label == TOLD:
            assert [_ANY.sub("", line) for line in said(folder)] == _ANY.sub("", block.text).splitlines()
        else:
            notepad.obey(block)
        places[block.step] = places.get(block.step, 0) + notepad.places - before
    return Made(folder, load_plan(folder), places)


def run(made: Made, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--templates", str(made.folder)], catch_exceptions=False)


def test_each_change_takes_the_places_that_the_page_promises(made: Made) -> None:
    promised = re.findall(r"^\| \[([^\]]+)\]\(#bước-(\d)[^)]*\) \| (\d)", PAGE.read_text(encoding="utf-8"), re.M)
    counted = {int(step.split()[1].rstrip(".")): places for step, places in made.places.items()}
    more = {1: 1, 3: 1}  # the year stands in two runs of lines of one table; the annex column is told by the command
    assert {int(step): int(places) + more.get(int(step), 0) for _, step, places in promised} == counted


def test_the_plan_holds_together_and_nothing_is_left_to_see_to(made: Made) -> None:
    assert said(made.folder) == []
    assert "Kế hoạch và mẫu Word không có lỗi" in run(made, "plan").output
    result = run(made, "plan", "--agency", "BHXH")
    assert "t12_1.noi_dung" in result.output and "II.8.5.noi_dung" in result.output


def test_the_new_section_renumbers_the_later_ones(made: Made) -> None:
    places = {section.id: (section.number, made.plan.place_of(section)) for section in made.plan.sections}
    assert places["II.8.5"] == ("8.4.", "II.8.4") and places["II.8.4"] == ("8.5.", "II.8.5")


def test_a_moved_indicator_is_asked_of_its_new_agency_alone(made: Made) -> None:
    (moved,) = [indicator for indicator in made.plan.indicators if indicator.id == "2.1"]
    assert (moved.responsible, moved.previous) == (("TK",), "i21.nam_truoc")
    assert made.plan.asked["i21_tong"] == {"TK"}


SLIPS = (
    ('name = "Bảo hiểm xã hội tỉnh"', 'name = "Bảo hiểm xã hội tỉnh'),
    ("\nscale = 1\n", "\nsale = 1\n"),
    ('{ id = "i34_nu",', '{ id = "i22_tong",'),
    ('lead = "TK"\nnumerator = ["i34_nu"]', 'lead = "TKE"\nnumerator = ["i34_nu"]'),
    ('trong chuyển đổi số"\nshort', 'trong chuyển đổi số năm {nam}"\nshort'),
    ('asked = ["X", "S", "M"]\n\n[[sections]]\nid = "II.8.4"', '[[sections]]\nid = "II.8.4"'),
)


@pytest.mark.parametrize("at", range(len(SLIPS)))
def test_a_slip_is_told_in_the_words_of_the_page(made: Made, tmp_path: Path, at: int) -> None:
    page = PAGE.read_text(encoding="utf-8").partition("## Lỗi thường gặp")[2]
    told = re.findall(r"^\| .+ \| `(.+)`[^`]*\|$", page, re.M)
    assert len(told) == len(SLIPS)
    shutil.copytree(made.folder, tmp_path / "2027")
    path = tmp_path / "2027" / "plan.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(SLIPS[at][0]) == 1
    path.write_text(text.replace(*SLIPS[at]), encoding="utf-8")
    output = run(Made(path.parent, made.plan, {}), "plan").output
    pieces = [piece for piece in re.split(r"…|\\n", told[at]) if piece]
    assert re.search(".*".join(map(re.escape, pieces)), output), output


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


def after(report: list[str], heading: str) -> list[str]:
    """The three paragraphs below a heading."""
    at = report.index(heading)
    return report[at + 1 : at + 4]


def test_the_new_section_stands_in_its_place_with_the_words_sent(report: list[str]) -> None:
    below = after(report, "8.4. Kết quả thu hẹp khoảng cách giới trong chuyển đổi số")
    assert below[0] == "Bảo hiểm xã hội tỉnh: Cấp thẻ bảo hiểm y tế điện tử cho 120 phụ nữ."
    assert below[2].endswith("Lớp kỹ năng số cho phụ nữ thôn 2.")
    assert any(line.startswith("8.5. Kết quả triển khai các hoạt động") for line in report)


def test_the_new_agency_stands_under_its_heading_and_is_counted(report: list[str]) -> None:
    (heading,) = [line for line in report if re.fullmatch(r"\w\) Bảo hiểm xã hội tỉnh", line)]
    assert "Đã lồng ghép nội dung bình đẳng giới" in after(report, heading)[0]
    assert any("3/149 cơ quan, địa phương đã gửi báo cáo" in line for line in report)


def test_the_new_indicator_is_told_in_its_own_unit(report: list[str]) -> None:
    (told,) = [line for line in report if line.startswith("Số giờ trung bình làm công việc nội trợ")]
    assert "là 2,1 lần" in told and "(1,7 lần)" in told and "giảm 0,2 lần so với năm 2026" in told
    assert told.endswith("Theo Thống kê tỉnh, nguyên nhân là dịch vụ gia đình chưa phát triển.")


def test_the_moved_indicator_speaks_of_its_new_agency(report: list[str]) -> None:
    told = next(line for line in report if line.startswith("Tỷ lệ lao động nữ làm công hưởng lương"))
    assert "59%" in told and "vượt 3 điểm phần trăm" in told


def test_nothing_of_what_was_dropped_or_of_the_old_year_is_left(report: list[str]) -> None:
    text = "\n".join(report)
    assert "người dân được tiếp cận kiến thức" not in text.lower()
    assert "Cục Bình đẳng giới, Bộ Nội vụ;" in text and "Vụ CTTN&BĐG, Bộ Nội vụ;" not in text
    assert "phương hướng, nhiệm vụ năm 2028" in text.lower()
    assert re.findall(r"(?<!so với )(?<!Kết quả )năm 2026", text) == []
    assert "{" not in text and "None" not in text


def test_the_other_results_carry_the_new_year(season: Path) -> None:
    letters = [path.name for path in (season / "cong-van").iterdir()]
    assert letters
    assert "2027" in (season / "tinh-hinh.html").read_text(encoding="utf-8")


def test_the_demonstration_still_finds_words_for_everybody(made: Made) -> None:
    sent = {example.agency.code: example.prefill.answers for example in make_examples(made.plan)}
    assert sent["BHXH"]["t12_1.noi_dung"] and sent["TK"]["i34_nu"]
    assert {answers["c_ngay_cv"].year for answers in sent.values() if "c_ngay_cv" in answers} == {2027}
    assert len({answers.get("II.8.5.noi_dung") for answers in sent.values()} - {None}) > 3
