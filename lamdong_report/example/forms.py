"""Turns the filled desk into the example forms that arrive: with mistakes on purpose, under names as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from lamdong_report.errors import PlanError
from lamdong_report.example.answers import Figures, write_tables
from lamdong_report.example.desk import NOWHERE, ExampleDesk
from lamdong_report.example.faults import find_example_faults
from lamdong_report.example.settings import EXAMPLE_FILE, REMEDY, ExampleSettings, Slip, load_settings
from lamdong_report.example.words import Composer, write_topics
from lamdong_report.figures import as_number
from lamdong_report.forms.prefill import Prefill, Typed
from lamdong_report.model import Answer
from lamdong_report.plan import Agency, Plan

DEFAULT_NAMES = (("{slug}.xlsx",), ("{slug}-{ma}.xlsx", "{slug}-{ma}-1.xlsx"))


class ExampleForm(Struct, frozen=True):
    """What one agency sends: the answers to write into its form, and the file name, relative to the folder."""

    agency: Agency
    prefill: Prefill
    file_name: str


class ExampleSending(Struct, frozen=True):
    """One form as it goes out: the answers and what stands in the reason column, by question id."""

    agency: str
    answers: dict[str, Answer]
    reasons: dict[str, str]
    earlier: bool = False


def make_examples(plan: Plan, seed: int = 1, settings: ExampleSettings | None = None) -> tuple[ExampleForm, ...]:
    """The example forms of all agencies but the silent ones, in the plan's order; the same for the same seed.

    Sizes, outcomes, words and planned mistakes come from `settings`, by default from example.toml beside plan.toml;
    without it the numbers are small and the words neutral. Raises PlanError when that file is broken.
    """
    settings = load_settings(plan.folder) if settings is None else settings
    if faults := find_example_faults(plan, settings):
        raise PlanError(f"Tệp {plan.folder / EXAMPLE_FILE} có {len(faults)} chỗ sai.", faults, REMEDY)
    desk = ExampleDesk(plan, settings, seed)
    composer = Composer(desk)
    write_tables(desk, composer)
    Figures(desk, composer).fill()
    write_topics(desk, composer)
    examples: list[ExampleForm] = []
    taken: set[str] = set()  # no two names are alike even where case makes no difference
    for sending in sendings(desk):
        tables = {name: tuple(map(_typed, rows)) for name, rows in desk.tables[sending.agency].items() if rows}
        reasons = {plan.questions[name].row: text for name, text in sending.reasons.items()}
        prefill = Prefill(_typed(sending.answers), reasons, tables)
        code, earlier = sending.agency, sending.earlier
        own = [one.names for one in settings.files if one.earlier == earlier and code in desk.members(one.of)]
        dice = desk.dice("file", code, str(earlier))
        names = (composer.render("{file}", code, dice, {"file": one}) for one in (*own, *DEFAULT_NAMES))
        file_name = next(name for name in names if name.casefold() not in taken)
        taken.add(file_name.casefold())
        examples.append(ExampleForm(plan.agency(sending.agency), prefill, file_name))
    return tuple(examples)


def _typed(answers: Mapping[str, Answer]) -> dict[str, Typed]:
    return {name: answer.value for name, answer in answers.items() if answer.value is not None}


def sendings(desk: ExampleDesk) -> Iterator[ExampleSending]:
    """Every form that is sent, in the plan's order; a first sending comes before the one that corrects it."""
    for agency in desk.agencies:
        mine = [slip for slip in desk.settings.slips if slip.agency == agency.code]
        first = [slip for slip in mine if slip.earlier]
        if first:
            yield _sending(desk, agency.code, (slip for slip in mine), earlier=True)
        sending = _sending(desk, agency.code, (slip for slip in mine if not slip.earlier))
        if first:
            name = desk.plan.roles.sending
            sending.answers[name] = Answer(name, Decimal(2), NOWHERE)
        yield sending


def _sending(desk: ExampleDesk, code: str, slips: Iterable[Slip], *, earlier: bool = False) -> ExampleSending:
    sending = ExampleSending(code, dict(desk.answers[code]), dict(desk.reasons[code]), earlier)
    for slip in slips:
        make_slip(desk, sending, slip)
    return sending


def make_slip(desk: ExampleDesk, sending: ExampleSending, slip: Slip) -> None:
    """The mistake in place of the answer: words, a number too large, another's words, nothing, or a reason."""
    answers, name = sending.answers, slip.question
    sending.reasons.pop(name, None)
    if slip.copy:
        answers[name] = desk.answers[slip.copy][name]
        return
    answers.pop(name, None)
    if slip.reason:
        sending.reasons[name] = slip.reason
    elif slip.write:
        answers[name] = Answer(name, slip.write, NOWHERE)
    elif slip.exceed:
        whole = as_number(answers.get(desk.plan.questions[name].part_of)) or Decimal(0)
        answers[name] = Answer(name, whole + slip.exceed, NOWHERE)
