"""What people are told of the forms: board, list of corrections, forms that go back, letters, terminal, JSON."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.lock import only_run
from lamdong_report.pipeline.names import (
    BOARD_FILE,
    CORRECTIONS_FOLDER,
    FIXES_FILE,
    LETTER_TEMPLATE,
    LETTERS_FOLDER,
    REMINDER_STEM,
)
from lamdong_report.pipeline.reading import Reading
from lamdong_report.storage import write_keeping, write_whole


def write_review(reading: Reading, out: Path) -> tuple[Path, ...]:
    """The status board, the list of all findings, and a form to correct for each agency with errors."""
    from lamdong_report import review

    plan, statuses, findings = reading.plan, reading.statuses, reading.findings
    board = review.board_html(plan, statuses, findings, as_of=reading.as_of, example=reading.example)
    fixes = review.fixes_workbook(plan, statuses, findings, example=reading.example)
    with only_run(out):
        written = [write_whole(out / BOARD_FILE, board.encode()), write_keeping(out / FIXES_FILE, fixes)]
        for name, data in review.correction_forms(plan, statuses):
            written.append(write_keeping(out / CORRECTIONS_FOLDER / name, data))
    return tuple(written)


def write_letters(reading: Reading, out: Path) -> tuple[Path, ...]:
    """A reminder to those who have not sent, a correction request to each agency with errors."""
    from lamdong_report import review
    from lamdong_report.render import render_letter

    template = reading.plan.folder / LETTER_TEMPLATE
    letters = list(review.correction_letters(reading.plan, reading.statuses))
    reminder = review.reminder_letter(reading.plan, reading.statuses)
    if reminder:
        letters.insert(0, (REMINDER_STEM, reminder))
    with only_run(out):
        return tuple(
            write_keeping(out / LETTERS_FOLDER / f"{stem}.docx", render_letter(content, template))
            for stem, content in letters
        )


def summarise(reading: Reading, *, width: int) -> str:
    from lamdong_report import review

    return review.summarise(reading.plan, reading.statuses, reading.findings, width=width)


def one_line(reading: Reading) -> str:
    from lamdong_report import review

    return review.one_line(reading.plan, reading.statuses, reading.findings)


def as_json(reading: Reading) -> str:
    from lamdong_report import review

    return review.as_json(reading.plan, reading.statuses, reading.findings)
