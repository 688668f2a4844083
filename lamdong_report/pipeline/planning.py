"""The plan changed by an official: as a workbook and back, and the few facts that change during a season as a form."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from lamdong_report.errors import PlanError, UsageError
from lamdong_report.lock import only_run
from lamdong_report.pipeline.planfiles import write_plan_files
from lamdong_report.pipeline.presenting import parse_day
from lamdong_report.pipeline.reading import season_folder
from lamdong_report.plan import PLAN_FILE, ResultKind, load_plan, read_toml
from lamdong_report.plan.load import build_plan
from lamdong_report.plan.tables import PlanSource, decode
from lamdong_report.planbook import (
    Update,
    prepare_update,
    read_agency_rows,
    read_workbook,
    tell_changes,
    told_by_workbook,
    write_toml,
    write_workbook,
)
from lamdong_report.storage import write_keeping
from lamdong_report.text import NumberKind, format_date, format_number, parse_number

PLAN_BOOK_STEM = "ke-hoach"


def export_plan(templates: Path, out: Path) -> Path:
    """Write the plan as a workbook into `out`; its path. Raises PlanError, UnfinishedYearError."""
    folder = season_folder(templates)
    plan, source = load_plan(folder), read_toml(folder / PLAN_FILE)
    data = write_workbook(plan, source.data, read_agency_rows(folder, source.data))
    with only_run(out):
        return write_keeping(out / f"{PLAN_BOOK_STEM}-{plan.info.year}.xlsx", data)


def plan_in_workbook(folder: Path) -> PlanSource:
    """The plan in `folder` as its workbook shows it: what is said of it is told by sheet and cell."""
    source = read_toml(folder / PLAN_FILE)
    return told_by_workbook(source, read_agency_rows(folder, source.data))


def preview_plan(templates: Path, workbook: Path) -> Update:
    """What an edited workbook would change; raises PlanError, UnfinishedYearError."""
    return prepare_update(read_workbook(workbook), workbook, season_folder(templates))


def import_plan(templates: Path, workbook: Path) -> tuple[Path, Update, tuple[Path, ...]]:
    """Take an edited workbook over into the plan's folder, whose former files are kept.

    The folder, what changed, and the files that were written; raises PlanError, and then writes nothing.
    """
    folder, update = season_folder(templates), preview_plan(templates, workbook)
    return folder, update, write_plan_files(folder, update.files)


TEXT, DAY, NUMBER = "text", "day", "number"
# Table, key, kind, label: what is typed once and printed in forms, letters and the report.
_SINGLE = (
    ("plan", "deadline", DAY, "Hạn gửi phiếu (trước ngày)"),
    ("contact", "person", TEXT, "Người giải đáp"),
    ("contact", "phone", TEXT, "Điện thoại"),
    ("contact", "email", TEXT, "Thư điện tử nhận phiếu"),
    ("document", "number", TEXT, "Số báo cáo"),
    ("document", "date", TEXT, "Ngày báo cáo (như in trên báo cáo)"),
    ("document", "signer", TEXT, "Người ký báo cáo"),
    ("letter", "unit", TEXT, "Đơn vị soạn công văn (viết tắt)"),
    ("letter", "signer", TEXT, "Người ký công văn"),
    ("letter", "reply_by", DAY, "Trả lời công văn trước ngày"),
)
_OF_INDICATOR = (("target", "Chỉ tiêu"), ("baseline", "Kết quả năm trước"))


class Setting(Struct, frozen=True):
    """One field of the form: `name` is what the browser sends, `value` how it stands in the plan."""

    name: str
    label: str
    value: str


class IndicatorSettings(Struct, frozen=True):
    """The numbers of one indicator that change from year to year."""

    name: str
    unit: str
    fields: tuple[Setting, ...]


class PlanSettings(Struct, frozen=True):
    general: tuple[Setting, ...]
    indicators: tuple[IndicatorSettings, ...]


def read_settings(templates: Path) -> PlanSettings:
    """What the form shows; raises PlanError for a plan.toml that cannot be read."""
    data = read_toml(season_folder(templates) / PLAN_FILE).data
    general = tuple(
        Setting(f"{table}.{key}", label, _shown(data.get(table, {}).get(key))) for table, key, _, label in _SINGLE
    )
    # What is simply done or not has no number to set.
    counted = [entry for entry in data.get("indicators", ()) if entry.get("kind") != ResultKind.DONE]
    indicators = tuple(
        IndicatorSettings(str(entry["name"]), str(entry.get("unit", "")), tuple(
            Setting(f"indicators.{entry['id']}.{key}", label, _shown(entry.get(key))) for key, label in _OF_INDICATOR
        ))
        for entry in counted
    )  # fmt: skip
    return PlanSettings(general, indicators)


def _shown(value: Any) -> str:
    match value:
        case date():
            return format_date(value)
        case int() | float() | Decimal():
            return format_number(Decimal(str(value)))
    return str(value or "")


def save_settings(templates: Path, typed: Mapping[str, str]) -> tuple[str, ...]:
    """Put what was typed into plan.toml, its comments and other lines kept; what changed, in words.

    The former file is kept. Raises UsageError for what cannot be understood, PlanError where the plan would not hold
    together; then nothing is written.
    """
    folder = season_folder(templates)
    source = read_toml(folder / PLAN_FILE)
    new = deepcopy(dict(source.data))
    for table, key, kind, label in _SINGLE:
        _put(new.setdefault(table, {}), key, kind, label, typed.get(f"{table}.{key}"))
    for entry in new.get("indicators", ()):
        for key, label in _OF_INDICATOR:
            called = f"{label} của «{entry['name']}»"
            _put(entry, key, NUMBER, called, typed.get(f"indicators.{entry['id']}.{key}"))
    changes = tuple(tell_changes(source.data, new))
    if changes:
        text = write_toml(decode(source.path.read_bytes()).replace("\r\n", "\n"), source.data, new)
        # Proved before it is written: a plan that does not hold together would stop every command.
        headings = told_by_workbook(source, read_agency_rows(folder, source.data)).words
        shown = PlanSource(source.path, new, lambda where: "", headings)  # typed into a form, not into a cell
        try:
            build_plan(folder, shown)
        except PlanError as error:
            raise PlanError(
                "Chưa lưu, vì kế hoạch sẽ có chỗ sai.", error.faults, "Sửa lại những gì vừa ghi rồi lưu."
            ) from error
        write_plan_files(folder, {PLAN_FILE: text.encode()})
    return changes


def _put(table: dict[str, Any], key: str, kind: str, label: str, typed: str | None) -> None:
    """Change the value, if something else was typed than what stands there."""
    if typed is None or typed.strip() == _shown(table.get(key)):
        return
    text = typed.strip()
    if kind == TEXT:
        table[key] = text
    elif not text:
        table.pop(key, None)
    elif kind == DAY:
        table[key] = parse_day(text)
    else:
        number = parse_number(text, NumberKind.DECIMAL)
        if number.value is None or number.note:
            raise UsageError(f"{label}: «{text}» không phải là một số.", "Ghi số như 56,5.")
        # As people write it in plan.toml: 56, not 56.0.
        table[key] = number.value if number.value % 1 else int(number.value)
