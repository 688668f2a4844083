"""From one season to the next: the new plan's folder, what is known of last year, and the old year's files put away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from lamdong_report import cache, drafts, lock
from lamdong_report.errors import OutputError, UsageError, system_reason
from lamdong_report.figures import Forms, measure
from lamdong_report.lock import only_run
from lamdong_report.pipeline.archiving import NOTE, REMEDY, Moves, archive_files, contents, free_archive, read_moves
from lamdong_report.pipeline.planning import plan_in_workbook
from lamdong_report.pipeline.reading import Progress, plan_folder, read_and_check
from lamdong_report.plan import KNOWN_FILE, PLAN_FILE, Plan, find_old_years, load_plan, read_toml
from lamdong_report.plan.tables import year_of
from lamdong_report.planbook import Results, known_answers, next_years_tables, tell_changes, write_toml
from lamdong_report.results import DRAFT_STEM, FINAL_STEM
from lamdong_report.storage import HALF, half_name, patiently, write_whole

EXAMPLE_WORDS = "số liệu ví dụ"  # so that nobody takes them for results


class NewYear(msgspec.Struct, frozen=True):
    """What was made: the folder, the plan in it, what changed in it, what people must look at, what was put away."""

    folder: Path
    plan: Plan
    source: str
    changes: tuple[str, ...]
    to_edit: tuple[str, ...]
    known: int
    baselines: int
    archived: tuple[Path, ...]


def begin_year(
    templates: Path, inputs: Path, out: Path, on_progress: Progress | None = None, *, ending: int = 0
) -> NewYear:
    """Make the folder of the year after the newest plan, and put this year's forms and results away.

    What a run that was cut off has left to be put away is put away, and nothing else is done. `ending` is the year
    that the user wants to end, by default that of the plan. Nothing is deleted. Raises UsageError where the next year
    has begun already, PlanError, OutputError.
    """
    # Before another run is waited for: it may open the year that this one is to open, and none is to open two.
    ending = ending or _standing(templates).ending
    # The lock of the forms is taken where decisions are written there: none of them must come in between.
    forms_lock = only_run(inputs) if (inputs / lock.FILE).exists() else nullcontext()
    with only_run(out), forms_lock:
        now = _standing(templates)
        if now.ending != ending:
            raise UsageError(f"Năm {ending + 1} đã được mở rồi.", "Xem kế hoạch đang dùng ở trang Kế hoạch.")
        moves = now.moves or _make_year(load_plan(now.folder), now.target, inputs, out, on_progress)
        archived = tuple(archive_files(moves, inputs, out))
        (now.target / NOTE).unlink()
    book = plan_in_workbook(now.target)  # where officials prepare the new year
    return NewYear(
        folder=now.target,
        plan=load_plan(now.target),
        source=moves.source,
        changes=moves.changes,
        to_edit=book.tell(find_old_years(book.data, ending)),
        known=moves.known,
        baselines=moves.baselines,
        archived=archived,
    )


class _Standing(msgspec.Struct, frozen=True):
    """The folder of the plan that ends, that of the new year, and the moves that a killed run has left undone."""

    folder: Path
    target: Path
    moves: Moves | None
    ending: int


def _standing(templates: Path) -> _Standing:
    folder = plan_folder(templates)
    year = year_of(folder)
    if moves := read_moves(folder):
        return _Standing(folder, folder, moves, moves.year)
    target = folder.parent / str(year + 1)
    return _Standing(folder, target, read_moves(target), year)  # the user may have named the old year's folder


def _make_year(plan: Plan, target: Path, inputs: Path, out: Path, on_progress: Progress | None) -> Moves:
    """The folder of the new year, with the note of all that is to be put away."""
    if target.exists():
        remedy = "Sửa kế hoạch trong thư mục đó, hoặc đổi tên thư mục rồi chạy lại."
        raise UsageError(f"Đã có thư mục {target}.", remedy)
    results = gather_results(plan, inputs, out, on_progress)
    source = read_toml(plan.folder / PLAN_FILE)
    tables = next_years_tables(source.data, plan, results)
    known = known_answers(plan, results)
    cache.forget(out)  # what is in it, is in the forms
    moves = Moves(
        year=plan.info.year,
        archive=free_archive(out, plan.info.year),
        inputs=contents(inputs),
        out=contents(out),
        source=results.source,
        changes=tuple(tell_changes(_without_origins(source.data), _without_origins(tables))),
        known=len(known),
        baselines=len(results.measures),
    )
    text = write_toml((plan.folder / PLAN_FILE).read_text(encoding="utf-8-sig"), source.data, tables)
    words = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    own = {PLAN_FILE: text.encode(), KNOWN_FILE: f"{words}\n".encode(), NOTE: msgspec.json.encode(moves)}
    _make_folder(plan.folder, target, own)
    return moves


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
        answers={
            code: {
                name: answer.value.isoformat() if isinstance(answer.value, date) else answer.value
                for name, answer in form.answers.items()
                if answer.value is not None
            }
            for code, form in forms.items()
        },
    )


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


def _make_folder(folder: Path, target: Path, own: Mapping[str, bytes]) -> None:
    """The new folder with its own files and the old one's others, whole or not at all; its plan is proved before."""
    for left in folder.parent.glob(f"{HALF}*"):
        shutil.rmtree(left, ignore_errors=True)  # of a run that was killed here
    # Not by tempfile: Windows opens such a folder to nobody else, and keeps it so under its new name.
    staged = half_name(target)
    others = {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and path.name not in own}
    try:
        for name, path in others.items():
            write_whole(staged / name, path.read_bytes())
        for name, data in own.items():
            write_whole(staged / name, data)
        load_plan(staged)
        patiently(partial(staged.rename, target), 4)
    except OutputError as error:
        raise OutputError(error.message.replace(str(staged), str(target)), REMEDY) from error
    except OSError as error:
        raise OutputError(f"Không ghi được {target} ({system_reason(error)}).", REMEDY) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _plain(value: object) -> int | float | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
