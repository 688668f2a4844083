"""The package for Windows: what is pinned, what is in it, and that an update takes nothing from the officials."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from lamdong_report import __version__
from lamdong_report.cli import main
from lamdong_report.pipeline.edition import changed_originals, describe_edition, newest_changes, supply_templates
from tests.conftest import ROOT
from tools.windows import build, fetch

HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".", "files.python" + "hosted")


def pins() -> dict[str, str]:
    lines = fetch.LIBRARIES.read_text(encoding="utf-8").splitlines()
    return {name: digest for line in lines for name, digest in re.findall(r"^(\S+)==\S+ --hash=sha256:(\w{64})$", line)}


def test_every_library_is_pinned_by_version_and_hash() -> None:
    lines = [line for line in fetch.LIBRARIES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(pins()) == len(lines) > 10
    assert list(fetch.unpinned_libraries()) == [], "python -m tools.windows.pin"


def test_no_file_names_a_host_of_packages() -> None:
    if not shutil.which("git"):
        pytest.skip("there is no git")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not names:
        pytest.skip("this is no checkout")
    texts = [(ROOT / name, b"") for name in names.split("\0") if (ROOT / name).is_file()]
    naming = [path.name for path, _ in texts if any(host.encode() in path.read_bytes() for host in HOSTS)]
    assert naming == []


def wheel(folder: Path, name: str, *needs: str, files: Iterable[tuple[str, str]] = ()) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    lines = [f"Name: {name}", "Version: 1.0", "License: BSD", *(f"Requires-Dist: {need}" for need in needs)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n\n")
        archive.writestr(f"{name}-1.0.dist-info/licenses/LICENSE", f"Licence of {name}")
        archive.writestr(f"{name}/__init__.py", "")
        for file, text in files:
            archive.writestr(file, text)
    return path


@pytest.mark.parametrize(
    ("need", "lacking"),
    [
        ('colorama; platform_system == "Windows"', True),
        ("colorama ; sys_platform == 'win32'", True),
        ('colorama; platform_system == "Linux"', False),
        ('colorama; extra == "color"', False),
        ("Other.Name>=1", False),
    ],
)
def test_what_only_windows_needs_is_missed_on_linux(tmp_path: Path, need: str, lacking: bool) -> None:
    wheels = [wheel(tmp_path, "tool", need), wheel(tmp_path, "other_name")]
    assert list(fetch.lacking_libraries(wheels)) == (["colorama"] if lacking else [])


@pytest.mark.parametrize("data", [None, b"x"])
def test_a_given_python_that_is_none_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None
) -> None:
    monkeypatch.setattr(fetch, "pip_download", lambda *_: None)
    given = tmp_path / "python-embed.zip"
    if data:
        given.write_bytes(data)
    with pytest.raises(fetch.BuildError, match=r"python-embed\.zip is no zip"):
        fetch.fetch_python(tmp_path / "work", given)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A package with stand-ins for Python and the libraries; what a test builds besides has the same ones."""
    if not shutil.which("git"):
        pytest.skip("there is no git, by which the package is built")

    def python(work: Path, _given: Path | None) -> Path:
        work.mkdir(parents=True)
        for name in ("LICENSE.txt", "python.exe", fetch.CORE_DLL, "_ssl.pyd"):
            (work / name).write_text(name, encoding="utf-8")
        return work

    def libraries(work: Path) -> list[Path]:
        work.mkdir(parents=True)
        extras = (("tool/tests/test_a.py", "x"), ("tool-1.0.data/scripts/tool.exe", "x"))
        return [wheel(work, "tool", files=extras), wheel(work, "docxtpl", files=(("docxtpl/template.py", "x"),))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "fetch_python", python)
        patch.setattr(build, "fetch_libraries", libraries)
        yield build.build(tmp_path_factory.mktemp("package") / "dist")


def unpack(package: Path, folder: Path) -> Path:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder / "bao-cao"


def program_of(unpacked: Path) -> Path:
    return unpacked / (unpacked / "phien-ban.txt").read_text(encoding="ascii").strip()


def test_the_package_is_one_folder_with_the_start_file_in_it(package: Path, tmp_path: Path) -> None:
    assert package.name == f"bao-cao-windows-{__version__}.zip"
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
    assert {name.partition("/")[0] for name in names} == {"bao-cao"}
    assert all(name.isascii() and len(name) < 160 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    unpacked = unpack(package, tmp_path)
    assert (unpacked / "bat-dau.cmd").read_bytes() == (ROOT / "bat-dau.cmd").read_bytes()
    assert (unpacked / "generate.py").is_file() and (unpacked / "doc-truoc.txt").read_bytes().startswith(
        b"\xef\xbb\xbf"
    )


def test_all_of_the_program_is_in_the_package_where_it_is_looked_for(package: Path, tmp_path: Path) -> None:
    program = program_of(unpack(package, tmp_path))
    listed = subprocess.run(["git", "ls-files", "-z", "lamdong_report"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        assert (program / name).is_file() == (ROOT / name).is_file(), name
    assert (program / "mau-goc" / "2026" / "plan.toml").is_file() and not (program / "templates").exists()


def test_the_same_sources_give_the_same_package(package: Path, tmp_path: Path) -> None:
    assert build.build(tmp_path / "again").read_bytes() == package.read_bytes()


def test_what_is_not_used_is_not_shipped_and_every_licence_is(package: Path, tmp_path: Path) -> None:
    program = program_of(unpack(package, tmp_path))
    site = program / "python" / "Lib" / "site-packages"
    assert (site / "docxtpl" / "template.py").is_file(), "the source that the LGPL asks for"
    assert not (site / "tool" / "tests" / "test_a.py").exists() and not list(site.glob("*.data"))
    assert not (program / "python" / "_ssl.pyd").exists()
    licences = {path.name for path in (program / "giay-phep").iterdir()}
    assert licences == {"cpython.txt", "docxtpl-1.0.txt", "doc-truoc.txt", "lgpl-2.1.txt", "tool-1.0.txt"}
    assert "Licence of tool" in (program / "giay-phep" / "tool-1.0.txt").read_text(encoding="utf-8")
    assert ".." in (program / "python" / "python313._pth").read_text(encoding="ascii").split()


def test_an_update_takes_nothing_from_the_officials(package: Path, tmp_path: Path) -> None:
    unpacked = unpack(package, tmp_path)
    supply_templates(unpacked / "templates", program_of(unpacked))
    theirs = {}
    for name in ("templates/2026/plan.toml", "inputs/phieu.xlsx", "output/du-thao-01.docx", "inputs/README.md"):
        theirs[unpacked / name] = name.encode()
        (unpacked / name).write_bytes(name.encode())
    unpack(package, tmp_path)
    assert {path: path.read_bytes() for path in theirs} == theirs
    assert supply_templates(unpacked / "templates", program_of(unpacked)) == ()
    assert {path: path.read_bytes() for path in theirs} == theirs


def test_two_editions_are_never_mixed(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that a new edition no longer has would hide one that it has instead."""
    former = program_of(unpack(package, tmp_path))
    monkeypatch.setattr(build, "__version__", "9.0.0")
    newer = program_of(unpack(build.build(tmp_path / "newer"), tmp_path))
    assert newer != former and newer.name.startswith("chuong-trinh-9.0.0-")


def originals(home: Path, **files: str) -> Path:
    folder = home / "mau-goc" / "2031"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return home


def read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name[0] != "."}


def test_a_first_start_copies_the_originals_once(tmp_path: Path) -> None:
    home, templates = originals(tmp_path / "p", plan="1", report="1"), tmp_path / "templates"
    assert supply_templates(templates, home) == ("2031",)
    assert read(templates / "2031") == {"plan": "1", "report": "1"}
    (templates / "2031" / "report").unlink()
    assert supply_templates(templates, home) == () and read(templates / "2031") == {"plan": "1"}


def test_a_first_start_that_was_cut_short_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, templates = originals(tmp_path / "p", a="1", b="1"), tmp_path / "templates"
    with monkeypatch.context() as patch:
        written: list[Path] = []

        def die(path: Path, data: bytes) -> Path:
            if len(written) == 2:
                raise KeyboardInterrupt
            written.append(path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return path

        patch.setattr("lamdong_report.pipeline.edition.write_whole", die)
        with pytest.raises(KeyboardInterrupt):
            supply_templates(templates, home)
    (templates / "2031" / "a").write_text("edited", encoding="utf-8")
    assert supply_templates(templates, home) == ("2031",)
    assert read(templates / "2031") == {"a": "edited", "b": "1"}


def test_several_who_start_at_once_make_one_set_of_templates(tmp_path: Path) -> None:
    home, templates = originals(tmp_path / "p", **{f"f{at}": str(at) for at in range(9)}), tmp_path / "templates"
    with ThreadPoolExecutor(4) as starts:
        list(starts.map(lambda _: supply_templates(templates, home), range(4)))
    assert read(templates / "2031") == {f"f{at}": str(at) for at in range(9)}
    assert supply_templates(templates, home) == ()


def test_templates_that_officials_made_themselves_stay(tmp_path: Path) -> None:
    home, own = originals(tmp_path / "p", plan="1"), tmp_path / "templates" / "2031"
    own.mkdir(parents=True)
    (own / "plan").write_text("own", encoding="utf-8")
    assert supply_templates(own.parent, home) == () and read(own) == {"plan": "own"}
    assert list(changed_originals(own.parent, home)) == [("2031", ("plan",))]


def test_what_a_new_edition_changes_in_the_originals_is_told(tmp_path: Path) -> None:
    home, templates = originals(tmp_path / "p", plan="1", report="1", letter="1"), tmp_path / "templates"
    supply_templates(templates, home)
    for name in ("plan", "letter"):
        (templates / "2031" / name).write_text("edited", encoding="utf-8")
    assert list(changed_originals(templates, home)) == [], "what officials edit is no news"
    originals(home, plan="2", report="2")
    assert list(changed_originals(templates, home)) == [("2031", ("plan", "report"))]
    told = "\n".join(describe_edition(templates, home))
    assert __version__ in told and "plan, report" in told and "giữ nguyên" in told
    shutil.copyfile(home / "mau-goc" / "2031" / "plan", templates / "2031" / "plan")
    assert list(changed_originals(templates, home)) == [("2031", ("report",))]


def test_the_news_are_those_of_the_newest_version(tmp_path: Path) -> None:
    assert newest_changes(tmp_path) == ()
    text = "# Nhật ký\n\n## [2] – nay\n\n### Thêm\n\n- **Một** `check`.\n- Hai.\n\n## [1]\n\n- Cũ.\n"
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert newest_changes(tmp_path) == ("Một check.", "Hai.")


def test_the_program_says_which_edition_runs() -> None:
    brief = CliRunner().invoke(main, ["news", "--brief"])
    assert brief.output == f"Phiên bản {__version__}\n"
    whole = CliRunner().invoke(main, ["news"]).output
    assert whole.startswith(brief.output) and whole.count("•") == len(newest_changes())
