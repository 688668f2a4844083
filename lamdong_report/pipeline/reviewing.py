"""What people are told of the forms: board, list of corrections, forms that go back, letters, terminal, JSON."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from lamdong_report.executor import ALONE, Executor
from lamdong_report.lock import only_run
from lamdong_report.pipeline.reading import Reading
from lamdong_report.pipeline.unchanged import known_correction_forms
from lamdong_report.results import (
    BOARD_FILE,
    CORRECTIONS_FOLDER,
    FIXES_FILE,
    LETTER_TEMPLATE,
    LETTERS_FOLDER,
    MAILS_FOLDER,
    REMINDER_STEM,
)
from lamdong_report.storage import put_away, write_keeping, write_renewed


def write_review(reading: Reading, out: Path, executor: Executor = ALONE) -> tuple[Path, ...]:
    """The status board, the list of all findings, and a form to correct for each agency with errors."""
    from lamdong_report import review

    plan, statuses, findings = reading.plan, reading.statuses, reading.findings
    board = review.board_html(plan, statuses, findings, reading.decisions, as_of=reading.as_of, example=reading.example)
    fixes = review.fixes_workbook(plan, statuses, findings, reading.files_beside(out), example=reading.example)
    with only_run(out):
        written = [write_renewed(out / BOARD_FILE, board.encode()), write_keeping(out / FIXES_FILE, fixes)]
        written += _write_corrections(reading, out, executor)
    return tuple(written)


def _write_corrections(reading: Reading, out: Path, executor: Executor) -> tuple[Path, ...]:
    """A form to correct for each agency with errors; those of agencies that have none any more are put away."""
    from lamdong_report.forms import form_file_name

    folder = out / CORRECTIONS_FOLDER
    forms = dict(known_correction_forms(reading.plan, reading.statuses, out, executor))
    _put_away_others(folder, forms, {form_file_name(reading.plan, agency) for agency in reading.plan.agencies})
    return tuple(write_keeping(folder / name, data) for name, data in forms.items())


def _put_away_others(folder: Path, wanted: Collection[str], ours: Collection[str]) -> None:
    """Nobody may send a letter or a form of last week to an agency that has mended everything since."""
    for name in sorted(set(ours) - set(wanted)):
        if (folder / name).is_file():
            put_away(folder / name)


def write_letters(reading: Reading, out: Path, executor: Executor = ALONE) -> tuple[Path, ...]:
    """A reminder to those who have not sent; to each agency with errors a correction request and the form with it."""
    from lamdong_report import review
    from lamdong_report.forms import form_file_name
    from lamdong_report.pipeline.correspondence import note_made
    from lamdong_report.render import render_letter

    plan, template, folder = reading.plan, reading.plan.folder / LETTER_TEMPLATE, out / LETTERS_FOLDER
    reminder = review.reminder_letter(plan, reading.statuses)
    contents = {REMINDER_STEM: reminder} if reminder else {}
    letters = {
        f"{stem}.docx": text for stem, text in (*contents.items(), *review.correction_letters(plan, reading.statuses))
    }
    stems = [REMINDER_STEM, *(Path(form_file_name(plan, agency)).stem for agency in plan.agencies)]
    with only_run(out):
        note_made(reading, out, is_done=False)
        _put_away_others(folder, letters, [f"{stem}.docx" for stem in stems])
        rendered = {name: render_letter(text, template) for name, text in letters.items()}
        written = [write_keeping(folder / name, data) for name, data in rendered.items()]
        corrections = _write_corrections(reading, out, executor)
        note_made(reading, out)
        return (*written, *corrections, *_write_mails(reading, out, rendered, corrections))


def _write_mails(
    reading: Reading, out: Path, letters: Mapping[str, bytes], corrections: Sequence[Path]
) -> tuple[Path, ...]:
    """A mail for each letter to an agency whose address is known: the letter and the form that goes with it."""
    from lamdong_report import review
    from lamdong_report.forms import BlankForms, form_file_name

    plan, forms, blanks = reading.plan, {path.name: path for path in corrections}, BlankForms(reading.plan)
    mails: dict[str, bytes] = {}
    for status in reading.statuses:
        name = form_file_name(plan, status.agency)
        letter = letters.get(f"{REMINDER_STEM}.docx" if status.submission is None else f"{Path(name).stem}.docx")
        to = review.address_of(plan, status.agency, status.submission)
        if not letter or not to:
            continue
        blank = status.submission is None
        form = blanks.form_of(status.agency) if blank else forms[name].read_bytes()
        attached = (review.Attached(f"{REMINDER_STEM if blank else Path(name).stem}.docx", letter),
                    review.Attached(name, form))  # fmt: skip
        mails[mail_name(name)] = review.letter_mail(plan, status.agency, to, attached, late=blank)
    folder = out / MAILS_FOLDER
    _put_away_others(folder, mails, [mail_name(form_file_name(plan, one)) for one in plan.agencies])
    return tuple(write_keeping(folder / name, data) for name, data in mails.items())


def mail_name(form: str) -> str:
    return f"{Path(form).stem}-cong-van.eml"


def summarise(reading: Reading, *, width: int) -> str:
    from lamdong_report import review

    return review.status_lines(reading.plan, reading.statuses, reading.findings, width=width)


def one_line(reading: Reading) -> str:
    from lamdong_report import review

    return review.status_line(reading.plan, reading.statuses, reading.findings)


def as_json(reading: Reading) -> str:
    from lamdong_report import review

    return review.status_json(reading.plan, reading.statuses, reading.findings)
