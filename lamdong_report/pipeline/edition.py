"""Which edition of the program runs, what is new in it, and the original templates that it brings along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from lamdong_report import __version__
from lamdong_report.packing import content_digest
from lamdong_report.storage import write_whole

HOME = Path(__file__).resolve().parents[2]
# In the package for Windows the templates lie here; what officials change is a copy that no update touches.
ORIGINALS = "mau-goc"
_RECORD = ".mau-goc.json"
_CHANGES = "CHANGELOG.md"


def describe_edition(templates: Path, home: Path = HOME) -> Iterator[str]:
    """Version and news, as lines: what this edition changes, and which of its templates officials may want."""
    yield f"Phiên bản {__version__}"
    for year, names in changed_originals(templates, home):
        kept, new = templates / year, Path(home.name, ORIGINALS, year)
        yield f"Có mẫu gốc mới: {', '.join(names)} trong {new}. Mẫu đang dùng trong {kept} được giữ nguyên;"
        yield f"muốn dùng mẫu mới thì xem lại rồi chép tệp sang {kept}."


def newest_changes(home: Path = HOME) -> tuple[str, ...]:
    """What changed in the newest version, one entry a line, as CHANGELOG.md says it; nothing where there is none."""
    path = home / _CHANGES
    if not path.exists():
        return ()
    newest = path.read_text(encoding="utf-8").split("\n## ")[1:2]
    found = re.findall(r"^- (.+)$", newest[0], re.MULTILINE) if newest else ()
    return tuple(re.sub(r"\*\*|`", "", entry) for entry in found)


def supply_templates(templates: Path, home: Path = HOME) -> tuple[str, ...]:
    """Copy the originals of every year that `templates` has not, or not whole; the years that were copied.

    Nothing that is there is replaced. A year counts as whole once its record is written, which comes last.
    """
    supplied = []
    for original in _years(home):
        folder = templates / original.name
        if folder.exists() and _record(folder) != {}:
            continue
        # Left so by a copy that was cut off: the next start goes on with it.
        write_whole(folder / _RECORD, b"{}")
        for name in _names(original):
            if not (folder / name).exists():
                write_whole(folder / name, (original / name).read_bytes())
        write_whole(folder / _RECORD, msgspec.json.encode(_digests(original)))
        supplied.append(original.name)
    return tuple(supplied)


def changed_originals(templates: Path, home: Path = HOME) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Year by year the originals that are others than those the officials' templates were made from."""
    for original in _years(home):
        folder = templates / original.name
        begun_from = _record(folder) or {}
        now = _digests(original)
        names = (name for name, digest in now.items() if begun_from.get(name) != digest)
        own = {name: content_digest((folder / name).read_bytes()) for name in now if (folder / name).exists()}
        found = tuple(name for name in names if own.get(name) != now[name])
        if folder.exists() and found:
            yield original.name, found


def _years(home: Path) -> list[Path]:
    return sorted(path for path in (home / ORIGINALS).glob("*") if path.is_dir())


def _names(original: Path) -> list[str]:
    return sorted(path.relative_to(original).as_posix() for path in original.rglob("*") if path.is_file())


def _digests(original: Path) -> dict[str, str]:
    return {name: content_digest((original / name).read_bytes()) for name in _names(original)}


def _record(folder: Path) -> dict[str, str] | None:
    """What the folder was made from: nothing yet where a copy was begun, None where it is the officials' own."""
    path = folder / _RECORD
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return None
