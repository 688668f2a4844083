"""From the plan's folder and the received files to what is known of them: submissions, findings, statuses."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from lamdong_report.catalogue.many import tell_together
from lamdong_report.checks import check_submissions
from lamdong_report.decisions import Validity, decide, decisions_path, read_decisions
from lamdong_report.errors import NoFormsError, UsageError, program
from lamdong_report.executor import ALONE, Executor
from lamdong_report.model import Decision, Finding, Severity, Source, Submission
from lamdong_report.opinionbook import read_arrangement
from lamdong_report.pipeline.archiving import require_whole_year
from lamdong_report.pipeline.planfiles import end_writing
from lamdong_report.pipeline.unchanged import KnownFindings, KnownPlan
from lamdong_report.plan import PLAN_FILE, Agency, Plan, load_plan, newest_plan_folder
from lamdong_report.plan.tables import year_of
from lamdong_report.reader import read_forms
from lamdong_report.report import Arrangement, Material, gather
from lamdong_report.results import ARRANGED_FILE
from lamdong_report.status import AgencyStatus, agency_statuses, as_of_date
from lamdong_report.text.alike import Alike, group_alike

Progress = Callable[[int, int], None]


class Reading(Struct, frozen=True):
    """What came in: the forms that count, all findings, and every file that was looked at.

    `forms` are all that could be read. Of the office's decisions: what became of each, the deadlines that it has
    extended, and what to say of cells that are what they are by a decision; `arrangement` is how it has arranged what
    agencies say alike. `paths` are what was read.
    """

    plan: Plan
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    forms: tuple[Submission, ...] = ()
    decisions: tuple[tuple[Decision, Validity], ...] = ()
    deadlines: Mapping[str, date] = field(default_factory=dict)
    decided: Mapping[Source, str] = field(default_factory=dict)
    arrangement: Arrangement = field(default_factory=Arrangement)
    paths: tuple[Path, ...] = ()

    def files_beside(self, out: Path) -> dict[str, str]:
        """Where the forms lie, seen from the folder of results, as a link writes it: "../inputs/xa-a.xlsx".

        Only of those in a folder beside it, which moves with it; a link to another place would soon lead nowhere. Nor
        is there one to a form within an archive or a mail.
        """
        folders = [path for path in self.paths if path.is_dir() and path.resolve().parent == out.resolve().parent]
        return {
            form.file: f"../{folder.name}/{form.file}"
            for form in self.submissions
            for folder in folders
            if "#" not in form.file and (folder / form.file).is_file()
        }

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def form_of(self, code: str) -> Submission | None:
        """The form of the agency that counts."""
        return next((form for form in self.submissions if form.agency == code), None)

    def material(self, alike: Alike = group_alike) -> Material:
        """What a report is written from; `alike` groups what agencies say alike."""
        return gather(self.plan, self.submissions, self.findings, self.deadlines, self.arrangement, alike)

    @property
    def statuses(self) -> tuple[AgencyStatus, ...]:
        return agency_statuses(self.plan, self.submissions, self.findings, self.deadlines)

    @property
    def as_of(self) -> date | None:
        return as_of_date(self.plan, self.submissions)

    @property
    def is_complete(self) -> bool:
        """Whether every agency of the plan has sent a form that could be read."""
        return {form.agency for form in self.submissions} >= {agency.code for agency in self.plan.agencies}

    @property
    def example(self) -> bool:
        return any(submission.example for submission in self.submissions)


def open_plan(templates: Path, kept_in: Path | None = None) -> Plan:
    """The plan in this folder, or in its newest year; raises PlanError, or UnfinishedYearError in between two years.

    Under the output folder `kept_in` lies what an unchanged plan.toml gave before.
    """
    folder = season_folder(templates)
    return load_plan(folder, KnownPlan(kept_in)) if kept_in else load_plan(folder)


def season_folder(templates: Path) -> Path:
    """The folder of the plan that a season goes by, whose files are written to the end if a run was cut off.

    Raises UnfinishedYearError in between two years, whichever of the two folders is named.
    """
    folder = plan_folder(templates)
    for year in (folder, folder.resolve().parent / str(year_of(folder) + 1)):
        require_whole_year(year)
    end_writing(folder)
    return folder


def plan_folder(templates: Path) -> Path:
    """This folder, if it holds a plan; else that of the newest year in it."""
    return templates if (templates / PLAN_FILE).exists() else newest_plan_folder(templates)


def pick_agencies(plan: Plan, codes: Sequence[str]) -> tuple[Agency, ...] | None:
    """The agencies with these codes, None for all; raises UsageError for a code that the plan does not have."""
    unknown = [code for code in codes if not plan.knows(code)]
    if unknown:
        remedy = f"Xem mã cơ quan bằng lệnh: {program()} plan"
        raise UsageError(f"Kế hoạch không có cơ quan mang mã {', '.join(unknown)}.", remedy)
    return tuple(plan.agency(code) for code in codes) or None


def read_and_check(
    plan: Plan,
    paths: Sequence[Path],
    *,
    kept_in: Path | None = None,
    convert_legacy: bool = False,
    on_progress: Progress | None = None,
    executor: Executor = ALONE,
) -> Reading:
    """Read whatever lies in `paths` and judge it; never stops for a bad form.

    Under the output folder `kept_in` lies what unchanged files gave before; `executor` reads the others.
    """
    if absent := [str(path) for path in paths if not path.exists()]:
        raise UsageError(f"Không thấy {', '.join(absent)}.", "Kiểm tra lại tên tệp hoặc thư mục chứa phiếu đã nhận.")
    book = decisions_path(paths) if paths else None
    decisions, faults = read_decisions(book, plan) if book else ((), ())
    arrangement, unread = read_arrangement(book.with_name(ARRANGED_FILE)) if book else (Arrangement(), ())
    received = read_forms(
        paths,
        plan,
        decisions=decisions,
        convert_legacy=convert_legacy,
        kept_in=kept_in,
        on_progress=on_progress,
        executor=executor,
    )
    # Opened only where there is something to check: a first look at an empty folder leaves no file behind.
    known = KnownFindings(kept_in, plan) if kept_in and received.submissions else None
    checked = check_submissions(plan, received.submissions, received.findings, known, executor)
    if known:
        known.save()
    decided = decide(plan, decisions, (*received.findings, *checked), received)
    return Reading(
        plan,
        received.submissions,
        (*tell_together(decided.findings, {one.code: one.name for one in plan.agencies}), *faults, *unread),
        received.files,
        received.forms,
        decided.standings,
        decided.deadlines,
        received.decided,
        arrangement,
        tuple(paths),
    )


def require_forms(reading: Reading, paths: Sequence[Path]) -> None:
    """Raise NoFormsError when nothing readable has come in."""
    if not reading.submissions:
        places = ", ".join(str(path) for path in paths)
        remedy = "Chép các phiếu đã nhận (.xlsx) vào thư mục này rồi chạy lại; tệp không đọc được xem ở lệnh check."
        raise NoFormsError(f"Không có phiếu nào đọc được trong {places} ({len(reading.files)} tệp).", remedy)


def exit_code(reading: Reading, *, strict: bool) -> int:
    """0 when all is well, 1 while findings of severity error remain (with `strict`, warnings too)."""
    faults = reading.count(Severity.ERROR) + (reading.count(Severity.WARNING) if strict else 0)
    return 1 if faults else 0


FolderState = tuple[tuple[str, int, int], ...]


def folder_state(folders: Sequence[Path]) -> FolderState:
    """Name, size and time of every file in these folders, hidden ones left out: equal while nothing has changed."""
    entries = []
    for root, inner, names in (found for folder in folders for found in os.walk(folder)):
        # Hidden folders are the bin and what programs keep for themselves; os.walk goes by what stays in the list.
        inner[:] = [name for name in inner if not name.startswith(".")]
        for path in (Path(root, name) for name in names if not name.startswith(".")):
            with suppress(OSError):  # gone again, or not for us to see
                status = path.stat()
                entries.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(sorted(entries))
