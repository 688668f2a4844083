"""From one season to the next: the new plan, what is known of last year, the old year's files put away."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from lamdong_report.cli import main
from lamdong_report.errors import UnfinishedYearError, UsageError
from lamdong_report.history.store import latest
from lamdong_report.pipeline import issue_forms, open_plan, reading, yearly
from lamdong_report.pipeline.edited import open_edited
from lamdong_report.pipeline.yearly import begin_year
from lamdong_report.plan import Plan, load_plan, read_toml
from lamdong_report.planbook import Results, known_answers, next_years_tables, tell_changes
from tests.conftest import SMALL_PLAN
from tests.corpus.forms import Answers, form_of
from tests.killed import deaths

GENERAL: Answers = {"nguoi_lap": "Lê Thị C", "dien_thoai": "0299 3 222 333", "ngay_cong_van": date(2031, 11, 1),
                    "ngay_chot": date(2031, 10, 31), "lan_gui": 1}  # fmt: skip
SENT: dict[str, Answers] = {
    "SGD": {"t4_trai": 100, "t4_hoc_trai": 98, "t4_gai": 100, "t4_hoc_gai": 99, "tt_cuoc": 3, "tt_nguoi": 90},
    "S101": {"tre_em": 1200, "tt_cuoc": 5, "tt_nguoi": 60},
    "S102": {"tre_em": 900, "tt_cuoc": 2, "tt_nguoi": 40},
}


@dataclass(frozen=True)
class Season:
    folder: Path
    output: str

    @property
    def plan(self) -> Plan:
        return load_plan(self.folder / "templates" / "2032")


def run(folder: Path, *words: str) -> Result:
    where = ["--templates", str(folder / "templates"), "--out", str(folder / "output")]
    return CliRunner().invoke(main, [*words, *where], catch_exceptions=False)


@pytest.fixture(scope="module")
def season(templates: Path, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """The small plan's year, reported and ended."""
    folder = tmp_path_factory.mktemp("nam")
    shutil.copytree(templates, folder / "templates")
    (folder / "inputs").mkdir()
    (folder / "inputs" / ".gitkeep").touch()
    for code, answers in SENT.items():
        (folder / "inputs" / f"{code}.xlsx").write_bytes(form_of(small_plan, code, {**GENERAL, **answers}))
    assert run(folder, "report", str(folder / "inputs")).exit_code in (0, 1)
    result = run(folder, "next-year", "--inputs", str(folder / "inputs"))
    assert result.exit_code == 0, result.output
    return Season(folder, result.output)


def test_year_and_dates_are_moved_and_no_form_of_the_old_plan_passes_for_one_of_the_new(season: Season) -> None:
    info = season.plan.info
    assert (info.year, info.form_version) == (2032, 1)
    assert (info.deadline, info.period_start, info.period_end) == (
        date(2032, 11, 20), date(2032, 1, 1), date(2032, 10, 31),
    )  # fmt: skip
    assert info.id == "tre-em-song-xanh-2032" and info.title.endswith("năm 2032")
    assert season.plan.document.file_name == "bao-cao-tre-em-2032"


def test_results_become_baselines_with_their_origin(season: Season) -> None:
    found = {indicator.id: indicator for indicator in season.plan.indicators}
    assert (found["t4"].baseline, found["t4"].baseline_source) == (
        Decimal("98.5"), "bao-cao-tre-em-2031-du-thao-01.docx (2031)",
    )  # fmt: skip
    assert found["t1"].baseline is None  # nobody reported it: the baseline of the year before is not kept


def test_the_totals_of_activities_are_kept(season: Season) -> None:
    totals = {entry.question: entry.value for entry in season.plan.last_year}
    assert (totals["tt_cuoc"], totals["tt_nguoi"]) == (10, 190)
    assert "tre_em" not in totals and "xh_tong" not in totals  # what the forms know, and what is not about activities


def test_writers_population_and_last_results_go_into_the_forms(season: Season) -> None:
    known = season.plan.known
    assert known["S101"]["tre_em"] == 1200 and known["S101"]["nguoi_lap"] == "Lê Thị C"
    assert known["S101"]["tt_nguoi_2030"] == 60  # this year's number where the form asks for last year's
    assert known["SGD"]["t4g.nam_truoc"] == Decimal("98.5")
    assert known["S101"]["tt_cuoc"] == 5 and "tt_nguoi" not in known["S101"]  # that one has a cell for last year's
    text = (season.folder / "templates" / "2032" / "nam-truoc.json").read_text(encoding="utf-8")
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_the_blank_form_holds_what_is_known_and_asks_to_look_at_it(season: Season) -> None:
    (path,) = issue_forms(season.plan, season.folder / "phieu", ["S101"])
    cells = [cell.value for page in openpyxl.load_workbook(path) for row in page.iter_rows() for cell in row]
    assert 1200 in cells and "Lê Thị C" in cells
    (line,) = [text for text in cells if isinstance(text, str) and "điền sẵn theo báo cáo năm trước" in text]
    assert "«Tổng số trẻ em dưới 16 tuổi trên địa bàn»" in line


def test_last_years_numbers_stand_beside_the_cells_for_the_new_ones(season: Season) -> None:
    (path,) = issue_forms(season.plan, season.folder / "phieu", ["S101"])
    rows = list(openpyxl.load_workbook(path)["Số liệu"].iter_rows(values_only=True))
    heading, row = (next(one for one in rows if word in one) for word in ("Năm 2031", "tt_cuoc"))
    at = heading.index("Năm 2031")
    assert (row[at], row[heading.index("Trả lời")]) == ("5", None)


def test_no_count_of_victims_is_kept_for_the_next_year(small_plan: Plan) -> None:
    asked = {question.id: Decimal(3) for question in small_plan.questions.values() if question.kind.is_number}
    kept = known_answers(small_plan, Results(answers={"SYT": asked}))["SYT"]
    assert not {name for name in kept if small_plan.questions[name].sensitive} and len(kept) > 5


def test_nothing_is_deleted_and_the_first_draft_is_01_again(season: Season, small_plan: Plan) -> None:
    archive = season.folder / "luu-tru" / "2031"
    assert {path.name for path in (archive / "inputs").iterdir()} == {f"{code}.xlsx" for code in SENT}
    assert (archive / "output" / "bao-cao-tre-em-2031-du-thao-01.docx").is_file()
    assert [path.name for path in (season.folder / "inputs").iterdir()] == [".gitkeep"]
    (season.folder / "inputs" / "SGD.xlsx").write_bytes(form_of(season.plan, "SGD", {**GENERAL, "tt_cuoc": 4}))
    assert run(season.folder, "report", str(season.folder / "inputs")).exit_code in (0, 1)
    assert (season.folder / "output" / "bao-cao-tre-em-2032-du-thao-01.docx").is_file()


def test_a_year_that_has_begun_is_not_begun_again(season: Season, tmp_path: Path) -> None:
    shutil.copytree(season.folder / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "2033").mkdir()
    with pytest.raises(UsageError, match="Đã có thư mục"):
        begin_year(tmp_path / "templates", tmp_path / "inputs", tmp_path / "output")


def test_what_was_done_for_a_part_of_the_population_is_no_answer_for_the_next_year(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PLAN, tmp_path / "2031")
    path = tmp_path / "2031" / "plan.toml"
    done = """
[[questions]]
id = "the_bao_hiem"
section = "II.1"
sheet = "so_lieu"
label = "Số trẻ em được cấp thẻ bảo hiểm y tế"
kind = "count"
unit = "người"
asked = ["XA"]
part_of = "tre_em"
"""
    path.write_text(path.read_text(encoding="utf-8") + done, encoding="utf-8")
    plan = load_plan(path.parent)
    assert "tre_em_gai" in plan.carried and "the_bao_hiem" not in plan.carried
    given = {"S101": {name: Decimal(9) for name in ("tre_em", "tre_em_gai", "the_bao_hiem")}}
    knowing = replace(plan, known=known_answers(plan, Results(answers=given)))
    assert set(knowing.known_answers("S101")) == {"tre_em", "tre_em_gai"}
    assert set(knowing.last_years("S101")) == {"the_bao_hiem"}  # to be seen beside the cell


def test_last_years_results_are_kept_as_they_were_printed_and_not_those_of_the_year_before(small_plan: Plan) -> None:
    results = Results("báo cáo", {"t1": Decimal("94.96"), "t4": Decimal("98.51666")},
                      {"tt_nguoi": Decimal(190), "tt_nguoi_2030": Decimal(150)})  # fmt: skip
    moved = next_years_tables(read_toml(SMALL_PLAN / "plan.toml").data, small_plan, results)
    # Rounded to one decimal, 94,96 would be the target of 95 that was missed.
    found = {entry["id"]: entry["baseline"] for entry in moved["indicators"] if "baseline" in entry}
    assert found == {"t1": Decimal("94.96"), "t4": Decimal("98.52")}
    assert known_answers(small_plan, results)["SGD"] == {"t4g.nam_truoc": Decimal("98.52")}
    assert [entry["question"] for entry in moved["last_year"]] == ["tt_nguoi"]


def test_a_change_of_what_has_no_name_is_told_by_its_place() -> None:
    steps = ([{"by": date(year, 6, 30), "target": 1}, {"by": date(year, 12, 31), "target": 2}] for year in (2031, 2032))
    old, new = ({"indicators": [{"id": "n2", "steps": list(some)}]} for some in steps)
    told = list(tell_changes(old, new))
    assert [line.partition(": ")[0] for line in told] == [
        "Chỉ tiêu «n2», lộ trình thứ 1",
        "Chỉ tiêu «n2», lộ trình thứ 2",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Kế hoạch năm 2031", "Kế hoạch năm {year}"),
        ("so với năm 2030", "so với năm {previous_year}"),
        ("Công văn số 5/BNV ngày 2 tháng 3 năm 2031", "Công văn số 5/BNV ngày 2 tháng 3 năm 2031"),
        ("đến năm 2031", "đến năm 2031"),
        ("giai đoạn 2031-2035", "giai đoạn 2031-2035"),
        ("bao-cao-2031", "bao-cao-{year}"),
    ],
)
def test_a_literal_year_becomes_a_placeholder_but_not_in_the_date_of_a_document(
    small_plan: Plan, old: str, new: str
) -> None:
    data = {"plan": {"id": "x-{year}"}, "sections": [{"id": "năm 2031", "text": [old]}]}
    moved = next_years_tables(data, small_plan, Results())
    assert moved["sections"] == [{"id": "năm 2031", "text": [new]}]


def test_a_draft_of_another_plan_of_the_same_year_is_none_of_this_plans(season: Season, tmp_path: Path) -> None:
    shutil.copytree(season.folder / "luu-tru" / "2031" / "output", tmp_path / "output")
    shutil.copytree(season.folder / "templates" / "2031", tmp_path / "templates" / "2031")
    path = tmp_path / "templates" / "2031" / "plan.toml"
    text = path.read_text(encoding="utf-8").replace('id = "tre-em-song-xanh"', 'id = "ke-hoach-khac"')
    path.write_text(text, encoding="utf-8")
    assert latest(tmp_path / "output", "du-thao", "tre-em-song-xanh") is not None
    assert latest(tmp_path / "output", "du-thao", "ke-hoach-khac") is None
    draft = tmp_path / "output" / "bao-cao-tre-em-2031-du-thao-01.docx"
    with pytest.raises(UsageError, match="là dự thảo của kế hoạch «tre-em-song-xanh»"):
        open_edited(draft, tmp_path / "output", load_plan(path.parent))


@pytest.fixture(scope="module")
def ended(templates: Path, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year with a draft, decisions, something in the bin, files in folders: all that is to be put away."""
    folder = tmp_path_factory.mktemp("het-nam")
    shutil.copytree(templates, folder / "templates")
    inputs = folder / "inputs"
    for name in (".da-bo/cũ.xlsx", "thư/bản in.pdf", "thư/ảnh.png", ".gitkeep", ".dang-ghi"):
        (inputs / name).parent.mkdir(parents=True, exist_ok=True)
        (inputs / name).write_bytes(name.encode())
    for code, answers in SENT.items():
        (inputs / f"{code}.xlsx").write_bytes(form_of(small_plan, code, {**GENERAL, **answers}))
    assert run(folder, "report", str(inputs)).exit_code in (0, 1)
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """All files by their names, but what a run goes by itself and what it can make anew."""
    own = (".dang-ghi", ".ai-dang-ghi", ".gitkeep")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in own and ".da-doc" not in path.parts
    }


@pytest.mark.slow
@pytest.mark.parametrize("is_one_drive", [True, False])
def test_killed_at_any_file_operation_the_next_run_opens_the_year_and_nothing_is_lost_or_done_twice(
    ended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_one_drive: bool
) -> None:
    here = tmp_path / "mua"
    places = here / "templates", here / "inputs", here / "output"
    old = {name: data for name, data in files_of(ended).items() if not name.startswith("templates/")}
    shutil.copytree(ended, here)
    reckon_once(monkeypatch)
    rename = Path.rename

    def from_another_drive(path: Path, target: Path) -> Path:
        if "luu-tru" in target.parts and not path.is_relative_to(here / "luu-tru"):
            raise OSError(errno.EXDEV, "another drive")
        return rename(path, target)

    if not is_one_drive:
        monkeypatch.setattr(Path, "rename", from_another_drive)
    stood = []
    for _ in deaths(lambda: begin_year(*places, ending=2031)):
        stood.append(standing(here, old))
        new_form = here / "inputs" / "của năm mới.xlsx"
        if stood[-1] == "unfinished":
            new_form.write_bytes(b"moi")
        if stood[-1] != "opened":
            made = begin_year(*places, ending=2031)
            assert made.plan.info.year == 2032 and made.baselines and made.known
        assert standing(here, old) == "opened"
        left = {**files_of(here / "inputs"), **files_of(here / "output")}
        assert left == ({new_form.name: b"moi"} if stood[-1] == "unfinished" else {})
        assert [sorted(path.name for path in (here / name).iterdir()) for name in ("templates", "luu-tru")] == [
            ["2031", "2032"], ["2031"],
        ]  # fmt: skip
        shutil.rmtree(here)
        shutil.copytree(ended, here)
    assert list(dict.fromkeys(stood)) == ["before", "unfinished", "opened"]
    assert min(stood.count("before"), stood.count("unfinished")) > 8
    with pytest.raises(UsageError, match="đã được mở"):
        begin_year(*places, ending=2031)


def reckon_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What writes nothing takes most of the time, and says the same in every run: it is done once."""

    def once(act: Callable[..., object]) -> Callable[..., object]:
        said: list[object] = []

        def again(*args: object, **_: object) -> object:
            said.extend([] if said else [act(*args)])
            return said[0]

        return again

    reckoned = ("gather_results", "next_years_tables", "known_answers", "tell_changes", "write_toml", "find_old_years")
    for name in reckoned:
        monkeypatch.setattr(yearly, name, once(getattr(yearly, name)))
    plans: dict[bytes, Plan] = {}

    def load(folder: Path) -> Plan:
        text = (folder / "plan.toml").read_bytes()
        plans[text] = plans.get(text) or load_plan(folder)
        return plans[text]

    monkeypatch.setattr(yearly, "load_plan", load)
    monkeypatch.setattr(reading, "load_plan", load)


def standing(here: Path, old: dict[str, bytes]) -> str:
    """How far the year is opened, by what the files say; each of the old ones lies here or in the archive."""
    lying = {name: data for name, data in files_of(here).items() if name.startswith(("inputs/", "output/"))}
    moved = files_of(here / "luu-tru" / "2031")
    assert {**lying, **moved}.items() >= old.items()
    try:
        year = open_plan(here / "templates").info.year
    except UnfinishedYearError:
        return "unfinished"
    assert moved == ({} if year == 2031 else old)
    return "before" if year == 2031 else "opened"


def test_other_folders_than_those_of_the_run_that_was_cut_off_do_not_end_the_year(
    ended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "mua"
    shutil.copytree(ended, here)
    reckon_once(monkeypatch)
    places = here / "templates", here / "inputs", here / "output"
    for _ in deaths(lambda: begin_year(*places)):
        if (here / "templates" / "2032").exists():
            break
    (here / "nham").mkdir()
    with pytest.raises(UsageError, match="năm cũ"):
        begin_year(here / "templates", here / "nham", here / "output")
    assert run(here, "check", str(here / "inputs")).exit_code == UnfinishedYearError.exit_code
    book = here / "ke-hoach.xlsx"
    for folder in ("templates", "templates/2031", "templates/2032"):
        where = ["--templates", str(here / folder), "--out", str(here / "output")]
        for words in (("check", str(here / "inputs")), ("plan",), ("plan", "--excel"), ("plan", "--from", str(book))):
            result = CliRunner().invoke(main, [*words, *where])
            assert result.exit_code == UnfinishedYearError.exit_code, (folder, words)
            assert "Việc mở năm 2032 bị ngắt giữa chừng" in result.output, (folder, words)
    assert begin_year(*places).plan.info.year == 2032
