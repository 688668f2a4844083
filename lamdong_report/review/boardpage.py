"""The page tinh-hinh.html: one file of HTML with its own style and script, for a wall, a desk and paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from lamdong_report.decisions import Validity
from lamdong_report.model import Decision, Finding
from lamdong_report.plan import Plan
from lamdong_report.results import EXAMPLE_MARK
from lamdong_report.review.board import make_board
from lamdong_report.review.charts import BAR_WIDTH
from lamdong_report.review.tally import (
    STANDING_WORDS,
    STATE_WORDS,
    number_text,
)
from lamdong_report.status import AgencyStatus, deadline_words
from lamdong_report.text import format_date

ASSETS = "assets"


def board_style() -> str:
    """The style sheet of the board."""
    return _asset("board.css")


def board_html(
    plan: Plan,
    statuses: Sequence[AgencyStatus],
    findings: Sequence[Finding],
    decisions: Sequence[tuple[Decision, Validity]] = (),
    *,
    as_of: date | None,
    example: bool,
) -> str:
    """One page of HTML that needs nothing from outside; `as_of` is the day that the figures stand for."""
    board = make_board(plan, statuses, findings, decisions)
    return (
        _environment()
        .get_template("board.html")
        .render(
            style=_inline("board.css"),
            script=_inline("board.js"),
            style_hash=_digest("board.css"),
            script_hash=_digest("board.js"),
            title=plan.info.title,
            office=plan.contact.agency,
            example=EXAMPLE_MARK if example else "",
            as_of=format_date(as_of) if as_of else "",
            deadline=deadline_words(plan, plan.agencies),
            cards=board.cards,
            bands=board.bands,
            bar_width=BAR_WIDTH,
            chart=board.chart,
            files=board.files,
            sums=board.sums,
            missing=board.missing,
            settled=board.settled,
            standings=tuple(STANDING_WORDS.items()),
            states=tuple((state.value, word) for state, word in STATE_WORDS.items()),
        )
    )


@cache
def _environment() -> Environment:
    # Whatever an agency typed may stand on the page: it is escaped, and a name that is misspelt here stops the run.
    env = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["n"] = number_text
    env.filters["day"] = format_date
    return env


def _asset(name: str) -> str:
    return (files(__package__) / ASSETS / name).read_text(encoding="utf-8")


def _inline(name: str) -> Markup:
    """The project's own style or script, which must not be escaped."""
    return Markup(_asset(name))


def _digest(name: str) -> str:
    """What the page's content policy admits: this style and this script and nothing else."""
    return f"sha256-{b64encode(sha256(_asset(name).encode()).digest()).decode()}"
