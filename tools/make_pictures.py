"""Makes the pictures of the README from a finished demonstration: a report page, a form, the board, the page.

python tools/make_pictures.py demo docs/hinh      (needs LibreOffice, pdftoppm and Chromium)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

RESOLUTION = 60
WEB_SCREENS = {
    "trang-hom-nay.png": "/?",
    "trang-chi-tieu.png": "/chi-tieu?",
    "trang-du-thao.png": "/du-thao?",
    "trang-y-kien.png": "/y-kien?muc=VI&",
    "trang-can-xu-ly.png": "/can-xu-ly?",
}


def main(demo: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    output = demo / "output"
    report = max(output.glob("*-du-thao-*.docx"))
    form = sorted((output / "phieu").glob("*.xlsx"))[60]
    page_picture(report, 1, out / "bao-cao.png")
    page_picture(form, 5, out / "phieu.png")
    board_picture(output / "tinh-hinh.html", out / "bang-theo-doi.png")
    web_pictures(demo, out)


def web_pictures(demo: Path, out: Path) -> None:
    """Screens of the page over the demonstration."""
    serve = [sys.executable, "generate.py", "web", "--no-open"]
    serve += ["--inputs", str(demo / "inputs"), "--out", str(demo / "output")]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        browser = build_opener(HTTPCookieProcessor())
        entrance = server.stdout.readline().strip()
        try:
            while b"data-reading" in browser.open(entrance).read():
                time.sleep(0.5)
            for name, path in WEB_SCREENS.items():
                # A second start says where one comes in again: each address lets one browser in, once.
                again = subprocess.run(serve, check=True, capture_output=True, text=True, timeout=60)
                screenshot(again.stdout.split()[0].replace("/?", path), out / name, "1200,760")
        finally:
            server.terminate()


def page_picture(source: Path, page: int, target: Path) -> None:
    """One page of a Word or Excel file as a small grey-free PNG."""
    with tempfile.TemporaryDirectory() as scratch:
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(source))
        pdf = Path(scratch) / f"{source.stem}.pdf"
        stem = str(target.with_suffix(""))
        run("pdftoppm", "-png", "-r", str(RESOLUTION), "-f", str(page), "-l", str(page), "-singlefile", str(pdf), stem)


def board_picture(page: Path, target: Path) -> None:
    screenshot(page.resolve().as_uri(), target, "1100,900")


def screenshot(address: str, target: Path, size: str) -> None:
    run(
        "chromium",
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--window-size={size}",
        f"--screenshot={target.resolve()}",
        address,
    )


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
