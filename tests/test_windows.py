"""Windows' rules, simulated: names that it keeps or forbids, files that other programs hold, unwritable folders."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamdong_report.errors import OutputError
from lamdong_report.example import make_examples
from lamdong_report.forms import form_file_name, group_file_name
from lamdong_report.pipeline.drafting import HeldError, newest_draft
from lamdong_report.plan import Plan
from lamdong_report.storage import KEPT, given_name, put_away, write_keeping, write_whole
from lamdong_report.text.files import LONGEST, file_stem
from tests.conftest import ROOT

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[ .]$')
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
MODULES = sorted((ROOT / "lamdong_report").rglob("*.py"))
# A folder of the official may be C:\Users\…\Desktop\…; Windows takes 260 characters in all.
LONGEST_NAME = 100


def is_good_name(name: str) -> bool:
    stem = name.partition(".")[0].casefold()
    return not FORBIDDEN.search(name) and stem not in DEVICES and len(name) <= LONGEST_NAME


class Held:
    """Word or Excel holds these files: whoever moves, replaces or reads one is refused, as Windows does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *paths: Path, times: int = 10_000, read: bool = False) -> None:
        self.left = times
        self.tried = 0
        really_replace, really_read = Path.replace, Path.read_bytes
        held = {path.resolve() for path in paths}

        def refuse(*touched: Path) -> None:
            if self.left and held & {path.resolve() for path in touched}:
                self.left -= 1
                self.tried += 1
                raise PermissionError(13, "The process cannot access the file because it is being used", str(touched))

        def replace(path: Path, target: Path) -> Path:
            refuse(path, Path(target))
            return really_replace(path, target)

        def read_bytes(path: Path) -> bytes:
            if read:
                refuse(path)
            return really_read(path)

        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(Path, "read_bytes", read_bytes)
        monkeypatch.setattr("lamdong_report.storage._MOMENT", 0)


def halves(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".dang-ghi")]


@pytest.mark.parametrize("read", [False, True])
def test_a_result_that_excel_holds_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: bool) -> None:
    path = tmp_path / "can-sua.xlsx"
    path.write_bytes(b"old")
    Held(monkeypatch, path, read=read)
    written = write_keeping(path, b"new")
    monkeypatch.undo()
    assert written.name == "can-sua (2).xlsx" and written.read_bytes() == b"new"
    assert path.read_bytes() == b"old" and halves(tmp_path) == []
    assert given_name(written) == path.name and given_name(path) == ""


def test_a_virus_scanner_that_holds_a_file_for_a_moment_costs_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tinh-hinh.html"
    held = Held(monkeypatch, path, times=1)
    assert write_whole(path, b"x") == path and held.tried == 1
    assert halves(tmp_path) == []


def test_a_folder_that_may_not_be_written_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def refuse(path: Path, *rest: object, **more: object) -> None:
        tried.append(path)
        raise PermissionError(13, "Access is denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr("lamdong_report.storage._MOMENT", 0)
    with pytest.raises(OutputError):
        write_whole(tmp_path / "a.docx", b"x")
    assert len(tried) < 250


def test_a_held_file_is_not_put_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    Held(monkeypatch, path)
    assert not put_away(path) and path.exists()
    monkeypatch.undo()
    assert put_away(path) and (tmp_path / KEPT / "a-01.xlsx").read_bytes() == b"old"


def test_a_draft_that_word_holds_is_not_passed_over_for_an_older_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = tmp_path / "du-thao-02.docx"
    newest.write_bytes(b"x")
    Held(monkeypatch, newest, read=True)
    with pytest.raises(HeldError) as told:
        newest_draft(tmp_path)
    assert "du-thao-02.docx" in told.value.message and "đóng" in told.value.remedy


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Sở Nội vụ", "so-noi-vu"),
        ("CON", "tep-con"),
        ("Aux", "tep-aux"),
        ("com1", "tep-com1"),
        ("Xã A: B/C? <D>.", "xa-a-b-c-d"),
        ("…", "tep"),
        ("một " * 40, ("mot-" * 15)[:-1]),
        ("a" * 200, "a" * LONGEST),
    ],
)
def test_any_name_becomes_one_that_windows_takes(name: str, stem: str) -> None:
    assert file_stem(name) == stem
    assert is_good_name(f"{stem}.xlsx")


def test_every_form_has_a_name_that_windows_takes_and_no_other_has(real_plan: Plan) -> None:
    names = [form_file_name(real_plan, agency) for agency in real_plan.agencies]
    names += [group_file_name(real_plan, group) for group in real_plan.groups]
    assert [name for name in names if not is_good_name(name)] == []
    assert len({name.casefold() for name in names}) == len(names)


def test_example_forms_too(real_plan: Plan) -> None:
    names = [example.file_name for example in make_examples(real_plan)]
    assert [name for name in names for part in name.split("/") if not is_good_name(part)] == []
    assert len({name.casefold() for name in names}) == len(names)


def imports_of(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether the import is guarded: inside a condition, a try or a function."""
    guarded = {id(child) for node in ast.walk(tree) if isinstance(node, ast.If | ast.Try) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in guarded) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in guarded


UNIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "crypt", "syslog", "posix"}
UNIX_CALLS = {"fork", "forkpty", "getuid", "geteuid", "setsid", "killpg", "mkfifo", "symlink_to", "chown"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_needs_what_only_unix_has(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert [name for name, guarded in imports_of(tree) if name in UNIX_ONLY and not guarded] == []
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert called & UNIX_CALLS == set()


TEXT_CALLS = {"read_text", "write_text"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_file_is_opened_with_its_encoding(module: Path) -> None:
    """Windows would take the code page of the machine, and turn "ổ" into something else."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        is_text_open = name == "open" and any(re.fullmatch(r"[rwax]t?\+?", word) for word in words)
        if name in TEXT_CALLS or is_text_open:
            assert any(keyword.arg == "encoding" for keyword in call.keywords), f"{module.name}:{call.lineno}"
