"""What the documents say is so: commands, options, exit codes, files, links, and every key of the plan."""

from __future__ import annotations

import re
import shlex
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
import pytest
from click.testing import CliRunner

from lamdong_report import errors, pipeline
from lamdong_report.cli import main
from lamdong_report.pipeline.planning import PLAN_BOOK_STEM
from lamdong_report.plan import Kind, Operator, Plan, parse_expression, parse_sentence
from lamdong_report.plan.faults import PURPOSES
from lamdong_report.plan.language import select
from lamdong_report.plan.language.sentences import COUNTERS, FORMATS
from lamdong_report.plan.language.terms import OPERATIONS, parse_terms
from lamdong_report.plan.schema import PlanEntry
from lamdong_report.plan.tables import LISTS, SINGLE
from lamdong_report.plan.word_faults import GUIDE, LETTER, LETTER_HEAD, WORDING
from lamdong_report.results import CACHE_FOLDER, FORMS_FOLDER, HISTORY_FOLDER, KEPT_FOLDER

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README, PLAN_PAGE = ROOT / "README.md", DOCS / "plan-toml.md"
GUIDE_PAGE, QUESTIONS_PAGE = DOCS / "huong-dan-su-dung.md", DOCS / "cau-hoi-so-noi-vu.md"
NEXT_YEAR_PAGE = DOCS / "nam-moi.md"
START = ROOT / "bat-dau.cmd"
PAGES = sorted([README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")])
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
BLANKS = ("", (), None, False)
KINDS = {**SINGLE, **LISTS}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text_of(path), flags=re.M | re.S)


# --- commands, options, exit codes


def written_commands(page: Path) -> list[list[str]]:
    """Every `generate.py …` on a page, as words; placeholders and comments cut off."""
    found = re.findall(r"generate\.py ([a-z-][^`|#\n)…]*)", text_of(page))
    return [shlex.split(re.split(r"[;,.·](?:\s|$)", line)[0].replace("\\", "/")) for line in found]


def season_commands() -> list[list[str]]:
    """The commands of the season's table in the README, in order."""
    return [shlex.split(line) for line in re.findall(r"^\| \d \| `python generate\.py ([^`]+)`", text_of(README), re.M)]


@pytest.mark.parametrize("name", list(main.commands))
def test_every_command_stands_in_the_readme_and_has_help(name: str) -> None:
    assert f"python generate.py {name}" in text_of(README)
    assert main.commands[name].help
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert (main.commands[name].help or "").split()[0] in shown.output


@pytest.mark.parametrize("name", list(main.commands))
def test_every_option_has_help(name: str) -> None:
    options = [p for p in main.commands[name].params if isinstance(p, click.Option)]
    assert options
    assert [option.name for option in options if not option.help] == []


def test_the_season_in_the_readme_goes_through() -> None:
    commands = season_commands()
    assert [words[0] for words in commands] == [
        "plan", "forms", "check", "letters", "report", "check", "report", "report",
    ]  # fmt: skip
    assert commands[-1] == ["report", "--final", "--onto"]
    for words in commands:
        assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0, words


@EACH_PAGE
def test_no_page_promises_a_command_or_an_option_that_does_not_exist(page: Path) -> None:
    for words in written_commands(page):
        if words[0].startswith("-"):
            assert words[0] in ("--help", "--version")
            continue
        assert words[0] in main.commands, words
        params = main.commands[words[0]].params
        known = {"--help", *(flag for param in params for flag in (*param.opts, *param.secondary_opts))}
        assert {word for word in words if word.startswith("-")} <= known, words


def test_the_pages_show_commands() -> None:
    assert all(written_commands(page) for page in (README, GUIDE_PAGE, NEXT_YEAR_PAGE))


def failures() -> list[type[errors.ReportError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ReportError)]


def test_the_readme_explains_every_exit_code() -> None:
    rows = {int(code) for code in re.findall(r"^\| (\d+) \| [^|`]+ \|", text_of(README), re.M)}
    assert rows == {0, *(kind.exit_code for kind in failures())}
    english = re.search(r"\*\*Exit codes:\*\*(.*)", text_of(README))
    assert english
    assert {int(code) for code in re.findall(r"(\d) ", english[1])} == rows


# --- files and links


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", prose_of(page))
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:"))]


@EACH_PAGE
def test_every_linked_file_exists(page: Path) -> None:
    targets = {link.partition("#")[0] for link in links(page)} - {""}
    assert [target for target in sorted(targets) if not (page.parent / target).exists()] == []


@EACH_PAGE
def test_every_linked_heading_exists(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


@cache
def anchors(page: Path) -> frozenset[str]:
    """The headings of a page as GitHub names them in links."""
    headings = re.findall(r"^#+ +(.+)$", prose_of(page), re.M)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def results(plan: Plan) -> list[str]:
    stem = plan.document.file_name
    return [
        FORMS_FOLDER, pipeline.BOARD_FILE, pipeline.FIXES_FILE, pipeline.CORRECTIONS_FOLDER, pipeline.LETTERS_FOLDER,
        pipeline.TRACE_FILE, pipeline.OPINIONS_FILE, KEPT_FOLDER,
        f"{stem}-{pipeline.DRAFT_STEM}-", f"{stem}-{pipeline.FINAL_STEM}-", f"{pipeline.CHANGES_STEM}-", HISTORY_FOLDER,
        f"{PLAN_BOOK_STEM}-", CACHE_FOLDER,
    ]  # fmt: skip


def test_the_readme_names_every_result(real_plan: Plan) -> None:
    assert [name for name in results(real_plan) if name not in text_of(README)] == []


@EACH_PAGE
def test_a_result_that_a_page_names_is_one_that_is_written(page: Path, real_plan: Plan) -> None:
    known = [*results(real_plan), "inputs", "README"]
    named = re.findall(r"`output[/\\]([^`]+)`", text_of(page))
    assert [name for name in named if not any(name.strip("/").startswith(one) for one in known)] == []


@EACH_PAGE
def test_a_page_is_in_composed_letters(page: Path) -> None:
    assert unicodedata.is_normalized("NFC", text_of(page))


# --- the reference of the plan file


def headed_sections(page: Path) -> dict[str, str]:
    """The text below each heading up to the next one."""
    parts = re.split(r"^(#{2,5} .+)$", text_of(page), flags=re.M)
    return {heading: body for heading, body in pairwise(parts) if heading.startswith("#")}


def section_about(table: str) -> str:
    """What the reference says of a table: `[plan]`, `[[groups]]`, `[[grids.columns]]`."""
    found = [body for heading, body in headed_sections(PLAN_PAGE).items() if f"`{table}`" in heading]
    assert len(found) == 1, f"{table}: {len(found)} headings"
    return found[0]


def nested(kind: type[PlanEntry], name: str) -> Iterator[tuple[str, type[PlanEntry]]]:
    """The tables inside a table, each with its dotted name."""
    for field in msgspec.structs.fields(kind):
        for inner in (a for a in get_args(field.type) if isinstance(a, type) and issubclass(a, PlanEntry)):
            yield f"{name}.{field.name}", inner
            yield from nested(inner, f"{name}.{field.name}")


def documented_tables() -> dict[str, type[PlanEntry]]:
    """Every table by the name under which the reference explains it; a struct used twice is explained once."""
    tables: dict[str, type[PlanEntry]] = {f"[{name}]": kind for name, kind in SINGLE.items()}
    tables |= {f"[[{name}]]": kind for name, kind in LISTS.items()}
    for name, kind in LISTS.items():
        for path, inner in nested(kind, name):
            if inner not in tables.values():
                tables[f"[[{path}]]"] = inner
    return tables


def key_rows(section: str) -> dict[str, list[str]]:
    """The rows of a table of keys: key to cells."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.M)
    return {key: re.split(r" ?\| ?", rest, maxsplit=2) for key, rest in rows if rest.count("|") == 2}


def printed_default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "bắt buộc"
    value = field.default
    if value is None:
        return "không có"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple) and value:
        return "`[" + ", ".join(f'"{one}"' for one in value) + "]`"
    return "trống" if value in BLANKS else f"`{value}`"


@pytest.mark.parametrize(("table", "kind"), documented_tables().items(), ids=list(documented_tables()))
def test_the_reference_lists_every_key_with_its_default(table: str, kind: type[PlanEntry]) -> None:
    rows = key_rows(section_about(table))
    assert {f.name: printed_default(f) for f in msgspec.structs.fields(kind)} == {
        key: cells[1] for key, cells in rows.items()
    }
    assert all(meaning.strip() for _, _, meaning in rows.values())


def examples() -> list[dict[str, Any]]:
    return [tomllib.loads(block) for block in re.findall(r"^```toml\n(.*?)^```$", text_of(PLAN_PAGE), re.M | re.S)]


def example_entries() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, entry)
        for block in examples()
        for name, value in block.items()
        for entry in (value if isinstance(value, list) else [value])
    ]


def test_every_table_has_an_example() -> None:
    assert {name for name, _ in example_entries()} == set(KINDS)


@pytest.mark.parametrize(("name", "entry"), example_entries(), ids=[name for name, _ in example_entries()])
def test_an_example_is_what_the_schema_takes(name: str, entry: dict[str, Any]) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(KINDS[name])}
    assert set(entry) <= set(fields)
    for key, value in entry.items():
        msgspec.convert(value, fields[key].type, strict=False)
    if name in LISTS:
        assert {key for key, field in fields.items() if field.required} <= set(entry)


def test_the_examples_speak_the_language_of_the_plan() -> None:
    for name, entry in example_entries():
        for key in ("text", "zero") if name == "sentences" else ():
            parse_sentence(entry.get(key, ""))
        for text in (*entry.get("numerator", ()), *entry.get("denominator", ()), *filter(None, [entry.get("main")])):
            assert parse_terms(text)
        if name == "annex_columns":
            assert parse_expression(entry["value"])


def first_cells(heading: str) -> list[str]:
    body = next(body for title, body in headed_sections(PLAN_PAGE).items() if title == f"## {heading}")
    return re.findall(r"^\| `([^`]+)` \|", body, re.M)


def test_the_reference_explains_terms_and_formats() -> None:
    cells = first_cells("Biểu thức")
    formats = [cell for cell in cells if cell.startswith(":")]
    terms = [term for cell in cells if cell not in formats for term in parse_expression(cell).numerator]
    assert {term.op for term in terms} == {*OPERATIONS, "total"}
    assert {cell.removeprefix(":") for cell in formats} == set(FORMATS) - {""}


def test_the_reference_explains_counters_kinds_operators_and_purposes() -> None:
    assert {cell.strip("{#}") for cell in first_cells("Câu in số tổng hợp")} == set(COUNTERS)
    assert first_cells("Loại câu trả lời") == [kind.value for kind in Kind]
    assert all(f"`{sign.value}`" in section_about("[[indicators]]") for sign in Operator)
    purposes = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", section_about("[[sheets]]"), re.M)
    assert set(purposes) - {"purpose"} == set(PURPOSES)


def test_the_reference_explains_selectors_that_work(real_plan: Plan) -> None:
    cells = first_cells("Chọn cơ quan")
    assert len(cells) >= 5
    everybody = select(["T"], real_plan.agencies)
    for cell in cells:
        chosen = select(["T", cell] if cell.startswith("-") else [cell], real_plan.agencies)
        assert chosen and (cell == "T") == (chosen == everybody)


def test_the_reference_lists_every_placeholder() -> None:
    body = next(b for title, b in headed_sections(PLAN_PAGE).items() if title.startswith("## Chỗ điền"))
    listed = {
        key: frozenset(re.findall(r"\{(\w+)\}", names))
        for keys, names in re.findall(r"^\| (`.+`) \| (`.+`) \|$", body, re.M)
        for key in re.findall(r"`(\w+)`", keys)
    }
    reminder = ("reminder_subject", "reminder_text")
    correction = ("correction_subject", "correction_text", "correction_if_right", "correction_after")
    letters = {**dict.fromkeys((*reminder, *correction), LETTER), "symbol": LETTER_HEAD, "recipients": LETTER_HEAD}
    others = {"guide": GUIDE, "form_name": frozenset({"name"}), **letters}
    assert listed == {**WORDING, **others}


# --- the open questions


def test_the_open_questions_point_to_what_the_plan_has(real_plan: Plan) -> None:
    text = text_of(QUESTIONS_PAGE)
    known = {indicator.id for indicator in real_plan.indicators} | {section.id for section in real_plan.sections}
    named = {*re.findall(r'`id = "([^"]+)"`', text), *re.findall(r"`\[\[indicators\]\]` ([\d.]+)", text)}
    assert named and named <= known
    rows = re.findall(r"`([ix]\d\w+)`", text)
    asks = {ask.id for indicator in real_plan.indicators for ask in indicator.asks}
    assert rows and {row for row in rows if row not in real_plan.questions} <= asks


def test_what_is_unknown_is_asked() -> None:
    headings = "\n".join(re.findall(r"^### (.+)$", text_of(QUESTIONS_PAGE), re.M))
    for words in ("1.1", "4.3", "5.2a", "5.4a", "năm 2025", "Số và ngày của Kế hoạch"):
        assert words in headings


# --- the double-click start


def test_the_start_file_is_one_that_windows_reads() -> None:
    data = START.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    before, _, _ = data.partition(b"chcp 65001")
    assert before.isascii() and before != data
    labels = re.findall(r"^:(\w+)\r?$", data.decode(), re.M)
    jumps = re.findall(r"\bgoto (\w+)", data.decode())
    assert len(set(labels)) == len(labels)
    assert set(jumps) <= set(labels)
    assert max(map(len, data.decode().splitlines())) < 200


def test_the_start_file_offers_the_commands() -> None:
    offered = re.findall(r'^"%RUN%" generate\.py (.+?)\r?$', START.read_bytes().decode(), re.M)
    season = [" ".join(words) for words in season_commands()]
    assert offered.pop(0) == "%*"  # what is typed behind its name, instead of the menu
    assert offered == list(dict.fromkeys(season))
    keys = "".join(str(n) for n in range(1, len(offered) + 1))
    assert re.search(rf"^choice /c {keys}890 /n\r?$", START.read_bytes().decode(), re.M)


# --- credit


def test_the_commune_list_keeps_its_credit_and_licence() -> None:
    text = text_of(DOCS / "nguon-du-lieu.md")
    for words in ("thanglequoc/vietnamese-provinces-database", "v4.2.0", "Copyright (c) 2021 Thang Le Quoc"):
        assert words in text
    notice = "The above copyright notice and this permission notice shall be included in all\ncopies"
    assert notice in text and notice in text_of(ROOT / "LICENSE")
