"""Makes the sets of forms that are measured, and keeps them for the next time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lamdong_report import __version__
from lamdong_report.example import make_examples
from lamdong_report.example.settings import ExampleSettings, load_settings
from lamdong_report.forms import form_bytes
from lamdong_report.layout import lay_out
from lamdong_report.plan import Agency, Plan, load_plan
from tools.bench.multiply import Copy, form_of, invent, texts_of, write_larger_plan

Progress = Callable[[int, int], None]
_MADE = "da-xong"


@dataclass(frozen=True, slots=True)
class FormSet:
    """So many forms with the plan that they belong to, one of each agency."""

    size: int
    plan: Path
    forms: Path


def make_set(templates: Path, scratch: Path, size: int, on_progress: Progress | None = None) -> FormSet:
    """The example forms of all agencies of the plan in `templates`, and as many invented ones as `size` asks for.

    A set that lies in `scratch` from an earlier time is taken as it is. Raises PlanError, UsageError.
    """
    plan = load_plan(templates)
    size = max(size, len(plan.agencies))
    folder = scratch / f"{_version_of(templates)}-{size}"
    made = FormSet(size, folder / "plan", folder / "phieu")
    if not (folder / _MADE).exists():
        made.forms.mkdir(parents=True, exist_ok=True)
        copies = invent(plan, size) if size > len(plan.agencies) else ()
        write_larger_plan(plan, copies, made.plan)
        for done, (name, data) in enumerate(_forms(plan, copies), 1):
            (made.forms / name).write_bytes(data)
            if on_progress:
                on_progress(done, size)
        (folder / _MADE).touch()
    return made


def _version_of(templates: Path) -> str:
    """Another plan or another version of the program makes other forms."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(path for path in templates.iterdir() if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _forms(plan: Plan, copies: tuple[Copy, ...]) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of every form, first those of the plan's own agencies."""
    masters: dict[str, bytes] = {}
    wanted = {copy.of.code for copy in copies}
    for agency, data in _filled(plan):
        yield f"{agency.code}.xlsx", data
        if agency.code in wanted:
            masters[agency.code] = data
    printed = texts_of(_blank(plan, copies[0].of)) if copies else frozenset()
    for copy in copies:
        data = form_of(copy, masters[copy.of.code], printed, plan.thresholds.copied_words)
        yield f"{copy.agency.code}.xlsx", data


def _filled(plan: Plan) -> Iterator[tuple[Agency, bytes]]:
    for example in make_examples(plan, settings=_all_at_once(load_settings(plan.folder))):
        layout = lay_out(plan, (example.agency,))
        yield example.agency, form_bytes(plan, layout, example.prefill, example=True)


def _all_at_once(settings: ExampleSettings) -> ExampleSettings:
    """Nobody keeps silent, nobody sends twice."""
    slips = tuple(slip for slip in settings.slips if not slip.earlier)
    return msgspec.structs.replace(settings, silent=(), slips=slips)


def _blank(plan: Plan, agency: Agency) -> bytes:
    return form_bytes(plan, lay_out(plan, (agency,)))
