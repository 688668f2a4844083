"""Before anything comes in: is the plan sound, who is asked what, blank forms with their mails, example answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lamdong_report.errors import PlanError, UsageError
from lamdong_report.executor import ALONE, Executor, second_process
from lamdong_report.packing import pack
from lamdong_report.pipeline.reading import Progress, pick_agencies
from lamdong_report.plan import PLAN_FILE, Plan, PlanSource, find_gaps, find_old_years, find_remarks, read_toml
from lamdong_report.plan.beside import listed_agencies
from lamdong_report.plan.fault import Places
from lamdong_report.report import gather, planned_tables, write_report
from lamdong_report.results import EXAMPLE_FILE, FORMS_FOLDER, LETTER_TEMPLATE, MAILS_FOLDER, REPORT_TEMPLATE
from lamdong_report.status import agency_statuses
from lamdong_report.storage import make_folder, write_whole

if TYPE_CHECKING:
    from lamdong_report.example import ExampleForm
    from lamdong_report.forms import FilledForms


def check_templates(plan: Plan) -> tuple[str, ...]:
    """The faults of the Word templates against the data that they will get, before any form is opened."""
    from lamdong_report.render import lint_template
    from lamdong_report.review import reminder_letter

    material = gather(plan, ())
    report = write_report(material, draft=True)
    # Lists have no rows yet: whether the template has a place for them shows all the same.
    report = replace(report, body=(*report.body, *planned_tables(material)))
    letter = reminder_letter(plan, agency_statuses(plan, ()))
    faults = lint_template(plan.folder / REPORT_TEMPLATE, report)
    return (*faults, *lint_template(plan.folder / LETTER_TEMPLATE, letter)) if letter else faults


def plan_lines(plan: Plan, code: str = "") -> Iterator[str]:
    """The lines that tell a person what the plan asks of whom; raises UsageError for an unknown agency."""
    from lamdong_report import describe

    pick_agencies(plan, [code] if code else [])
    return describe.describe_plan(plan, code)


def review_plan(plan: Plan, source: PlanSource | None = None) -> tuple[str, ...]:
    """What the plan has probably forgotten, told to whoever edits `source`, by default plan.toml."""
    source = source or read_toml(plan.folder / PLAN_FILE)
    places = Places(source.data, listed_agencies(plan.folder, plan.groups))
    old = find_old_years(source.data, plan.info.year - 1)
    return source.tell((*find_gaps(plan), *find_remarks(plan, places), *old))


def review_examples(plan: Plan) -> tuple[str, ...]:
    """What the example answers still say of what is no longer in the plan."""
    from lamdong_report.example import EXAMPLE_FILE, find_example_faults, load_settings

    try:
        faults = find_example_faults(plan, load_settings(plan.folder))
    except PlanError as error:
        faults = error.faults
    return tuple(f"{EXAMPLE_FILE} (chỉ dùng cho lệnh demo), {fault}" for fault in faults)


def issue_forms(
    plan: Plan,
    folder: Path,
    codes: Sequence[str] = (),
    on_progress: Progress | None = None,
    executor: Executor = ALONE,
) -> list[Path]:
    """Write the blank forms: one for each agency and one for each group, or only those of `codes`.

    Beside the folder of forms a mail for each agency whose address the plan knows, its form attached.
    """
    from lamdong_report.forms import form_file_name, write_forms
    from lamdong_report.review import Attached, address_of, form_mail

    agencies = pick_agencies(plan, codes)
    written = list(write_forms(plan, make_folder(folder), agencies, on_progress, executor))
    for agency in plan.agencies if agencies is None else agencies:
        if address_of(plan, agency):
            name = form_file_name(plan, agency)
            mail = form_mail(plan, agency, Attached(name, (folder / name).read_bytes()))
            written.append(write_whole(make_folder(folder.parent / MAILS_FOLDER) / f"{Path(name).stem}.eml", mail))
    return written


def missing_contact(plan: Plan) -> tuple[str, ...]:
    """What the forms print as dots, because the plan leaves it open."""
    return read_toml(plan.folder / PLAN_FILE).tell(find_gaps(plan))


def fill_examples(
    plan: Plan, folder: Path, seed: int, on_progress: Progress | None = None, executor: Executor = ALONE
) -> list[Path]:
    """Write example forms, as agencies might have filled them in and sent them."""
    from lamdong_report.example import make_examples
    from lamdong_report.forms import FilledForms

    clear_examples(folder)  # else those of another plan or seed would be read among the new ones
    examples, written = make_examples(plan, seed), []
    forms = executor.each(partial(_filled, FilledForms(plan, example=True)), examples)
    for at, (example, data) in enumerate(zip(examples, forms, strict=True), 1):
        written.append(write_whole(folder / example.file_name, data))
        if on_progress:
            on_progress(at, len(examples))
    names = sorted(path.relative_to(folder).as_posix() for path in written)
    write_whole(folder / EXAMPLE_FILE, "\n".join(names).encode())
    return written


def _filled(forms: FilledForms, example: ExampleForm) -> bytes:
    return forms.form_of(example.agency, example.prefill)


def clear_examples(folder: Path) -> None:
    """Remove just the forms of an earlier demonstration; raises UsageError for a folder that is not one's."""
    mark = folder / EXAMPLE_FILE
    if folder.is_dir() and any(folder.iterdir()) and not mark.exists():
        remedy = "Chọn một thư mục trống bằng --out; công cụ không xóa phiếu thật."
        raise UsageError(f"Thư mục {folder} đã có tệp không do lệnh demo làm ra.", remedy)
    for name in mark.read_text(encoding="utf-8").splitlines() if mark.exists() else ():
        (folder / name).unlink(missing_ok=True)


__all__ = ["archive_of", "issued_forms", "issued_mails", "review_plan", "write_all_forms"]


def write_all_forms(plan: Plan, out: Path, step: Progress) -> tuple[Path, ...]:
    """A form for each agency and one for each group, in their folder under the results."""
    with second_process() as executor:
        return tuple(issue_forms(plan, out / FORMS_FOLDER, (), step, executor))


def issued_forms(out: Path) -> tuple[Path, ...]:
    folder = out / FORMS_FOLDER
    return tuple(sorted(folder.glob("*.xlsx"))) if folder.is_dir() else ()


def issued_mails(out: Path) -> tuple[Path, ...]:
    """The mails with the issued forms: for those agencies whose address stands in the plan."""
    mails = (out / MAILS_FOLDER / f"{form.stem}.eml" for form in issued_forms(out))
    return tuple(mail for mail in mails if mail.is_file())


def archive_of(paths: Sequence[Path]) -> bytes:
    """All these files in one zip."""
    return pack({path.name: path.read_bytes() for path in paths})
