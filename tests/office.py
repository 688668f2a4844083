"""LibreOffice for tests: where it is, and a document held open in it while a script of a test works on it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Stands before a test's own script, which defines what is done and ends with `with_document(that)`.
_PRELUDE = """
import json, subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
office, profile, source, *rest = sys.argv[1:]
pipe = f"tests{time.time_ns()}"


def connect():
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.2)


def with_document(work):
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore",
               f"--accept=pipe,name={pipe};urp;"]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desktop = connect().ServiceManager.createInstance("com.sun.star.frame.Desktop")
    try:
        hidden = PropertyValue("Hidden", 0, True, 0)
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (hidden,))
        work(document)
        document.close(True)
    finally:
        try:
            desktop.terminate()
        except Exception:
            pass
        started.wait(60)
"""


def office() -> str:
    """The program; skips the test where it is not on the machine."""
    found = shutil.which("soffice")
    if not found:
        pytest.skip("LibreOffice is not on this machine")
    return found


def work_in_office(script: str, source: Path, profile: Path, *rest: str) -> str:
    """Run the script on the opened document; what it prints. `rest` is known to it by that name."""
    program = office()  # asked first: under Wine there is none, but a Python of the machine outside would be found
    command = [_python(), "-c", _PRELUDE + script, program, profile.as_uri(), str(source), *rest]
    done = subprocess.run(command, capture_output=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout.decode()


def _python() -> str:
    """One that knows LibreOffice's UNO interface; skips the test where there is none."""
    for python in ("/usr/bin/python3", sys.executable):
        if Path(python).exists() and not subprocess.run([python, "-c", "import uno"], capture_output=True).returncode:
            return python
    pytest.skip("no Python with LibreOffice's UNO interface on this machine")
