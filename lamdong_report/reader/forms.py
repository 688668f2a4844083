"""From one opened workbook to the submission in it, or to the findings that say why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lamdong_report.catalogue import make_finding
from lamdong_report.layout import LISTS_SHEET, META_SHEET, MIRROR_SHEET, STATES_SHEET
from lamdong_report.model import Answer, Finding, Source, Submission
from lamdong_report.plan import VALUE, Agency
from lamdong_report.reader.beside import beside_cells
from lamdong_report.reader.collect import Collected, collect
from lamdong_report.reader.findings import to_findings
from lamdong_report.reader.identity import COPY, Identity, identify, meta_sheets, read_metas
from lamdong_report.reader.index import FormIndex, plain
from lamdong_report.reader.legacy import read_words
from lamdong_report.reader.outside import told_on_helper
from lamdong_report.reader.remarks import Remark, shown
from lamdong_report.reader.scan import SheetScan, scan_sheet
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.book import Book
from lamdong_report.status import MOST_SENDINGS
from lamdong_report.text.clean import clean

# The form's title, the agency, the title of the sheet.
_HEAD_ROWS = 3
# With these a form reckons for its clerk. They hold no answers, and half of all that is in its file.
RECKONING = frozenset({MIRROR_SHEET, STATES_SHEET, LISTS_SHEET})
_HELPERS = RECKONING | {META_SHEET}


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it was read; no submission where it is not one, or nobody's.

    `claimed` is what it would be as the form of each agency that it may be of: the office may choose one.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    claimed: tuple[Submission, ...] = ()


# What is in one file: the name of each file in it, itself first, with the form.
Found = tuple[tuple[str, Opened], ...]


def read_form(book: Book, file: str, index: FormIndex, rules: Rules) -> Opened:
    """The form in the workbook."""
    hidden = meta_sheets(book)
    metas = read_metas(hidden)
    scans = tuple(scan_sheet(sheet, index, {}) for sheet in book.sheets if sheet not in hidden)
    if not metas and not any(scan.is_part_of_form for scan in scans):
        return Opened(None, (make_finding("form-none", source=Source(file, "", "")),))
    identity = identify(metas, _names(scans, index), _titles(scans), index.plan)
    agency = identity.agency
    said = list(identity.remarks)
    if agency is None or identity.refused:
        claimed = tuple(_claimed(book, file, identity, one, scans, index, rules) for one in identity.claimed)
        return Opened(None, to_findings(said, file, agency.code if agency else ""), claimed)
    collected = _collect(scans, identity, agency, file, index, rules)
    said += _extra_sheets(scans, index)
    said += beside_cells(scans, index.plan.contact.agency)
    submission = _submission(book, file, identity, agency, collected, index)
    return Opened(submission, (*to_findings(said, file, agency.code), *collected.findings))


def _claimed(
    book: Book,
    file: str,
    identity: Identity,
    agency: Agency,
    scans: tuple[SheetScan, ...],
    index: FormIndex,
    rules: Rules,
) -> Submission:
    """The form as this agency's, though it names another one as well."""
    mine = replace(identity, agency=agency)
    collected = _collect(scans, mine, agency, file, index, rules)
    return replace(_submission(book, file, mine, agency, collected, index), refused=True)


def _collect(
    scans: tuple[SheetScan, ...], identity: Identity, agency: Agency, file: str, index: FormIndex, rules: Rules
) -> Collected:
    is_older = index.plan.has_outdated(identity.meta.form_version)
    return collect(_again(scans, index, identity), index, agency, file, rules, is_older=is_older)


def _names(scans: tuple[SheetScan, ...], index: FormIndex) -> Iterator[str]:
    """What is written where the form asks for the agency's name, old letters made new."""
    role = index.plan.questions[index.plan.roles.agency]
    for scan in scans:
        for line in scan.lines:
            spot = line.spot(role.column or VALUE)
            if line.id == role.row and spot and not spot.is_blank:
                yield clean(shown(read_words(spot, convert=True).cell))


def _titles(scans: tuple[SheetScan, ...]) -> Iterator[str]:
    """The lines at the head of the form's sheets."""
    for scan in scans:
        if scan.is_part_of_form:
            yield from (clean(shown(cell)) for row in scan.sheet.rows[:_HEAD_ROWS] for cell in row if cell)


def _extra_sheets(scans: tuple[SheetScan, ...], index: FormIndex) -> Iterator[Remark]:
    """Sheets that the agency added, and words on those of the form that ask for nothing."""
    own = {plain(sheet.title): sheet.purpose for sheet in index.plan.sheets}
    titles = [clean(scan.sheet.name) for scan in scans]
    for scan in scans:
        name = COPY.sub("", clean(scan.sheet.name))
        is_own = plain(name) in own or name.casefold() in _HELPERS
        if not scan.is_part_of_form and not is_own and any(any(row) for row in scan.sheet.rows):
            yield Remark("sheet-extra").at(scan.sheet.name)
        elif own.get(plain(name)) in ("guide", "check"):
            yield from told_on_helper(scan.sheet, own[plain(name)], titles)


def _again(scans: tuple[SheetScan, ...], index: FormIndex, identity: Identity) -> tuple[SheetScan, ...]:
    """The scans; where a marker row is gone, once more with the columns that this agency's form had."""
    if not any(scan.guessed_blocks for scan in scans):
        return scans
    defaults = index.default_columns(_sharers(identity, index))
    return tuple(scan_sheet(scan.sheet, index, defaults) for scan in scans)


def _sharers(identity: Identity, index: FormIndex) -> tuple[Agency, ...]:
    """The agencies that the form was made for: its own one, or the group that it was sent to."""
    plan, meta = index.plan, identity.meta
    if meta.group and not meta.agency:
        return tuple(agency for agency in plan.agencies if agency.group == meta.group)
    return (identity.agency,) if identity.agency else plan.agencies


def _submission(
    book: Book, file: str, identity: Identity, agency: Agency, collected: Collected, index: FormIndex
) -> Submission:
    meta = identity.meta
    return Submission(
        agency=agency.code,
        file=file,
        answers=collected.answers,
        tables=collected.tables,
        plan=meta.plan or index.plan.info.id,
        year=meta.year or index.plan.info.year,
        form_version=meta.form_version or index.plan.info.form_version,
        sending=_sending(collected.answers.get(index.plan.roles.sending)),
        example=meta.example,
        modified=book.modified,
        digest=book.digest,
    )


def _sending(answer: Answer | None) -> int:
    """Which sending this is, 1 where nothing sensible is said."""
    number = answer.number if answer else None
    return int(number) if number is not None and 1 <= number <= MOST_SENDINGS else 1
