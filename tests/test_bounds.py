"""Nothing waits without a bound on another program: LibreOffice, the browser, the second process of our own."""

from __future__ import annotations

import ast
import ctypes
import shutil
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread
from types import ModuleType

import pytest
from click.testing import CliRunner
from docx import Document

from lamdong_report import executor, pdf
from lamdong_report.cli import main
from lamdong_report.errors import OutputError
from lamdong_report.web import server
from tests.conftest import ROOT
from tests.sources import nodes_of

MODULES = sorted((ROOT / "lamdong_report").rglob("*.py"))
# A launcher as LibreOffice's: the program proper is its child, holds whatever it was given, and says that it lives.
LAUNCHER = """
import subprocess, sys
proper = "import pathlib, sys, time\\nwhile True:\\n  open(sys.argv[1], 'a').write('.'); time.sleep(.05)"
subprocess.Popen([sys.executable, '-c', proper, sys.argv[1]])
{then}
"""
WAITS, ENDS_BADLY = "import time; time.sleep(600)", "import time; time.sleep(1); sys.exit(1)"

# There is no other way to tell Wine from Windows.
UNDER_WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")


def launcher(sign: Path, then: str) -> list[str]:
    return [sys.executable, "-c", LAUNCHER.format(then=then), str(sign)]


def lives(sign: Path) -> bool:
    before = sign.stat().st_size if sign.exists() else 0
    time.sleep(0.5)
    return sign.exists() and sign.stat().st_size > before


@pytest.mark.skipif(UNDER_WINE, reason="Wine's taskkill has no /T: it ends no children")
def test_a_program_that_stands_still_is_ended_at_its_bound_and_its_children_with_it(tmp_path: Path) -> None:
    began = time.monotonic()
    assert not pdf.run_within(3, launcher(tmp_path / "sign", WAITS))
    assert time.monotonic() - began < 3 + 2 * pdf._LET_GO
    assert (tmp_path / "sign").exists(), "the child never ran"
    assert not lives(tmp_path / "sign")


@pytest.mark.skipif(sys.platform == "win32", reason="there LibreOffice's launcher takes its children along itself")
def test_a_launcher_that_dies_leaves_no_children_behind(tmp_path: Path) -> None:
    assert not pdf.run_within(60, launcher(tmp_path / "sign", ENDS_BADLY))
    assert (tmp_path / "sign").exists() and not lives(tmp_path / "sign")


def test_a_program_that_stands_still_alone_is_ended_at_its_bound(tmp_path: Path) -> None:
    began = time.monotonic()
    assert not pdf.run_within(1, [sys.executable, "-c", WAITS])
    assert time.monotonic() - began < 1 + 3 * pdf._LET_GO


def test_a_program_that_does_its_work_is_left_in_peace() -> None:
    assert pdf.run_within(60, [sys.executable, "-c", ""])
    assert not pdf.run_within(60, [sys.executable, "-c", "raise SystemExit(3)"])


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("Báo cáo")
    document.save(str(tmp_path / "Báo cáo.docx"))
    return tmp_path / "Báo cáo.docx"


@pytest.mark.slow
@needs_office
def test_a_word_file_becomes_a_pdf_and_nothing_else_is_left(word_file: Path) -> None:
    assert pdf.as_pdf(word_file).startswith(b"%PDF")
    assert list(word_file.parent.iterdir()) == [word_file]


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("after", [0.0, 0.3, 1.0])
def test_libreoffice_killed_at_any_moment_is_told_and_no_pdf_is_half_written(
    word_file: Path, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    started, really = Event(), subprocess.Popen
    running: list[subprocess.Popen[bytes]] = []

    def popen(*words: object, **more: object) -> subprocess.Popen[bytes]:
        running.append(really(*words, **more))  # type: ignore[call-overload]
        started.set()
        return running[-1]

    def kill() -> None:
        started.wait(10)
        time.sleep(after)
        running[0].kill()

    monkeypatch.setattr("subprocess.Popen", popen)
    Thread(target=kill).start()
    began = time.monotonic()
    try:
        data = pdf.as_pdf(word_file)
    except OutputError as failure:
        assert "Mở báo cáo bằng Word" in failure.remedy
    else:
        assert b"%%EOF" in data[-64:]
    assert time.monotonic() - began < 60
    assert list(word_file.parent.iterdir()) == [word_file]


def test_a_report_becomes_a_pdf_of_the_same_name_beside_it(
    templates: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lamdong_report.pipeline.draftlist.as_pdf", lambda word: b"%PDF of " + word.name.encode())
    words = ("--pdf", "--templates", str(templates), "--out", str(tmp_path))
    done = CliRunner().invoke(main, ["report", str(demonstration / "inputs"), *words])
    (report,) = tmp_path.glob("*du-thao-01.docx")
    assert report.with_suffix(".pdf").read_bytes() == b"%PDF of " + report.name.encode()
    assert report.with_suffix(".pdf").name in done.output


@pytest.mark.parametrize("office", ["killed", "still", "gone"])
def test_a_report_is_written_and_told_whatever_becomes_of_libreoffice(
    templates: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: str
) -> None:
    shutil.copytree(demonstration, out := tmp_path / "mùa")
    command = {
        "killed": [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"],
        "still": [sys.executable, "-c", WAITS],
        "gone": [str(tmp_path / "soffice")],
    }[office]
    really = subprocess.Popen
    monkeypatch.setattr("lamdong_report.pdf.find_office", lambda: "soffice")
    monkeypatch.setattr("lamdong_report.pdf.SECONDS", 1)
    monkeypatch.setattr("subprocess.Popen", lambda given, **more: really(
        command if given[0] == "soffice" else given, **more))  # fmt: skip
    words = ("--pdf", "--templates", str(templates), "--out", str(out / "output"))
    done = CliRunner().invoke(main, ["report", str(out / "inputs"), *words])
    assert done.exit_code == OutputError.exit_code
    assert "du-thao-02.docx" in done.output and "LibreOffice không chuyển được" in done.output
    assert len(list((out / "output").glob("*du-thao-02.docx"))) == 1
    assert not list((out / "output").glob("*.pdf"))


def test_a_browser_that_does_not_come_back_keeps_no_page_from_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: Event().wait(60))
    monkeypatch.setattr(server, "OPENS_WITHIN", 0.2)
    began = time.monotonic()
    server._open("http://127.0.0.1/")
    assert time.monotonic() - began < 10


# Where another program could be waited for


def test_only_the_converter_and_the_executor_start_programs() -> None:
    ways = {"subprocess", "multiprocessing", "concurrent.futures.process", "pty", "asyncio"}
    calls = {"system", "popen", "fork", "execv", "execvp", "spawnv", "spawnl", "posix_spawn", "ProcessPoolExecutor"}
    found = {
        module.name
        for module in MODULES
        for node in nodes_of(module)
        if (isinstance(node, ast.Import) and ways & {alias.name for alias in node.names})
        or (isinstance(node, ast.ImportFrom) and node.module in ways)
        or (isinstance(node, ast.Attribute | ast.Name) and getattr(node, "attr", getattr(node, "id", "")) in calls)
    }
    assert found == {"pdf.py", "executor.py"}


@pytest.mark.parametrize(("module", "least"), [(pdf, 3), (executor, 2)])
def test_every_wait_for_a_program_has_a_bound(module: ModuleType, least: int) -> None:
    nodes = nodes_of(Path(str(module.__file__)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    ways = ("run", "call", "wait", "communicate", "check_output", "result", "exception")
    waits = [call for call in calls if call.func.attr in ways]  # type: ignore[attr-defined]
    assert len(waits) >= least
    for call in waits:
        named = {keyword.arg for keyword in call.keywords}
        bound = call.func.attr in ("wait", "result") and call.args  # type: ignore[attr-defined]
        assert "timeout" in named or bound, ast.unparse(call)


@pytest.mark.slow
def test_reading_checking_and_writing_of_few_forms_start_no_program(templates: Path, tmp_path: Path) -> None:
    watch = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    if event in ('subprocess.Popen', 'os.fork', 'os.forkpty', 'os.posix_spawn', 'os.exec', 'os.spawn', "
        "'os.system', 'os.startfile', '_winapi.CreateProcess'): raise SystemError(event)\n"
        "sys.addaudithook(refuse)\n"
        "from lamdong_report.cli import main\n"
        f"main(['demo', '--out', {str(tmp_path)!r}, '--templates', {str(templates)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", watch], capture_output=True, cwd=ROOT, timeout=300,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8")[-2000:]
