"""From the places where forms arrive to one form for each agency and everything there is to say about the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from lamdong_report.executor import ALONE, Executor
from lamdong_report.model import Decision, Finding, Severity, Source, Submission
from lamdong_report.plan import Plan
from lamdong_report.reader.duplicates import ChosenForm, pick_forms
from lamdong_report.reader.files import FileReader, ToRead, bytes_of, only
from lamdong_report.reader.forms import Found, Opened
from lamdong_report.reader.index import index_form
from lamdong_report.reader.kept import KeptReadings, reading_key
from lamdong_report.reader.values import Rules
from lamdong_report.spreadsheet.arrivals import Arrival, find_arrivals
from lamdong_report.spreadsheet.book import parse_ref
from lamdong_report.spreadsheet.package import Refused

Progress = Callable[[int, int], None]
# So many bytes of new files are held until they are read, those of some three hundred forms: on a drive of the network,
# or with a virus scanner, each opening takes its time.
_MOST_HELD = 32 * 1024 * 1024


class Received(Struct, frozen=True):
    """What came in. `submissions`: one for each agency that sent, in the plan's order. `files`: all looked at.

    `forms` are all that could be read, those that do not count too. `decided`: what to say of the cells that are
    what they are by a decision of the office.
    """

    submissions: tuple[Submission, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    forms: tuple[Submission, ...] = ()
    decided: Mapping[Source, str] = field(default_factory=dict)


def read_forms(
    paths: Sequence[Path],
    plan: Plan,
    *,
    decisions: Sequence[Decision] = (),
    convert_legacy: bool = False,
    kept_in: Path | None = None,
    on_progress: Progress | None = None,
    executor: Executor = ALONE,
) -> Received:
    """Every form in these files and folders, zip archives included; the order of the files makes no difference.

    Under the output folder `kept_in` lies what files gave before: those that have not changed are not read again;
    `executor` reads the others. `on_progress` is told how many files are done, of how many. `decisions` of the office
    say which form counts.
    Raises UsageError for a path that does not exist; whatever is wrong with a file is a finding.
    """
    arrivals, left_out = find_arrivals(paths)
    opened = [only("too-many-files", "", count=left_out + len(arrivals), limit=len(arrivals))] if left_out else []
    index, files = index_form(plan), []
    kept = KeptReadings(kept_in, plan, convert_legacy=convert_legacy) if kept_in and arrivals else None
    reading = _read_each(arrivals, FileReader(index, Rules(plan, convert_legacy)), kept, executor)
    for done, found in enumerate(reading, 1):
        for name, form in found:
            files.append(name)
            opened.append(form)
        if on_progress:
            on_progress(done, len(arrivals))
    if kept:
        kept.save()
    picked = tuple(pick_forms(opened, index, decisions))
    return Received(
        tuple(one.submission for one in picked),
        _told(opened, picked, plan),
        tuple(sorted(files)),
        tuple(one.submission for form in opened for one in (form, *form.claimed) if one.submission),
        dict(pair for one in picked for pair in one.decided),
    )


def _read_each(
    arrivals: Sequence[Arrival], reader: FileReader, kept: KeptReadings | None, executor: Executor
) -> Iterator[Found]:
    """What is in each file, in their order; only what is not known from before is read."""
    known: dict[Arrival, Found] = {}
    left, held = [], 0
    for arrival in arrivals:
        data = bytes_of(arrival) if kept else b""
        if isinstance(data, Refused) or not kept or not data:
            left.append(ToRead(arrival))
        elif (found := kept.find(reading_key(data, arrival.name), arrival.name)) is not None:
            known[arrival] = found
        else:
            held += len(data)
            left.append(ToRead(arrival, data if held <= _MOST_HELD else None))
    read = executor.each(reader.read, left)
    for arrival in arrivals:
        if arrival in known:
            yield known[arrival]
        else:
            now = next(read)
            if kept and now.key:
                kept.keep(now.key, arrival.name, now.found)
            yield now.found


def _told(opened: Sequence[Opened], picked: Sequence[ChosenForm], plan: Plan) -> tuple[Finding, ...]:
    """Each finding once, by agency as the plan lists them, those of none first; then by file, sheet and cell."""
    chosen = {one.submission.digest for one in picked}
    received = {one.submission.agency for one in picked}
    findings = [finding for one in picked for finding in one.findings]
    for form in opened:
        if form.submission is None and not any(
            one.submission and one.submission.digest in chosen for one in form.claimed
        ):
            # A file that gave no form is no more than a note of an agency whose right form has come, too.
            findings += (
                replace(one, severity=Severity.NOTE) if one.agency in received else one for one in form.findings
            )
    places = {agency.code: at for at, agency in enumerate(plan.agencies)}

    def place_of(finding: Finding) -> tuple[int, str, str, tuple[int, int], str, str]:
        position = parse_ref(finding.cell) or (-1, -1)
        agency = places.get(finding.agency, -1)
        return agency, finding.file, finding.sheet, position, finding.code, finding.message

    return tuple(sorted(dict.fromkeys(findings), key=place_of))
