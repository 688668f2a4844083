"""Every change that the page makes, killed at each of its file operations: done or not done, never half; then again."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest

from lamdong_report.errors import UsageError
from lamdong_report.pipeline import (
    arranging,
    correspondence,
    dossier,
    open_plan,
    planning,
    read_and_check,
    receiving,
    settling,
)
from lamdong_report.pipeline.planfiles import write_plan_files
from lamdong_report.pipeline.receiving import BIN, Upload, keep
from lamdong_report.plan import Plan
from lamdong_report.results import ARRANGED_FILE, CACHE_FOLDER, DECISIONS_FILE, KEPT_FOLDER
from tests.killed import deaths
from tests.test_web_opinions import TOPIC, groups, page, proposed
from tests.test_web_receiving import form_of
from tests.web_page import Page

pytestmark = pytest.mark.slow

__all__ = ["page", "proposed"]  # the small plan with opinions to arrange
SIGNED = settling.Signed("đã gọi điện", "Trần Văn An", date(2031, 12, 1))
OWN = (".dang-ghi", ".ai-dang-ghi")
Seen = dict[str, str]


def seen_in(folder: Path) -> Seen:
    """All files, workbooks by their cells; without what a run goes by, former versions and what can be made anew."""
    return {
        path.relative_to(folder).as_posix(): content_of(path)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(OWN) and not {KEPT_FOLDER, CACHE_FOLDER} & set(path.parts)
    }


def content_of(path: Path) -> str:
    return content(path.read_bytes(), path.suffix)


@lru_cache(maxsize=100)
def content(data: bytes, suffix: str) -> str:
    if suffix != ".xlsx":
        return repr(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return repr([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])


def kill_at_each_step(
    folder: Path, act: Callable[[], object], between: Callable[[Seen], bool] = lambda _: False
) -> tuple[Seen, Seen]:
    """What is seen before and after the change; wherever it is killed one of both is seen, and done again the latter.

    `between` says what else may be seen. The plan is opened after each death, as the next start does. It is left done.
    """
    copy = folder.parent / "truoc-khi-lam"
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    before = seen_in(folder)
    act()
    after = seen_in(folder)
    assert after != before
    count = 0
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    for _ in deaths(act):
        if list(folder.glob("*/plan.toml")):
            assert open_plan(folder).agencies
        seen = seen_in(folder)
        assert seen in (before, after) or between(seen)
        act()
        assert seen_in(folder) == after
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)
        count += 1
    # To rename is one step on Windows; elsewhere it is two, for nothing may be overwritten.
    assert count > (1 if sys.platform == "win32" else 2)
    return before, after


def test_what_was_typed_into_the_plan_is_saved_or_not_and_the_former_file_is_kept_once(page: Page) -> None:
    templates = page.desk.season.folders.templates
    before = (templates / "2031" / "plan.toml").read_bytes()
    kill_at_each_step(templates, lambda: planning.save_settings(templates, {"contact.person": "Lê Thị Bình"}))
    assert [path.read_bytes() for path in (templates / "2031" / KEPT_FOLDER).iterdir()] == [before]


def test_a_plan_from_excel_is_taken_over_with_all_its_files_or_with_none(page: Page, tmp_path: Path) -> None:
    templates = page.desk.season.folders.templates
    exported = planning.export_plan(templates, tmp_path / "excel")
    book = openpyxl.load_workbook(exported)
    renamed = {"phường Tân Lập": "phường Tân Hưng", "Sở Y tế": "Sở Y tế tỉnh"}  # one in the list, one in plan.toml
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in renamed):
        cell.value = renamed[cell.value]
    book.save(exported)
    files = planning.preview_plan(templates, exported).files
    assert len(files) == 2
    _, after = kill_at_each_step(templates, lambda: write_plan_files(templates / "2031", files))
    assert not [name for name in after if name.startswith("2031/.")]


def test_several_findings_are_accepted_all_or_none(page: Page, small_plan: Plan) -> None:
    for code in ("S101", "S102"):
        page.drop({f"{code} sai.xlsx": form_of(small_plan, code, lan_gui=7, tt_nguoi=120, tt_nguoi_nu=130)})
    page.read()
    reading, inputs = page.desk.season.reading, page.desk.season.folders.inputs
    ids = [dossier.finding_id(one) for one in reading.findings if settling.can_settle(reading, one)][:4]
    assert len(ids) > 1

    def accept_what_is_open() -> None:
        if not (inputs / DECISIONS_FILE).exists():
            settling.accept_findings(reading, inputs, ids, SIGNED)

    kill_at_each_step(inputs, accept_what_is_open)
    assert len(settling.settled(read_and_check(reading.plan, [inputs]))) == len(ids)


def test_opinions_are_arranged_or_not_and_the_officials_own_workbook_is_never_absent(page: Page) -> None:
    inputs, path = page.desk.season.folders.inputs, page.desk.season.folders.inputs / ARRANGED_FILE
    arranging.rearrange(page.desk.season.reading, inputs, TOPIC, arranging.word_them({}))
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["Z1"] = "ghi chú riêng"
    book.save(path)
    theirs = content_of(path)
    page.read()
    reading, chosen = page.desk.season.reading, groups(page)[0].id
    in_bin = f"{BIN}/{ARRANGED_FILE}"
    before, after = kill_at_each_step(
        inputs,
        lambda: arranging.rearrange(reading, inputs, TOPIC, arranging.print_them([chosen], printed=False)),
        lambda seen: seen[ARRANGED_FILE] == seen[in_bin] == theirs,
    )
    assert after[in_bin] == theirs == before[ARRANGED_FILE]


def test_letters_are_marked_as_sent_or_not(page: Page) -> None:
    out, reading = page.desk.season.folders.out, page.desk.season.reading
    codes = [one.code for one in correspondence.recipients_of(reading, out)]
    correspondence.mark_sent(reading, out, codes[:1], date(2031, 12, 1))
    kill_at_each_step(out, lambda: correspondence.mark_sent(reading, out, codes, date(2031, 12, 5)))
    kill_at_each_step(out, lambda: correspondence.unmark_sent(out, codes))


def test_a_file_that_is_dropped_is_whole_or_not_there_and_dropped_again_it_is_there_once(tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    list(keep(inputs, [Upload("phiếu.docx", b"khac")]))
    kill_at_each_step(inputs, lambda: list(keep(inputs, [Upload("phiếu.docx", b"moi")])))


def test_on_a_drive_that_knows_one_name_for_a_file_a_dropped_one_may_be_empty_but_overwrites_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("one name only")

    monkeypatch.setattr("os.link", refuse)
    list(keep(tmp_path, [Upload("phiếu.docx", b"khac")]))
    for _ in deaths(lambda: list(keep(tmp_path, [Upload("phiếu.docx", b"moi")]))):
        first, *others = sorted(seen_in(tmp_path).items(), reverse=True)
        assert first == ("phiếu.docx", repr(b"khac"))
        assert {content for _, content in others} <= {repr(b""), repr(b"moi")}
        list(keep(tmp_path, [Upload("phiếu.docx", b"moi")]))
        assert list(seen_in(tmp_path).values()).count(repr(b"moi")) == 1
        for name, _ in others:
            (tmp_path / name).unlink()


@pytest.mark.parametrize("way", ["move_to_bin", "move_from_bin"])
def test_a_file_on_its_way_to_the_bin_or_back_is_never_lost_and_ends_where_it_was_sent(
    tmp_path: Path, way: str
) -> None:
    inputs = tmp_path / "inputs"
    list(keep(inputs, [Upload("phiếu.docx", b"a"), Upload("khác.docx", b"b")]))
    if way == "move_from_bin":
        receiving.move_to_bin(inputs, "phiếu.docx")

    def act() -> None:
        with suppress(UsageError):  # it has gone already
            getattr(receiving, way)(inputs, "phiếu.docx")

    both = {"phiếu.docx": repr(b"a"), "khác.docx": repr(b"b"), f"{BIN}/phiếu.docx": repr(b"a")}
    kill_at_each_step(inputs, act, lambda seen: seen == both)
