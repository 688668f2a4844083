"""The order in which everything is measured: round after round, so that a busy minute does not fall on one thing."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.bench.clock import ROOT, Sample, Timing, measure, together
from tools.bench.demo import time_demos
from tools.bench.editing import copy_with_one_corrected
from tools.bench.machine import this_machine
from tools.bench.score import Score, SetScore
from tools.bench.sets import FormSet, make_set

Tell = Callable[[str], None]
LARGE = 3_321
# The large set takes minutes a round, and openpyxl would take ten.
_MOST_LARGE_ROUNDS = 3
# Whole commands: with nothing to go on, and again after one form has changed.
COMMANDS = ("check_cold", "check_again", "report", "report_again")
# A start takes a tenth of a second, and one that is disturbed twice as long.
_START_UPS = 20
_STAGES = ("plan", "read", "check", "figures", "render", "write", "books", "merge")
_WHOLE = frozenset({"imports", "draft", "naive", *COMMANDS})
_CLICK = "import click\n@click.command()\ndef main(): pass\nmain()"
_OURS = "from lamdong_report.cli import main\nmain()"


@dataclass(frozen=True, slots=True)
class Options:
    """`runs` rounds; `quick` leaves the large set out; `size` is that set's number of forms.

    `before` is the commit whose demonstration is timed beside that of today, "" for none.
    """

    runs: int = 5
    quick: bool = False
    size: int = LARGE
    before: str = ""


def run_bench(templates: Path, scratch: Path, options: Options, tell: Tell) -> Score:
    """Make the forms, measure everything; `tell` is given a line before each step. Raises PlanError, BenchError."""
    # Else the first round would measure how Python compiles the program.
    measure(["-m", "compileall", "-q", str(ROOT / "lamdong_report"), str(ROOT / "tools")])
    own = _make(templates, scratch, 0, tell)
    sets = [_measure_set(own, scratch, options.runs, tell, small=True)]
    if not options.quick:
        rounds = min(options.runs, _MOST_LARGE_ROUNDS)
        sets.append(_measure_set(_make(templates, scratch, options.size, tell), scratch, rounds, tell, small=False))
    demos: Mapping[str, Timing] = {}
    if options.before:
        tell(f"Đang đo lệnh demo, của bản này và của {options.before}")
        demos = time_demos(options.before, scratch, min(options.runs, _MOST_LARGE_ROUNDS))
    tell("Đang đo lúc khởi động")
    startup = {**_startup(max(_START_UPS, options.runs)), **demos}
    return Score(this_machine(), options.runs, startup, tuple(sets))


def _make(templates: Path, scratch: Path, size: int, tell: Tell) -> FormSet:
    tell(f"Đang làm bộ phiếu {size or 'của kế hoạch'} (lần sau dùng lại trong {scratch})")
    return make_set(templates, scratch, size)


def _startup(runs: int) -> Mapping[str, Timing]:
    """Bare Python, an empty click program, our --help: whole processes."""
    programs = {"python": "", "click": _CLICK, "help": _OURS}
    samples: dict[str, list[Sample]] = defaultdict(list)
    for _ in range(runs):
        for name, code in programs.items():
            samples[name].append(measure(["-c", code, "--help"]))
        samples["nothing"].append(measure(_child("nothing")))
    return {name: together(found, inside=False) for name, found in samples.items()}


def _measure_set(forms: FormSet, scratch: Path, rounds: int, tell: Tell, *, small: bool) -> SetScore:
    samples: dict[str, list[Sample]] = defaultdict(list)
    work = scratch / "luot-do"
    for at in range(1, rounds + 1):
        tell(f"Bộ {forms.size} phiếu, lượt {at}/{rounds}")
        shutil.rmtree(work, ignore_errors=True)
        for name, arguments in _round(forms, work, small=small):
            samples[name].append(measure(arguments))
    shutil.rmtree(work, ignore_errors=True)
    return SetScore(forms.size, {name: together(found, inside=name not in _WHOLE) for name, found in samples.items()})


def _round(forms: FormSet, work: Path, *, small: bool) -> Iterator[tuple[str, list[str]]]:
    """One of everything; the large set is not put through openpyxl, and blank forms are the same whatever the set."""
    places = [str(forms.plan), str(forms.forms), str(work)]
    own = ("forms", "context", "naive") if small else ()
    for stage in (*_STAGES, "floor", "imports", "draft", *own):
        yield stage, _child(stage, *places)
    corrected = copy_with_one_corrected(forms.forms, work / "phieu")
    for command, cold in (("check", "check_cold"), ("report", "report")):
        options = ["--templates", str(forms.plan), "--out", str(work / command)]
        yield cold, ["-c", _OURS, command, str(forms.forms), *options]
        yield f"{command}_again", ["-c", _OURS, command, str(corrected), *options]


def _child(stage: str, *places: str) -> list[str]:
    return ["-m", "tools.bench.child", stage, *places]
