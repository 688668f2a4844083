"""Any text in any answer: all that is made of it stays valid, and the text is found whole or a finding explains it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lamdong_report.catalogue.many import fold_alike
from lamdong_report.model import Answer, Source, Submission
from lamdong_report.plan import Kind, load_plan
from lamdong_report.report.words import says_none
from lamdong_report.review.corrections import LONGEST_TYPED, correction_prefill
from lamdong_report.review.letters import MOST_ROWS
from lamdong_report.review.tally import gravest_first, to_be_mended, without_place
from lamdong_report.text import split_lines, upper_first
from lamdong_report.text.clean import clean
from tests.anything import (
    BODY,
    COMMUNE,
    NASTY,
    TEXTS,
    Season,
    Skeleton,
    answers_of,
    as_read,
    cells_of,
    comments_of,
    elements_of,
    forms_with,
    formulas_of,
    links_of,
    one_line,
    paragraphs_of,
    question_of,
    read_season,
    schema_faults_of,
    strings_of,
    validator,
)
from tests.conftest import ROOT, SMALL_PLAN
from tests.review_season import VALIDATOR
from tests.samples import samples

pytestmark = pytest.mark.slow

PLAN = load_plan(SMALL_PLAN)
Texts = Mapping[tuple[str, str], str]
ANY = settings(max_examples=samples(24), deadline=None, suppress_health_check=list(HealthCheck))
WORDS = (BODY, "td_chi_dao.noi_dung")
TEXT_KINDS = frozenset({Kind.TEXT, Kind.WORDS, Kind.PHONE, Kind.EMAIL})
EVERYWHERE = {
    "nguoi_lap": "{{ a }}", "so_cong_van": "<w:p>", "ngay_chot": "]]>", "tt_cuoc": "=1+1", "tt_nguoi.ly_do": "a\x0bb",
    "kp_ns.giao": "\ud800", "td_de_xuat.noi_dung": "& <", "dien_thoai": "\u202e5", "lop:1.ngay": "_x000D_",
    "lop:1.nu": "@x", "nv_td_1.trang_thai": "{% x %}", "lop:2.hinh_thuc": "{#", "lop:2.ten": "e\u0323\u0302",
}  # fmt: skip

# More than a cell of Excel takes; other programs write such cells.
LONG = "Đã tổ chức 02 lớp 🎓; " * 2_000


@cache
def calm() -> Season:
    """The same two forms without anything odd in them."""
    with TemporaryDirectory() as folder:
        return read_season(PLAN, Path(folder), forms_with(PLAN, {WORDS: "Một.\n- Hai"}))


def texts_anywhere() -> st.SearchStrategy[Texts]:
    return st.dictionaries(cells_of(PLAN), TEXTS, min_size=1, max_size=8)


@ANY
@given(texts=texts_anywhere())
@example(texts={WORDS: "".join(NASTY)})
@example(texts={WORDS: "\n".join(NASTY), (COMMUNE, "bv_ly_do"): " ".join(NASTY)})
@example(texts={(BODY, "lop:2.ten"): "".join(NASTY), (COMMUNE, "tt_cuoc"): "".join(NASTY)})
@example(texts={(BODY, key): text for key, text in EVERYWHERE.items()})
@example(
    texts={WORDS: LONG, (BODY, "lop:1.ten"): LONG[:32_500], (COMMUNE, "tt_cuoc"): LONG, (COMMUNE, "bv_ly_do"): LONG}
)
def test_any_text_in_any_answer_is_whole_everywhere_or_explained(texts: Texts) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        season = read_season(PLAN, folder, forms_with(PLAN, texts))
        for (agency, key), text in texts.items():
            understood_or_explained(season, agency, key, text)
        page_holds(season)
        record_and_screen_hold(season)
        report_holds(season)
        letters_hold(season)
        books_hold(season)
        corrections_hold(season)
        forms_come_back(season, folder)


def understood_or_explained(season: Season, agency: str, key: str, text: str) -> None:
    """The answer is the text, tidied; or what it was taken for, or why not, is said with the cell's name."""
    wanted, said = clean(as_read(text)), season.said_of(agency, key)
    if any(finding.code.startswith("text-legacy") for finding in season.findings) or key == PLAN.roles.agency:
        return
    if key.endswith(".ly_do"):
        assert not wanted or wanted in {answer.reason for answer in answers_of(season.form(agency))}
        return
    answer, kind = season.answer(agency, key), question_of(PLAN, key).kind
    if wanted != in_cell(wanted):
        assert said
    if not wanted.strip("'’‘"):  # Excel's own sign before a text, which it does not show
        assert said or answer is None or (answer.value, answer.raw) == (None, "")
        return
    if answer is None and ":" in key:  # a heading, a signature or a note between the rows of a list
        assert any(finding.code == "rows-no-entries" for finding in said)
        return
    assert answer is not None and clean(answer.raw) == wanted
    if kind in TEXT_KINDS:
        assert answer.value == wanted
    elif answer.value is None:
        assert said
    else:
        assert said or shown(answer.value).casefold() == wanted.casefold()


def in_cell(text: str) -> str:
    """As much of the text as a cell of Excel holds: 32.767 units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * 32_767].decode("utf-16-le", "ignore")


def shown(value: object) -> str:
    yes, no = PLAN.form.yes_no
    return (yes if value else no) if isinstance(value, bool) else str(value)


def page_holds(season: Season) -> None:
    page, harmless = Skeleton(season.board()), Skeleton(season.board(harmless=True))
    assert page.bones == harmless.bones
    for finding in (told for status in season.statuses for told in fold_alike(gravest_first(status.findings))):
        question = PLAN.questions.get(finding.question)
        if finding.agency in (BODY, COMMUNE) and not (question and question.sensitive):
            assert one_line(finding.message) in page.text
            assert one_line(finding.advice) in page.text


def record_and_screen_hold(season: Season) -> None:
    record = json.loads(season.record.encode())
    assert [(f["code"], f["cell"], f["message"]) for f in record["findings"]] == [
        (f.code, f.cell, f.message) for f in season.findings
    ]
    assert not {letter for letter in season.screen if unicodedata.category(letter) in ("Cc", "Cf", "Cs")} - {"\n"}


def report_holds(season: Season) -> None:
    report = season.report
    assert elements_of(report) <= elements_of(calm().report)
    paragraphs = paragraphs_of(report)
    for topic in PLAN.topics:
        for answer in words_of(season.form(BODY), topic.id):
            lines = split_lines(answer.text)
            assert backbone("".join(line.text for line in lines)) == backbone(clean(answer.text))
            if not (topic.empty_words and says_none(answer.text)):
                assert all(any(stem(line.text) in paragraph for paragraph in paragraphs) for line in lines)


def words_of(form: Submission, topic: str) -> list[Answer]:
    return [answer for key, answer in form.answers.items() if key == f"{topic}.noi_dung"]


def stem(line: str) -> str:
    """A line of an answer as it is printed, but for its end, which becomes that of a sentence."""
    return upper_first(line).rstrip(" ,;.")


def backbone(text: str) -> str:
    """The letters and digits, in order; "o" may have been a bullet."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LNM" and letter != "o")


AS_OFFICES_QUOTE = str.maketrans("«»", "“”")


def letters_hold(season: Season) -> None:
    letters = season.letters
    assert len(letters) == len(season.corrections)
    words = "\n".join(paragraph for letter in letters.values() for paragraph in paragraphs_of(letter))
    for status in season.statuses:
        for finding in list(fold_alike(to_be_mended(status)))[:MOST_ROWS] if status.submission else ():
            for text in (without_place(finding), finding.remedy):
                assert one_line(text).translate(AS_OFFICES_QUOTE) in words
    assert all(
        elements_of(letter) <= elements_of(one)
        for letter, one in zip(letters.values(), calm().letters.values(), strict=True)
    )


def books_hold(season: Season) -> None:
    books = season.books
    fixes, opinions = strings_of(books["fixes"]), strings_of(books["opinions"])
    for finding in season.findings:
        assert clean(without_place(finding)) in fixes
        assert clean(finding.advice) in fixes
    for form in season.submissions:
        words = [answer for topic in PLAN.topics for answer in words_of(form, topic.id)]
        lists = [answer for rows in form.tables.values() for row in rows for answer in row.values()]
        texts = [answer for answer in (*words, *lists) if not isinstance(answer.value, Decimal | date)]
        assert {in_cell(answer.text or clean(answer.raw)) for answer in texts} <= opinions | {""}
    for book in books.values():
        assert all(OWN_LINK.fullmatch(formula) for formula in formulas_of(book)) and not links_of(book)


# Two strings and nothing else, leading into the workbook itself or to a form that lies beside it.
OWN_LINK = re.compile(r"""HYPERLINK\("(#'|\.\./)([^"]|"")*","([^"]|"")*"\)""")


def corrections_hold(season: Season) -> None:
    """What could not be understood stands in its cell and in a comment; nothing new can be run or followed."""
    for status, (name, data) in zip(
        [s for s in season.statuses if s.submission], season.corrections.items(), strict=True
    ):
        assert formulas_of(data) == formulas_of(calm().corrections[name])
        assert not links_of(data)
        marks = correction_prefill(PLAN, status).marks.values()
        assert {in_cell(f"{PLAN.contact.agency}:\n{words}") for words in marks} == set(comments_of(data))
        to_be_said = {Source(finding.file, finding.sheet, finding.cell) for finding in to_be_mended(status)}
        for answer in answers_of(season.form(status.agency.code)):
            if answer.value is None and answer.raw and answer.source in to_be_said:
                assert any(one_line(answer.raw)[:LONGEST_TYPED] in comment for comment in comments_of(data)), answer


def forms_come_back(season: Season, folder: Path) -> None:
    """A form to correct that is sent back untouched says the same as the one that it corrects."""
    (folder / "lai").mkdir()
    again = read_season(PLAN, folder / "lai", season.corrections)
    for form in season.submissions:
        assert told(again.form(form.agency)) == told(form)


def told(form: Submission) -> object:
    given = [(a.question, cut(a.value), in_cell(a.raw) if a.value is None else "", a.reason) for a in answers_of(form)]
    own = {PLAN.roles.agency, PLAN.roles.sending}
    return sorted((entry for entry in given if entry[0] not in own and entry[1:3] != (None, "")), key=repr)


def cut(value: object) -> object:
    return clean(in_cell(value)) if isinstance(value, str) else value


@settings(ANY, max_examples=samples(5))
@given(texts=texts_anywhere())
@example(texts={WORDS: "".join(NASTY), (COMMUNE, "tt_cuoc"): "".join(NASTY)})
def test_any_text_leaves_every_file_true_to_its_schema(texts: Texts) -> None:
    if validator() is None:
        pytest.skip(f"the schema validator is not at {VALIDATOR}")
    with TemporaryDirectory() as name:
        season = read_season(PLAN, Path(name), forms_with(PLAN, texts))
        books = {f"{name}.xlsx": data for name, data in season.books.items()}
        assert (
            schema_faults_of(
                Path(name), {"report.docx": season.report, **season.letters, **books, **season.corrections}
            )
            == []
        )


HANG, HOARD = "time.sleep(60)", "print(len(bytearray(150 * fuzz.MB)))"


UNCOUNTED = pytest.mark.skipif(os.name == "nt", reason="Windows counts no memory of a process for the standard library")


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (HANG, "Timeout"),
        pytest.param(HOARD, "MB of memory", marks=UNCOUNTED),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_the_run_over_broken_files_fails_for_a_reader_that_hangs_hoards_or_breaks(
    tmp_path: Path, deed: str, says: str
) -> None:
    code = f"""
import time
import tests.corpus.fuzz as fuzz
fuzz.MOST_SECONDS, fuzz.MOST_MEMORY, fuzz.seeds = 4.0, 120 * fuzz.MB, lambda plan: [b"PK"]
fuzz.read_broken = lambda *file: {deed}
fuzz.run(30, 5)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 1 and says in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["crash-5-0.bin"]
