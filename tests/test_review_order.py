"""Damaged files cost the other agencies nothing, and neither order, names nor folders of files change what is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.model import Submission
from lamdong_report.plan import load_plan
from lamdong_report.report import entries
from tests.anything import Season, answers_of, paragraphs_of, read_season
from tests.conftest import SMALL_PLAN
from tests.corpus.containers import locked_xls, locked_xlsx
from tests.corpus.forms import Typed, usual, zipped
from tests.corpus.hostile import CASES
from tests.samples import samples

pytestmark = pytest.mark.slow

PLAN = load_plan(SMALL_PLAN)
FEW = settings(max_examples=samples(20), deadline=None)
FEWER = settings(max_examples=samples(7), deadline=None)
Files = Mapping[str, bytes]
ANSWERS: Mapping[str, dict[str, Typed]] = {
    "SYT": {"tt_cuoc": 12, "t1s_tong": 2000, "t1s_tiem": 1950, "xh_tong": 0, "td_chi_dao.noi_dung": "Có 02 văn bản."},
    "SGD": {"tt_cuoc": 8, "t4_trai": 900, "t4_hoc_trai": 890, "td_truyen_thong.noi_dung": "- Một\n- Hai"},
    "TD": {"tt_cuoc": "khoảng 5", "tt_nguoi": 300, "nv_td_1.noi_dung": "Xây dựng 03 sân chơi"},
    "S101": {"tre_em": 1250, "tt_cuoc": 4, "t1_tong": 100, "t1_tiem": 96, "bv_ke_hoach": "có"},
    "S102": {"tre_em": 800, "tt_cuoc": 3, "t1_tong": 90, "t1_tiem": 91, "bv_kinh_phi": "1.234"},
}  # fmt: skip
# Making or reading these takes longer than all others together.
_SLOW = frozenset({"bomb.xlsx", "lying-bomb.xlsx", "many.zip", "bomb.ods"})


@cache
def forms() -> Files:
    """One form of each agency, by its code."""
    return {code: usual(PLAN, code, **answers) for code, answers in ANSWERS.items()}


@cache
def wrecks() -> Files:
    """Everything of the corpus from which no form can be read, by the name that it arrives under."""
    return {case.name: case.make(PLAN) for case in CASES if not case.read and case.name not in _SLOW}


def season_of(files: Files) -> Season:
    """What comes of these files in a folder of their own."""
    with TemporaryDirectory() as folder:
        return read_season(PLAN, Path(folder), files)


def figures(season: Season) -> list[tuple[str, str, object]]:
    """Every number that the report prints, with its place and the cells behind it."""
    return [(entry.place, entry.text, entry.figure) for entry in entries(season.content)]


@FEW
@given(damage=st.dictionaries(st.sampled_from(sorted(ANSWERS)), st.sampled_from(sorted(wrecks())), min_size=1))
def test_damaged_files_change_nothing_for_the_other_agencies(damage: Mapping[str, str]) -> None:
    whole = {f"{code}.xlsx": data for code, data in forms().items() if code not in damage}
    broken = {f"{code} {name}": wrecks()[name] for code, name in damage.items()}
    alone, beside = season_of(whole), season_of({**whole, **broken})
    assert beside.submissions == alone.submissions
    assert figures(beside) == figures(alone)
    assert beside.report == alone.report
    assert beside.corrections == alone.corrections and beside.letters == alone.letters
    said = [finding for finding in beside.findings if finding not in alone.findings]
    assert [finding for finding in beside.findings if finding in alone.findings] == list(alone.findings)
    assert {finding.file.partition("/")[0] for finding in said} == set(broken)
    assert not {finding.code for finding in said} & {"file-unforeseen"}


@FEW
@given(damaged=st.sets(st.sampled_from(sorted(ANSWERS)), min_size=1), at=st.integers(0, 20_000))
def test_a_form_cut_off_anywhere_is_one_damaged_file(damaged: set[str], at: int) -> None:
    whole = {f"{code}.xlsx": data for code, data in forms().items() if code not in damaged}
    cut = {f"{code}.xlsx": data[: min(at, len(data) - 1)] for code, data in forms().items() if code in damaged}
    alone, beside = season_of(whole), season_of({**whole, **cut})
    assert (beside.submissions, figures(beside), beside.report) == (alone.submissions, figures(alone), alone.report)
    told = {finding.file: finding.code for finding in beside.findings if finding.file in cut}
    assert set(told) == set(cut) and set(told.values()) <= {"file-damaged", "file-empty", "file-other-document"}


@cache
def heap() -> Files:
    """What a folder holds in the end: forms, a second sending, a copy, an archive, and files that are none."""
    again = usual(PLAN, "S101", **{**ANSWERS["S101"], "tt_cuoc": 9, "lan_gui": 2})
    return {
        **{f"{code}.xlsx": data for code, data in forms().items() if code not in ("SGD", "TD")},
        "S101 lần 2.xlsx": again,
        "bản sao.xlsx": forms()["SYT"],
        "gói.zip": zipped({"trong/SGD.xlsx": forms()["SGD"], "TD.xlsx": forms()["TD"], "a.txt": "x"}),
        "mật khẩu.xlsx": locked_xlsx(),
        "cũ.xls": locked_xls(),
        "hỏng.xlsx": forms()["TD"][:5000],
    }


@FEWER
@given(order=st.permutations(sorted(heap())), loose=st.integers(0, len(heap())))
def test_the_order_of_the_files_makes_no_difference(order: Sequence[str], loose: int) -> None:
    """The files are given one by one in any order, the first few, and the others as a folder."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in order:
            place = folder / ("a" if file in order[:loose] else "b")
            place.mkdir(exist_ok=True)
            (place / file).write_bytes(heap()[file])
        paths = [*(folder / "a" / file for file in order[:loose]), *([folder / "b"] if loose < len(order) else [])]
        season = read_season(PLAN, folder, {}, paths[::-1] if loose % 2 else paths)
    assert outputs(season) == outputs(usual_heap())


@cache
def usual_heap() -> Season:
    return season_of(heap())


def outputs(season: Season) -> object:
    """Everything that is made of a season, byte by byte."""
    files = (season.report, season.letters, season.books, season.corrections)
    return season.submissions, season.findings, season.record, season.screen, season.board(), files


def of_distinct_content() -> Files:
    """Of two equal files one is counted and the other named, by their names; so the copy stays out."""
    return {name: data for name, data in heap().items() if name != "bản sao.xlsx"}


NAMES = st.text("abcxyzĐđơ 0123()_-.", min_size=1, max_size=12).filter(lambda name: name.strip(" .-") == name)
COUNT = len(heap()) - 1


@FEWER
@given(
    names=st.lists(NAMES, min_size=COUNT, max_size=COUNT, unique_by=str.casefold),
    folders=st.lists(st.sampled_from(["", "xã/", "sở/gửi lần 1/"]), min_size=COUNT, max_size=COUNT),
)
def test_names_and_folders_of_the_files_change_names_alone(names: Sequence[str], folders: Sequence[str]) -> None:
    files = of_distinct_content()
    places = zip(sorted(files), names, folders, strict=True)
    new = {old: f"{folder}{name}{Path(old).suffix}" for old, name, folder in places}
    season, before = season_of({new[old]: data for old, data in files.items()}), season_of(files)
    assert [content_of(form) for form in season.submissions] == [content_of(form) for form in before.submissions]
    assert places_of(season, new) == places_of(before, {old: old for old in files})
    assert [entry[:2] for entry in figures(season)] == [entry[:2] for entry in figures(before)]
    assert paragraphs_of(season.report) == paragraphs_of(before.report)
    assert (season.corrections, season.letters) == (before.corrections, before.letters)


def content_of(form: Submission) -> object:
    """What the form says and in which of its cells, whatever the file is called."""
    cells = [(a.question, a.value, a.raw, a.reason, a.source.sheet, a.source.cell) for a in answers_of(form)]
    return form.agency, form.sending, form.modified, form.digest, cells


def places_of(season: Season, names: Mapping[str, str]) -> Counter[object]:
    """What is said of which cell, each file by its old name."""
    old = {new: name for name, new in names.items()}
    found = ((f.code, f.severity, f.agency, _outermost(f.file, old), f.sheet, f.cell) for f in season.findings)
    return Counter(found)


def _outermost(file: str, old: Mapping[str, str]) -> str:
    return next((old[new] for new in old if file == new or file.startswith(f"{new}/")), file)
