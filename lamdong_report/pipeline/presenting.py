"""What the page shows of a reading, as values: the board, what to do next, numbers and days as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from lamdong_report.errors import UsageError
from lamdong_report.pipeline.reading import Reading
from lamdong_report.plan import Plan
from lamdong_report.review import Board, board_style, make_board
from lamdong_report.review.charts import BAR_WIDTH
from lamdong_report.review.tally import (
    SEVERITY_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
    Standing,
    gravest_first,
    number_text,
    one_line_of,
    standing,
)
from lamdong_report.status import AgencyStatus, State, deadline_words
from lamdong_report.text import format_date, upper_first

__all__ = ["BAR_WIDTH", "Board", "board_style", "gravest_first", "number_text"]


SEVERITIES = tuple((severity.value, word) for severity, word in SEVERITY_WORDS.items())
STANDINGS = tuple((standing.value, word) for standing, word in STANDING_WORDS.items())
STATES = tuple((state.value, word) for state, word in STATE_WORDS.items())


def board_of(reading: Reading) -> Board:
    return make_board(reading.plan, reading.statuses, reading.findings, reading.decisions)


def agency_name(reading: Reading, code: str) -> str:
    """How the agency is called at the beginning of a line; "" for none of the plan."""
    return upper_first(one_line_of(reading.plan.agency(code).name)) if reading.plan.knows(code) else ""


def agencies_of(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Code and name of every agency, in the plan's order."""
    return tuple((agency.code, agency_name(reading, agency.code)) for agency in reading.plan.agencies)


def status_of(reading: Reading, code: str) -> AgencyStatus:
    return next(status for status in reading.statuses if status.agency.code == code)


def standing_of(status: AgencyStatus) -> tuple[str, str]:
    """How the agency stands: the key of its mark, and the words."""
    known = standing(status)
    late = status.state is State.LATE and known is not Standing.LATE
    return known.value, STANDING_WORDS[known] + ("; gửi chậm" if late else "")


def neighbours_of(reading: Reading, code: str) -> tuple[str, str]:
    """The codes of the agencies before and after it, "" at the ends."""
    codes = ["", *(agency.code for agency in reading.plan.agencies), ""]
    at = codes.index(code)
    return codes[at - 1], codes[at + 1]


def short_id(words: Iterable[str]) -> str:
    """What the page calls a thing that is known by these words: the same while they are the same."""
    # Twelve hex digits: among ten thousand findings two would share them once in five million seasons.
    return sha256("\0".join(words).encode()).hexdigest()[:12]


def day_text(day: date | None) -> str:
    return format_date(day) if day else ""


def parse_day(text: str) -> date | None:
    """A day as people type it, "05/12/2026"; None for nothing. Raises UsageError."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%d/%m/%Y").date()
    except ValueError as error:
        raise UsageError(f"«{text.strip()}» không phải là một ngày.", "Ghi ngày như 05/12/2026.") from error


def moment_text(moment: datetime) -> str:
    """The local time, as "14:05 ngày 28/11/2026"."""
    return f"{moment:%H:%M} ngày {format_date(moment.date())}"


def deadline_of(plan: Plan) -> str:
    """The deadline, or those of the groups."""
    return deadline_words(plan, plan.agencies)
