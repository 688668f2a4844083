"""The file that a plan was read from: its tables, and where in it each of them stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from lamdong_report.errors import PlanError, system_reason
from lamdong_report.plan.fault import Fault, Locate, tell_fault, text_locator
from lamdong_report.plan.message import TOML, PlanWords
from lamdong_report.plan.toml_mistakes import tell_mistakes

PLAN_FILE = "plan.toml"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_YEAR = re.compile(r"^year\s*=\s*(\d{4})\b", re.MULTILINE)


class PlanSource(Struct, frozen=True):
    """The tables of a plan as they were written, and how a place in them is told. `path` is plan.toml or a workbook.

    `words` are those in which its author reads what is said of it.
    """

    path: Path
    data: Mapping[str, Any]
    locate: Locate
    words: PlanWords = TOML

    def broken(self, faults: list[Fault]) -> PlanError:
        """The error that tells these faults, each once."""
        told = tuple(dict.fromkeys(tell_fault(fault, self.data, self.locate, self.words) for fault in faults))
        remedy = f"Sửa {self.path.name} ở những chỗ nêu trên rồi chạy lại lệnh plan."
        return PlanError(f"Tệp kế hoạch {self.path} có {len(told)} chỗ sai.", told, remedy)


class EncodingError(ValueError):
    """A text file that is not in UTF-8; the message says what it is in and what to do, in Vietnamese."""


def decode(data: bytes) -> str:
    """The text of a file that people save with Notepad or Excel; raises EncodingError."""
    save = "mở bằng Notepad, chọn Lưu thành (Save As), Mã hóa (Encoding): UTF-8"
    if data.startswith(_BYTE_ORDER_MARKS):
        raise EncodingError(f"tệp lưu bằng mã UTF-16 (Unicode), không phải UTF-8; {save}")
    try:
        # Notepad and Excel put a byte order mark before UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(f"tệp không lưu bằng mã UTF-8 (chữ lạ ở dòng {line}); {save}") from None


def unreadable(path: Path, error: OSError) -> PlanError:
    """A file of the plan that is there and cannot be read: the cause alone, not all that is then missing."""
    remedy = "Đóng tệp đang mở ở chương trình khác, kiểm tra quyền đọc thư mục kế hoạch rồi chạy lại."
    return PlanError(f"Không đọc được {path} ({system_reason(error)}).", remedy=remedy)


def read_toml(path: Path) -> PlanSource:
    """What a TOML file says; raises PlanError that tells every slip of the pen with its line."""
    try:
        text = decode(path.read_bytes()).replace("\r\n", "\n")
    except (FileNotFoundError, NotADirectoryError):
        raise PlanError(f"Không thấy tệp kế hoạch {path}.", remedy="Chỉ thư mục kế hoạch bằng --templates.") from None
    except OSError as error:
        raise unreadable(path, error) from None
    except EncodingError as error:
        raise PlanError(f"Không đọc được {path}: {error}.", (f"{error}.",)) from None
    try:
        return PlanSource(path, tomllib.loads(text), text_locator(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        told = tuple(tell_mistakes(text, str(error)))
        remedy = "Sửa những dòng nêu trên rồi chạy lại; cách ghi: docs/plan-toml.md, phần «Cách ghi»."
        raise PlanError(f"Không đọc được {path}: có {len(told)} chỗ ghi sai.", told, remedy) from None


def newest_plan_folder(templates: Path) -> Path:
    """The folder whose plan.toml states the newest year; raises PlanError when there is none.

    Of several plans of that year, the folder that is named after the year is meant, not a copy of it.
    """
    # A name that begins with a dot is a folder that is still being written.
    folders = [file.parent for file in templates.glob(f"*/{PLAN_FILE}") if not file.parent.name.startswith(".")]
    if not folders:
        raise PlanError(
            f"Không thấy kế hoạch nào trong thư mục «{templates}».",
            remedy=f"Đặt {PLAN_FILE} vào một thư mục con theo năm, hoặc chỉ thư mục kế hoạch bằng --templates.",
        )
    years = {folder: year_of(folder) for folder in folders}
    return min(folders, key=lambda f: (-years[f], f.name != str(years[f]), len(f.name), f.name))


def year_of(folder: Path) -> int:
    """The year that the plan in this folder states, even if it is broken elsewhere; else that of the folder's name."""
    try:
        found = _YEAR.search((folder / PLAN_FILE).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return 0
    if found:
        return int(found[1])
    return int(folder.name) if re.fullmatch(r"[12]\d{3}", folder.name) else 0
