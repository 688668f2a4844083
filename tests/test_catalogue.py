"""Every finding has a sentence, a remedy, an example, a place in the documentation and a test that provokes it."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from lamdong_report.catalogue import ANSWERS, CATALOGUE, DECIDED, READING, CatalogueEntry, make_finding
from lamdong_report.catalogue.names import NAMES, code_of
from lamdong_report.catalogue.phrases import (
    and_others,
    between,
    cell_list,
    cut_at_word,
    name_list,
    number_with_unit,
    place,
    short_quote,
)
from lamdong_report.codes import Code
from lamdong_report.model import Severity, Source
from lamdong_report.review.tally import without_place
from tests.form_tables import SMALL_PLAN
from tools.findings_page import findings_page

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "findings.md"
ENTRIES = pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.code)
OWN = {"file", "sheet", "cell"}


def fields_of(entry: CatalogueEntry) -> set[str]:
    texts = (entry.sentence, entry.remedy, entry.office)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_code_is_used_twice() -> None:
    assert [
        code for code, count in Counter(entry.code for entry in (*READING, *ANSWERS, *DECIDED)).items() if count > 1
    ] == []


@ENTRIES
def test_a_code_is_small_letters_with_hyphens(entry: CatalogueEntry) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", entry.code)


def test_the_type_of_codes_is_the_catalogue() -> None:
    assert list(get_args(Code)) == list(CATALOGUE)


def test_every_finding_has_a_name_of_its_own_that_leads_back_to_it() -> None:
    assert NAMES.keys() == CATALOGUE.keys()
    assert all(code_of(name) == code and code_of(code) == code for code, name in NAMES.items())
    assert code_of("cái gì đó") is None


@ENTRIES
def test_the_example_fills_the_sentence_and_the_remedy(entry: CatalogueEntry) -> None:
    assert fields_of(entry) - OWN <= set(entry.example)
    finding = make_finding(entry.code, source=Source("a.xlsx", "Số liệu", "C9"), **entry.example)
    assert "{" not in finding.message + finding.advice
    assert finding.severity is entry.severity


@ENTRIES
def test_the_place_of_a_finding_is_no_part_of_its_text(entry: CatalogueEntry) -> None:
    source = Source("a.xlsx", "Số liệu", "C9" if "cell" in entry.lead or "where" in entry.lead else "")
    finding = make_finding(entry.code, source=source, **{**entry.example, "where": place(source), "name": source.sheet})
    assert not finding.text.startswith("«Số liệu»") and "{" not in finding.lead
    assert finding.message == (f"{finding.lead}: {finding.text}" if finding.lead else finding.text)
    if finding.lead == place(source):
        assert place(source) not in without_place(finding)


@ENTRIES
def test_sentence_and_remedy_are_sentences(entry: CatalogueEntry) -> None:
    for text in filter(None, (entry.sentence, entry.remedy, entry.office)):
        assert text.endswith(".")
        assert "  " not in text
        assert text[0].isupper() or text[0] in "«{"
        assert text.count("«") == text.count("»")


@ENTRIES
def test_the_documentation_lists_the_finding(entry: CatalogueEntry) -> None:
    assert f"| `{entry.code}` |" in PAGE.read_text(encoding="utf-8")


def test_the_documentation_is_what_the_catalogue_says() -> None:
    renew = "python -m tools.findings_page > docs/findings.md"
    assert PAGE.read_text(encoding="utf-8") == findings_page(), f"renew it: {renew}"


@pytest.mark.parametrize("entry", ANSWERS, ids=lambda entry: entry.code)
def test_a_test_provokes_the_finding(entry: CatalogueEntry) -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in sorted(TESTS.glob("test_checks*.py")))
    assert f'"{entry.code}"' in tests


@pytest.mark.parametrize("entry", DECIDED, ids=lambda entry: entry.code)
def test_a_test_of_decisions_provokes_the_finding(entry: CatalogueEntry) -> None:
    assert f'"{entry.code}"' in (TESTS / "test_decisions.py").read_text(encoding="utf-8")


def test_the_examples_do_not_name_what_belongs_to_a_plan() -> None:
    prose = " ".join(f"{entry.sentence} {entry.remedy} {' '.join(entry.example.values())}" for entry in ANSWERS)
    names = re.findall(r'^name = "(.+)"$', (SMALL_PLAN / "plan.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in names if name in prose] == []


def test_a_finding_may_be_made_milder() -> None:
    entry = CATALOGUE["sum-differs"]
    assert make_finding("sum-differs", severity=Severity.NOTE, **entry.example).severity is Severity.NOTE


def test_a_place_is_a_sheet_and_a_cell() -> None:
    assert place(Source("a.xlsx", "Số liệu", "C9")) == "«Số liệu» ô C9"
    assert place(Source("a.xlsx", "Số liệu", "")) == "«Số liệu»"


def test_cells_on_another_sheet_are_named_with_it() -> None:
    cells = [Source("a", "Chung", "C9"), Source("a", "Chung", "C8"), Source("a", "Số liệu", "C9")]
    assert cell_list(cells) == "C9, C8 và C9 («Số liệu»)"


@pytest.mark.parametrize(("count", "text"), [(0, ""), (3, " và 3 ô khác")])
def test_further_cells_are_counted(count: int, text: str) -> None:
    assert and_others(count) == text


def test_four_names_are_said_and_more_are_counted() -> None:
    assert name_list(["A", "B", "C", "D"]) == "A, B, C và D"
    assert name_list(["A", "B", "C", "D", "E"]) == "A, B, C và 2 cơ quan, địa phương khác"


def test_ranges_may_be_open() -> None:
    assert between(Decimal(1), Decimal("20.5")) == "từ 1 đến 20,5"
    assert between(Decimal(1000), None) == "từ 1.000 trở lên"
    assert between(None, Decimal(20)) == "không quá 20"


def test_a_percent_sign_stands_close_and_other_units_apart() -> None:
    assert number_with_unit(Decimal("56.8"), "%", 1) == "56,8%"
    assert number_with_unit(Decimal("1084"), "ca/1.000 người") == "1.084 ca/1.000 người"


def test_long_texts_are_cut_at_a_word() -> None:
    assert cut_at_word("một hai ba bốn", 9) == "một hai…"
    assert short_quote("dòng một\n dòng  hai") == "dòng một dòng hai"
