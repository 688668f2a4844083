"""Plays what bat-dau.cmd does in a checkout without the package, under Wine's cmd and with a stand-in for Python.

usage: python -m tools.windows.wine.install FOLDER      (FOLDER keeps what is made; FOLDER/prefix is Wine's)
What must hold: nothing that works is deleted before its replacement works, and each cause of a failure has its words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.windows.wine import start

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# What pip says, and the label of bat-dau.cmd whose words an official then reads.
_CAUSES = {
    "ReadTimeoutError(host='x')": "no_network",
    "[SSL: CERTIFICATE_VERIFY_FAILED]": "no_trust",
    "OSError: [Errno 28] No space left on device": "disk_full",
    "PermissionError: [WinError 5] Access is denied": "blocked",
    "ERROR: No matching distribution found": "why_not",
}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout with the start file, and what its last start said."""

    folder: Path
    stand_in: Path
    prefix: Path

    def tell(self, **said: str) -> None:
        """Tell the stand-in what to do: version="32", pip="…"; nothing else holds any more."""
        for path in self.folder.glob("stand-in-*"):
            path.unlink()
        for name, words in said.items():
            (self.folder / f"stand-in-{name.replace('_', '-')}").write_text(words, encoding="utf-8")

    def start(self, *words: str, python: bool = True) -> tuple[int, str]:
        """Exit code and words of `bat-dau.cmd` with these words behind it."""
        found = {"WINEPATH": f"Z:{self.stand_in}".replace("/", "\\")} if python else {}
        own = {**os.environ, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", **found}
        done = start(self.folder, words, own)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def break_libraries(self) -> None:
        """As when a scanner takes a library away; the mark says later whether this is still the same environment."""
        (self.folder / ".venv" / "broken").touch()

    @property
    def has_former(self) -> bool:
        return (self.folder / ".venv" / "broken").exists()

    def holds(self, name: str) -> bool:
        return (self.folder / name).exists()


def first_start(one: Checkout) -> Iterator[bool]:
    code, said = one.start("plan", "--x", "hai từ")
    yield code == 0 and "word plan" in said and "word hai t" in said
    yield one.holds(".venv/Scripts/python.exe") and not one.holds(".venv-moi") and not one.holds("cai-dat.log")
    one.tell(version="1")  # nobody asks for a Python any more
    yield one.start("check")[0] == 0


def a_lost_library_without_a_network(one: Checkout) -> Iterator[bool]:
    one.start("plan")
    for cause, label in _CAUSES.items():
        one.break_libraries()
        one.tell(pip=f"Collecting lxml\n{cause}\n")
        code, said = one.start("plan")
        yield code == 1 and one.has_former and "word plan" not in said
        yield says(said, label) and one.holds("cai-dat.log")
    one.tell()
    yield one.start("plan")[0] == 0 and not one.has_former
    yield not any(one.holds(name) for name in (".venv-moi", ".venv-cu", "cai-dat.log"))


def new_libraries_that_a_scanner_blocks(one: Checkout) -> Iterator[bool]:
    one.start("plan")
    one.break_libraries()
    one.tell(broken="")
    code, said = one.start("plan")
    yield code == 1 and one.has_former and says(said, "blocked")


def no_folder_can_be_made(one: Checkout) -> Iterator[bool]:
    one.start("plan")
    one.break_libraries()
    one.tell(no_venv="")
    code, said = one.start("plan")
    yield code == 1 and one.has_former and says(said, "no_folder")


def leftovers_of_a_start_that_was_cut_short(one: Checkout) -> Iterator[bool]:
    for left in (".venv-moi", ".venv-cu"):
        (one.folder / left / "Scripts").mkdir(parents=True)
        (one.folder / left / "Scripts" / "python.exe").touch()
    yield one.start("plan")[0] == 0
    yield one.holds(".venv/Scripts/python.exe") and not one.holds(".venv-moi")


def cut_between_the_two_moves(one: Checkout) -> Iterator[bool]:
    """The old one is put away, the new one not yet in its place, and now there is no network."""
    one.start("plan")
    (one.folder / ".venv").rename(one.folder / ".venv-moi")
    (one.folder / ".venv-cu").mkdir()
    one.tell(pip="ConnectionError\n")
    yield one.start("plan")[0] == 0 and one.holds(".venv/Scripts/python.exe")
    yield not one.holds(".venv-cu") and not one.holds(".venv-moi")


def the_old_one_was_in_use(one: Checkout) -> Iterator[bool]:
    """The new one waits beside the broken old one until the other window is closed, and now there is no network."""
    one.start("plan")
    shutil.copytree(one.folder / ".venv", one.folder / ".venv-moi")
    one.break_libraries()
    one.tell(pip="ConnectionError\n")
    yield one.start("plan")[0] == 0 and not one.has_former
    yield not one.holds(".venv-cu") and not one.holds(".venv-moi")


def no_python_or_the_wrong_one(one: Checkout) -> Iterator[bool]:
    code, said = one.start("plan", python=False)
    yield code == 1 and says(said, "no_python")
    for version, label in (("1", "no_python"), ("32", "only_32_bits")):
        one.tell(version=version)
        code, said = one.start("plan")
        yield code == 1 and says(said, label) and not one.holds(".venv")


SCENES: tuple[Callable[[Checkout], Iterator[bool]], ...] = (
    first_start,
    a_lost_library_without_a_network,
    new_libraries_that_a_scanner_blocks,
    no_folder_can_be_made,
    leftovers_of_a_start_that_was_cut_short,
    cut_between_the_two_moves,
    the_old_one_was_in_use,
    no_python_or_the_wrong_one,
)


def letters_of(text: str) -> str:
    """The plain letters alone: Wine's cmd takes no other code page and garbles the others."""
    return re.sub("[^A-Za-z]", "", text)


def says(said: str, label: str) -> bool:
    """Whether the text under this label of bat-dau.cmd was said."""
    lines = (ROOT / "bat-dau.cmd").read_text(encoding="utf-8").partition(f"\n:{label}\n")[2].splitlines()
    first = next(line for line in lines if line.startswith("echo  "))
    return letters_of(first.removeprefix("echo  ")) in letters_of(said)


def main() -> None:
    place = Path(sys.argv[1]).resolve()
    stand_in, prefix = place / "stand-in", place / "prefix"
    stand_in.mkdir(parents=True, exist_ok=True)
    compiler = ["x86_64-w64-mingw32-gcc", "-O2", "-s", "-o", str(stand_in / "py.exe"), str(HERE / "py.c")]
    subprocess.run(compiler, check=True)
    failed = []
    for scene in SCENES:
        folder = place / "Nguồn (báo cáo)"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in ("bat-dau.cmd", "generate.py"):
            shutil.copyfile(ROOT / name, folder / name)
        # Wine has it by name only; cmd looks into the current folder first.
        shutil.copyfile(stand_in / "py.exe", folder / "findstr.exe")
        held = list(scene(Checkout(folder, stand_in, prefix)))
        print(f"{scene.__name__}: {held.count(True)}/{len(held)}")
        failed += [scene.__name__] if not all(held) else []
    sys.exit(f"not as it must be: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
