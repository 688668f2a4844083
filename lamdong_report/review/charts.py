"""The geometry of the board's two charts, in the units of their SVG: bars by group, and forms by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

from msgspec import Struct

from lamdong_report.status import AgencyStatus, State

# Units of the SVG, drawn as wide as the page lets it.
BAR_WIDTH = 600
WIDTH, HEIGHT = 600, 250
LEFT, RIGHT, TOP, BOTTOM = 44, 48, 36, 34
# A typing mistake in a date must not press the season into a corner: what lies farther off is drawn at the edge.
LONGEST = timedelta(days=60)
ONE_DAY = timedelta(days=1)
# So many dates stand beside each other on the axis without touching, and so many counts are read at a glance.
MOST_TICKS, MOST_MARKS = 6, 5
# The distances that people count in.
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


class Span(Struct, frozen=True):
    """One piece of a bar."""

    state: str
    count: int
    x: str
    width: str


def bar(statuses: Sequence[AgencyStatus]) -> tuple[Span, ...]:
    """In time, late and missing as shares of a bar of BAR_WIDTH; states without agencies are left out."""
    spans, x = [], 0.0
    for state in State:
        count = sum(status.state is state for status in statuses)
        width = BAR_WIDTH * count / max(len(statuses), 1)
        if count:
            spans.append(Span(state.value, count, _text(x), _text(width)))
        x += width
    return tuple(spans)


class Tick(Struct, frozen=True):
    """A mark on an axis: its place and what is written beside it."""

    at: str
    label: str


class DayChart(Struct, frozen=True):
    """Forms received up to each day, against the deadline. `line` and `area` are SVG paths.

    `deadline` is where the day begins on which forms are late; `deadline_anchor` keeps its label in sight.
    `undated` forms name no day; `total` is where the line ends.
    """

    line: str
    area: str
    days: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    expected: Tick
    deadline: str
    deadline_anchor: str
    end_x: str
    end_y: str
    total: int
    undated: int
    table: tuple[tuple[date, int, int], ...]


def day_chart(statuses: Sequence[AgencyStatus], deadline: date) -> DayChart | None:
    """The chart, or None while no form names a day. Days far from the deadline are drawn at the edge."""
    dated = Counter(status.sent for status in statuses if status.sent)
    if not dated:
        return None
    first = max(min(dated), deadline - LONGEST)
    last = min(max(max(dated), deadline), deadline + LONGEST)
    first = min(first, last)  # every form of last year's dates: the axis still has a beginning
    received = Counter(dict.fromkeys(dated, 0))
    for day, count in dated.items():
        received[min(max(day, first), last)] += count
    scale = _Scale(first, (last - first).days + 1, max(len(statuses), 1))
    points = list(_points(scale, received))
    labelled = [first + timedelta(days=at) for at in range(0, scale.days, -(-scale.days // MOST_TICKS))]
    step = next((step for step in _STEPS if len(statuses) / step <= MOST_MARKS), _STEPS[-1])
    days = sorted(dated)
    sent = [dated[day] for day in days]
    (end_x, end_y), total = points[-1], sum(dated.values())
    base = scale.y(0)
    # In the outer quarters half of the deadline's label would not fit on one side.
    at = scale.x(deadline)
    anchor = "start" if at < WIDTH / 4 else "end" if at > WIDTH * 3 / 4 else "middle"
    line = "M" + " L".join(f"{_text(x)} {_text(y)}" for x, y in points)
    return DayChart(
        line=line,
        area=f"{line} L{_text(end_x)} {_text(base)} L{_text(points[0][0])} {_text(base)} Z",
        days=tuple(Tick(_text((scale.x(day) + scale.x(day + ONE_DAY)) / 2), f"{day:%d/%m}") for day in labelled),
        counts=tuple(Tick(_text(scale.y(n)), str(n)) for n in range(0, len(statuses), step)),
        expected=Tick(_text(scale.y(len(statuses))), str(len(statuses))),
        deadline=_text(at),
        deadline_anchor=anchor,
        end_x=_text(end_x),
        end_y=_text(end_y),
        total=total,
        undated=sum(1 for status in statuses if status.submission and not status.sent),
        table=tuple(zip(days, sent, accumulate(sent), strict=True)),
    )


class _Scale(Struct, frozen=True):
    """From days and counts to the chart's units; a day begins at its x and ends at the next day's."""

    first: date
    days: int
    most: int

    def x(self, day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / self.days

    def y(self, count: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / self.most


def _points(scale: _Scale, received: Counter[date]) -> Iterator[tuple[float, float]]:
    """The end of each day with all forms sent until then; ends with the last day on which one was sent."""
    total = 0
    yield scale.x(scale.first), scale.y(0)
    latest = max(day for day, count in received.items() if count)
    for at in range((latest - scale.first).days + 1):
        day = scale.first + timedelta(days=at)
        total += received[day]
        yield scale.x(day + timedelta(days=1)), scale.y(total)


def _text(number: float) -> str:
    """A coordinate, always written in the same way."""
    return f"{number:.1f}".removesuffix(".0")
