"""The plan as a workbook: out, edited, back; what stays is left to the letter, what is wrong has its cell."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from lamdong_report.cli import main
from lamdong_report.errors import PlanError
from lamdong_report.pipeline.planning import plan_in_workbook
from lamdong_report.plan import PlanSource, load_plan, read_toml
from lamdong_report.plan.load import build_plan
from lamdong_report.plan.message import TOML, ListLine, Missing, Words, Written, say
from lamdong_report.plan.tables import LISTS, SINGLE, fields_of
from lamdong_report.planbook import Update, prepare_update, read_agency_rows, read_workbook, write_toml, write_workbook
from lamdong_report.planbook.cells import SheetWords
from lamdong_report.planbook.sheets import SEASON, list_sheets, season_rows, words
from tests.conftest import ROOT, SMALL_PLAN
from tests.corpus.forms import opened
from tests.office import office
from tests.slow import slow
from tests.test_docs import documented_tables, key_rows, section_about
from tests.test_plan_messages import MISTAKES
from tests.test_plan_provoked import ADDED, CAUSES, CHANGED, added
from tools.plan_words import plain

PLANS = (SMALL_PLAN, SMALL_PLAN.parent / "rac", ROOT / "templates" / "2026")
Edit = Callable[[openpyxl.Workbook], None]


def exported(folder: Path) -> bytes:
    source = read_toml(folder / "plan.toml")
    return write_workbook(load_plan(folder), source.data, read_agency_rows(folder, source.data))


@pytest.fixture(scope="module")
def small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "ke-hoach.xlsx"
    path.write_bytes(exported(SMALL_PLAN))
    return path


def edited(book: Path, folder: Path, edit: Edit) -> Update:
    """What the small plan becomes when its workbook is edited like this."""
    workbook = opened(book.read_bytes())
    edit(workbook)
    with (
        pytest.MonkeyPatch.context() as patch
    ):  # to save it and to open it again costs more than all that is tried here
        patch.setattr("lamdong_report.planbook.reader.openpyxl.load_workbook", lambda *_, **__: workbook)
        return prepare_update(read_workbook(folder / "sua.xlsx"), folder / "sua.xlsx", SMALL_PLAN)


def cell_of(page: Worksheet, name: str, key: str) -> Any:
    """The cell of an entry under a key, found by the hidden row of keys."""
    keys = {cell.value: at for at, cell in enumerate(page[2])}
    first = keys.get("id", keys.get("code"))
    return next(row[keys[key]] for row in page.iter_rows(min_row=4) if row[first].value == name)


def season_cell(page: Worksheet, address: str) -> Any:
    return next(row[2] for row in page.iter_rows() if row[0].value == address)


@pytest.mark.parametrize("folder", [PLANS[0], *slow(*PLANS[1:])], ids=["small", "waste", "real"])
def test_out_and_back_nothing_changes(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(exported(folder))
    update = prepare_update(read_workbook(path), path, folder)
    assert (update.changes, dict(update.files)) == ((), {})
    assert exported(folder) == path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("folder", PLANS, ids=["small", "waste", "real"])
def test_nothing_changes_after_libreoffice_has_saved_it(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(exported(folder))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office(), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    saved = tmp_path / "saved" / path.name
    assert prepare_update(read_workbook(saved), saved, folder).changes == ()


@pytest.mark.parametrize("folder", PLANS[:2], ids=["small", "waste"])
def test_what_is_said_of_a_plan_names_the_cells_in_which_its_workbook_shows_it(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(exported(folder))
    book, told = read_workbook(path), plan_in_workbook(folder)
    assert len(book.cells) > 1000 and {where: told.locate(where) for where in book.cells} == book.cells
    for name, rows in book.agency_rows.items():
        lines = [told.words.tell(ListLine(name, at)) for at in range(2, 2 + len(rows))]
        assert lines == [f"trang «Danh sách cơ quan», dòng {row}" for row in rows]


def test_a_change_is_told_in_words_and_only_its_lines_change(small_book: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        season_cell(book[SEASON], "contact.person").value = "Phòng Trẻ em"
        cell_of(book["Câu hỏi"], "tt_cuoc", "unit").value = "buổi"
        book["Cơ quan"].append([None, "SVH", "Sở Văn hóa", None, "SO"])

    update = edited(small_book, tmp_path, edit)
    assert update.changes == (
        "Nơi nhận phiếu và giải đáp: sửa người liên hệ: «Phòng Bảo trợ trẻ em» → «Phòng Trẻ em»",
        "Cơ quan: thêm «SVH» (Sở Văn hóa)",
        "Câu hỏi «tt_cuoc»: sửa đơn vị tính: «cuộc» → «buổi»",
    )
    old = (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8").splitlines()
    new = update.files["plan.toml"].decode().splitlines()
    assert set(old) - set(new) == {'person = "Phòng Bảo trợ trẻ em"'}  # other questions count in «cuộc» as well
    assert new.count('unit = "buổi"') == old.count('unit = "buổi"') + 1
    assert 'code = "SVH"' in new and new.index('code = "SVH"') > new.index('code = "TD"')


def test_targets_of_the_first_sheet_go_to_their_indicators(small_book: Path, tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        row = next(row for row in book[SEASON].iter_rows() if row[1].value == "t1")
        row[2].value, row[5].value = "96,5", 0.94
        row[5].number_format = "0.0%"  # what Excel makes of a typed 94%

    update = edited(small_book, tmp_path, edit)
    found = next(one for one in update.plan.indicators if one.id == "t1")
    assert [str(found.target), str(found.baseline)] == ["96.5", "94"]


@pytest.mark.parametrize(
    ("edit", "words_told"),
    [
        (lambda book: setattr(cell_of(book["Câu hỏi"], "tt_cuoc", "kind"), "value", "đếm"),
         ["trang «Câu hỏi», ô", "«Loại»: «đếm» không dùng được", "số đếm"]),
        (lambda book: setattr(cell_of(book["Câu hỏi"], "tt_nguoi_nu", "part_of"), "value", "tt_nguoii"),
         ["trang «Câu hỏi», ô", "tt_nguoii"]),
        (lambda book: setattr(season_cell(book[SEASON], "plan.deadline"), "value", "mùng 1"),
         ["trang «Mùa này», ô C", "«Hạn gửi (trước ngày)»: «mùng 1»", "ghi ngày, ví dụ 01/12/2026."]),
        (lambda book: book["Chỉ tiêu - khối ô"].append([None, "t9", "t9x"]), ["«t9»", "trang «Chỉ tiêu»"]),
        (lambda book: book["Danh sách cơ quan"].append([None, "xa.csv", "S101", "xã X"]),
         ["trang «Danh sách cơ quan», dòng 6", "2 lần"]),
        (lambda book: setattr(season_cell(book[SEASON], "plan.year"), "value", None),
         ["trang «Mùa này», ô C5", "«Năm» còn trống; ghi số nguyên."]),
        (lambda book: setattr(season_cell(book[SEASON], "plan.deadline"), "value", None),
         ["trang «Mùa này», ô C7", "«Hạn gửi (trước ngày)» còn trống; ghi ngày,"]),
        (lambda book: setattr(cell_of(book["Cơ quan"], "SYT", "name"), "value", " "),
         ["trang «Cơ quan», ô", "«Tên» để trống; ghi chữ."]),
        (lambda book: setattr(cell_of(book["Câu hỏi"], "tt_cuoc", "section"), "value", "II.99"),
         ["trang «Câu hỏi», ô", "sửa «Mục» hoặc thêm dòng ở trang «Đề cương»."]),
    ],
)  # fmt: skip
def test_a_fault_has_its_sheet_and_cell(small_book: Path, tmp_path: Path, edit: Edit, words_told: list[str]) -> None:
    with pytest.raises(PlanError) as caught:
        edited(small_book, tmp_path, edit)
    assert any(all(word in fault for word in words_told) for fault in caught.value.faults), caught.value.faults


def test_a_lead_that_is_not_there_is_told_once(small_book: Path, tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        edited(small_book, tmp_path, lambda book: setattr(cell_of(book["Chỉ tiêu"], "t1", "lead"), "value", "SYTE"))
    assert [fault.partition(": ")[2] for fault in caught.value.faults] == [
        "chỉ tiêu «t1»: «Cơ quan chịu trách nhiệm» «SYTE» không phải là mã một cơ quan; ghi mã cơ quan có trong kế "
        "hoạch."
    ]


def test_another_workbook_is_refused_in_words(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").write_bytes(b"no zip")
    for name, told in (("a.xlsx", "thiếu trang"), ("b.xlsx", "không phải tệp Excel")):
        with pytest.raises(PlanError, match=told):
            read_workbook(tmp_path / name)


def test_what_stands_in_a_list_of_its_own_is_written_back_to_its_file(small_book: Path, tmp_path: Path) -> None:
    row = [None, "xa.csv", "S103", "xã Mới", "xã"]
    update = edited(small_book, tmp_path, lambda book: book["Danh sách cơ quan"].append(row))
    assert update.files["xa.csv"].decode().splitlines()[-1] == "S103,xã Mới,xã,"
    assert update.plan.knows("S103") and "Danh sách cơ quan: thêm «S103» (xã Mới)" in update.changes


def test_order_comments_and_nested_tables_are_kept() -> None:
    text = '# đầu\n[plan]\nid = "a" # mã\n\n# một\n[[asks]]\nid = "x"\n\n[[asks.rows]]\nid = "r"\n\n'
    text += '# hai\n[[asks]]\nid = "y"\n'
    old = tomllib.loads(text)
    assert write_toml(text, old, old) == text
    new = {"plan": {"id": "b"}, "asks": [old["asks"][1], {"id": "z"}, {**old["asks"][0], "n": 1}]}
    out = write_toml(text, old, new)
    assert tomllib.loads(out) == new
    assert 'id = "b" # mã' in out and out.startswith("# đầu\n") and "# một" in out and "# hai" in out


def test_every_heading_is_vietnamese_and_stands_once_on_its_sheet() -> None:
    """A key without a heading of its own would stand there as it is written in plan.toml."""
    keys = {key for kind in (*SINGLE.values(), *LISTS.values()) for key in fields_of(kind)}
    assert not [name for name, heading in words()["headings"].items() if name in keys and heading == name]
    for sheet in list_sheets():
        headings = [column.heading for column in sheet.columns]
        assert len(set(headings)) == len(headings), sheet.title


GAP = re.compile(r"(?<!\{)\{(key|named|list|row|table|value):([a-z_.]+)\}")


def test_whatever_a_fault_names_has_a_name_in_the_workbook() -> None:
    """Each key, table and value that a message has a gap for: a heading or a sheet there, plan.toml's word here."""
    folder = ROOT / "lamdong_report" / "plan"
    gaps = {gap for path in folder.rglob("*.py") for gap in GAP.findall(path.read_text(encoding="utf-8"))}
    assert len(gaps) > 50 and {kind for kind, _ in gaps} >= {"key", "list", "row", "table", "value"}
    for kind, name in sorted(gaps):
        message = say(f"{{{kind}:{name}}}")
        assert name.rpartition(".")[2] in TOML.tell(message)
        told = SheetWords({}).tell(message)
        assert told and not re.search(r"[a-z]_|[\[{]", told) and told.strip("«»") != name, told


RAW = re.compile(r"(?<![\w.{:/(#])[a-z][a-z_]+(?![\w(]|\.\w)")


@pytest.mark.slow
def test_no_fault_speaks_of_a_key_to_whom_the_workbook_shows_headings() -> None:
    """Every mistake that the other tests make in plan.toml, told in the words of the workbook."""
    text = (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8")
    changes = [(old, new) for old, new, _ in (*CHANGED, *CAUSES)]
    changes += [change for change, _, _ in MISTAKES.values() if isinstance(change, tuple)]
    more = [added(table, **values) for table, values, _ in ADDED]
    more += [change for change, _, _ in MISTAKES.values() if isinstance(change, str)]
    keys = {*words()["headings"], *words()["tables"], *words()["sheets"]}
    told: set[str] = set()
    for broken in (*(text.replace(*change, 1) for change in changes), *(text + one for one in more)):
        source = PlanSource(Path("ke-hoach.xlsx"), tomllib.loads(broken), lambda where: "", SheetWords({}))
        with pytest.raises(PlanError) as caught:
            build_plan(SMALL_PLAN, source)
        told |= set(caught.value.faults)
    # In «…» stands what the author wrote, or a heading.
    left = {fault: re.sub("«[^»]*»", "", fault) for fault in told}
    assert len(told) > 80
    assert not [fault for fault, others in left.items() if keys & set(RAW.findall(others)) or "[" in others]


@pytest.mark.parametrize(
    ("message", "in_toml", "in_sheets"),
    [
        (Missing("deadline", date), "thiếu khóa «deadline» (ngày dạng", "«Hạn gửi (trước ngày)» còn trống; ghi ngày,"),
        (say("{named:name} để trống; ghi {kind}.", kind=Written(str)), "khóa «name» để trống",
         "«Tên» để trống; ghi chữ."),
        (say("nhắc đến câu hỏi «{question}»; sửa {key:lead}.", question="lead"), "«lead»; sửa lead.",
         "«lead»; sửa «Cơ quan chịu trách nhiệm»."),
        (say("{text}", text="{key:lead}"), "{key:lead}", "{key:lead}"),  # what the author wrote stays as it is
        (say("thêm {row:sections}, {row:indicators.asks}"), "thêm [[sections]], asks",
         "thêm dòng ở trang «Đề cương», dòng ở trang «Chỉ tiêu - khối ô»"),
        (say("{high}; {day}", high=Decimal("99.5"), day=date(2030, 12, 5)), "99.5; 2030-12-05", "99,5; 05/12/2030"),
        (ListLine("xa.csv", 3), "xa.csv, dòng 3", "trang «Danh sách cơ quan», dòng 9"),
    ],
)  # fmt: skip
def test_a_message_is_told_in_the_words_of_its_reader(message: Words, in_toml: str, in_sheets: str) -> None:
    assert in_toml in TOML.tell(message)
    assert in_sheets in SheetWords({"xa.csv": [8, 9]}).tell(message)


def test_the_first_sheet_holds_what_every_season_changes() -> None:
    found = {row.address for row in season_rows()}
    wanted = {"plan.deadline", "plan.year", "contact.phone", "document.number", "document.date", "document.signer"}
    assert wanted <= found and len(found) >= 15


@pytest.mark.parametrize("table", documented_tables())
def test_columns_are_explained_as_the_reference_does(table: str) -> None:
    told = {key: cells[2] for key, cells in key_rows(section_about(table)).items()}
    name = table.strip("[]")
    explained = words()["meanings"].get(name, {})
    assert {key: meaning for key, meaning in explained.items() if meaning != plain(told.get(key, ""))} == {}


def test_the_commands_write_the_workbook_and_take_it_over(templates: Path, tmp_path: Path) -> None:
    shutil.copytree(templates, tmp_path / "t")
    where = ["--templates", str(tmp_path / "t"), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(main, ["plan", "--excel", *where], catch_exceptions=False)
    book = tmp_path / "out" / "ke-hoach-2031.xlsx"
    assert result.exit_code == 0 and book.is_file()
    workbook = openpyxl.load_workbook(book)
    season_cell(workbook[SEASON], "document.signer").value = "Trần Văn B"
    workbook.save(book)
    result = CliRunner().invoke(main, ["plan", "--from", str(book), *where], catch_exceptions=False)
    assert result.exit_code == 0 and "sửa người ký: trống → «Trần Văn B»" in result.output
    assert load_plan(tmp_path / "t" / "2031").document.signer == "Trần Văn B"
    assert (tmp_path / "t" / "2031" / "ban-truoc").is_dir()
