"""The tables of a plan: read from the file that they were written in, and turned into the schema's entries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import Struct

from lamdong_report.errors import PlanError, system_reason
from lamdong_report.plan import schema
from lamdong_report.plan.fault import Fault, Locate, name_hint, tell_fault, text_locator
from lamdong_report.plan.message import TOML, Missing, PlanWords, Written, say
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.toml_lines import Where, tell_mistakes

PLAN_FILE = "plan.toml"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_YEAR = re.compile(r"^year\s*=\s*(\d{4})\b", re.MULTILINE)
_E = TypeVar("_E", bound=PlanEntry)
# By these an entry is found and printed; a unit may be blank (yes or no has none).
_CALLED_BY = frozenset({"id", "code", "name", "noun", "label", "title", "text"})
SINGLE: Mapping[str, type[PlanEntry]] = {
    "plan": schema.PlanInfo,
    "contact": schema.OfficeContact,
    "document": schema.Document,
    "letter": schema.Letter,
    "form": schema.FormWords,
    "roles": schema.Roles,
    "wording": schema.Wording,
    "thresholds": schema.Thresholds,
}
LISTS: Mapping[str, type[PlanEntry]] = {
    "groups": schema.Group,
    "agencies": schema.Agency,
    "sections": schema.Section,
    "sheets": schema.PlanSheet,
    "questions": schema.QuestionEntry,
    "grids": schema.Grid,
    "tables": schema.Table,
    "topics": schema.Topic,
    "tasks": schema.Topic,
    "indicators": schema.Indicator,
    "targets": schema.Target,
    "indicator_extras": schema.IndicatorExtra,
    "sentences": schema.Sentence,
    "annexes": schema.Annex,
    "annex_columns": schema.AnnexColumn,
    "last_year": schema.LastYear,
}


class PlanSource(Struct, frozen=True):
    """The tables of a plan as they were written, and how a place in them is told. `path` is plan.toml or a workbook.

    `words` are those in which its author reads what is said of it.
    """

    path: Path
    data: Mapping[str, Any]
    locate: Locate
    words: PlanWords = TOML

    def tell(self, faults: Iterable[Fault]) -> tuple[str, ...]:
        """Each as one sentence to its author, once."""
        return tuple(dict.fromkeys(tell_fault(fault, self.data, self.locate, self.words) for fault in faults))

    def broken(self, faults: list[Fault]) -> PlanError:
        """The error that tells these faults."""
        told = self.tell(faults)
        remedy = f"Sửa {self.path.name} ở những chỗ nêu trên rồi làm lại."
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


def convert_tables(data: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The entries of every table by its name, an empty tuple for a list that is left out; faults go to `faults`."""
    for key in data:
        if key not in {*SINGLE, *LISTS}:
            hint = name_hint(key, (*SINGLE, *LISTS))
            faults.append(Fault((key,), f"không có bảng nào tên này; xóa hoặc sửa tên{hint}"))
    parts: dict[str, Any] = {}
    for key, kind in SINGLE.items():
        entry = data.get(key, {})
        if isinstance(entry, list):
            faults.append(Fault((key,), say("phải viết {table:{name}}, chỉ một lần.", name=key)))
        else:
            parts[key] = convert_entry(entry, kind, (key,), faults)
    for key, kind in LISTS.items():
        entries = data.get(key, [])
        if isinstance(entries, list):
            found = [convert_entry(entry, kind, (key, at), faults) for at, entry in enumerate(entries)]
            parts[key] = tuple(entry for entry in found if entry is not None)
        else:
            faults.append(Fault((key,), say("phải viết {list:{name}}, mỗi mục một lần.", name=key)))
    return parts


def convert_entry(entry: object, kind: type[_E], where: Where, faults: list[Fault]) -> _E | None:
    """The entry as the schema has it; None, and what is wrong among `faults`, when it does not fit."""
    if not isinstance(entry, dict):
        faults.append(Fault(where, "phải là một bảng gồm các dòng khóa = giá trị; sửa lại."))
        return None
    before = len(faults)
    fields = fields_of(kind)
    for key in (key for key in entry if key not in fields):
        free = (name for name in fields if name not in entry)
        hint = name_hint(key, free, f"; các khóa dùng được: {', '.join(fields)}")
        words = say("{named:{name}} không có trong mẫu; xóa hoặc sửa tên{hint}", name=key, hint=hint)
        faults.append(Fault((*where, key), words))
    values = {}
    for name, info in fields.items():
        if name in entry:
            values[name] = _convert_value(entry[name], info.type, (*where, name), faults)
            if info.required and name in _CALLED_BY and not str(entry[name]).strip() and len(where) > 1:
                words = say("{named:{name}} để trống; ghi {kind}.", name=name, kind=Written(info.type))
                faults.append(Fault((*where, name), words))
        elif info.required:
            faults.append(Fault((*where, name), Missing(name, info.type)))
    return kind(**values) if len(faults) == before else None


@cache
def fields_of(kind: type[PlanEntry]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """The keys of a kind of table; working out their types takes most of the time that a plan needs to load."""
    return {field.name: field for field in msgspec.structs.fields(kind)}


def inner_entry(kind: Any) -> type[PlanEntry] | None:
    """The entry that a list of tables holds: AskRow for tuple[AskRow, ...]."""
    return next((a for a in get_args(kind) if isinstance(a, type) and issubclass(a, PlanEntry)), None)


def _convert_value(value: object, kind: Any, where: Where, faults: list[Fault]) -> Any:
    if inner := inner_entry(kind):
        if not isinstance(value, list):
            faults.append(Fault(where, "phải là danh sách các bảng; sửa lại."))
            return ()
        return tuple(convert_entry(one, inner, (*where, at), faults) for at, one in enumerate(value))
    try:
        found = msgspec.convert(value, kind, strict=False)
    except (msgspec.ValidationError, ValueError, OverflowError):
        found = None
        words = say("«{shown}» không dùng được; ghi {kind}.", shown=_shown(value), kind=Written(kind))
        faults.append(Fault(where, words))
    # TOML knows nan and inf, which no comparison would ever hold against anything.
    numbers = found if isinstance(found, tuple) else (found,)
    if any(isinstance(one, Decimal) and not one.is_finite() for one in numbers):
        words = say("«{shown}» không phải là một số; ghi {kind}.", shown=_shown(value), kind=Written(kind))
        faults.append(Fault(where, words))
    return found


def _shown(value: object) -> str:
    words = "true" if value is True else "false" if value is False else str(value)
    return words if len(words) <= 60 else words[:59] + "…"
