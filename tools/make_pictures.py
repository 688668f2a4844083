"""Makes the pictures of the README from a finished demonstration: a report page, a form, the board.

python tools/make_pictures.py demo docs/hinh      (needs LibreOffice, pdftoppm and Chromium)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

RESOLUTION = 60


def main(demo: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    output = demo / "output"
    report = max(output.glob("*-du-thao-*.docx"))
    form = sorted((output / "phieu").glob("*.xlsx"))[60]
    page_picture(report, 1, out / "bao-cao.png")
    page_picture(form, 5, out / "phieu.png")
    board_picture(output / "tinh-hinh.html", out / "bang-theo-doi.png")


def page_picture(source: Path, page: int, target: Path) -> None:
    """One page of a Word or Excel file as a small grey-free PNG."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(source))
        pdf = Path(scratch) / f"{source.stem}.pdf"
        stem = str(target.with_suffix(""))
        run("pdftoppm", "-png", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-singlefile", str(pdf), stem)


def board_picture(page: Path, target: Path) -> None:
    run(
        "chromium",
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--window-size=1100,900",
        f"--screenshot={target.resolve()}",
        page.resolve().as_uri(),
    )


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
