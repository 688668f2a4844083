"""Plays a season on the package under Wine and on this machine, in a folder with diacritics, and compares every byte.

usage: python -m tools.windows.wine.season PACKAGE.zip FOLDER [--whole] [--pages PAGE …]
FOLDER keeps what prepare.sh sets up. A PAGE is a code page of Windows (1252, 1258).
"""

from __future__ import annotations

import argparse
import filecmp
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from lamdong_report.example import make_examples
from lamdong_report.pipeline import fill_examples, open_plan, read_and_check
from lamdong_report.results import CACHE_FOLDER
from lamdong_report.text.names import file_stem
from tools.bench.editing import edited
from tools.windows.fetch import LIBRARIES
from tools.windows.wine import start

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
SMALL_PLAN = ROOT / "tests" / "plans" / "nho"
# The locale whose code page Wine takes.
_LOCALES = {"1252": "en_US.UTF-8", "1258": "vi_VN.UTF-8"}
# What the officials have; the program's own folder is in the package alone.
_PARTS = ("templates", "inputs", "output")
_STEPS = (
    ("plan",),
    ("forms",),
    ("check",),
    ("letters",),
    ("report",),
    ("EDIT",),
    ("report", "--onto"),
    ("report", "--final", "--onto"),
    ("compare", "output/{draft}-01.docx", "output/{draft}-02.docx", "--json"),
)


@dataclass(slots=True)
class Player:
    """One who plays the season: the folder with inputs and templates, what it printed."""

    folder: Path
    environment: dict[str, str]
    under_wine: bool
    printed: list[str] = field(default_factory=list)

    def play(self, draft: str) -> None:
        for words in _STEPS:
            if words == ("EDIT",):
                path = self.folder / "output" / f"{draft}-01.docx"
                path.write_bytes(edited(path.read_bytes()))
            else:
                self.run(*(word.format(draft=draft) for word in words))

    def run(self, *words: str) -> None:
        if self.under_wine:
            done = start(self.folder, words, self.environment)
        else:
            done = subprocess.run([sys.executable, str(ROOT / "generate.py"), *words], cwd=self.folder,
                                  env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False)  # fmt: skip
        text = done.stdout.decode("utf-8").replace("\r\n", "\n").replace("\\\\", "/").replace("\\", "/")
        text = text.replace("bat-dau ", "python generate.py ")
        self.printed.append(f"{' '.join(words)}: {done.returncode}\n{text}")


def prepare(folder: Path, *, whole: bool) -> str:
    """Templates and sound example forms; the stem of the drafts' names."""
    shutil.rmtree(folder, ignore_errors=True)
    templates = folder / "templates"
    shutil.copytree(ROOT / "templates", templates)
    if not whole:
        (year,) = templates.iterdir()
        shutil.copytree(SMALL_PLAN, templates / "2031")
        for name in ("report.docx", "letter.docx"):
            shutil.copyfile(year / name, templates / "2031" / name)
    plan = open_plan(templates)
    inputs = folder / "inputs"
    fill_examples(plan, inputs, 1)
    faulty = {found.file for found in read_and_check(plan, [inputs]).findings if found.severity.value == "error"}
    for name in faulty:
        (inputs / name).unlink(missing_ok=True)
    assert len(faulty) < len(make_examples(plan))
    return f"{file_stem(plan.document.file_name)}-du-thao"


def differences(one: Path, other: Path) -> list[str]:
    """The files that only one of the two has, or that differ in a byte.

    What a program keeps for its own next run bears that program's name, place and times, so it is left out.
    """
    names = sorted(
        {
            path.relative_to(side).as_posix()
            for side in (one, other)
            for part in _PARTS
            for path in (side / part).rglob("*")
            if path.is_file() and CACHE_FOLDER not in path.parts
        }
    )
    _, wrong, absent = filecmp.cmpfiles(one, other, names, shallow=False)
    print(f"{len(names)} files compared")
    return [*wrong, *absent]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("package", type=Path)
    given.add_argument("folder", type=Path)
    given.add_argument("--pages", nargs="*", default=list(_LOCALES))
    given.add_argument("--whole", action="store_true", help="all agencies of the plan in use, not the small plan")
    words = given.parse_args()
    folder = words.folder.resolve()
    draft = prepare(folder / "forms", whole=words.whole)
    here = Player(folder / "Đợt 1 [Linux]", _own_environment(folder), under_wine=False)
    shutil.rmtree(here.folder, ignore_errors=True)
    shutil.copytree(folder / "forms", here.folder)
    here.play(draft)
    faults = [line for page in words.pages for line in _compare(page, words.package, folder, here, draft)]
    print("\n".join(faults) if faults else "every byte and every line is the same")
    sys.exit(bool(faults))


def _compare(page: str, package: Path, folder: Path, here: Player, draft: str) -> list[str]:
    command = [str(HERE / "prepare.sh"), str(package), str(folder)]
    unpacked = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    there = Player(unpacked, _wine_environment(page, folder), under_wine=True)
    shutil.copytree(folder / "forms", unpacked, dirs_exist_ok=True)
    there.play(draft)
    pairs = zip(here.printed, there.printed, strict=True)
    told = [f"{page}: said otherwise\n{one}\n--\n{other}" for one, other in pairs if one != other]
    return [*told, *(f"{page}: {name} differs" for name in differences(here.folder, there.folder))]


def _own_environment(folder: Path) -> dict[str, str]:
    """This machine with the versions of the libraries that are in the package."""
    libraries = folder / "own-libraries"
    if not libraries.exists():
        pins = re.findall(r"^\S+==\S+", LIBRARIES.read_text(encoding="utf-8"), re.MULTILINE)
        install = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target"]
        subprocess.run([*install, str(libraries), *pins], check=True)
    return {**os.environ, "PYTHONPATH": f"{libraries}{os.pathsep}{ROOT}"}


def _wine_environment(page: str, folder: Path) -> dict[str, str]:
    """Wine takes the code page from the locale's name; that the machine has such a locale is made up for it."""
    locales = folder / "locales"
    if not (locales / _LOCALES[page]).exists():
        shutil.copytree("/usr/lib/locale/C.utf8", locales / _LOCALES[page])
    return {**os.environ, "LC_ALL": _LOCALES[page], "LOCPATH": str(locales), "WINEDEBUG": "-all",
            "WINEPREFIX": str(folder / "prefix")}  # fmt: skip


if __name__ == "__main__":
    main()
