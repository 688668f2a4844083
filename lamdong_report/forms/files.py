"""Which files the blank forms go to: one for each agency and one for each group, in the plan's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

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
) -> tuple[Path, ...]:
    """Write one blank form for each agency, and one for each group when `agencies` is None; the paths written.

    Each file is written beside and moved into place. `on_progress` is told how many are done, of how many.
    Raises OutputError.
    """
    wanted: list[tuple[str, tuple[Agency, ...]]]
    wanted = [(form_file_name(plan, one), (one,)) for one in (plan.agencies if agencies is None else agencies)]
    for group in plan.groups if agencies is None else ():
        if sharing := tuple(agency for agency in plan.agencies if agency.group == group.id):
            wanted.append((group_file_name(plan, group), sharing))
    blank = BlankForms(plan)
    written = []
    for done, (name, members) in enumerate(wanted, 1):
        data = blank.form_of(members[0]) if len(members) == 1 else blank.writer.form_bytes(lay_out(plan, members))
        written.append(write_whole(folder / name, data))
        if on_progress:
            on_progress(done, len(wanted))
    return tuple(written)
