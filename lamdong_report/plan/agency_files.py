"""Reads the lists of agencies that lie beside plan.toml as CSV, saved by Notepad or by Excel."""

from __future__ import annotations

import csv
import difflib
import errno
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from lamdong_report.plan.fault import Fault
from lamdong_report.plan.schema import Agency, Group
from lamdong_report.plan.source import EncodingError, decode, unreadable

COLUMNS = ("code", "name", "kind", "aliases", "email", "zone", "targets")
LISTED = ("aliases", "targets")  # several in one cell, with semicolons between them
_NEEDED = ("code", "name")
_DELIMITERS = ",;\t"  # Excel writes semicolons where Windows is set to Vietnamese
_NO_NAMES = (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR)
_REMEDY = "mở bằng Excel, chọn Lưu thành (Save As), CSV UTF-8"


def read_agency_files(folder: Path, groups: Iterable[Group], faults: list[Fault]) -> list[Agency]:
    """The agencies of all groups that name a file; what cannot be read goes to `faults`."""
    agencies: list[Agency] = []
    for group in groups:
        if set(group.agencies_file) & set("/\\:"):  # the file lies beside plan.toml, nowhere else
            words = "chỉ ghi tên tệp, không ghi thư mục; đặt tệp cạnh plan.toml."
            faults.append(Fault((), words, group.agencies_file[:40]))
        elif group.agencies_file:
            path = folder / group.agencies_file
            try:
                text = decode(path.read_bytes())
            except FileNotFoundError:
                faults.append(Fault((), "không thấy tệp này; đặt cạnh plan.toml hoặc sửa agencies_file.", path.name))
            except EncodingError as error:
                faults.append(Fault((), f"{error}; hoặc {_REMEDY}.", path.name))
            except (OSError, ValueError) as error:
                if isinstance(error, OSError) and error.errno not in _NO_NAMES:
                    raise unreadable(path, error) from None
                faults.append(Fault((), "không phải là tên tệp; sửa agencies_file.", group.agencies_file[:40]))
            else:
                agencies += _read_agencies(text, path.name, group.id, faults)
    return agencies


def _read_agencies(text: str, file: str, group: str, faults: list[Fault]) -> Iterator[Agency]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {str(name).strip().casefold(): name for name in reader.fieldnames or ()}
    unknown = [name for name in names if name and name not in COLUMNS]
    faults += [Fault((), _unknown(name, names), f"{file}, dòng 1") for name in unknown]
    if missing := [name for name in _NEEDED if name not in names]:
        words = f"thiếu cột {', '.join(missing)}; dòng đầu phải là {delimiter.join(COLUMNS)}."
        faults.append(Fault((), words, f"{file}, dòng 1"))
        return
    for row in reader:
        cells = {key: (row.get(names[key]) or "").strip() if key in names else "" for key in COLUMNS}
        if all(cells[key] for key in _NEEDED):
            yield Agency(
                code=cells["code"],
                name=cells["name"],
                group=group,
                kind=cells["kind"],
                aliases=tuple(split_cell(cells["aliases"])),
                email=cells["email"],
                zone=cells["zone"],
                targets=tuple(split_cell(cells["targets"])),
            )
        elif any(cells.values()):
            empty = ", ".join(key for key in _NEEDED if not cells[key])
            faults.append(Fault((), f"cột {empty} để trống; bổ sung hoặc xóa dòng.", f"{file}, dòng {reader.line_num}"))


def split_cell(text: str) -> list[str]:
    """What one cell of a LISTED column holds."""
    return [one.strip() for one in text.split(";") if one.strip()]


def _unknown(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, [column for column in COLUMNS if column not in names], n=1)
    hint = f"; có phải «{near[0]}»?" if near else f"; các cột dùng được: {', '.join(COLUMNS)}."
    return f"không có cột «{name}»; xóa hoặc sửa tên{hint}"
