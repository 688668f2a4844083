"""Turns the filled desk into the example forms that arrive: one or two for each agency, under names as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamdong_report.errors import PlanError
from lamdong_report.example.composer import Composer
from lamdong_report.example.desk import Desk
from lamdong_report.example.faults import find_faults
from lamdong_report.example.figures import Figures
from lamdong_report.example.rows import write_tables
from lamdong_report.example.settings import EXAMPLE_FILE, REMEDY, Names, Settings, load_settings
from lamdong_report.example.slips import Sending, sendings
from lamdong_report.example.topics import write_topics
from lamdong_report.forms.prefill import Prefill, Typed
from lamdong_report.model import Answer
from lamdong_report.plan import Agency, Plan

DEFAULT_NAMES = (Names(names=("{slug}.xlsx",)), Names(names=("{slug}-{ma}.xlsx", "{slug}-{ma}-1.xlsx")))


@dataclass(frozen=True, slots=True)
class ExampleForm:
    """What one agency sends: the answers to write into its form, and the file name, relative to the folder."""

    agency: Agency
    prefill: Prefill
    file_name: str


def make_examples(plan: Plan, seed: int = 1, settings: Settings | None = None) -> tuple[ExampleForm, ...]:
    """The example forms of all agencies but the silent ones, in the plan's order; the same for the same seed.

    Sizes, outcomes, words and planned mistakes come from `settings`, by default from example.toml beside plan.toml;
    without it the numbers are small and the words neutral. Raises PlanError when that file is broken.
    """
    settings = load_settings(plan.folder) if settings is None else settings
    if faults := find_faults(plan, settings):
        raise PlanError(f"Tệp {plan.folder / EXAMPLE_FILE} có {len(faults)} chỗ sai.", faults, REMEDY)
    desk = Desk(plan, settings, seed)
    composer = Composer(desk)
    write_tables(desk, composer)
    Figures(desk, composer).fill()
    write_topics(desk, composer)
    taken: set[str] = set()
    return tuple(_form(desk, composer, sending, taken) for sending in sendings(desk))


def _form(desk: Desk, composer: Composer, sending: Sending, taken: set[str]) -> ExampleForm:
    agency = desk.plan.agency(sending.agency)
    tables = {name: tuple(_typed(row) for row in rows) for name, rows in desk.tables[agency.code].items() if rows}
    reasons = {desk.plan.questions[name].row: text for name, text in sending.reasons.items()}
    return ExampleForm(
        agency, Prefill(_typed(sending.answers), reasons, tables), _file_name(desk, composer, sending, taken)
    )


def _typed(answers: Mapping[str, Answer]) -> dict[str, Typed]:
    return {name: answer.value for name, answer in answers.items() if answer.value is not None}


def _file_name(desk: Desk, composer: Composer, sending: Sending, taken: set[str]) -> str:
    """A name from the list of the agency's group; no two are alike even where case makes no difference."""
    code = sending.agency
    dice = desk.dice("file", code, str(sending.earlier))
    rules = [rule for rule in desk.settings.files if rule.earlier == sending.earlier and code in desk.members(rule.of)]
    names = (composer.render("{file}", code, dice, {"file": rule.names}) for rule in (*rules, *DEFAULT_NAMES))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return name
