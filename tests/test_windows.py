"""Windows' rules, simulated: names that it keeps or forbids, files that other programs hold, unwritable folders."""

from __future__ import annotations

import ast
import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from lamdong_report import lock
from lamdong_report.cli import main
from lamdong_report.cli.screen import announce, named_files
from lamdong_report.errors import HeldError, OutputError, PlanError, TemplateError, program, system_reason
from lamdong_report.example import ExampleForm
from lamdong_report.forms import form_file_name, group_file_name
from lamdong_report.history.store import latest, load, recover
from lamdong_report.pipeline.correspondence import SENT_FILE, unmark_sent
from lamdong_report.pipeline.drafting import newest_draft
from lamdong_report.plan import Plan, load_plan
from lamdong_report.render import render_letter
from lamdong_report.results import KEPT_FOLDER
from lamdong_report.storage import (
    given_name,
    make_folder,
    patiently,
    put_away,
    why_kept,
    write_keeping,
    write_renewed,
    write_whole,
)
from lamdong_report.text.names import LONGEST, file_stem
from tests.conftest import ROOT
from tests.render_content import LETTER, letter
from tests.slow import slow
from tests.sources import nodes_of
from tests.test_drafts_history import STEM, keep

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[ .]$')
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
MODULES = sorted((ROOT / "lamdong_report").rglob("*.py"))
PAGES = sorted(path for path in (ROOT / "lamdong_report").rglob("*.*") if path.suffix in (".html", ".js", ".j2"))
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
    assert put_away(path) and (tmp_path / KEPT_FOLDER / "a-01.xlsx").read_bytes() == b"old"


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


def test_example_forms_too(examples: tuple[ExampleForm, ...]) -> None:
    names = [example.file_name for example in examples]
    assert [name for name in names for part in name.split("/") if not is_good_name(part)] == []
    assert len({name.casefold() for name in names}) == len(names)


def imports_of(module: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether the import is guarded: inside a condition, a try or a function."""
    choices = (node for node in nodes_of(module) if isinstance(node, ast.If | ast.Try))
    guarded = {id(child) for node in choices for child in ast.walk(node)}
    for node in nodes_of(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) in guarded) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in guarded


UNIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "crypt", "syslog", "posix"}
# mkdtemp: folders of tempfile are closed on Windows to all but their maker; chmod does not mend that there.
UNIX_CALLS = {
    "mkdtemp",
    "chmod",
    "fork",
    "forkpty",
    "getuid",
    "geteuid",
    "setsid",
    "killpg",
    "mkfifo",
    "symlink_to",
    "chown",
}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_needs_what_only_unix_has(module: Path) -> None:
    assert [name for name, guarded in imports_of(module) if name in UNIX_ONLY and not guarded] == []
    called = {node.attr for node in nodes_of(module) if isinstance(node, ast.Attribute)}
    assert called & UNIX_CALLS == set()


TEXT_CALLS = {"read_text", "write_text"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_file_is_opened_with_its_encoding(module: Path) -> None:
    """Windows would take the code page of the machine, and turn "ổ" into something else."""
    for call in (node for node in nodes_of(module) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        is_text_open = name == "open" and any(re.fullmatch(r"[rwax]t?\+?", word) for word in words)
        if name in TEXT_CALLS or is_text_open:
            assert any(keyword.arg == "encoding" for keyword in call.keywords), f"{module.name}:{call.lineno}"


# What is typed, and how the program speaks


def test_click_does_not_do_the_work_of_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows it would, and read "Dot 1" for "Dot [1]"."""
    expanded: list[object] = []
    monkeypatch.setattr("click.core._expand_args", lambda args, **_: expanded.append(args) or args)
    monkeypatch.setattr("click.core.os", SimpleNamespace(name="nt", environ=os.environ, path=os.path))
    monkeypatch.setattr("sys.argv", ["generate.py", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert expanded == []


@pytest.mark.parametrize("name", ["Dot [1]", "x[1].xlsx", "~", "$HOME", "%TEMP%", "[!a]"])
def test_brackets_and_other_signs_are_part_of_a_name(tmp_path: Path, name: str) -> None:
    for present in ("Dot 1", "x1.xlsx", "b", name):
        (tmp_path / present).mkdir()
    assert asked_for(tmp_path / name) == (tmp_path / name,)
    (tmp_path / name).rmdir()
    assert asked_for(tmp_path / name) == (tmp_path / name,)


def test_stars_are_files_as_other_shells_make_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "Dot [1]"
    folder.mkdir()
    for name in ("b.xlsx", "a.xlsx", "c.ods"):
        (folder / name).touch()
    assert [path.name for path in asked_for(folder / "*.xlsx")] == ["a.xlsx", "b.xlsx"]
    monkeypatch.chdir(folder)
    assert asked_for(Path("?.ods"), Path("a.xlsx")) == (Path("c.ods"), Path("a.xlsx"))
    assert asked_for(Path("*.xls")) == (Path("*.xls"),)


def asked_for(*paths: Path) -> tuple[Path, ...]:
    return named_files(click.Context(main), main.params[0], paths)


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["khong-co"], ["--khong-co"], ["--version"]])
@pytest.mark.parametrize("page", ["cp1252", *slow("cp1258", "ascii")])
def test_every_code_page_gets_vietnamese_letters(words: list[str], page: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "generate.py"), *words]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    text = (done.stdout + done.stderr).decode("utf-8")
    assert "Traceback" not in text and "Error" not in text and "\\u" not in text
    assert done.returncode == (2 if "khong-co" in words[0] else 0)


def test_a_message_names_the_command_that_runs_there(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for system, called in (("nt", "bat-dau"), ("posix", "python generate.py")):
        monkeypatch.setattr("lamdong_report.errors.os", SimpleNamespace(name=system))
        assert program() == called
        done = CliRunner().invoke(main, ["forms", "--agency", "KHONG-CO", "--templates", str(templates)])
        assert f"{called} plan" in done.output
        assert f"{called} --help" in CliRunner().invoke(main, ["--khong-co"]).output


def test_no_message_names_the_command_of_one_system_only() -> None:
    named = [path for path in (*MODULES, *PAGES) if "generate.py" in path.read_text(encoding="utf-8")]
    saying = [path.name for path in named if path.suffix != ".py" or "generate.py" in without_docstrings(path)]
    assert saying == ["errors.py"]


def without_docstrings(module: Path) -> str:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.unparse(tree)


def test_ctrl_c_ends_with_a_sentence(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lamdong_report.pipeline.open_plan", stop)
    done = CliRunner().invoke(main, ["plan", "--templates", str(templates)])
    assert done.exit_code == 1 and "Đã dừng" in done.output and "Aborted" not in done.output


def test_a_file_of_the_program_that_a_scanner_took_away_is_named(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object) -> None:
        raise ImportError("DLL load failed while importing etree: Access is denied", name="lxml.etree")

    monkeypatch.setattr("lamdong_report.pipeline.open_plan", lacking)
    done = CliRunner().invoke(main, ["plan", "--templates", str(templates)])
    assert done.exit_code == 7 and "lxml.etree" in done.output and "Giải nén lại" in done.output


# What the system refuses


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.ENOENT, errno.EROFS, 4711])
def test_no_english_of_the_system_gets_into_a_sentence(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "Access is denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as told:
        make_folder(tmp_path / "output")
    assert "Access" not in told.value.message and system_reason(OSError(number, "x")) in told.value.message


def test_no_module_prints_what_the_system_says() -> None:
    speaking = [module.name for module in MODULES if "strerror" in module.read_text(encoding="utf-8")]
    assert speaking == []


@pytest.mark.parametrize("name", ["plan.toml", "communes.csv"])
def test_a_held_file_of_the_plan_is_told_alone(real_plan: Plan, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Path.open

    def refuse(path: Path, *rest: object, **more: object) -> object:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_text", lambda path, **how: refuse(path, "r", **how).read())  # type: ignore[attr-defined]
    with pytest.raises(PlanError) as told:
        load_plan(real_plan.folder)
    assert name in told.value.message and "đang mở" in told.value.message
    assert told.value.faults == () and "Đóng" in told.value.remedy


def test_a_held_template_is_not_called_a_broken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = tmp_path / "letter.docx"
    shutil.copy(LETTER, template)
    Held(monkeypatch, template, read=True)
    with pytest.raises(TemplateError) as told:
        render_letter(letter(), template)
    assert "đang mở" in told.value.message and "Đóng" in told.value.remedy


def test_a_file_that_is_set_read_only_is_not_said_to_be_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tinh-hinh.html").write_bytes(b"x")
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "tinh-hinh.html")
    done = CliRunner().invoke(click.command()(lambda: announce((tmp_path / "tinh-hinh (2).html",))))
    assert "chỉ đọc" in done.output and "đang mở" not in done.output
    monkeypatch.undo()
    assert "đang mở" in why_kept(tmp_path / "tinh-hinh.html")


def test_a_stand_in_goes_when_the_file_itself_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "can-sua.xlsx"
    path.write_bytes(b"1")
    with monkeypatch.context() as patch:
        Held(patch, path)
        assert write_keeping(path, b"2").name == "can-sua (2).xlsx"
    assert write_renewed(path, b"3") == path and path.read_bytes() == b"3"
    assert sorted(p.name for p in tmp_path.iterdir()) == [KEPT_FOLDER, "can-sua.xlsx"]
    assert [p.read_bytes() for p in (tmp_path / KEPT_FOLDER).iterdir()] == [b"2"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_without_locks_is_no_other_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def none_here(_: int) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(lock, "_lock", none_here)
    with lock.only_run(tmp_path, 0), lock.only_run(tmp_path, 0):
        pass


@pytest.mark.parametrize("refused", [PermissionError(13, "held"), BlockingIOError(11, "held"), OSError(0, "held")])
def test_another_run_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: OSError) -> None:
    refusals: Iterator[OSError | None] = iter((refused, refused, None))

    def locking(_: int) -> None:
        if (error := next(refusals)) is not None:
            raise error

    monkeypatch.setattr(lock, "_lock", locking)
    with lock.only_run(tmp_path, 5):
        assert next(refusals, "all asked") == "all asked"


# The history on a shared drive


def refused(monkeypatch: pytest.MonkeyPatch, method: str, part: str, times: int = 10_000) -> None:
    """Refuse this method of paths that have `part` in their name."""
    really, left = getattr(Path, method), [times]

    def refuse(path: Path, *rest: object, **more: object) -> object:
        if part in path.name and left[0]:
            left[0] -= 1
            raise PermissionError(13, "Access is denied", str(path))
        return really(path, *rest, **more)

    monkeypatch.setattr(Path, method, refuse)
    monkeypatch.setattr("lamdong_report.storage._MOMENT", 0)


def test_a_colleague_may_read_what_the_history_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """tempfile makes folders that Windows opens to nobody else, and chmod does not mend that there."""
    modes: list[int] = []
    really = os.mkdir

    def mkdir(path: str, mode: int = 0o777, **more: object) -> None:
        modes.append(mode)
        really(path, mode, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("os.mkdir", mkdir)
    keep(tmp_path, "Một.")
    assert modes and set(modes) == {0o777}


@pytest.mark.parametrize("part", ["so-lieu.json", "du-thao.docx"])
def test_a_history_that_may_not_be_read_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    identity = keep(tmp_path, "Một.")
    with monkeypatch.context() as patch:
        refused(patch, "read_bytes", part)
        for ask in (lambda: load(tmp_path, identity), lambda: latest(tmp_path, STEM)):
            with pytest.raises(HeldError) as told:
                ask()
            assert part in told.value.message and "quyền đọc" in told.value.remedy
        assert load(tmp_path / "khac", identity) is None
    assert load(tmp_path, identity) is not None


def test_a_history_that_may_not_be_listed_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = keep(tmp_path, "Một.")

    def refuse(folder: object) -> None:
        raise PermissionError(13, "Access is denied", str(folder))

    monkeypatch.setattr("os.scandir", refuse)
    with pytest.raises(HeldError):
        load(tmp_path, identity)


def test_a_note_of_what_was_sent_that_cannot_be_read_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / SENT_FILE
    note.write_bytes(b'{"STC":["2031-01-01","x"]}')
    with monkeypatch.context() as patch:
        refused(patch, "read_bytes", SENT_FILE)
        with pytest.raises(HeldError):
            unmark_sent(tmp_path, ["SYT"])
    assert note.read_bytes().startswith(b'{"STC"')


def test_a_moment_of_no_access_is_waited_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = keep(tmp_path, "Một.")
    refused(monkeypatch, "read_bytes", "so-lieu.json", times=2)
    assert load(tmp_path, identity) is not None


@pytest.mark.parametrize("times", [1, 10_000])
def test_a_scanner_that_looks_into_a_new_draft_costs_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    with monkeypatch.context() as patch:
        refused(patch, "rename", "du-thao", times)
        identity = keep(tmp_path, "Một.")
        assert load(tmp_path, identity) is not None
        assert (tmp_path / ".lich-su" / "du-thao-01").exists() == (times == 1)
    assert keep(tmp_path, "Hai.").name == "du-thao-02"
    assert sorted(path.name for path in (tmp_path / ".lich-su").iterdir()) == ["du-thao-01", "du-thao-02"]


def test_tidying_up_never_drops_what_it_cannot_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        refused(patch, "rename", "du-thao")
        identity = keep(tmp_path, "Một.")
    with monkeypatch.context() as patch:
        refused(patch, "read_bytes", "so-lieu.json")
        recover(tmp_path)
    assert load(tmp_path, identity) is not None


def test_somebody_who_lets_go_in_time_is_no_fault() -> None:
    tries: list[int] = []

    def act() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise PermissionError(13, "held")
        return "done"

    def act_anew() -> str:
        tries.clear()
        return act()

    assert patiently(act, 3) == "done"
    with pytest.raises(PermissionError):
        patiently(act_anew, 2)
