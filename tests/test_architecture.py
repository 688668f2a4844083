"""The floors of the house: imports point down only, and the modules of one floor never import each other."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.sources import nodes_of, tree_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "lamdong_report"
FLOORS = (
    ("errors", "text", "packing", "codes", "results", "executor"),
    ("model", "storage", "pdf"),
    ("lock", "cache", "content", "plan", "catalogue", "spreadsheet", "docx"),
    ("layout", "figures", "status"),
    ("rules",),
    ("forms", "reader", "checks"),
    ("report", "example", "word", "describe", "rowsheet", "decisions", "planbook"),
    ("render", "merge", "pages"),
    ("workbooks", "opinionbook"),
    ("review", "history"),
    ("drafts",),
    ("pipeline",),
    ("web",),
    ("cli",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
EDGES = {"docxtpl": {"word"}, "xlsxwriter": {"planbook", "forms", "pages", "rowsheet", "docx"},
         "openpyxl": {"decisions", "planbook"},
         "click": {"cli"},
         "flask": {"web"}, "waitress": {"web"},
         "jinja2": {"word", "review", "web"},
         "babel": {"text"},
         "docx": {"word", "docx"}}  # fmt: skip


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> frozenset[str]:
    """The full names of all modules that a file imports, wherever in it."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if room_of(p) != "__init__")


LANGUAGE = sorted((PACKAGE / "plan" / "language").glob("*.py"))


def own_rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("lamdong_report.")} & set(FLOOR_OF)


def test_only_the_plan_parses_its_language() -> None:
    names = re.findall(
        r"^def (parse_\w+)", "".join(path.read_text(encoding="utf-8") for path in LANGUAGE), re.MULTILINE
    )
    parsers = re.compile(rf"\b(?:{'|'.join(names)}|Formatter)\b")
    assert len(names) > 5
    rooms = [path for path in PACKAGE.rglob("*.py") if "plan" not in path.relative_to(PACKAGE).parts[:1]]
    assert rooms and [path.name for path in rooms if parsers.search(path.read_text(encoding="utf-8"))] == []


def test_the_page_does_what_the_commands_do_by_the_pipeline_alone() -> None:
    used = {room for path in MODULES if room_of(path) == "web" for room in own_rooms(path)}
    assert used <= {"web", "pipeline", "errors", "executor"}


def test_every_module_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES} <= set(FLOOR_OF)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down_only(path: Path) -> None:
    floor = FLOOR_OF[room_of(path)]
    upward = {room for room in own_rooms(path) - {room_of(path)} if FLOOR_OF[room] >= floor}
    assert not upward


@pytest.mark.parametrize(("library", "rooms"), sorted(EDGES.items()))
def test_a_library_of_an_edge_is_imported_only_there(library: str, rooms: set[str]) -> None:
    users = {room_of(p) for p in MODULES if any(name.split(".")[0] == library for name in imports(p))}
    assert users <= rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_opens_with_a_sentence(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


def test_nothing_of_this_years_plan_stands_in_the_code() -> None:
    words = ("Lâm Đồng", "Sở Nội vụ", "Sở Y tế", "bình đẳng giới", "Bộ Nội vụ")
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        found = [word for word in words if word in text]
        assert not found, (str(path), found)


def test_the_map_in_the_docs_is_the_map_of_the_house() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)(?:/|\.py)` \|", text, re.MULTILINE)
    assert {room: int(floor) for floor, room in rows} == FLOOR_OF
    assert {room_of(path) for path in MODULES} == set(FLOOR_OF), "no room that is gone"


def test_what_the_map_names_inside_a_room_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {
        name for name in re.findall(r"`(\w+/\w+(?:/\w+)*\.py)`", text) if not name.startswith(("tests/", "tools/"))
    }
    assert named and [name for name in named if not (PACKAGE / name).is_file()] == []
    inside = [(room, module) for room, says in re.findall(r"^\| \d+ \| `(\w+)/` \| (.*)$", text, re.MULTILINE)
              for module in re.findall(r"`(\w+)`", says)]  # fmt: skip
    assert len(inside) > 10 and [pair for pair in inside if not (PACKAGE / pair[0] / f"{pair[1]}.py").is_file()] == []
