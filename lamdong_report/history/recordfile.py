"""The file of a record, of this version or an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from lamdong_report.history.record import Record

# Older records are brought to this version, step by step, when they are read.
VERSION = 4


class _Kept(msgspec.Struct, frozen=True):
    """The file of a record."""

    record: Record
    version: int = VERSION


class _Versioned(msgspec.Struct):
    version: Any = 1


class UnknownVersionError(Exception):
    """The record was written by a newer program than this."""


def write_record(record: Record) -> bytes:
    """The record as `read_record` reads it."""
    return msgspec.json.encode(_Kept(record))


def read_record(data: bytes) -> Record:
    """The record, brought to today's version; raises UnknownVersionError, msgspec.DecodeError for a damaged one."""
    version = msgspec.json.decode(data, type=_Versioned).version
    if not isinstance(version, int) or version > VERSION:
        raise UnknownVersionError
    if version == VERSION:
        record = msgspec.json.decode(data, type=_Kept, strict=False).record
    else:
        raw = msgspec.json.decode(data, type=dict[str, Any])
        try:
            for older in range(version, VERSION):
                raw = _MIGRATIONS[older](raw)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise msgspec.ValidationError("a record of an earlier version is damaged") from error
        record = msgspec.convert(raw["record"], type=Record, strict=False)
    if any(not 0 <= at < len(record.cells) for figure in record.figures for at in figure.cells):
        raise msgspec.ValidationError("figures and their cells do not fit together")
    return record


def _add_questions(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew of a finding its cell, not its question."""
    return {**raw, "findings": [[*found, ""] for found in raw.get("findings", ())]}


def _list_cells(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 2 wrote each cell in every figure that it is in."""
    numbers: dict[tuple[str, ...], int] = {}
    parts = [[numbers.setdefault(tuple(cell), len(numbers)) for cell in cells] for *_, cells in raw["figures"]]
    return {"record": raw, "cells": [*numbers], "parts": parts}


def _place_cells(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 3 wrote which cells are in a figure beside the record."""
    pairs = zip(raw["record"]["figures"], raw["parts"], strict=True)
    figures = [[*figure[:-1], own] for figure, own in pairs]
    return {"record": {**raw["record"], "figures": figures, "cells": raw["cells"]}}


# By the version that they lead on from.
_MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: _add_questions,
    2: _list_cells,
    3: _place_cells,
}
