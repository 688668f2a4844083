"""Drafts: their history, what changed between two, and the merge of new figures onto an edited one.

The merge itself is imported when it is asked for: most drafts are written without one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lamdong_report.docx.identity import Identity, identity_for, identity_of, stamp
from lamdong_report.history.compare import (
    Comparison,
    compare_drafts,
    compare_only_words,
    compare_words,
    comparison_json,
)
from lamdong_report.history.present import comparison_lines, comparison_pages, merge_lines, merge_page
from lamdong_report.history.record import Record, make_record
from lamdong_report.history.store import Stored, every, is_unedited, latest, load, next_name, recover, save_draft
from lamdong_report.history.why import why_from
from lamdong_report.merge.changes import Act, Change, Merged, Why, count_acts

if TYPE_CHECKING:
    from lamdong_report.merge.merge import document_text, has_open_revisions, merge_drafts, resemblance

__all__ = [
    "Act",
    "Change",
    "Comparison",
    "Identity",
    "Merged",
    "Record",
    "Stored",
    "Why",
    "compare_drafts",
    "compare_only_words",
    "compare_words",
    "comparison_json",
    "comparison_lines",
    "comparison_pages",
    "count_acts",
    "document_text",
    "every",
    "has_open_revisions",
    "identity_for",
    "identity_of",
    "is_unedited",
    "latest",
    "load",
    "make_record",
    "merge_drafts",
    "merge_lines",
    "merge_page",
    "next_name",
    "recover",
    "resemblance",
    "save_draft",
    "stamp",
    "why_from",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("lamdong_report.merge.merge"), name)
