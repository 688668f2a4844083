"""A finished report and a finished letter, as values: who fills them in knows no Word, who prints them no plan."""

from __future__ import annotations

from lamdong_report.content.letter import CorrectionRow, LetterContent, ListedAgency
from lamdong_report.content.pieces import Cell, Number, Piece, Pieces, Quote, Text, as_pieces, text_of
from lamdong_report.content.report import (
    AgencyAnnex,
    AgencyRow,
    BarChart,
    GoalRow,
    IndicatorRow,
    Paragraph,
    ReportContent,
    StatusRow,
    Style,
    WordsAnnex,
    WordsRow,
)

__all__ = [
    "AgencyAnnex",
    "AgencyRow",
    "BarChart",
    "Cell",
    "CorrectionRow",
    "GoalRow",
    "IndicatorRow",
    "LetterContent",
    "ListedAgency",
    "Number",
    "Paragraph",
    "Piece",
    "Pieces",
    "Quote",
    "ReportContent",
    "StatusRow",
    "Style",
    "Text",
    "WordsAnnex",
    "WordsRow",
    "as_pieces",
    "text_of",
]
