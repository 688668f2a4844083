"""What one agency has sent, file by file, and whom to call about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lamdong_report.pipeline.reading import Reading
from lamdong_report.spreadsheet.arrivals import find_arrivals
from lamdong_report.status import sending_date


@dataclass(frozen=True, slots=True)
class Sending:
    """One file of an agency; `counts` for the one that is used. `sending` and `sent` are known of that one alone."""

    file: str
    counts: bool
    sending: int
    sent: date | None
    remark: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Who filled in the form, as the form says; "" for what it does not say."""

    writer: str
    phone: str
    email: str
    letter: str


def sendings_of(reading: Reading, code: str) -> tuple[Sending, ...]:
    """The file that counts first, then those that were replaced, each with why."""
    return tuple(_sendings(reading, code))


def _sendings(reading: Reading, code: str) -> Iterator[Sending]:
    used = next((form for form in reading.submissions if form.agency == code), None)
    if used:
        yield Sending(used.file, True, used.sending, sending_date(reading.plan, used), "")
    others: dict[str, str] = {}
    for finding in reading.findings:
        if finding.agency == code and finding.file and not (used and finding.file == used.file):
            others.setdefault(finding.file, finding.message)
    for file, remark in others.items():
        yield Sending(file, False, 0, None, remark)


def contact_of(reading: Reading, code: str) -> Contact:
    form = next((one for one in reading.submissions if one.agency == code), None)
    roles = reading.plan.roles
    keys = (roles.writer, roles.phone, roles.email, roles.letter_number)
    answers = [form.answers.get(key) if form else None for key in keys]
    return Contact(*(" ".join(answer.raw.split()) if answer else "" for answer in answers))


def file_of(folder: Path, name: str) -> Path | None:
    """The file on disk that a name of the reading means; of a form inside an archive, the archive."""
    for arrival in find_arrivals([folder])[0] if folder.is_dir() else ():
        if name == arrival.name or name.startswith(f"{arrival.name}/"):
            return arrival.path
    return None
