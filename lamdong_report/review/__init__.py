"""Findings and status for people: terminal, JSON, workbook, board, forms to correct and letters.

Its parts are imported when they are asked for: whoever wants one line about a reading writes neither forms nor mails.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lamdong_report.review.board import Board, make_board
    from lamdong_report.review.boardpage import board_html, board_style
    from lamdong_report.review.corrections import correction_forms
    from lamdong_report.review.fixes import fixes_workbook
    from lamdong_report.review.letters import (
        Attached,
        address_of,
        correction_letters,
        form_mail,
        letter_mail,
        reminder_letter,
    )
    from lamdong_report.review.terminal import status_json, status_line, status_lines

__all__ = [
    "Attached",
    "Board",
    "address_of",
    "board_html",
    "board_style",
    "correction_forms",
    "correction_letters",
    "fixes_workbook",
    "form_mail",
    "letter_mail",
    "make_board",
    "reminder_letter",
    "status_json",
    "status_line",
    "status_lines",
]

_ROOMS = {
    "Board": "board",
    "make_board": "board",
    "board_html": "boardpage",
    "board_style": "boardpage",
    "correction_forms": "corrections",
    "fixes_workbook": "fixes",
    "status_json": "terminal",
    "status_line": "terminal",
    "status_lines": "terminal",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"lamdong_report.review.{_ROOMS.get(name, 'letters')}"), name)
