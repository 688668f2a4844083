"""A finished report and a finished letter, as values: who fills them in knows no Word, who prints them no plan."""

from __future__ import annotations

from lamdong_report.content.documents import CorrectionRow, LetterContent, ListedAgency, ReportContent
from lamdong_report.content.pieces import (
    AgencyAnnex,
    AgencyRow,
    BarChart,
    Cell,
    GoalRow,
    IndicatorRow,
    Number,
    Paragraph,
    Piece,
    Pieces,
    Quote,
    StatusRow,
    Style,
    Text,
    WordsAnnex,
    WordsRow,
    as_pieces,
    text_of,
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
