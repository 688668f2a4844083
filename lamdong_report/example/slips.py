"""Makes the mistakes that some example forms hold on purpose, so that checks have something to find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.example.desk import NOWHERE, Desk
from lamdong_report.example.settings import Slip
from lamdong_report.figures import as_number
from lamdong_report.model import Answer

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Sending:
    """One form as it goes out: the answers and what stands in the reason column, by question id."""

    agency: str
    answers: dict[str, Answer]
    reasons: dict[str, str]
    earlier: bool = False


def sendings(desk: Desk) -> Iterator[Sending]:
    """Every form that is sent, in the plan's order; a first sending comes before the one that corrects it."""
    for agency in desk.agencies:
        mine = [slip for slip in desk.settings.slips if slip.agency == agency.code]
        first = [slip for slip in mine if slip.earlier]
        if first:
            yield _sending(desk, agency.code, (slip for slip in mine), earlier=True)
        sending = _sending(desk, agency.code, (slip for slip in mine if not slip.earlier))
        if first:
            name = desk.plan.roles.sending
            sending.answers[name] = Answer(name, ONE + 1, NOWHERE)
        yield sending


def _sending(desk: Desk, code: str, slips: Iterable[Slip], *, earlier: bool = False) -> Sending:
    sending = Sending(code, dict(desk.answers[code]), dict(desk.reasons[code]), earlier)
    for slip in slips:
        make_slip(desk, sending, slip)
    return sending


def make_slip(desk: Desk, sending: Sending, slip: Slip) -> None:
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
