"""What the results are called, and what in the plan's folder they are made with."""

from __future__ import annotations

REPORT_TEMPLATE = "report.docx"
LETTER_TEMPLATE = "letter.docx"
TRACE_FILE = "truy-vet-so-lieu.xlsx"
OPINIONS_FILE = "tong-hop-y-kien.xlsx"
BOARD_FILE = "tinh-hinh.html"
FIXES_FILE = "can-sua.xlsx"
CHANGES_STEM = "thay-doi"
CORRECTIONS_FOLDER = "phieu-can-sua"
LETTERS_FOLDER = "cong-van"
FORMS_FOLDER = "phieu"
MAILS_FOLDER = "thu"
REMINDER_STEM = "don-doc-gui-bao-cao"
DRAFT_STEM = "du-thao"
FINAL_STEM = "chinh-thuc"
EXAMPLE_MARK = ".vi-du"
