"""Whatever arrives is read or explained, whatever it is, and costs the other forms nothing."""

from __future__ import annotations

import io
import os
import random
import time
import unicodedata
import zipfile
from pathlib import Path

import pytest

from lamdong_report.errors import UsageError
from lamdong_report.plan import Plan
from lamdong_report.reader import Received, files, read_forms
from lamdong_report.spreadsheet import arrivals
from lamdong_report.spreadsheet.kinds import FileKind
from tests.corpus.forms import parts_of, usual, zipped
from tests.corpus.hostile import CASES, Case, form, nested
from tests.corpus.reading import answer, codes, found, read
from tests.slow import slow


@pytest.mark.parametrize(
    "case",
    [one for case in CASES for one in (slow(case) if case.slow else [case])],
    ids=lambda case: case.name,
)
def test_a_file_is_read_or_explained(small_plan: Plan, tmp_path: Path, case: Case) -> None:
    data = case.make(small_plan)
    start = time.monotonic()
    received = read(tmp_path, small_plan, {case.name: data})
    assert time.monotonic() - start < 30
    assert sorted(codes(received)) == sorted(case.codes)
    assert all(finding.file.startswith(case.name) for finding in received.findings)
    assert [sent.agency for sent in received.submissions] == (["S101"] if case.read else [])
    if case.read and "sheet-damaged" not in case.codes:
        assert answer(received, "tt_cuoc").value == 3


QUICK = [case for case in CASES if not case.read and "bomb" not in case.name and case.name != "many.zip"]


def test_broken_files_cost_the_others_nothing(small_plan: Plan, tmp_path: Path) -> None:
    files = {case.name: case.make(small_plan) for case in QUICK}
    good = {"tốt/1.xlsx": usual(small_plan, "S102", tt_cuoc=7), "tốt/2.xlsx": usual(small_plan, "TD", tt_cuoc=8)}
    alone = read(tmp_path / "alone", small_plan, good)
    together = read(tmp_path / "together", small_plan, {**files, **good})
    assert together.submissions == alone.submissions
    assert len(together.findings) == sum(len(case.codes) for case in QUICK)


def test_the_order_of_files_makes_no_difference(small_plan: Plan, tmp_path: Path) -> None:
    for at in range(1, 4):
        data = usual(small_plan, "S101", tt_cuoc=at, lan_gui=1)
        (tmp_path / f"{at}.xlsx").write_bytes(data)
    paths = [*tmp_path.iterdir()]
    orders = [paths, paths[::-1], random.Random(2).sample(paths, 3)]
    results = [read_forms(order, small_plan) for order in orders]
    assert results[0] == results[1] == results[2] == read_forms([tmp_path], small_plan)


def test_archives_in_folders_and_archives_are_opened(small_plan: Plan, tmp_path: Path) -> None:
    inner = zipped({"xã/bình an.xlsx": usual(small_plan, "S101", tt_cuoc=3)})
    system = {"__MACOSX/._a": "x", ".DS_Store": "x"}
    outer = zipped({"trong.zip": inner, "tân lập.xlsx": usual(small_plan, "S102"), **system})
    received = read(tmp_path, small_plan, {"thư/gửi.ZIP": outer})
    assert received.files == (
        "thư/gửi.ZIP", "thư/gửi.ZIP/trong.zip", "thư/gửi.ZIP/trong.zip/xã/bình an.xlsx", "thư/gửi.ZIP/tân lập.xlsx",
    )  # fmt: skip
    assert [sent.agency for sent in received.submissions] == ["S101", "S102"]
    assert answer(received, "tt_cuoc", "S101").source.file == "thư/gửi.ZIP/trong.zip/xã/bình an.xlsx"
    assert codes(received) == []


def test_three_layers_of_archives_are_opened(small_plan: Plan, tmp_path: Path) -> None:
    assert len(read(tmp_path, small_plan, {"a.zip": nested(form(small_plan), 3)}).submissions) == 1


def test_names_that_climb_out_of_an_archive_stay_inside(small_plan: Plan, tmp_path: Path) -> None:
    received = read(tmp_path / "in", small_plan, {"a.zip": zipped({"../../evil.xlsx": form(small_plan)})})
    assert received.files == ("a.zip", "a.zip/evil.xlsx")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_archive_names_in_utf_8_are_read_where_the_archive_does_not_say_so(small_plan: Plan, tmp_path: Path) -> None:
    data = zipped({"Bình An.xlsx": form(small_plan)})
    unmarked = data.replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    assert unmarked != data
    assert read(tmp_path, small_plan, {"a.zip": unmarked}).files == ("a.zip", "a.zip/Bình An.xlsx")


def test_an_archive_that_grows_too_large_is_left_unread(
    small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "MAX_UNPACKED", 10_000)
    received = read(tmp_path, small_plan, {"a.zip": zipped({"1.xlsx": form(small_plan)})})
    assert codes(received) == ["archive-limit"]


def test_a_file_without_a_name_in_an_archive_costs_the_others_nothing(small_plan: Plan, tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("?", b"x")
        packed.writestr("b.xlsx", usual(small_plan, "S102", tt_cuoc=7))
        packed.infolist()[0].filename = packed.infolist()[0].orig_filename = ""
    (tmp_path / "a.zip").write_bytes(archive.getvalue())
    received = read_forms([tmp_path], small_plan)
    assert [form.agency for form in received.submissions] == ["S102"]
    told = {finding.code for finding in received.findings}
    assert "file-damaged" in told and "file-unforeseen" not in told


def test_a_damaged_file_in_an_archive_costs_the_others_nothing(small_plan: Plan, tmp_path: Path) -> None:
    archive = zipped({"1.xlsx": b"", "2.xlsx": form(small_plan)})
    received = read(tmp_path, small_plan, {"a.zip": archive})
    assert len(received.submissions) == 1
    assert found(received, "file-empty").file == "a.zip/1.xlsx"


def test_decomposed_file_names_are_composed(small_plan: Plan, tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Phiếu xã Bình An.xlsx")
    received = read(tmp_path, small_plan, {name: form(small_plan)})
    assert received.files == ("Phiếu xã Bình An.xlsx",)
    assert answer(received, "tt_cuoc").source.file == "Phiếu xã Bình An.xlsx"


def test_names_that_are_equal_when_composed_stay_apart(small_plan: Plan, tmp_path: Path) -> None:
    names = [unicodedata.normalize(way, "xã.xlsx") for way in ("NFC", "NFD")]
    received = read(tmp_path, small_plan, {name: usual(small_plan, "S101") for name in names})
    assert len(received.files) == len(set(received.files)) == len(list(tmp_path.iterdir()))


def test_a_file_may_be_named_by_itself_and_with_its_folder(small_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(form(small_plan))
    assert read_forms([path], small_plan).files == ("a.xlsx",)
    assert read_forms([tmp_path, path], small_plan).files == ("a.xlsx",)


def test_equal_names_in_two_folders_stay_apart(small_plan: Plan, tmp_path: Path) -> None:
    for folder, code in (("một", "S101"), ("hai", "S102")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.xlsx").write_bytes(usual(small_plan, code))
    received = read_forms([tmp_path / "một", tmp_path / "hai"], small_plan)
    assert len(received.submissions) == 2
    assert len(set(received.files)) == 2


def test_a_path_that_does_not_exist_is_an_error_of_use(small_plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="không có ở đây"):
        read_forms([tmp_path / "không có ở đây"], small_plan)


def test_hidden_files_of_the_system_are_passed_over(small_plan: Plan, tmp_path: Path) -> None:
    files = {".gitkeep": b"", "Thumbs.db": b"x", ".git/a.xlsx": b"x", "desktop.ini": b"x"}
    assert read(tmp_path, small_plan, files) == Received((), (), ())


def test_a_file_that_is_too_large_is_not_opened(small_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.touch()
    os.truncate(path, arrivals.MAX_FILE + 1)
    assert codes(read_forms([tmp_path], small_plan)) == ["file-too-large"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(small_plan: Plan, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert codes(read_forms([tmp_path], small_plan)) == ["file-unreadable"]


def test_a_file_that_the_system_does_not_let_us_read_is_told(
    small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "không có quyền đọc" in found(read(tmp_path, small_plan, {"a.xlsx": b"x"}), "file-unreadable").message


def test_a_fault_of_our_own_costs_one_file(small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = files.open_book

    def fail(data: bytes, *more: object) -> object:
        if data == b"PK\x03\x04":
            raise ZeroDivisionError
        return real(data, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "open_book", fail)
    monkeypatch.setattr(files, "kind_of", lambda data: (FileKind.XLSX, ""))
    received = read(tmp_path, small_plan, {"a.xlsx": b"PK\x03\x04", "b.xlsx": form(small_plan)})
    assert len(received.submissions) == 1
    assert "ZeroDivisionError" in found(received, "file-unforeseen").message


def test_too_many_files_are_told(small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MAX_FILES", 3)
    received = read(tmp_path, small_plan, {f"{at}.xlsx": b"" for at in range(5)})
    assert codes(received) == ["too-many-files", "file-empty", "file-empty", "file-empty"]
    assert "5" in received.findings[0].message


def test_progress_is_told_file_by_file(small_plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    for at in range(3):
        (tmp_path / f"{at}.xlsx").write_bytes(b"")
    read_forms([tmp_path], small_plan, on_progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_form_is_read_alike_however_it_is_packed(small_plan: Plan, tmp_path: Path) -> None:
    data = form(small_plan)
    one = read(tmp_path / "a", small_plan, {"a.xlsx": data}).submissions[0]
    other = read(tmp_path / "b", small_plan, {"a.xlsx": zipped(dict(reversed(parts_of(data).items())))}).submissions[0]
    assert (one.answers, one.tables) == (other.answers, other.tables)
