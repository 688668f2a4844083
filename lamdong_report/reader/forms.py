"""From one opened workbook to the submission in it, or to the findings that say why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.catalogue import make_finding
from lamdong_report.layout import LISTS_SHEET, META_SHEET, MIRROR_SHEET, STATES_SHEET
from lamdong_report.model import Finding, Source, Submission
from lamdong_report.plan import VALUE, Agency
from lamdong_report.reader.borrowed import owner_of, rows_in
from lamdong_report.reader.collect import Collected, collect
from lamdong_report.reader.identity import COPY, FormIdentity, identify, meta_sheets, read_metas
from lamdong_report.reader.index import FormIndex, plain_label
from lamdong_report.reader.labels import is_form_without_ids, names_without_ids
from lamdong_report.reader.outside import beside_cells, told_on_helper
from lamdong_report.reader.remarks import Remark, cell_text, to_findings
from lamdong_report.reader.rows import SheetScan, scan_sheet
from lamdong_report.reader.values import Rules, read_words
from lamdong_report.spreadsheet.book import Book
from lamdong_report.status import MOST_SENDINGS
from lamdong_report.text.clean import clean

# The form's title, the agency, the title of the sheet.
_HEAD_ROWS = 3
# With these a form reckons for its clerk. They hold no answers, and half of all that is in its file.
RECKONING = frozenset({MIRROR_SHEET, STATES_SHEET, LISTS_SHEET})
_HELPERS = RECKONING | {META_SHEET}
_ASK_NOTHING = ("guide", "check")
_OTHER_FORMS = ("form-other-year", "form-other-plan", "several-forms")


class Opened(Struct, frozen=True):
    """A form as it was read; no submission where it is not one, or nobody's.

    `claimed` is what it would be as the form of each agency that it may be of, with the findings: the office may choose
    one. `absent` are the ids of the questions and tables that its agency is asked and that have no cell in it.
    """

    submission: Submission | None
    findings: tuple[Finding, ...]
    claimed: tuple[Opened, ...] = ()
    absent: frozenset[str] = frozenset()


# What is in one file: the name of each file in it, itself first, with the form.
Found = tuple[tuple[str, Opened], ...]


def read_form(book: Book, file: str, index: FormIndex, rules: Rules) -> Opened:
    """The form in the workbook."""
    hidden = meta_sheets(book)
    metas = read_metas(hidden)
    scans = tuple(scan_sheet(sheet, index, {}) for sheet in book.sheets if sheet not in hidden)
    parts = tuple(scan for scan in scans if scan.is_part_of_form)
    if not parts and not metas and not is_form_without_ids(scans, index):
        return Opened(None, (make_finding("form-none", source=Source(file, "", "")),))
    heads = (row for scan in parts or scans for row in scan.sheet.rows[:_HEAD_ROWS])
    titles = (clean(cell_text(cell)) for row in heads for cell in row if cell)
    role = index.plan.questions[index.plan.roles.agency]
    named = [line.spot(role.column or VALUE) for scan in scans for line in scan.lines if line.id == role.row]
    # What is written where the form asks for the agency's name, old letters made new.
    spots = (spot for spot in named if spot and not spot.is_blank)
    names = tuple(clean(cell_text(read_words(spot, convert=True).cell)) for spot in spots)
    identity = identify(metas, names if parts else tuple(names_without_ids(scans, index)), titles, index.names)
    agency = identity.agency
    said = list(identity.remarks)
    if not parts and not any(one.code in _OTHER_FORMS for one in said):
        owner = f"của {index.plan.form_agency_name(agency)}" if agency else "chưa rõ của cơ quan nào"
        said = [Remark("form-ids-lost", owner=owner)]
        return Opened(None, to_findings(said, file, agency.code if agency else ""))
    if not named and any(one.code == "agency-missing" for one in said):
        sheets = "», «".join(clean(scan.sheet.name) for scan in parts)
        said = [Remark("form-part", sheets=sheets)]
    if agency is None or identity.refused:
        claimed = []
        for one in identity.claimed:  # the form as this agency's, though it names another one as well
            mine = replace(identity, agency=one)
            collected = _collect(scans, mine, one, file, index, rules)
            sent = replace(_submission(book, file, mine, one, collected, index), refused=True)
            claimed.append(Opened(sent, collected.findings, absent=collected.absent))
        return Opened(None, to_findings(said, file, agency.code if agency else ""), tuple(claimed))
    collected = _collect(scans, identity, agency, file, index, rules)
    said += _extra_sheets(scans, index)
    said += beside_cells(scans, index.plan.contact.agency)
    submission = _submission(book, file, identity, agency, collected, index)
    findings = (*to_findings(said, file, agency.code), *collected.findings)
    return Opened(submission, findings, absent=collected.absent)


def _collect(
    scans: tuple[SheetScan, ...], identity: FormIdentity, agency: Agency, file: str, index: FormIndex, rules: Rules
) -> Collected:
    """What the agency answered; where a marker row is gone, the sheets are gone through once more for it.

    They then have the columns of the form that was made for this agency, or for the group that it was sent to.
    """
    plan, meta = index.plan, identity.meta
    owner = owner_of(rows_in(scans), agency, meta, index)
    if any(scan.guessed_blocks for scan in scans):
        made_for: tuple[Agency, ...] = (agency,)
        if meta.group and not meta.agency:
            made_for = tuple(one for one in plan.agencies if one.group == meta.group)
        defaults = index.default_columns(made_for)
        scans = tuple(scan_sheet(scan.sheet, index, defaults) for scan in scans)
    return collect(scans, index, agency, file, rules, is_older=plan.has_outdated(meta.form_version), owner=owner)


def _extra_sheets(scans: tuple[SheetScan, ...], index: FormIndex) -> Iterator[Remark]:
    """Sheets that the agency added, and words on those of the form that ask for nothing."""
    own = {plain_label(sheet.title): sheet.purpose for sheet in index.plan.sheets}
    # The guide and the self-check say at their head which they are, whatever somebody has called them.
    helpers = {plain_label(one.heading or one.title) for one in index.plan.sheets if one.purpose in _ASK_NOTHING}
    titles = [clean(scan.sheet.name) for scan in scans]
    for scan in scans:
        name = COPY.sub("", clean(scan.sheet.name))
        heads = {plain_label(cell_text(cell)) for row in scan.sheet.rows[:_HEAD_ROWS] for cell in row}
        is_own = plain_label(name) in own or name.casefold() in _HELPERS or not helpers.isdisjoint(heads)
        if not scan.is_part_of_form and not is_own and any(any(row) for row in scan.sheet.rows):
            yield Remark("sheet-extra").at(scan.sheet.name)
        elif own.get(plain_label(name)) in _ASK_NOTHING:
            yield from told_on_helper(scan.sheet, own[plain_label(name)], titles)


def _submission(
    book: Book, file: str, identity: FormIdentity, agency: Agency, collected: Collected, index: FormIndex
) -> Submission:
    meta, sending = identity.meta, collected.answers.get(index.plan.roles.sending)
    number = sending.number if sending else None
    return Submission(
        agency=agency.code,
        file=file,
        answers=collected.answers,
        tables=collected.tables,
        plan=meta.plan or index.plan.info.id,
        year=meta.year or index.plan.info.year,
        form_version=meta.form_version or index.plan.info.form_version,
        sending=int(number) if number is not None and 1 <= number <= MOST_SENDINGS else 1,
        example=meta.example,
        modified=book.modified,
        digest=book.digest,
    )
