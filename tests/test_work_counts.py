"""The work that a report takes, counted and not timed: machines are noisy, a count is the same on each.

Every file is opened once, every sheet read once, every template compiled once; and twice the forms take twice the work.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pytest
from msgspec.structs import replace

from lamdong_report import pages
from lamdong_report.checks import check_submissions
from lamdong_report.content import ReportContent
from lamdong_report.opinionbook import opinions_workbook
from lamdong_report.packing import pack, unpack
from lamdong_report.pages import workbook_bytes
from lamdong_report.plan import Plan, load_plan
from lamdong_report.reader import Received, read_forms
from lamdong_report.reader.forms import RECKONING
from lamdong_report.render import render_report
from lamdong_report.report import Material, entries, gather, opinions_of, quotations, unused_numbers, write_report
from lamdong_report.spreadsheet.package import Package
from lamdong_report.word import filling, lint
from lamdong_report.workbooks import trace_workbook
from tests.conftest import ROOT, SMALL_PLAN
from tools.bench.sets import FormSet, make_set

pytestmark = pytest.mark.slow

TEMPLATE = ROOT / "templates" / "2026" / "report.docx"
SIZES = (16, 32, 64)
# What is done once (the plan, the template) makes the ratio smaller than 2, never larger.
MOST_GROWTH = 2.2


class Sized(frozenset[str]):
    """A set of agencies that counts the elements which its operations go through: no line of Python shows them."""

    gone_through = 0

    def __and__(self, other: object) -> Sized:
        return self._counted(frozenset.__and__(self, other))  # type: ignore[operator]

    def __or__(self, other: object) -> Sized:
        return self._counted(frozenset.__or__(self, other))  # type: ignore[operator]

    def _counted(self, result: frozenset[str]) -> Sized:
        Sized.gone_through += len(self)
        return result if result is NotImplemented else Sized(result)  # the keys of a mapping answer themselves

    __rand__, __ror__ = __and__, __or__


@dataclass(frozen=True)
class Season:
    """A plan with so many agencies, their forms, and what comes of them stage by stage."""

    made: FormSet
    plan: Plan

    def read(self) -> Received:
        return read_forms([self.made.forms], self.plan)

    def stages(self) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Each stage as a function without arguments; what the next one needs is made on the way."""
        yield "read", self.read
        received = self.read()
        yield "check", lambda: check_submissions(self.plan, received.submissions, received.findings)
        findings = (*received.findings, *check_submissions(self.plan, received.submissions, received.findings))

        def figures() -> tuple[Material, ReportContent]:
            material = gather(self.plan, received.submissions, findings)
            return material, write_report(material, findings, draft=True)

        yield "figures", figures
        material, content = figures()
        printed, quoted = entries(content), quotations(content)
        yield "render", lambda: render_report(content, TEMPLATE)
        yield (
            "trace",
            lambda: workbook_bytes(trace_workbook(material, printed, unused_numbers(material, printed), quoted)),
        )
        yield "opinions", lambda: workbook_bytes(opinions_workbook(material, opinions_of(material)))


def season(folder: Path, size: int) -> Season:
    made = make_set(SMALL_PLAN, folder, size)
    plan = load_plan(made.plan)
    asked = {question: Sized(codes) for question, codes in plan.asked.items()}
    return Season(made, replace(plan, asked=asked))


@pytest.fixture(scope="module")
def seasons(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Season]:
    return {size: season(tmp_path_factory.mktemp("sets"), size) for size in SIZES}


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Counts the lines of Python that are run, comprehensions by their rounds, and the elements of sets."""
    work, before, set_before = Counter[str](), sys.gettrace(), Sized.gone_through

    def trace(frame: Any, event: str, arg: Any) -> Any:
        if event == "line":
            work["lines"] += 1
        return trace

    sys.settrace(trace)
    try:
        yield work
    finally:
        sys.settrace(before)
        work["elements"] = Sized.gone_through - set_before


@pytest.fixture(scope="module")
def work(seasons: dict[int, Season]) -> dict[str, dict[int, Counter[str]]]:
    """By stage and size the work; everything runs once before, so that no cache makes the first one dearer."""
    for _, act in seasons[SIZES[0]].stages():
        act()
    counted: dict[str, dict[int, Counter[str]]] = {}
    for size, one in seasons.items():
        for stage, act in one.stages():
            with counting() as found:
                act()
            counted.setdefault(stage, {})[size] = found
    return counted


@pytest.mark.parametrize("stage", ["read", "check", "figures", "render", "trace", "opinions"])
@pytest.mark.parametrize("kind", ["lines", "elements"])
def test_twice_the_forms_take_twice_the_work(stage: str, kind: str, work: dict[str, dict[int, Counter[str]]]) -> None:
    few, more, most = (work[stage][size][kind] for size in SIZES)
    if kind == "lines":
        assert few > 100
        assert more <= MOST_GROWTH * few + len(SIZES)
    # Without what is done once, however many forms there are: a part that grows with the square stands out here.
    assert most - more <= MOST_GROWTH * (more - few) + 100


def test_the_count_sees_work_that_grows_with_the_square(seasons: dict[int, Season]) -> None:
    def square(codes: Any) -> int:
        return sum(len(codes & {code}) for code in codes)

    found = []
    for one in seasons.values():
        with counting() as counted:
            square(next(codes for codes in one.plan.asked.values() if len(codes) == len(one.plan.agencies)))
        found.append(counted["elements"])
    assert found[1] > MOST_GROWTH * found[0] and found[2] > MOST_GROWTH * found[1]


OPENED: list[str] = []
LISTENING: list[bool] = []


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if LISTENING and event == "open" and isinstance(arguments[0], str | bytes):
        OPENED.append(str(arguments[0]))


@contextmanager
def opened_files() -> Iterator[list[str]]:
    """The files that the system is asked to open; a hook cannot be taken out again, so it listens only here."""
    if not OPENED and not LISTENING:
        sys.addaudithook(listen)
    OPENED.clear()
    LISTENING.append(True)
    try:
        yield OPENED
    finally:
        LISTENING.clear()


def test_every_file_is_opened_once(seasons: dict[int, Season]) -> None:
    one = seasons[SIZES[0]]
    with opened_files() as opened:
        one.read()
    forms = Counter(name for name in opened if name.endswith(".xlsx"))
    assert len(forms) == one.made.size
    assert set(forms.values()) == {1}


def test_every_sheet_is_read_once(seasons: dict[int, Season], monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = Package.pieces, Counter[tuple[Package, str]]()

    def read_once(self: Package, name: str) -> Iterator[bytes]:
        asked[self, name] += 1
        return real(self, name)

    monkeypatch.setattr(Package, "pieces", read_once)
    one = seasons[SIZES[0]]
    received = one.read()
    assert len({package for package, _ in asked}) == len(received.files) == SIZES[0]
    assert set(asked.values()) == {1}
    form = next(one.made.forms.glob("*.xlsx")).read_bytes()
    read = {name for package, name in asked if package.names == Package(form).names}
    with zipfile.ZipFile(io.BytesIO(form)) as parts:
        sheets = {name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")}
    assert len(sheets - read) == len(RECKONING) - 1  # a form of one agency has no list of them


def test_after_one_form_has_changed_one_file_is_opened_as_a_workbook(
    seasons: dict[int, Season], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = seasons[SIZES[0]]
    inbox = tmp_path / "in"
    shutil.copytree(one.made.forms, inbox)
    opened, real = set[bytes](), Package.__init__

    def note(self: Package, data: bytes) -> None:
        opened.add(data)
        real(self, data)

    monkeypatch.setattr(Package, "__init__", note)

    def read() -> int:
        opened.clear()
        with opened_files() as touched:
            read_forms([inbox], one.plan, kept_in=tmp_path / "out")
        assert Counter(name for name in touched if name.endswith(".xlsx")).most_common(1)[0][1] == 1
        return len(opened)

    assert read() == SIZES[0]
    assert read() == 0
    changed = sorted(inbox.glob("*.xlsx"))[3]
    changed.write_bytes(pack({**unpack(changed.read_bytes()), "docProps/neu.txt": b"x"}))
    assert read() == 1
    assert read() == 0


def noting_sources(real: Any, sources: Counter[str]) -> Any:
    def called(self: Any, source: Any) -> Any:
        sources[str(source)] += 1
        return real(self, source)

    return called


def test_every_part_of_a_template_is_parsed_and_compiled_once(
    seasons: dict[int, Season], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To be looked at for faults, and to be printed as often as need be."""
    taken = {"parse": Counter[str](), "compile": Counter[str]()}
    for name, sources in taken.items():
        monkeypatch.setattr(jinja2.Environment, name, noting_sources(getattr(jinja2.Environment, name), sources))
    for kept in (filling._compiled, filling.parse_template, lint.name_faults):
        kept.cache_clear()
    render_once = dict(seasons[SIZES[0]].stages())["render"]
    render_once()
    render_once()
    assert len(taken["parse"]) == len(taken["compile"]) > 1
    assert {count for sources in taken.values() for count in sources.values()} == {1}


def test_the_trace_has_one_row_for_each_cell_and_each_number(
    seasons: dict[int, Season], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, rows = pages._with_heights, list[int]()

    def count(page: pages.Page) -> Iterator[Any]:
        rows.append(0)
        for row in real(page):
            rows[-1] += 1
            yield row

    monkeypatch.setattr(pages, "_with_heights", count)
    written = {}
    for size, one in seasons.items():
        stages = dict(one.stages())
        _, content = stages["figures"]()
        rows.clear()
        stages["trace"]()
        printed = entries(content)
        figures = [entry.figure for entry in printed]
        parts = (part for one in figures for side in (one.parts, one.base_parts, one.left_out) for part in side)
        cells = {
            (source, part.question, part.value if source is part.source else None)
            for part in parts
            for source in (part.source, *part.more)
        }
        numbers, sources, *_ = rows
        assert (numbers, sources) == (len(printed), len(cells))
        written[size] = sum(rows)
    assert written[SIZES[2]] - written[SIZES[1]] <= MOST_GROWTH * (written[SIZES[1]] - written[SIZES[0]])


def test_the_command_line_imports_what_a_command_needs_only_when_it_needs_it() -> None:
    """`--help` starts as an empty click program does: of ours, commands, failures and names of results."""
    code = "import sys, lamdong_report.cli; print(*sorted(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    loaded = run.stdout.split()
    ours = {name for name in loaded if name.split(".")[0] == "lamdong_report"}
    assert ours == {
        "lamdong_report",
        "lamdong_report.errors",
        "lamdong_report.results",
        *(f"lamdong_report.cli{room}" for room in ("", ".around", ".options", ".screen", ".season")),
    }
    assert not {"lxml", "docx", "docxtpl", "jinja2", "openpyxl", "xlsxwriter", "babel", "msgspec"} & set(loaded)


def test_a_report_imports_neither_what_writes_forms_nor_what_merges() -> None:
    code = "import sys, lamdong_report.pipeline.drafting; print(*sorted(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    loaded = set(run.stdout.split())
    spared = {
        "openpyxl",
        "flask",
        "email.message",
        "lamdong_report.forms.writer",
        "lamdong_report.forms.form",
        "lamdong_report.forms.states",
        "lamdong_report.merge.merge",
        "lamdong_report.spreadsheet.biff",
        "lamdong_report.spreadsheet.mails",
        "lamdong_report.spreadsheet.ods",
        "lamdong_report.planbook",
        "lamdong_report.example",
        "lamdong_report.review",
    }
    assert sorted(spared & loaded) == []


def test_a_command_hardly_searches_for_garbage() -> None:
    """What a run makes lives to its end: to search it at Python's usual pace took a tenth of the second report."""
    code = """
import atexit, gc, json
from lamdong_report.cli import main
atexit.register(lambda: print(json.dumps([gc.get_freeze_count(), *(one["collections"] for one in gc.get_stats())])))
main(["plan"])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, env=environment, check=True)
    frozen, searched, _, _ = json.loads(run.stdout.splitlines()[-1])
    assert frozen > 0, "the heap is searched again at the end"
    assert searched <= 60
