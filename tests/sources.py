"""The program's own modules, as tests that look at its text read them: each is parsed once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tree_of(module: Path) -> ast.Module:
    """What the module says, for all tests; nobody changes it."""
    return ast.parse(module.read_text(encoding="utf-8"))


@cache
def nodes_of(module: Path) -> tuple[ast.AST, ...]:
    """All nodes of the module, outer ones first."""
    return tuple(ast.walk(tree_of(module)))
