"""Which files the blank forms go to: one for each agency and one for each group, in the plan's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from lamdong_report.executor import ALONE, Executor
from lamdong_report.forms.common import BlankForms
from lamdong_report.layout import lay_out
from lamdong_report.plan import Agency, Group, Plan
from lamdong_report.storage import write_whole
from lamdong_report.text.names import file_stem

SUFFIX = ".xlsx"


def form_file_name(plan: Plan, agency: Agency) -> str:
    """ "001-so-noi-vu.xlsx": the agency's place in the plan, its name without diacritics."""
    place = next(at for at, other in enumerate(plan.agencies, 1) if other.code == agency.code)
    digits = max(3, len(str(len(plan.agencies))))
    return f"{place:0{digits}}-{file_stem(agency.name)}{SUFFIX}"


def group_file_name(plan: Plan, group: Group) -> str:
    """The name that the plan gives to the form that all agencies of a group share."""
    return file_stem(group.file.removesuffix(SUFFIX) or group.name) + SUFFIX


def write_forms(
    plan: Plan,
    folder: Path,
    agencies: Sequence[Agency] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    executor: Executor = ALONE,
) -> tuple[Path, ...]:
    """Write one blank form for each agency, and one for each group when `agencies` is None; the paths written.

    Each file is written beside and moved into place. `on_progress` is told how many are done, of how many.
    `executor` makes them. Raises OutputError.
    """
    asked, blank = plan.agencies if agencies is None else agencies, BlankForms(plan)
    shared = {group: tuple(one for one in plan.agencies if one.group == group.id) for group in plan.groups}
    shared = {group: members for group, members in shared.items() if members and agencies is None}
    names = [form_file_name(plan, one) for one in asked] + [group_file_name(plan, group) for group in shared]
    forms = executor.each(blank.form_of, asked)
    group_forms = (blank.writer.form_bytes(lay_out(plan, members)) for members in shared.values())
    written = []
    for done, (name, data) in enumerate(zip(names, chain(forms, group_forms), strict=True), 1):
        written.append(write_whole(folder / name, data))
        if on_progress:
            on_progress(done, len(names))
    return tuple(written)
