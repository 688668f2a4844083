"""The order of the stages, read aloud: plan, forms out, forms in, checks, figures, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lamdong_report.checks import check_submissions
from lamdong_report.errors import NoFormsError, ReportError, UsageError
from lamdong_report.model import Finding, Severity, Submission
from lamdong_report.plan import Agency, Plan, load_plan, newest_plan_folder
from lamdong_report.reader import read_forms
from lamdong_report.report import Ledger, Material, doubtful_cells, gather, opinions, unused_numbers, write_report
from lamdong_report.status import AgencyStatus, agency_statuses, as_of_date
from lamdong_report.storage import make_folder, next_numbered, write_keeping, write_whole

REPORT_TEMPLATE = "report.docx"
LETTER_TEMPLATE = "letter.docx"
TRACE_FILE = "truy-vet-so-lieu.xlsx"
OPINIONS_FILE = "tong-hop-y-kien.xlsx"
BOARD_FILE = "tinh-hinh.html"
FIXES_FILE = "can-sua.xlsx"
CORRECTIONS_FOLDER = "phieu-can-sua"
LETTERS_FOLDER = "cong-van"
REMINDER_STEM = "don-doc-gui-bao-cao"
DRAFT_STEM = "du-thao"
FINAL_STEM = "chinh-thuc"
EXAMPLE_MARK = ".vi-du"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came in: the forms that could be read, all findings, and every file that was looked at."""

    plan: Plan
    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def statuses(self) -> tuple[AgencyStatus, ...]:
        return agency_statuses(self.plan, self.submissions, self.findings)

    @property
    def as_of(self) -> date | None:
        return as_of_date(self.plan, self.submissions)

    @property
    def example(self) -> bool:
        return any(submission.example for submission in self.submissions)


@dataclass(frozen=True, slots=True)
class Written:
    """The files that a stage wrote, the report first."""

    report: Path
    others: tuple[Path, ...]


class NotFinalError(ReportError):
    """A final report was asked for while errors remain."""

    exit_code = 1


def open_plan(templates: Path) -> Plan:
    """The plan in this folder, or in its newest year."""
    folder = templates if (templates / "plan.toml").exists() else newest_plan_folder(templates)
    return load_plan(folder)


def check_templates(plan: Plan) -> tuple[str, ...]:
    """The faults of the Word templates against the data that they will get, before any form is opened."""
    from lamdong_report.render import lint_template
    from lamdong_report.review import reminder_letter

    report = write_report(gather(plan, ()), Ledger(), draft=True)
    letter = reminder_letter(plan, agency_statuses(plan, ()))
    faults = lint_template(plan.folder / REPORT_TEMPLATE, report)
    return (*faults, *lint_template(plan.folder / LETTER_TEMPLATE, letter)) if letter else faults


def pick_agencies(plan: Plan, codes: Sequence[str]) -> tuple[Agency, ...] | None:
    """The agencies with these codes, None for all; raises UsageError for a code that the plan does not have."""
    unknown = [code for code in codes if not plan.knows(code)]
    if unknown:
        remedy = "Xem mã cơ quan bằng lệnh: python generate.py plan"
        raise UsageError(f"Kế hoạch không có cơ quan mang mã {', '.join(unknown)}.", remedy)
    return tuple(plan.agency(code) for code in codes) or None


def issue_forms(plan: Plan, folder: Path, codes: Sequence[str] = (), on_progress: Progress | None = None) -> list[Path]:
    """Write the blank forms: one for each agency and one for each group, or only those of `codes`."""
    from lamdong_report.forms import write_forms

    agencies = pick_agencies(plan, codes)
    return list(write_forms(plan, make_folder(folder), agencies, on_progress))


def read_and_check(
    plan: Plan, paths: Sequence[Path], *, convert_legacy: bool = False, on_progress: Progress | None = None
) -> Reading:
    """Read whatever lies in `paths` and judge it; never stops for a bad form."""
    absent = [str(path) for path in paths if not path.exists()]
    if absent:
        raise UsageError(f"Không thấy {', '.join(absent)}.", "Kiểm tra lại tên tệp hoặc thư mục chứa phiếu đã nhận.")
    received = read_forms(paths, plan, convert_legacy=convert_legacy, on_progress=on_progress)
    findings = (*received.findings, *check_submissions(plan, received.submissions, received.findings))
    return Reading(plan, received.submissions, findings, received.files)


def require_forms(reading: Reading, paths: Sequence[Path]) -> None:
    """Raise NoFormsError when nothing readable has come in."""
    if not reading.submissions:
        places = ", ".join(str(path) for path in paths)
        remedy = "Chép các phiếu đã nhận (.xlsx) vào thư mục này rồi chạy lại; tệp không đọc được xem ở lệnh check."
        raise NoFormsError(f"Không có phiếu nào đọc được trong {places} ({len(reading.files)} tệp).", remedy)


def write_draft(reading: Reading, out: Path, *, final: bool = False) -> Written:
    """The next draft (or the final report) with its trace and opinion workbooks; raises NotFinalError."""
    errors = reading.count(Severity.ERROR)
    if final and errors:
        remedy = "Sửa hết các lỗi (xem lệnh check), hoặc bỏ --final để in dự thảo."
        raise NotFinalError(f"Chưa in bản chính thức được: còn {errors} lỗi trong các phiếu.", remedy)
    material = gather(reading.plan, reading.submissions, reading.findings)
    ledger = Ledger({} if final else doubtful_cells(reading.findings))
    report = _render(material, ledger, draft=not final)
    make_folder(out)
    stem = f"{reading.plan.document.file_name}-{FINAL_STEM if final else DRAFT_STEM}"
    path = write_whole(next_numbered(out, stem, ".docx"), report)
    return Written(path, _write_books(material, ledger, out))


def _render(material: Material, ledger: Ledger, *, draft: bool) -> bytes:
    from lamdong_report.render import render_report

    content = write_report(material, ledger, draft=draft)
    return render_report(content, material.plan.folder / REPORT_TEMPLATE)


def _write_books(material: Material, ledger: Ledger, out: Path) -> tuple[Path, ...]:
    from lamdong_report.workbooks import opinions_workbook, trace_workbook

    trace = trace_workbook(material, ledger.entries, unused_numbers(material, ledger))
    words = opinions_workbook(material, opinions(material))
    return write_keeping(out / TRACE_FILE, trace), write_keeping(out / OPINIONS_FILE, words)


def describe_plan(plan: Plan, code: str = "") -> Iterator[str]:
    """The lines that tell a person what the plan asks of whom; raises UsageError for an unknown agency."""
    from lamdong_report import describe

    pick_agencies(plan, [code] if code else [])
    return describe.describe_plan(plan, code)


def write_review(reading: Reading, out: Path) -> tuple[Path, ...]:
    """The status board, the list of all findings, and a form to correct for each agency with errors."""
    from lamdong_report import review

    plan, statuses, findings = reading.plan, reading.statuses, reading.findings
    make_folder(out)
    board = review.board_html(plan, statuses, findings, as_of=reading.as_of, example=reading.example)
    fixes = review.fixes_workbook(plan, statuses, findings, example=reading.example)
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
    folder = out / LETTERS_FOLDER
    return tuple(write_keeping(folder / f"{stem}.docx", render_letter(content, template)) for stem, content in letters)


def summarise(reading: Reading, *, width: int) -> str:
    from lamdong_report import review

    return review.summarise(reading.plan, reading.statuses, reading.findings, width=width)


def one_line(reading: Reading) -> str:
    from lamdong_report import review

    return review.one_line(reading.plan, reading.statuses, reading.findings)


def as_json(reading: Reading) -> str:
    from lamdong_report import review

    return review.as_json(reading.plan, reading.statuses, reading.findings)


def fill_examples(plan: Plan, folder: Path, seed: int, on_progress: Progress | None = None) -> list[Path]:
    """Write example forms, as agencies might have filled them in and sent them."""
    from lamdong_report.example import make_examples
    from lamdong_report.forms import form_bytes
    from lamdong_report.layout import lay_out

    clear_examples(folder)
    examples = make_examples(plan, seed)
    written = []
    for at, example in enumerate(examples, 1):
        data = form_bytes(plan, lay_out(plan, (example.agency,)), example.prefill, example=True)
        written.append(write_whole(folder / example.file_name, data))
        if on_progress:
            on_progress(at, len(examples))
    names = sorted(path.relative_to(folder).as_posix() for path in written)
    write_whole(folder / EXAMPLE_MARK, "\n".join(names).encode())
    return written


def clear_examples(folder: Path) -> None:
    """Remove just the forms of an earlier demonstration; raises UsageError for a folder that is not one's."""
    mark = folder / EXAMPLE_MARK
    if folder.is_dir() and any(folder.iterdir()) and not mark.exists():
        remedy = "Chọn một thư mục trống bằng --out; công cụ không xóa phiếu thật."
        raise UsageError(f"Thư mục {folder} đã có tệp không do lệnh demo làm ra.", remedy)
    for name in mark.read_text(encoding="utf-8").splitlines() if mark.exists() else ():
        (folder / name).unlink(missing_ok=True)


def exit_code(reading: Reading, *, strict: bool) -> int:
    """0 when all is well, 1 while findings of severity error remain (with `strict`, warnings too)."""
    faults = reading.count(Severity.ERROR) + (reading.count(Severity.WARNING) if strict else 0)
    return 1 if faults else 0
