"""The codes of all findings, as a type: one that does not exist is a fault before anything runs."""

from __future__ import annotations

from typing import Literal

# In the catalogue's order; tests/test_catalogue.py holds the two against each other.
# fmt: off
Code = Literal[
    "file-password", "file-structure-lock", "file-rights", "file-link", "file-damaged", "file-empty", "file-too-large",
    "file-unsafe", "file-unforeseen", "file-unreadable", "file-disguised", "file-other-document", "file-lock",
    "archive-limit", "archive-empty", "archive-kind", "sheet-damaged", "cells-far", "too-many-files", "form-none",
    "form-ids-lost", "form-part", "form-other-year", "form-other-plan", "form-older-version", "form-newer-version",
    "meta-lost", "agency-unknown", "agency-missing", "agency-clash", "agency-differs", "form-of-another",
    "several-forms", "form-superseded", "form-duplicate", "form-conflict", "form-other-writer", "form-halves",
    "answer-elsewhere", "marker-lost", "answers-differ", "id-unknown", "text-outside", "text-beside", "answer-in-unit",
    "unit-changed", "cells-many", "not-asked", "sheet-extra", "label-changed", "table-total", "rows-no-entries",
    "list-on-two-sheets", "sheet-missing", "rows-missing", "rows-new", "error-cell", "formula-no-value",
    "formula-value", "answer-merged", "cells-merged", "number-as-text", "number-in-words", "number-said-none",
    "number-thousands-dot", "unit-converted", "unit-differs", "unit-other", "number-ambiguous", "number-approximate",
    "number-doubtful", "number-range", "number-several", "number-unclear", "number-placeholder", "percent-format",
    "percent-or-share", "date-in-number", "yes-no-unclear", "choice-unclear", "choice-matched", "date-as-text",
    "date-year-assumed", "date-month-first", "date-incomplete", "date-doubtful", "date-unclear", "text-too-long",
    "phone-zero", "text-legacy", "text-lost", "text-html", "text-legacy-many", "text-converted", "cell-struck",
    "text-struck", "number-raised", "number-scaled", "unit-in-format", "cell-note", "text-box", "picture-over",
    "object-over", "answers-hidden", "sheet-hidden", "form-missing", "form-empty", "number-missing", "words-missing",
    "answer-missing", "missing-explained", "row-incomplete", "unit-missing", "done-without-words",
    "outstanding-without-words", "negative", "not-whole", "percent-out-of-range", "out-of-range", "part-exceeds-whole",
    "part-without-whole", "sum-mismatch", "exceeds-other", "needs-other", "overlap-differs", "list-differs",
    "nothing-yet-numbers", "unusual", "share-exceeds-whole", "zero-denominator", "rate-undefined", "rate-mismatch",
    "rate-implausible", "total-implausible", "changed-much", "last-year-differs", "total-changed", "outlier",
    "outlier-by-population", "sum-differs", "agencies-differ", "small-count", "small-counts", "refers-elsewhere",
    "too-short", "text-unmarked", "words-unfilled", "note-doubts-number", "copies-plan", "phone-unclear",
    "mail-unclear", "copied-answer", "repeated-answer", "cutoff-before-period", "cutoff-after-letter",
    "cutoff-after-deadline", "date-out-of-period", "sent-late", "sender-differs", "sender-shared", "sending-unlikely",
    "day-number", "attendance-unlike-others", "tenfold", "people-below-events", "count-too-large", "money-too-large",
    "personal-data", "row-repeated", "cutoff-long-before-letter", "decisions-unreadable", "arrangement-unreadable",
    "decision-unclear", "decision-stale", "deadline-extended", "form-chosen", "forms-joined",
]
# fmt: on
