"""From one season to the next: the new plan's folder, what is known of last year, and the old year's files put away."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from lamdong_report import cache, drafts, lock
from lamdong_report.errors import OutputError, UsageError, system_reason
from lamdong_report.figures import Forms, measure
from lamdong_report.lock import only_run
from lamdong_report.model import Submission
from lamdong_report.pipeline.reading import Progress, plan_folder, read_and_check
from lamdong_report.plan import KNOWN_FILE, PLAN_FILE, Plan, find_old_years, load_plan, read_toml
from lamdong_report.planbook import Results, known_answers, next_years_tables, tell_changes, write_toml
from lamdong_report.results import DRAFT_STEM, FINAL_STEM
from lamdong_report.storage import make_folder, patiently

ARCHIVE = "luu-tru"
KEPT_IN_PLACE = frozenset({".gitkeep", ".gitignore", "README.md", lock.FILE, lock.HOLDER})
# What a page that runs now goes by; the year may be begun from it.
PAGES_OWN = (".trang-", ".viec-dang-lam-")
EXAMPLE_WORDS = "số liệu ví dụ"  # so that nobody takes them for results


@dataclass(frozen=True, slots=True)
class NewYear:
    """What was made: the folder, the plan in it, what changed in it, what people must look at, what was put away."""

    folder: Path
    plan: Plan
    source: str
    changes: tuple[str, ...]
    to_edit: tuple[str, ...]
    known: int
    baselines: int
    archived: tuple[Path, ...]


def begin_year(templates: Path, inputs: Path, out: Path, on_progress: Progress | None = None) -> NewYear:
    """Make the folder of the year after the newest plan, and put this year's forms and results away.

    Raises UsageError where that year has begun already, PlanError, OutputError. Nothing is deleted.
    """
    folder = plan_folder(templates)
    plan = load_plan(folder)
    target, archive = folder.parent / str(plan.info.year + 1), out.resolve().parent / ARCHIVE / str(plan.info.year)
    if target.exists():
        raise UsageError(
            f"Đã có thư mục {target}.", "Sửa kế hoạch trong thư mục đó, hoặc đổi tên thư mục rồi chạy lại."
        )
    results = gather_results(plan, inputs, out, on_progress)
    source = read_toml(folder / PLAN_FILE)
    tables = next_years_tables(source.data, plan, results)
    text = write_toml((folder / PLAN_FILE).read_text(encoding="utf-8-sig"), source.data, tables)
    known = known_answers(plan, results)
    made = _make_folder(folder, target, text, known)
    old = find_old_years(read_toml(target / PLAN_FILE), plan.info.year)
    changes = tuple(tell_changes(_without_origins(source.data), _without_origins(tables)))
    archived = tuple(_put_away((inputs, out), archive, out))
    return NewYear(target, made, results.source, changes, old, len(known), len(results.measures), archived)


def tell_new_year(made: NewYear) -> Iterator[str]:
    """What was made and put away, and what is left to look at."""
    yield f"Đã làm kế hoạch năm {made.plan.info.year}: {made.folder}"
    yield (
        f"Kết quả năm trước lấy từ {made.source}: {made.baselines} chỉ số, tổng của {len(made.plan.last_year)} "
        f"số liệu; {made.known} cơ quan được điền sẵn thông tin. Chỉ tiêu nào đổi cách tính thì xóa kết quả "
        "năm trước."
    )
    yield from (f"  • {change}" for change in made.changes)
    if made.to_edit:
        yield "Còn nhắc năm cũ, cần xem và sửa theo văn bản mới:"
        yield from (f"  • {place}" for place in made.to_edit)
    yield from (f"Đã cất vào {place}" for place in made.archived)


def gather_results(plan: Plan, inputs: Path, out: Path, on_progress: Progress | None = None) -> Results:
    """This year's results from the last final report (else the last draft) in `out` and the forms in `inputs`."""
    stored = None
    for stem in (FINAL_STEM, DRAFT_STEM):
        stored = stored or (drafts.latest(out, stem, plan.info.id) if out.is_dir() else None)
    forms: Forms = {}
    if inputs.is_dir() and any(inputs.iterdir()):
        forms = {form.agency: form for form in read_and_check(plan, [inputs], on_progress=on_progress).submissions}
    kept = stored.record.measures if stored else ()
    units = {indicator.id: indicator.unit for indicator in plan.indicators}
    example = f" – {EXAMPLE_WORDS}" if any(form.example for form in forms.values()) else ""
    results = {one.indicator: _result(one.value, units.get(one.indicator, "")) for one in kept}
    moved = [indicator for indicator in plan.indicators if indicator.against_last_year]
    results |= {indicator.id: measure(indicator, plan, forms).now for indicator in moved}
    return Results(
        source=(f"{stored.record.file} ({plan.info.year})" if stored else f"phiếu năm {plan.info.year}") + example,
        measures={name: value for name, value in results.items() if value is not None},
        totals=dict(_totals(plan, forms)),
        answers={code: dict(_answers(form)) for code, form in forms.items()},
    )


def _answers(form: Submission) -> Iterator[tuple[str, Any]]:
    for name, answer in form.answers.items():
        if answer.value is not None:
            yield name, answer.value.isoformat() if isinstance(answer.value, date) else answer.value


def _result(shown: str, unit: str) -> Decimal | None:
    """The number of a result as drafts keep it ("56,8%", "1.250 ca/100.000 trẻ"); None where there is none."""
    digits = shown.removesuffix(unit).strip().replace(".", "").replace(",", ".")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def _totals(plan: Plan, forms: Forms) -> Iterator[tuple[str, Decimal]]:
    """The sums of what can be summed: numbers of activities, rows and columns of lists; nothing about persons."""
    own = {getattr(plan.roles, role) for role in plan.roles.__struct_fields__}
    for question in plan.questions.values():
        if (
            question.kind.traits.is_amount
            and not question.sensitive
            and not question.indicator
            and question.id not in own
        ):
            numbers = [
                a.number for form in forms.values() if (a := form.answers.get(question.id)) and a.number is not None
            ]
            if numbers:
                yield question.id, sum(numbers, Decimal(0))
    for table in plan.tables:
        rows = [row for form in forms.values() for row in form.tables.get(table.id, ())]
        if rows:
            yield table.id, Decimal(len(rows))
        for column in table.columns:
            found = [row[column.id].number for row in rows if column.kind.traits.is_amount and column.id in row]
            if cells := [number for number in found if number is not None]:
                yield f"{table.id}.{column.id}", sum(cells, Decimal(0))


def _without_origins(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables without what is told as a whole: the totals, and where each baseline is from."""
    told = {name: value for name, value in tables.items() if name != "last_year"}
    indicators = tables.get("indicators", [])
    told["indicators"] = [{k: v for k, v in entry.items() if k != "baseline_source"} for entry in indicators]
    return told


def _make_folder(folder: Path, target: Path, text: str, known: dict[str, dict[str, Any]]) -> Plan:
    """The new folder, whole or not at all; the plan in it is proved before it is there."""
    make_folder(target.parent)
    # Not by tempfile: Windows opens such a folder to nobody else, and keeps it so under its new name.
    staged = target.parent / f".dang-ghi-{secrets.token_hex(6)}"
    try:
        staged.mkdir()
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name not in (PLAN_FILE, KNOWN_FILE):
                shutil.copyfile(path, staged / path.name)
        (staged / PLAN_FILE).write_text(text, encoding="utf-8", newline="\n")
        words = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
        (staged / KNOWN_FILE).write_text(words + "\n", encoding="utf-8", newline="\n")
        load_plan(staged)
        patiently(partial(staged.rename, target), 4)
    except OSError as error:
        raise OutputError(f"Không ghi được {target} ({system_reason(error)}).", _REMEDY) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return load_plan(target)


_REMEDY = "Kiểm tra thư mục còn dung lượng và cho phép ghi, đóng tệp đang mở rồi chạy lại."


def _plain(value: object) -> int | float | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _put_away(folders: Sequence[Path], archive: Path, out: Path) -> Iterator[Path]:
    """Move what lies in the folders to a folder of the year; the folders themselves stay, empty."""
    with only_run(out):
        cache.forget(out)  # what is in it, is in the forms
        for folder in folders:
            if moved := [path for path in _contents(folder) if path.exists()]:
                place = make_folder(archive / folder.name)
                for path in moved:
                    _move(path, place / path.name)
                yield place


def _contents(folder: Path) -> Iterable[Path]:
    """All but what belongs to the folder itself: the keeper of an empty one, and the lock of this very run."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if path.name not in KEPT_IN_PLACE and not path.name.startswith(PAGES_OWN))


def _move(path: Path, target: Path) -> None:
    if target.exists():
        raise OutputError(f"{target} đã có.", "Đổi tên tệp hoặc thư mục này rồi chạy lại; chưa có gì bị xóa.")
    try:
        shutil.move(path, target)
    except OSError as error:
        raise OutputError(f"Không chuyển được {path} ({system_reason(error)}).", _REMEDY) from error
