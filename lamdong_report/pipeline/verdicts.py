"""What a file that has just come says at once: whose it is, which sending, what is wrong, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from lamdong_report.model import Answer, Finding, Severity, Submission
from lamdong_report.pipeline.presenting import agency_name
from lamdong_report.pipeline.reading import Reading, read_and_check
from lamdong_report.pipeline.receiving import Kept, Upload, keep
from lamdong_report.review.tally import gravest_first
from lamdong_report.text import clean


class AnswerChange(Struct, frozen=True):
    """An answer that reads otherwise than in the form that counted before; "" where nothing stood."""

    label: str
    before: str
    after: str


class FileVerdict(Struct, frozen=True):
    """One file. `agency` is "" where it is no agency's form; `sending` 0 where no form was found in it."""

    file: str
    agency: str
    name: str
    sending: int
    findings: tuple[Finding, ...]
    changes: tuple[AnswerChange, ...]
    is_first: bool

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)


class Receipt(Struct, frozen=True):
    """What became of the files that were dropped together."""

    kept: tuple[Kept, ...]
    verdicts: tuple[FileVerdict, ...]


def receive_files(reading: Reading, folder: Path, uploads: Sequence[Upload], out: Path | None = None) -> Receipt:
    """Keep the files in the folder of forms and judge them by themselves; `reading` is what counted before.

    What was read is kept under `out`, for the folder will be read as a whole.
    """
    kept = tuple(keep(folder, uploads))
    return Receipt(kept, judge_files(reading, [one.path for one in kept], out))


def judge_files(reading: Reading, paths: Sequence[Path], out: Path | None = None) -> tuple[FileVerdict, ...]:
    """A verdict on each file in `paths`, those inside archives and mails as well."""
    # By themselves: beside the forms that are there a file could be superseded before anybody has seen it.
    alone = read_and_check(reading.plan, paths, kept_in=out)
    forms = {form.file: form for form in alone.submissions}
    # An archive is told only by what is in it, unless there is something to say of itself.
    told = {*forms, *(finding.file for finding in alone.findings)}
    files = [file for file in alone.files if file in told or not any(one.startswith(f"{file}/") for one in alone.files)]
    return tuple(_verdict(reading, alone, forms.get(file), file) for file in files)


def _verdict(before: Reading, alone: Reading, form: Submission | None, file: str) -> FileVerdict:
    findings = tuple(f for f in alone.findings if f.file == file or (form and not f.file and f.agency == form.agency))
    code = form.agency if form else next((f.agency for f in findings if f.agency), "")
    former = before.form_of(code)
    changes: tuple[AnswerChange, ...] = ()
    if form and former and former.digest != form.digest:
        roles = (before.plan.roles.agency, before.plan.roles.sending)
        asked = [(key, question.label) for key, question in before.plan.questions.items() if key not in roles]
        typed = [(label, _typed(former.answers.get(key)), _typed(form.answers.get(key))) for key, label in asked]
        changes = tuple(AnswerChange(label, then, now) for label, then, now in typed if then != now)
    return FileVerdict(
        file=file,
        agency=code if before.plan.knows(code) else "",
        name=agency_name(before, code),
        sending=form.sending if form else 0,
        findings=gravest_first(findings),
        changes=changes,
        is_first=form is not None and former is None,
    )


def _typed(answer: Answer | None) -> str:
    return " ".join(clean(answer.raw).split()) if answer else ""
