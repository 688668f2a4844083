"""Turns a Word file into PDF with LibreOffice, where the machine has it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from lamdong_report.errors import OutputError

# A report of two hundred pages takes ten seconds on a slow machine; past this LibreOffice stands still.
SECONDS = 300
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_LET_GO = 10  # seconds for the system to end what it was told to end
# Tagged, so that a screen reader knows headings, lists and the heads of tables.
_TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def find_office() -> str | None:
    """The path of LibreOffice's program, or None."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).exists()), None)


def as_pdf(path: Path) -> bytes:
    """The Word file as PDF; raises OutputError when LibreOffice is absent, fails, is ended or takes too long."""
    office = find_office()
    if office is None:
        remedy = "Cài LibreOffice, hoặc mở báo cáo bằng Word rồi chọn Tệp › Lưu thành › PDF."
        raise OutputError("Chưa có LibreOffice nên không chuyển được ra PDF.", remedy)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        profile = (Path(place) / "ho-so").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", _TAGGED, "--outdir", place,
                   str(path)]  # fmt: skip
        with suppress(OSError):  # a program that will not start or writes nothing is told below, like one that fails
            if run_within(SECONDS, command):
                return (Path(place) / f"{path.stem}.pdf").read_bytes()
    raise OutputError(f"LibreOffice không chuyển được {path} ra PDF.", "Mở báo cáo bằng Word và lưu thành PDF.")


def run_within(seconds: float, command: Sequence[str]) -> bool:
    """Run a program; whether it ended well in time. If not, neither it nor what it has started runs on.

    Nothing is read from it: a pipe that its own children hold would be waited for without a bound.
    """
    null = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)
    ended_well = False
    try:
        ended_well = process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        pass
    finally:
        if not ended_well:
            _end(process)
    return ended_well


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and its children: LibreOffice's launcher does nothing but start the program proper."""
    with suppress(OSError, subprocess.TimeoutExpired):
        if os.name == "nt":
            null = subprocess.DEVNULL
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, stdin=null, stdout=null, stderr=null, timeout=_LET_GO, check=False)
        else:
            os.kill(-process.pid, signal.SIGKILL)  # the group that it leads
    with suppress(OSError, subprocess.TimeoutExpired):
        process.kill()
        process.wait(_LET_GO)
