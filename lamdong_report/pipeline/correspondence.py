"""Letters to chosen agencies: who would get what and why, written with number, date and signatory, marked as sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from lamdong_report import review
from lamdong_report.content import LetterContent
from lamdong_report.errors import UsageError
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
from lamdong_report.review.tally import faulty, has_time, is_issuer, to_be_mended, unsent
from lamdong_report.status import AgencyStatus
from lamdong_report.storage import read_if_there, replace_whole, write_keeping
from lamdong_report.text.formats import format_long_date

SENT_FILE = ".da-gui.json"
MADE_FILE = ".da-lam.json"
REMINDER, CORRECTION = "reminder", "correction"
Step = Callable[[int, int], None]
T = TypeVar("T")


class Sent(msgspec.Struct, frozen=True):
    """That a letter went out, and what it was about: it is settled while that has not changed."""

    day: date
    about: str


class Made(msgspec.Struct, frozen=True):
    """What the letter that lies there was made about, and to whom it is addressed together."""

    about: str
    codes: tuple[str, ...]


class Recipient(msgspec.Struct, frozen=True):
    """An agency that a letter is due to, or was and is settled: `sent` is the day on which one about this went out.

    `letter`, `form` and `mail` are those that were made about what is the matter now, and about nothing else.
    """

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


class Heading(msgspec.Struct, frozen=True):
    """What the clerk fills in above and below: the first number ("" or digits), the day, who signs."""

    number: str = ""
    day: date | None = None
    signer: str = ""


def recipients_of(reading: Reading, out: Path) -> tuple[Recipient, ...]:
    """Those to be reminded, then those asked for corrections, in the plan's order; those already written to as well."""
    due, sent, made = tuple(_due(reading)), _read(out / SENT_FILE, Sent), _read(out / MADE_FILE, Made)
    now = {status.agency.code: _matter(status, kind) for status, kind in due}
    found = []
    for status, kind in due:
        code = status.agency.code
        letter, last = made.get(code), sent.get(code)
        # A reminder names all that it went to: of one that has sent its form meanwhile it would be untrue.
        is_true = letter and all(now.get(named) == letter.about for named in letter.codes)
        day = last.day if last and last.about == now[code] else None
        found.append(_recipient(reading, out if is_true else None, status, kind, day))
    return tuple(found)


def _due(reading: Reading) -> Iterator[tuple[AgencyStatus, str]]:
    for statuses, kind in ((unsent(reading.statuses), REMINDER), (faulty(reading.statuses), CORRECTION)):
        for status in statuses:
            if not is_issuer(reading.plan, status) and not (kind == REMINDER and has_time(status, reading.statuses)):
                yield status, kind


def _recipient(reading: Reading, out: Path | None, status: AgencyStatus, kind: str, sent: date | None) -> Recipient:
    """The agency with the files that lie in `out`; None for it where they are about something else."""
    code, stem = status.agency.code, correction_stem(reading.plan, status)
    places = (
        Path(LETTERS_FOLDER, f"{REMINDER_STEM if kind == REMINDER else stem}.docx"),
        Path(CORRECTIONS_FOLDER, f"{stem}.xlsx"),
        Path(MAILS_FOLDER, mail_name(f"{stem}.xlsx")),
    )
    letter, form, mail = (out / place if out and (out / place).is_file() else None for place in places)
    return Recipient(
        code=code,
        name=agency_name(reading, code),
        kind=kind,
        errors=status.count(Severity.ERROR),
        warnings=status.count(Severity.WARNING) if kind == CORRECTION else 0,
        email=review.address_of(reading.plan, status.agency, status.submission),
        letter=letter,
        form=form if kind == CORRECTION else None,
        mail=mail,
        sent=sent,
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
    due = {status.agency.code for status, _ in _due(reading)}
    chosen = [status for status in reading.statuses if status.agency.code in due & set(codes)]
    if not chosen:
        remedy = "Tải lại trang để xem cơ quan nào còn cần gửi."
        raise UsageError("Các cơ quan đã chọn không còn cần công văn nào.", remedy)
    reminder = review.reminder_letter(plan, chosen, reading.statuses)
    letters = [(REMINDER_STEM, reminder)] if reminder else []
    letters += review.correction_letters(plan, chosen)
    forms = dict(review.correction_forms(plan, chosen))
    written: list[Path] = []
    with only_run(out):
        note_made(reading, out, codes, is_done=False)
        rendered: dict[str, bytes] = {}
        for at, (stem, letter) in enumerate(letters):
            rendered[stem] = render_letter(_headed(letter, heading, at), plan.folder / LETTER_TEMPLATE)
            written.append(write_keeping(out / LETTERS_FOLDER / f"{stem}.docx", rendered[stem]))
            if step:
                step(at + 1, len(letters))
        written += [write_keeping(out / CORRECTIONS_FOLDER / name, data) for name, data in forms.items()]
        mails = _mails(reading, chosen, rendered, forms)
        written += [write_keeping(out / MAILS_FOLDER / name, data) for name, data in mails]
        note_made(reading, out, codes)
    return tuple(written)


def note_made(reading: Reading, out: Path, codes: Collection[str] | None = None, *, is_done: bool = True) -> None:
    """Note what the letters to these agencies (None: to all) are about; for one who holds the lock of the folder.

    Before they are written (not `is_done`) it is noted that those which lie there are about nothing any more.
    """
    chosen = [(status, kind) for status, kind in _due(reading) if codes is None or status.agency.code in codes]
    together = tuple(status.agency.code for status, kind in chosen if kind == REMINDER)
    made = {
        status.agency.code: Made(_matter(status, kind), together if kind == REMINDER else (status.agency.code,))
        for status, kind in chosen
    }
    # There is one reminder: written to others, it is none to those of the last time.
    reminders = {made[code].about for code in together}
    kept = {
        code: letter
        for code, letter in _read(out / MADE_FILE, Made).items()
        if code not in made and letter.about not in reminders
    }
    replace_whole(out / MADE_FILE, msgspec.json.encode({**kept, **(made if is_done else {})}))


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
    if not noted:
        remedy = "Tải lại trang để xem cơ quan nào còn cần gửi."
        raise UsageError("Các cơ quan đã chọn không còn trong danh sách cần gửi.", remedy)
    with only_run(out):
        replace_whole(out / SENT_FILE, msgspec.json.encode({**_read(out / SENT_FILE, Sent), **noted}))
    return len(noted)


def unmark_sent(out: Path, codes: Collection[str]) -> None:
    with only_run(out):
        kept = {code: sent for code, sent in _read(out / SENT_FILE, Sent).items() if code not in codes}
        replace_whole(out / SENT_FILE, msgspec.json.encode(kept))


def _read(path: Path, kind: type[T]) -> dict[str, T]:
    """What was noted of each agency; raises HeldError: what cannot be read must not be written over."""
    try:
        return msgspec.json.decode(read_if_there(path) or b"{}", type=dict[str, kind])  # type: ignore[valid-type]
    except msgspec.DecodeError:
        return {}


def as_archive(paths: Sequence[Path]) -> bytes:
    """The files in one zip, each in a folder named like its own."""
    return pack({f"{path.parent.name}/{path.name}": path.read_bytes() for path in paths})
