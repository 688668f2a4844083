"""A list that stands on two sheets, for one was copied: which rows are the same row, and which are further ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from lamdong_report.reader.index import plain_label
from lamdong_report.reader.remarks import cell_text
from lamdong_report.reader.rows import FormRow

_Content = Mapping[str, str]


class ListedRows(Struct, frozen=True):
    """The entries that count, in order. `versions` are two of one row with the column in which they first differ: the
    first of them counts. `added` are those on a further sheet that stand on no other; `repeated` is how many do.
    """

    entries: tuple[FormRow, ...]
    versions: tuple[tuple[FormRow, FormRow, str], ...] = ()
    added: tuple[FormRow, ...] = ()
    repeated: int = 0


def without_copies(entries: Sequence[FormRow], columns: Iterable[str]) -> ListedRows:
    """The entries of one list; what can be seen goes before a hidden copy of the same.

    A row that stands on an earlier sheet cell for cell is that row. With the id of a row there, its first words
    and half of its cells it is another version of it. Whatever else a further sheet has is a further row.
    """
    sheets = dict.fromkeys(line.sheet.name for line in sorted(entries, key=lambda line: line.sheet.hidden))
    if len(sheets) < 2:
        return ListedRows(tuple(entries))
    keys = tuple(columns)
    kept: list[FormRow] = []
    versions: list[tuple[FormRow, FormRow, str]] = []
    added: list[FormRow] = []
    repeated = 0
    for name in sheets:
        earlier = [(line, _content(line, keys)) for line in kept]
        for line in (one for one in entries if one.sheet.name == name):
            content = _content(line, keys)
            same = next((pair for pair in earlier if pair[1] == content), None)
            near = same or next(
                (pair for pair in earlier if line.id == pair[0].id and _is_near(content, pair[1])), None
            )
            if near is None:
                kept.append(line)
                added += [line] if earlier else []
                continue
            earlier.remove(near)  # two equal rows here are two, if they are so there
            if same:
                repeated += 1
            else:
                differing = (key for key in keys if content.get(key) != near[1].get(key))
                versions.append((near[0], line, next(differing)))
    return ListedRows(tuple(kept), tuple(versions), tuple(added), repeated)


def _content(line: FormRow, keys: Iterable[str]) -> _Content:
    """What is written in the row, however it is typed."""
    spots = ((key, line.spot(key)) for key in keys)
    return {key: plain_label(cell_text(spot.value)) for key, spot in spots if spot is not None and not spot.is_blank}


def _is_near(one: _Content, other: _Content) -> bool:
    """Whether both begin with the same words, the name of what the row is about, and half of the rest is the same."""
    equal = sum(other.get(key) == text for key, text in one.items())
    return next(iter(one.items())) == next(iter(other.items())) and 2 * equal >= len(one.keys() | other.keys())
