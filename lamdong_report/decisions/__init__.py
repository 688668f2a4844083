"""What the office has settled, kept as one row a decision in a small workbook beside the forms.

    path = decisions_path(paths)                             the workbook beside these forms, whether it is there or not
    decisions, findings = read_decisions(path, plan)         none where there is no workbook; faults of rows as findings
    read_forms(paths, plan, decisions=decisions)             which form counts, which halves are one (the reader)
    decided = decide(plan, decisions, findings, received)    findings made milder; deadlines; what became of each
    recording.record(path, decision, plan)                   one more row, safe when two people write (needs openpyxl)

A decision to record is made by `about_finding`, `about_form`, `about_deadline` or `about_halves`, which note the value
that it is made for. Undoing is deleting the row.
"""

from lamdong_report.decisions.book import FILE, HEADINGS, WORDS, decision_texts, decisions_path, read_decisions
from lamdong_report.decisions.judging import (
    Decided,
    Validity,
    about_deadline,
    about_figure,
    about_finding,
    about_form,
    about_halves,
    decide,
)

__all__ = [
    "FILE",
    "HEADINGS",
    "WORDS",
    "Decided",
    "Validity",
    "about_deadline",
    "about_figure",
    "about_finding",
    "about_form",
    "about_halves",
    "decide",
    "decision_texts",
    "decisions_path",
    "read_decisions",
]
