"""What need not be worked out again: what the checks find in an unchanged form, the form that goes back, a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

import msgspec

from lamdong_report.cache import open_cache
from lamdong_report.executor import Executor
from lamdong_report.model import Finding, Submission
from lamdong_report.pages import Workbook, workbook_bytes
from lamdong_report.plan import Plan
from lamdong_report.reader.kept import plan_digest
from lamdong_report.status import AgencyStatus
from lamdong_report.text.alike import Groups, group_alike


class KnownPlan:
    """What a plan.toml gave, in a file of its own: a plan takes as much room as a sixth of all forms."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def find(self, key: str) -> bytes | memoryview | None:
        cache = open_cache(self._out, f"plan {key}")
        found = cache.find("")
        cache.save()
        return found

    def keep(self, key: str, data: bytes) -> None:
        cache = open_cache(self._out, f"plan {key}")
        cache.keep("", data)
        cache.save()


class KnownFindings:
    """The findings of each form by itself, by all that stands in it."""

    def __init__(self, out: Path, plan: Plan) -> None:
        self._cache = open_cache(out, f"checks {plan_digest(plan)}")
        self._decoder = msgspec.msgpack.Decoder(tuple[Finding, ...])

    def find(self, form: Submission) -> tuple[Finding, ...] | None:
        data = self._cache.find(_digest(form))
        if data is not None:
            with suppress(msgspec.MsgspecError):
                return self._decoder.decode(data)
        return None

    def keep(self, form: Submission, findings: tuple[Finding, ...]) -> None:
        self._cache.keep(_digest(form), msgspec.msgpack.encode(findings))

    def save(self) -> None:
        self._cache.save()


class KnownGroups:
    """Which sentences say alike, by the sentences and their order."""

    def __init__(self, out: Path) -> None:
        self._cache = open_cache(out, "alike")
        self._decoder = msgspec.msgpack.Decoder(Groups)

    def of(self, sentences: Sequence[str]) -> Groups:
        key = sha256(msgspec.msgpack.encode(sentences)).hexdigest()
        data = self._cache.find(key)
        if data is not None:
            with suppress(msgspec.MsgspecError):
                return self._decoder.decode(data)
        groups = group_alike(sentences)
        self._cache.keep(key, msgspec.msgpack.encode(groups))
        return groups

    def save(self) -> None:
        self._cache.save()


# Written by itself a decimal and its text are the same; written as a number they are not, but digits may be lost.
_NUMBERS = msgspec.msgpack.Encoder(decimal_format="number")


def known_workbook(workbook: Workbook, path: Path, out: Path) -> bytes:
    """The workbook as `workbook_bytes` makes it: what lies at `path`, if it was made of the same and is untouched."""
    cache = open_cache(out, "workbooks")
    key = sha256(msgspec.msgpack.encode(workbook) + _NUMBERS.encode(workbook)).hexdigest()
    data = _untouched(path, cache.find(key))
    if data is None:
        data = workbook_bytes(workbook)
        cache.keep(key, _mark(data))
    cache.save()
    return data


def _untouched(path: Path, mark: bytes | memoryview | None) -> bytes | None:
    """What the file holds, if it has this mark."""
    with suppress(OSError):
        if mark is not None and _mark(data := path.read_bytes()) == mark:
            return data
    return None


def _mark(data: bytes) -> bytes:
    return msgspec.msgpack.encode(sha256(data).digest())


def known_correction_forms(
    plan: Plan, statuses: tuple[AgencyStatus, ...], out: Path, executor: Executor
) -> Iterator[tuple[str, bytes]]:
    """The forms to correct as `review` makes them, those of before where nothing has changed."""
    from lamdong_report.review.tally import faulty

    cache, asked = open_cache(out, f"corrections {plan_digest(plan)}"), faulty(statuses)
    before = [_decoded(cache.find(_digest(status))) for status in asked]
    todo = [status for status, forms in zip(asked, before, strict=True) if forms is None]
    new = executor.each(partial(_correction_forms, plan), todo)
    for status, forms in zip(asked, before, strict=True):
        if forms is None:
            forms = next(new)
            cache.keep(_digest(status), msgspec.msgpack.encode(forms))
        yield from forms
    cache.save()


def _correction_forms(plan: Plan, status: AgencyStatus) -> list[tuple[str, bytes]]:
    from lamdong_report import review

    return list(review.correction_forms(plan, (status,)))


def _decoded(data: bytes | memoryview | None) -> list[tuple[str, bytes]] | None:
    with suppress(msgspec.MsgspecError):
        return None if data is None else msgspec.msgpack.decode(data, type=list[tuple[str, bytes]])
    return None


def _digest(thing: Submission | AgencyStatus) -> str:
    return sha256(msgspec.msgpack.encode(thing, order="deterministic")).hexdigest()
