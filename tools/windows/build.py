"""Builds dist/bao-cao-windows-<version>.zip: unzip, double-click, nothing to install; the same bytes each time.

The program lies in a folder of its own edition. A newer package unpacked over an older one so never mixes two
editions, and never touches what is the officials': templates, inputs, output.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from lamdong_report import __version__
from lamdong_report.pipeline.edition import ORIGINALS
from tools.windows.fetch import CORE_DLL, HERE, ROOT, BuildError, fetch_libraries, fetch_python
from tools.windows.licences import write_licences

TOP = "bao-cao"
PROGRAM, EDITION_FILE, FIRST_TO_READ = "chuong-trinh", "phien-ban.txt", "doc-truoc.txt"
# Empty in the package: an update must not bring anything that lies where officials keep their own.
_THEIRS = ("inputs", "output", "templates")
_AT_THE_TOP = ("bat-dau.cmd", "generate.py")
_SHIPPED = ("README.md", "LICENSE", "CHANGELOG.md", "docs", "lamdong_report", "templates")
# The program uses none of these, and they are what would most need security updates: OpenSSL, SQLite.
_UNUSED_PARTS = [
    "libcrypto-3.dll",
    "libssl-3.dll",
    "_ssl.pyd",
    "_hashlib.pyd",
    "sqlite3.dll",
    "_sqlite3.pyd",
    "winsound.pyd",
    "_wmi.pyd",
    "_uuid.pyd",
    "pythonw.exe",
]
# Of the libraries: tests, C sources, what no module here imports, and all languages but Vietnamese and English.
_UNUSED = (
    "**/tests/*", "**/test/*", "lxml/includes/*", "lxml/html/*", "lxml/isoschematron/resources/*", "lxml/**/*.[ch]",
    "lxml/**/*.px[di]", "lxml/**/*.pyx", "lxml/objectify*", "lxml/sax*.pyd", "lxml/builder*.pyd",
)  # fmt: skip
_LANGUAGES = ("root", "vi", "vi_VN", "en")
_DATE = (2026, 1, 1, 0, 0, 0)
_FILE, _FOLDER = 0o100644 << 16, 0o40755 << 16 | 0x10


def build(folder: Path, embed_zip: Path | None = None) -> Path:
    """Build the package into `folder`; its path. Raises BuildError."""
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        program = work / "program"
        shutil.copytree(_bare_python(fetch_python(work / "cpython", embed_zip)), program / "python")
        _unpack_libraries(fetch_libraries(work / "wheels"), program / "python" / "Lib" / "site-packages")
        _copy_project(program)
        write_licences(program)
        edition = f"{PROGRAM}-{__version__}-{_digest(program)[:6]}"
        path = folder / f"{TOP}-windows-{__version__}.zip"
        folder.mkdir(parents=True, exist_ok=True)
        _write_zip(path, program, edition)
    return path


def _bare_python(python: Path) -> Path:
    for name in _UNUSED_PARTS:
        (python / name).unlink(missing_ok=True)
    # With this file Python takes nothing from the machine: no registry, no PYTHON* variables, no user's libraries.
    paths = (CORE_DLL.replace(".dll", ".zip"), ".", r"Lib\site-packages", "..")
    (python / CORE_DLL.replace(".dll", "._pth")).write_text("\r\n".join((*paths, "")), "ascii", newline="")
    return python


def _unpack_libraries(wheels: list[Path], site: Path) -> None:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    for data in site.glob("*.data"):
        shutil.rmtree(data / "scripts", ignore_errors=True)
        if any(path.is_file() for path in data.rglob("*")):
            raise BuildError(f"{data.name} holds files that would have to be laid out")
        shutil.rmtree(data)
    for pattern in _UNUSED:
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in (site / "babel" / "locale-data").glob("*.dat"):
        if path.stem not in _LANGUAGES:
            path.unlink()


def _copy_project(program: Path) -> None:
    """What git tracks of the program; the templates as originals, from which a first start makes the officials'."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--", *_SHIPPED]
    for name in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0"):
        if (ROOT / name).is_file():
            folder, _, rest = name.partition("/")
            target = program / (f"{ORIGINALS}/{rest}" if folder == "templates" else name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)


def _digest(folder: Path) -> str:
    digest = sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _write_zip(path: Path, program: Path, edition: str) -> None:
    """One folder in the zip, so that unpacking beside other files scatters nothing."""
    first = (HERE / FIRST_TO_READ).read_text(encoding="utf-8").replace("{version}", __version__)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in _AT_THE_TOP:
            _put(archive, name, (ROOT / name).read_bytes())
        _put(archive, EDITION_FILE, f"{edition}\r\n".encode("ascii"))
        _put(archive, FIRST_TO_READ, b"\xef\xbb\xbf" + first.replace("\n", "\r\n").encode())
        for name in _THEIRS:
            _put(archive, f"{name}/", b"")
        for file in _files(program):
            _put(archive, f"{edition}/{file.relative_to(program).as_posix()}", file.read_bytes())


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(f"{TOP}/{name}", _DATE)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
    entry.external_attr = _FOLDER if name.endswith("/") else _FILE
    archive.writestr(entry, data)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, default=ROOT / "dist")
    out = given.parse_args().out
    embed = os.environ.get("EMBED_ZIP")
    try:
        path = build(out, Path(embed) if embed else None)
    except BuildError as error:
        sys.exit(str(error))
    print(f"{path}  {path.stat().st_size / 1_000_000:.1f} MB  sha256 {sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
