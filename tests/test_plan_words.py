"""No word of one province, year or subject stands in the program or in the Word templates: they are the plan's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.conftest import ROOT
from tests.sources import nodes_of

PROGRAM = ROOT / "lamdong_report"
# Provinces and offices, kinds of communes, the subject of this plan, and years that a plan may be of.
PLANS_WORDS = re.compile(
    r"(?i:lâm đồng|\bubnd\b|ủy ban nhân dân|sở nội vụ|bộ nội vụ|\btỉnh\b|\bxã\b|\bphường\b|đặc khu|thị trấn|"
    r"bình đẳng giới|phụ nữ|\bnữ\b|giới tính)|(?<!\d)20[2-9][0-9](?!\d)"
)
# Why a module may name them all the same.
RECOGNISED = "how people write names and notes, recognised in what they send and never printed"
EXCEPTIONS = {
    "text/doubts.py": RECOGNISED,
    "text/names.py": RECOGNISED,
    "text/numbers.py": RECOGNISED,
    "text/personal.py": RECOGNISED,
    "reader/entries.py": RECOGNISED,
    "checks/sender.py": RECOGNISED,
    "checks/wording.py": RECOGNISED,
}
# A day as people are shown how to write one: "ví dụ 2026-12-01", "như 05/12/2026".
HOW_TO_WRITE = re.compile(r"(?:ví dụ|như):? \d{1,4}[-/]\d{1,2}[-/]\d{1,4}")
# What the country's name is on every document (Decree 30/2020/NĐ-CP, annex I).
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def words_in(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module: no docstrings; of an entry of the catalogue, not the values of its example."""
    nodes = nodes_of(path)
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    if path.parent.name == "catalogue":
        told |= {id(one) for node in nodes if isinstance(node, ast.keyword) for one in ast.walk(node.value)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, HOW_TO_WRITE.sub("", node.value)


def of_the_plan(path: Path) -> list[str]:
    return [f"{line}: {words}" for line, words in words_in(path) if PLANS_WORDS.search(words)]


MODULES = sorted(path.relative_to(PROGRAM).as_posix() for path in PROGRAM.rglob("*.py"))


@pytest.mark.parametrize("name", [name for name in MODULES if name not in EXCEPTIONS])
def test_no_module_names_what_the_plan_should_say(name: str) -> None:
    assert of_the_plan(PROGRAM / name) == []


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_still_needed(name: str) -> None:
    assert of_the_plan(PROGRAM / name)


def test_pages_and_scripts_name_nothing_either() -> None:
    pages = [path for kind in ("html", "js", "css") for path in PROGRAM.rglob(f"*.{kind}")]
    found = {path.name: PLANS_WORDS.findall(path.read_text(encoding="utf-8")) for path in pages}
    assert pages and {name: words for name, words in found.items() if words} == {}


def test_sheets_and_headings_of_the_plan_s_workbook_name_nothing() -> None:
    headings = (PROGRAM / "planbook" / "words.toml").read_text(encoding="utf-8").split("\n[meanings.")[0]
    named = [line for line in headings.splitlines() if PLANS_WORDS.search(line.partition("=")[2])]
    assert named == ['province = "Tỉnh, thành phố"']


@pytest.mark.parametrize("name", ["report.docx", "letter.docx"])
def test_the_word_templates_print_what_the_plan_says(name: str) -> None:
    document = docx.Document(str(ROOT / "templates" / "2026" / name))
    parts = [
        document.element.body,
        *(part.element for part in document.part.package.iter_parts() if "header" in str(part.partname)),
    ]
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for part in parts for p in part.iter(qn("w:p"))]
    assert len(texts) > 10
    assert [text for text in texts if PLANS_WORDS.search(text.replace(COUNTRY, ""))] == []
    assert not [text for text in texts if "{{ year }}" in text and name == "report.docx"], "the period is the plan's"
