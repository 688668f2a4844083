"""Findings and status for people: terminal, JSON, workbook, board, forms to correct and letters."""

from lamdong_report.review.board import Board, make_board
from lamdong_report.review.boardpage import board_html, board_style
from lamdong_report.review.corrections import correction_forms
from lamdong_report.review.fixes import fixes_workbook
from lamdong_report.review.letters import correction_letters, reminder_letter
from lamdong_report.review.mails import Attached, address_of, form_mail, letter_mail
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
