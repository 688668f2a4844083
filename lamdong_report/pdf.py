"""Turns a Word file into PDF with LibreOffice, where the machine has it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from lamdong_report.errors import OutputError

SECONDS = 300
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def find_office() -> str | None:
    """The path of LibreOffice's program, or None."""
    return shutil.which("soffice") or next((place for place in _PLACES if Path(place).exists()), None)


def convert_to_pdf(path: Path) -> Path:
    """The PDF beside `path`; raises OutputError when LibreOffice is absent or fails."""
    office = find_office()
    if office is None:
        remedy = "Cài LibreOffice, hoặc mở báo cáo bằng Word rồi chọn Tệp › Lưu thành › PDF."
        raise OutputError("Chưa có LibreOffice nên không chuyển được ra PDF.", remedy)
    with tempfile.TemporaryDirectory() as profile:
        command = [office, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf",
                   "--outdir", str(path.parent), str(path)]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            done = None
    pdf = path.with_suffix(".pdf")
    if done is None or done.returncode or not pdf.exists():
        raise OutputError(f"LibreOffice không chuyển được {path} ra PDF.", "Mở báo cáo bằng Word và lưu thành PDF.")
    return pdf
