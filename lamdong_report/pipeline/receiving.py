"""What an official drops: kept among the forms under a safe name, never over another file; taken back to a bin."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from lamdong_report.errors import OutputError, UsageError, system_reason
from lamdong_report.storage import half_name, make_folder, write_whole

MB = 1_000_000
# As much as an archive may hold that the reader opens (200 MB), and a little for what goes round it.
MOST_AT_ONCE = 210 * MB
MOST_OF_ONE = 200 * MB  # what the reader opens of one archive
# With a dot before it the reader passes the bin over; Explorer shows it all the same.
BIN = ".da-bo"
LONGEST = 255  # bytes of UTF-8: what ext4, NTFS and most network drives take
_ROOM = 12  # bytes for " (99)" and the name of a half-written file
_MOST_SAME = 999  # more of one name are the doing of a program, not of officials
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
# On Windows such a name is a device, whatever its ending: what is written to it is gone.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?")
# Letters that turn the direction of writing hide a name's true ending.
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class Upload(Struct, frozen=True):
    """A file as it came: its name (with "/" between folders, where a folder was dropped) and its bytes."""

    name: str
    data: bytes


class Kept(Struct, frozen=True):
    """A file that lies beside the others now. `is_old` when the very same file had been there before."""

    given: str
    path: Path
    is_old: bool = False


def safe_name(name: str) -> str:
    """The name as any system takes it: all letters of any language and the ending kept, 255 bytes at most."""
    text = unicodedata.normalize("NFC", name)
    text = "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE)
    text = _FORBIDDEN.sub("-", text).strip().rstrip(". ").lstrip(". ~$")
    if not text:
        return "tep"
    if _DEVICES.fullmatch(text):
        text = f"tep-{text}"
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:  # no ending, but the rest of a sentence with a full stop in it
        stem, ending = text, ""
    room = LONGEST - _ROOM - len(f"{dot}{ending}".encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return f"{stem}.{ending}" if ending else stem


def safe_path(name: str) -> Path:
    """A relative path of safe names, for a file that was dropped with its folder; never one that leads elsewhere."""
    parts = [part for part in name.replace("\\", "/").split("/") if part.strip(". ")]
    # A folder within a folder within a folder is the most that a mail's attachments unpack to.
    return Path(*(safe_name(part) for part in parts[-3:])) if parts else Path(safe_name(""))


def keep(folder: Path, uploads: Iterable[Upload]) -> Iterator[Kept]:
    """Write each file into the folder, one after the other; raises OutputError, with the earlier ones kept."""
    for upload in uploads:
        wanted = folder / safe_path(upload.name)
        make_folder(wanted.parent)
        # The same file dropped twice is kept once: two of one content would only be told of as duplicates.
        if same := _same(wanted, upload.data):
            yield Kept(upload.name, same, is_old=True)
        else:
            yield Kept(upload.name, _write_new(wanted, upload.data))


def _same(wanted: Path, data: bytes) -> Path | None:
    """The file that holds the same already, under this name or one with a number."""
    for path in (wanted, *wanted.parent.glob(f"{_escape(wanted.stem)} (*){_escape(wanted.suffix)}")):
        with suppress(OSError):
            if path.stat().st_size == len(data) and path.read_bytes() == data:
                return path
    return None


def _escape(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)


def _write_new(wanted: Path, data: bytes) -> Path:
    """Write under the first name that is free, so that two officials never write to one."""
    half = half_name(wanted)
    try:
        return _under_free_name(write_whole(half, data), wanted)
    except OutputError as error:
        raise OutputError(error.message.replace(half.name, wanted.name), error.remedy) from error
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _under_free_name(path: Path, wanted: Path) -> Path:
    """Give the file the first name that is free; it is whole under the one name or the other, whenever one looks."""
    for free in (wanted, *(wanted.with_name(f"{wanted.stem} ({n}){wanted.suffix}") for n in range(2, _MOST_SAME))):
        try:
            _rename(path, free)
        except FileExistsError:
            continue
        except OSError as error:
            remedy = "Kiểm tra thư mục còn dung lượng và cho phép ghi, đóng tệp nếu đang mở rồi làm lại."
            raise OutputError(f"Không ghi được {free.name} ({system_reason(error)}).", remedy) from error
        return free
    raise OutputError(f"Đã có quá nhiều tệp mang tên {wanted.name}.", "Đổi tên tệp rồi thả lại.")


def _rename(path: Path, free: Path) -> None:
    """Rename, never over another file: raises FileExistsError, else OSError with the file where it was."""
    if sys.platform == "win32":
        path.rename(free)  # there it is never over another
        return
    try:
        os.link(path, free)
    except FileExistsError:
        raise
    except OSError:  # a drive that knows one name only for a file: the name is taken first
        free.open("xb").close()
        try:
            path.replace(free)
        except OSError:
            free.unlink(missing_ok=True)
            raise
    else:
        path.unlink()


def move_to_bin(folder: Path, name: str) -> Path:
    """Move a file of the folder (by its relative name) into the bin; where it lies now. Raises UsageError."""
    path = _inside(folder, name)
    return _move(path, folder / BIN / path.name)


def copy_to_bin(folder: Path, name: str) -> None:
    """Lay a copy of a file of the folder into the bin, before something else is written in its place."""
    path = _inside(folder, name)
    list(keep(folder / BIN, [Upload(path.name, path.read_bytes())]))


def move_from_bin(folder: Path, name: str) -> Path:
    """Move a file of the bin back among the forms; where it lies now. Raises UsageError."""
    path = _inside(folder / BIN, name)
    return _move(path, folder / path.name)


def in_bin(folder: Path) -> tuple[str, ...]:
    """The names of the files in the bin."""
    return tuple(sorted(path.name for path in (folder / BIN).glob("*") if path.is_file()))


def _inside(folder: Path, name: str) -> Path:
    """The file of that name, found among those that are there: a name is never joined to a path."""
    for path in folder.rglob("*"):
        if path.is_file() and unicodedata.normalize("NFC", path.relative_to(folder).as_posix()) == name:
            return path
    raise UsageError(f"Không còn tệp {name}.", "Tải lại trang để xem các tệp hiện có.")


def _move(path: Path, wanted: Path) -> Path:
    make_folder(wanted.parent)
    try:
        # The very same lies there where a run was killed in between; twice is no help to anybody.
        if same := _same(wanted, path.read_bytes()):
            path.unlink()
            return same
    except OSError as error:
        remedy = "Đóng tệp nếu đang mở ở chương trình khác rồi làm lại."
        raise OutputError(f"Không chuyển được {path.name} ({system_reason(error)}).", remedy) from error
    return _under_free_name(path, wanted)
