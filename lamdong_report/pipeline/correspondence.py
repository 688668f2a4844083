"""Letters to chosen agencies: who would get what and why, written with number, date and signatory, marked as sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec

from lamdong_report import review
from lamdong_report.content import LetterContent
from lamdong_report.forms import BlankForms
from lamdong_report.lock import only_run
from lamdong_report.model import Severity
from lamdong_report.packing import pack
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading
from lamdong_report.pipeline.reviewing import mail_name
from lamdong_report.render import render_letter
from lamdong_report.results import (
    CORRECTIONS_FOLDER,
    LETTER_TEMPLATE,
    LETTERS_FOLDER,
    MAILS_FOLDER,
    REMINDER_STEM,
)
from lamdong_report.review.letters import correction_stem
from lamdong_report.review.tally import faulty, is_issuer, to_be_mended, unsent
from lamdong_report.status import AgencyStatus
from lamdong_report.storage import read_if_there, replace_whole, write_keeping
from lamdong_report.text.formats import format_long_date

SENT_FILE = ".da-gui.json"
REMINDER, CORRECTION = "reminder", "correction"
Step = Callable[[int, int], None]


class Sent(msgspec.Struct, frozen=True):
    """That a letter went out, and what it was about: it is settled while that has not changed."""

    day: date
    about: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """An agency that a letter is due to. `sent` is the day on which one about the same matters went out."""

    code: str
    name: str
    kind: str
    errors: int
    warnings: int
    email: str
    letter: Path | None
    form: Path | None
    mail: Path | None
    sent: date | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What the clerk fills in above and below: the first number ("" or digits), the day, who signs."""

    number: str = ""
    day: date | None = None
    signer: str = ""


def recipients_of(reading: Reading, out: Path) -> tuple[Recipient, ...]:
    """Those to be reminded, then those asked for corrections, in the plan's order."""
    sent = _read_sent(out)
    return tuple(_recipient(reading, out, status, kind, sent) for status, kind in _due(reading))


def _due(reading: Reading) -> Iterator[tuple[AgencyStatus, str]]:
    for statuses, kind in ((unsent(reading.statuses), REMINDER), (faulty(reading.statuses), CORRECTION)):
        for status in statuses:
            if not is_issuer(reading.plan, status):
                yield status, kind


def _recipient(reading: Reading, out: Path, status: AgencyStatus, kind: str, sent: dict[str, Sent]) -> Recipient:
    code, stem = status.agency.code, correction_stem(reading.plan, status)
    letter = out / LETTERS_FOLDER / f"{REMINDER_STEM if kind == REMINDER else stem}.docx"
    form = out / CORRECTIONS_FOLDER / f"{stem}.xlsx"
    mail = out / MAILS_FOLDER / mail_name(form.name)
    last = sent.get(code)
    return Recipient(
        code=code,
        name=agency_name(reading, code),
        kind=kind,
        errors=status.count(Severity.ERROR),
        warnings=status.count(Severity.WARNING) if kind == CORRECTION else 0,
        email=review.address_of(reading.plan, status.agency, status.submission),
        letter=letter if letter.is_file() else None,
        form=form if kind == CORRECTION and form.is_file() else None,
        mail=mail if mail.is_file() else None,
        sent=last.day if last and last.about == _matter(status, kind) else None,
    )


def _matter(status: AgencyStatus, kind: str) -> str:
    """What the letter is about, in short: another fault makes it another matter."""
    faults = [f"{finding.code} {finding.sheet} {finding.cell} {finding.message}" for finding in to_be_mended(status)]
    return sha256("\n".join([kind, *(faults if kind == CORRECTION else ())]).encode()).hexdigest()[:16]


def write_for(
    reading: Reading, out: Path, codes: Collection[str], heading: Heading, step: Step | None = None
) -> tuple[Path, ...]:
    """One reminder to all chosen who have sent nothing; to each chosen with errors a letter and the marked form."""
    plan = reading.plan
    chosen = [status for status in reading.statuses if status.agency.code in codes]
    reminder = review.reminder_letter(plan, chosen)
    letters = [(REMINDER_STEM, reminder)] if reminder else []
    letters += review.correction_letters(plan, chosen)
    forms = dict(review.correction_forms(plan, [status for status in chosen if not is_issuer(plan, status)]))
    written: list[Path] = []
    with only_run(out):
        rendered: dict[str, bytes] = {}
        for at, (stem, letter) in enumerate(letters):
            rendered[stem] = render_letter(_headed(letter, heading, at), plan.folder / LETTER_TEMPLATE)
            written.append(write_keeping(out / LETTERS_FOLDER / f"{stem}.docx", rendered[stem]))
            if step:
                step(at + 1, len(letters))
        written += [write_keeping(out / CORRECTIONS_FOLDER / name, data) for name, data in forms.items()]
        mails = _mails(reading, chosen, rendered, forms)
        written += [write_keeping(out / MAILS_FOLDER / name, data) for name, data in mails]
    return tuple(written)


def _mails(
    reading: Reading, chosen: Sequence[AgencyStatus], letters: Mapping[str, bytes], forms: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """A mail to each of them whose address is known, with the letter and the form that goes with it."""
    plan, blanks = reading.plan, BlankForms(reading.plan)
    for status in chosen:
        stem, is_late = correction_stem(plan, status), status.submission is None
        named = REMINDER_STEM if is_late and stem not in letters else stem
        to = review.address_of(plan, status.agency, status.submission)
        if to and named in letters:
            name = f"{stem}.xlsx"
            form = forms[name] if name in forms else blanks.form_of(status.agency)
            attached = (review.Attached(f"{named}.docx", letters[named]), review.Attached(name, form))
            yield mail_name(name), review.letter_mail(plan, status.agency, to, attached, late=is_late)


def _headed(letter: LetterContent, heading: Heading, at: int) -> LetterContent:
    """With its number (the next for each further letter), its day and its signatory, where they were given."""
    return replace(
        letter,
        number=str(int(heading.number) + at) if heading.number.isdecimal() else heading.number or letter.number,
        date=format_long_date(heading.day) if heading.day else letter.date,
        signer=heading.signer or letter.signer,
    )


def mark_sent(reading: Reading, out: Path, codes: Collection[str], day: date) -> int:
    """Note that letters went out to these agencies; how many were noted. Raises OutputError."""
    due = {status.agency.code: Sent(day, _matter(status, kind)) for status, kind in _due(reading)}
    noted = {code: sent for code, sent in due.items() if code in codes}
    with only_run(out):
        replace_whole(out / SENT_FILE, msgspec.json.encode({**_read_sent(out), **noted}))
    return len(noted)


def unmark_sent(out: Path, codes: Collection[str]) -> None:
    with only_run(out):
        kept = {code: sent for code, sent in _read_sent(out).items() if code not in codes}
        replace_whole(out / SENT_FILE, msgspec.json.encode(kept))


def _read_sent(out: Path) -> dict[str, Sent]:
    """What was sent; raises HeldError: what cannot be read must not be written over."""
    try:
        return msgspec.json.decode(read_if_there(out / SENT_FILE) or b"{}", type=dict[str, Sent])
    except msgspec.DecodeError:
        return {}


def as_archive(paths: Sequence[Path]) -> bytes:
    """The files in one zip, each in a folder named like its own."""
    return pack({f"{path.parent.name}/{path.name}": path.read_bytes() for path in paths})
