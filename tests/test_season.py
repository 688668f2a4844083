"""A season's messages and folders: the right file is found at once, and nothing out of date lies beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lamdong_report.cli import main
from lamdong_report.cli.screen import announce, tell_lines
from lamdong_report.errors import program
from tests.slow import slow


@pytest.fixture(scope="module")
def blanks(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("blanks") / "inputs"
    run("forms", "--agency", "SGD", "--agency", "TD", "--out", str(folder), "--templates", str(templates))
    return folder


@pytest.fixture
def work(blanks: Path, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the tool is used without naming any other, with two blank forms received."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(templates, tmp_path / "templates")
    shutil.copytree(blanks, tmp_path / "inputs")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def test_a_letter_and_the_form_that_goes_with_it_have_the_same_name(work: Path) -> None:
    assert run("letters").exit_code == 0
    letters, forms = names(work / "output" / "cong-van"), names(work / "output" / "phieu-can-sua")
    assert forms == ["002-so-giao-duc-va-dao-tao.xlsx", "003-tinh-doan.xlsx"]
    assert {Path(name).stem for name in forms} < {Path(name).stem for name in letters}


def test_what_an_agency_has_mended_is_put_away(work: Path) -> None:
    run("letters")
    own = work / "output" / "phieu-can-sua" / "ghi chú của tôi.xlsx"
    own.write_bytes(b"x")
    (work / "inputs" / "003-tinh-doan.xlsx").unlink()  # no form, no faults: now it is asked to send one
    run("letters")
    assert names(work / "output" / "phieu-can-sua") == ["002-so-giao-duc-va-dao-tao.xlsx", own.name]
    assert "003-tinh-doan.docx" not in names(work / "output" / "cong-van")
    assert names(work / "output" / "phieu-can-sua" / "ban-truoc") == ["003-tinh-doan-01.xlsx"]
    assert "003-tinh-doan-01.docx" in names(work / "output" / "cong-van" / "ban-truoc")


def test_the_note_that_comes_with_the_folder_is_no_form(work: Path) -> None:
    (work / "inputs" / "README.md").write_text("Chép các phiếu đã nhận vào đây.", encoding="utf-8")
    assert "README" not in run("check").output


def test_many_files_of_a_folder_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    forms = [Path("output/phieu-can-sua") / f"{n:03}-xa.xlsx" for n in range(40)]
    announce([Path("output/tinh-hinh.html"), *forms, Path("output/phieu-can-sua/041-xa (2).xlsx")])
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == [f"Đã ghi {Path('output/tinh-hinh.html')}", f"Đã ghi 41 tệp vào {Path('output/phieu-can-sua')}"]
    assert len(told) == 3 and "041-xa.xlsx đang mở" in told[2]


def test_no_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    command = f'Muốn giữ phần sửa: {program()} report --onto "{"D:/mùa báo cáo/" * 5}dự thảo.docx"'
    tell_lines(["  Cơ quan mới gửi (48): " + ", ".join(["xã Hàm Kiệm"] * 48), command])
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == command  # to be copied
    assert len(lines) > 5 and max(map(len, lines)) <= 60
    assert all(line.startswith("    ") for line in lines[1:])


@pytest.mark.parametrize("command", ["check", "letters", *slow("forms")])
def test_every_command_says_what_to_do_next(work: Path, command: str) -> None:
    assert "Việc tiếp theo:" in run(command).output


def test_a_final_report_is_refused_with_the_names_of_those_who_have_errors(work: Path) -> None:
    result = run("report", "--final")
    assert result.exit_code == 1
    assert "Sở Giáo dục và Đào tạo" in result.output and "Tỉnh đoàn" in result.output


def test_onto_takes_the_newest_draft_and_says_when_word_still_has_it_open(work: Path) -> None:
    run("report")
    draft = work / "output" / "bao-cao-tre-em-2031-du-thao-01.docx"
    assert "hình như đang mở trong Word" not in run("report", "--onto").output
    draft = work / "output" / "bao-cao-tre-em-2031-du-thao-02.docx"
    (draft.parent / f"~${draft.name[2:]}").write_bytes(b"")
    assert "hình như đang mở trong Word" in run("report", "--onto").output
