"""What the bytes of a file gave when they were last read, under whatever name they come again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePosixPath
from sys import intern

import msgspec

from lamdong_report.cache import open_cache
from lamdong_report.codes import Code
from lamdong_report.model import Answer, Finding, Provenance, Severity, Source, Submission, Value
from lamdong_report.plan import Plan
from lamdong_report.reader.forms import Found, Opened

# Of the plan: what follows from the rest of it by the program alone, and where it lies.
_FOLLOWS = frozenset({"folder", "questions", "asked", "required", "formulas"})
# A fault of ours, or a machine out of memory: the next run may do better.
_UNFORESEEN = "file-unforeseen"

# Question, kind of value, value as text, the cell as typed (None: the same text), reason, sheet by number, cell.
_Answer = tuple[str, int, str, str | None, str, int, str]
_NOTHING, _NUMBER, _TEXT, _YES, _NO, _DAY = range(6)


_READ: tuple[Callable[[str], Value | None], ...] = (
    lambda text: None, Decimal, str, lambda text: True, lambda text: False, date.fromisoformat,
)  # fmt: skip


class _Form(msgspec.Struct, array_like=True, gc=False):
    """A submission; `mail` is what the name of the mail that brought it adds to that of the file which was read."""

    agency: str
    sheets: tuple[str, ...]
    answers: list[tuple[str, _Answer]]
    tables: list[tuple[str, list[list[tuple[str, _Answer]]]]]
    plan: str
    year: int
    form_version: int
    sending: int
    example: bool
    modified: datetime | None
    digest: str
    refused: bool
    mail: tuple[str, str, datetime | None] | None


class _Finding(msgspec.Struct, array_like=True, gc=False):
    code: Code
    severity: Severity
    text: str
    remedy: str
    agency: str
    sheet: str
    cell: str
    question: str
    office: str
    lead: str


class _File(msgspec.Struct, array_like=True, gc=False):
    """A file in the one that was read, or that one itself; `name` is what its name adds to that of that one."""

    name: str
    form: _Form | None
    findings: list[_Finding]
    claimed: list[_File]
    absent: list[str]


class _Entry(msgspec.Struct, array_like=True, gc=False):
    """All that one file gave. `only` is the one name under which this holds, "" where it holds under any."""

    only: str
    files: list[_File]


class KeptReadings:
    """The readings under an output folder that hold for this plan and this way of reading."""

    def __init__(self, out: Path, plan: Plan, *, convert_legacy: bool) -> None:
        self._cache = open_cache(out, f"{plan_digest(plan)} {convert_legacy}")
        self._decoder = msgspec.msgpack.Decoder(_Entry)

    def find(self, key: str, name: str) -> Found | None:
        """What these bytes gave, told of the file by its name of today; None where that is not known."""
        data = self._cache.find(key)
        if data is None:
            return None
        try:
            entry = self._decoder.decode(data)
            return tuple(_opened(file, name) for file in entry.files) if entry.only in ("", name) else None
        except (msgspec.MsgspecError, ValueError, ArithmeticError, LookupError):
            return None

    def keep(self, key: str, name: str, found: Found) -> None:
        if any(finding.code == _UNFORESEEN for _, form in found for finding in form.findings):
            return
        # The file's name stands in a sentence, or may stand in that of a file in it: then this holds under it alone.
        forms = [one for _, form in found for one in (form, *form.claimed)]
        sentences = (f"{one.message} {one.remedy} {one.office}" for form in forms for one in form.findings)
        is_bound = len(found) > 1 or any(name in sentence for sentence in sentences)
        entry = _Entry(name if is_bound else "", [_file(*one, name) for one in found])
        self._cache.keep(key, msgspec.msgpack.encode(entry))

    def save(self) -> None:
        self._cache.save()


def reading_key(data: bytes, name: str) -> str:
    """The file's bytes, and the ending of its name: by it alone a file may count as no form."""
    return f"{hashlib.sha256(data).hexdigest()}{PurePosixPath(name).suffix}"


def plan_digest(plan: Plan) -> str:
    """The plan as far as somebody wrote it: its values, for its files may have changed since they were read."""
    parts = {name: getattr(plan, name) for name in plan.__struct_fields__ if not name.startswith("_")}
    written = {name: part for name, part in parts.items() if name not in _FOLLOWS}
    return hashlib.sha256(msgspec.msgpack.encode(written, order="deterministic")).hexdigest()


def _file(name: str, form: Opened, whole: str) -> _File:
    findings = [
        _Finding(f.code, f.severity, f.text, f.remedy, f.agency, f.sheet, f.cell, f.question, f.office, f.lead)
        for f in form.findings
    ]
    read = _form(form.submission, whole) if form.submission else None
    return _File(
        name[len(whole) :], read, findings, [_file(name, one, whole) for one in form.claimed], sorted(form.absent)
    )


def _form(form: Submission, whole: str) -> _Form:
    sheets: dict[str, int] = {}
    answers = [(key, _answer(answer, sheets)) for key, answer in form.answers.items()]
    tables = [
        (table, [[(key, _answer(answer, sheets)) for key, answer in row.items()] for row in rows])
        for table, rows in form.tables.items()
    ]
    mail = form.provenance
    return _Form(
        form.agency, tuple(sheets), answers, tables, form.plan, form.year, form.form_version, form.sending,
        form.example, form.modified, form.digest, form.refused,
        (mail.mail[len(whole) :], mail.sender, mail.sent) if mail else None,
    )  # fmt: skip


def _answer(answer: Answer, sheets: dict[str, int]) -> _Answer:
    match answer.value:
        case None:
            kind, text = _NOTHING, ""
        case Decimal() as number:
            kind, text = _NUMBER, str(number)
        case str() as text:
            kind = _TEXT
        case bool() as said:
            kind, text = _YES if said else _NO, ""
        case day:
            kind, text = _DAY, day.isoformat()
    source = answer.source
    sheet = sheets.setdefault(source.sheet, len(sheets))
    return answer.question, kind, text, None if answer.raw == text else answer.raw, answer.reason, sheet, source.cell


def _opened(file: _File, whole: str) -> tuple[str, Opened]:
    name = whole + file.name
    findings = tuple(
        Finding(f.code, f.severity, f.text, f.remedy, f.agency, name, f.sheet, f.cell, f.question, f.office, f.lead)
        for f in file.findings
    )
    read = _submission(file.form, name, whole) if file.form else None
    claimed = tuple(_opened(one, whole)[1] for one in file.claimed)
    return name, Opened(read, findings, claimed, frozenset(file.absent))


def _submission(form: _Form, name: str, whole: str) -> Submission:
    mail = form.mail
    return Submission(
        agency=form.agency,
        file=name,
        answers=dict(_answers(form.answers, name, form.sheets)),
        tables={table: tuple(dict(_answers(row, name, form.sheets)) for row in rows) for table, rows in form.tables},
        plan=form.plan,
        year=form.year,
        form_version=form.form_version,
        sending=form.sending,
        example=form.example,
        modified=form.modified,
        digest=form.digest,
        refused=form.refused,
        provenance=Provenance(whole + mail[0], mail[1], mail[2]) if mail else None,
    )


def _answers(answers: list[tuple[str, _Answer]], name: str, sheets: tuple[str, ...]) -> Iterator[tuple[str, Answer]]:
    """The answers; of texts that every form has, one is held for all."""
    for key, (question, kind, text, raw, reason, sheet, cell) in answers:
        source = Source(name, sheets[sheet], intern(cell))
        yield intern(key), Answer(intern(question), _READ[kind](text), source, text if raw is None else raw, reason)
