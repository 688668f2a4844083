"""Plans with one slip: keys and entries dropped, doubled, swapped, renamed, and values of another kind."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

ODD: tuple[Any, ...] = (
    "", " ", "T", "-", "@", "{", "{x}", "{0}", "{year}", "[", "]", "a(b)", "is(x, y)", "yes(", "1/0", "tt_cuoc/tt_cuoc",
    "x" * 300, "Ô có dấu", "a-b", "a b", "_x000D_", "XA", "X", "-SYT", "SYT", "count", "percent", "choice", "agency",
    0, 1, -1, 7, 10**9, 10**30, 3.5, -0.0, float("nan"), float("inf"), True, False,
    date(1900, 1, 1), date(9999, 12, 31), [], [[]], [{}], ["T"], ["", ""], ["a", "b"], [1, 2], {}, {"": ""},
)  # fmt: skip

_Slot = tuple[Any, Any]  # a table or a list, and the key or index of one of its values


def slots(value: Any) -> Iterator[_Slot]:
    """Every place in the tables where a value stands."""
    places = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(places):
        yield value, key
        yield from slots(inner)


def mutate(data: dict[str, Any], chance: random.Random, times: int = 1) -> dict[str, Any]:
    """A copy of the tables with `times` slips in it."""
    changed = copy.deepcopy(data)
    for _ in range(times):
        _slip(list(slots(changed)), chance)
    return changed


def _slip(places: list[_Slot], chance: random.Random) -> None:
    holder, key = chance.choice(places)
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1:
            other, place = chance.choice(places)
            holder[key], other[place] = copy.deepcopy(other[place]), copy.deepcopy(holder[key])
        case 2 if isinstance(holder, list):
            holder.insert(chance.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        case 3 if isinstance(key, str):
            holder[chance.choice((key + "s", key[:-1], key.upper(), "id", ""))] = holder.pop(key)
        case 4 if isinstance(holder[key], str):
            text = holder[key]
            at = chance.randrange(len(text) + 1)
            holder[key] = (
                text[:at] + chance.choice(("{", "}", "[", "(", ")", ",", "/", "@", "-", ":", "+", "")) + text[at + 1 :]
            )
        case 5:  # a value of the right kind in the wrong place: the slip that is hardest to see
            alike = [(one, at) for one, at in places if at == key and isinstance(one, dict)] or places
            other, place = chance.choice(alike)
            holder[key] = copy.deepcopy(other[place])
        case _:
            holder[key] = copy.deepcopy(chance.choice(ODD))
