"""The forms that agencies fill in, as Excel workbooks: blank, or holding what is known already.

Its parts are imported when they are asked for: whoever only wants to know how tall a row is, writes no forms.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lamdong_report.forms.issue import BlankForms, FilledForms, form_file_name, group_file_name, write_forms
    from lamdong_report.forms.prefill import Prefill
    from lamdong_report.forms.writer import FormWriter, form_bytes

__all__ = [
    "BlankForms",
    "FilledForms",
    "FormWriter",
    "Prefill",
    "form_bytes",
    "form_file_name",
    "group_file_name",
    "write_forms",
]

_ROOMS = {"Prefill": "prefill", "FormWriter": "writer", "form_bytes": "writer"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"lamdong_report.forms.{_ROOMS.get(name, 'issue')}"), name)
