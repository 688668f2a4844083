"""Measures the code of the product as a reader meets it: sizes, helpers used once, names that mean several things.

    python tools/measure_code.py [FOLDER]            by default lamdong_report

Figures to compare from one release to the next, not verdicts: a helper that is used once may be an idea.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its room, its syntax tree, its lines of code and of comments."""

    path: Path
    room: str
    tree: ast.Module
    lines: int
    comments: int


def read_modules(folder: Path) -> list[Module]:
    modules = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments = sum(token.type == tokenize.COMMENT for token in tokens)
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        modules.append(Module(path, room, ast.parse(text), text.count("\n"), comments))
    return modules


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from the first after the decorators to the last, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def private_helpers_used_once(module: Module) -> int:
    """Private functions of a module that it names in one place only, and nothing outside can name."""
    named = Counter(node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name))
    named.update(node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))
    own = [f.name for f in functions(module.tree) if f.name.startswith("_") and not f.name.startswith("__")]
    return sum(named[name] == 1 for name in own)


def names_of_several_things(modules: list[Module]) -> dict[str, list[str]]:
    """Public top-level functions and classes whose name is defined in more than one module."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(module.path))
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def report(folder: Path) -> Iterator[str]:
    modules = read_modules(folder)
    every = [function for module in modules for function in functions(module.tree)]
    sizes = sorted(map(length, every))
    lines, comments = sum(m.lines for m in modules), sum(m.comments for m in modules)
    once = sum(map(private_helpers_used_once, modules))
    several = names_of_several_things(modules)
    module_lines = sorted(m.lines for m in modules)
    rooms = Counter(module.room for module in modules)
    large = f"{sum(n > 250 for n in module_lines)} over 250, largest {module_lines[-1]}"
    yield f"modules                           {len(modules)} (median {median(module_lines):.0f} lines, {large})"
    yield f"lines                             {lines}"
    tall = f"p90 {quantiles(sizes, n=10)[-1]:.0f}, longest {sizes[-1]}"
    yield f"functions                         {len(every)} (median {median(sizes):.0f} lines, {tall})"
    yield f"private helpers used once         {once} ({once / len(every):.0%} of all functions)"
    yield f"names of more than one thing      {len(several)}"
    yield f"comments in 100 lines             {100 * comments / lines:.1f}"
    yield f"largest rooms                     {', '.join(f'{room} {n}' for room, n in rooms.most_common(6))}"
    for name, places in several.items():
        yield f"  {name}: {', '.join(places)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(report(Path(sys.argv[1] if len(sys.argv) > 1 else "lamdong_report"))) + "\n")
