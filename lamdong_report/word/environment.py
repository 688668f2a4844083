"""The environment that templates run in: strict, sandboxed, escaping, and unwilling to print a bare number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from lamdong_report.content import Cell

FILTERS = ("upper", "lower", "capitalize", "trim", "length", "join", "first", "last", "default")


class NotText(TypeError):
    """A template prints something that is no text: a bare number, a yes or no, a whole row."""


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, which need not look ten thousand times at the fields of our own records."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is SimpleNamespace and not attribute.startswith("_") and attribute in obj.__dict__:
            return obj.__dict__[attribute]
        return super().getattr(obj, attribute)


def strict_environment() -> ImmutableSandboxedEnvironment:
    """Only what a report needs: a few filters, no globals, and every printed text escaped."""
    environment = _Environment(
        undefined=StrictUndefined, autoescape=True, finalize=_finalize, keep_trailing_newline=True
    )
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.globals.clear()
    return environment


@pass_context  # so that jinja asks for constants too, instead of folding them into the template's text
def _finalize(_: Context, value: Any) -> Markup:
    return printable(value)


def printable(value: Any) -> Markup:
    """The text as it goes into the document; a number without a source is refused, whatever its type.

    Escapes by itself, so that no template can switch escaping off. Raises NotText.
    """
    if isinstance(value, Undefined):
        str(value)  # raises, naming the field
    if isinstance(value, Cell):
        return escape(value.text)
    if not isinstance(value, str):
        raise NotText(type(value).__name__)
    return escape(value)
