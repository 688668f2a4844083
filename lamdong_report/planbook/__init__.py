"""The plan as a workbook: written for an official to edit, read back, told what changes, put into plan.toml."""

from lamdong_report.planbook.next_year import Results, known_answers, next_years_tables
from lamdong_report.planbook.places import told_by_workbook
from lamdong_report.planbook.reader import PlanBook, read_workbook
from lamdong_report.planbook.saving import Update, prepare_update, read_agency_rows, tell_changes
from lamdong_report.planbook.toml_text import write_toml
from lamdong_report.planbook.writer import write_workbook

__all__ = [
    "PlanBook",
    "Results",
    "Update",
    "known_answers",
    "next_years_tables",
    "prepare_update",
    "read_agency_rows",
    "read_workbook",
    "tell_changes",
    "told_by_workbook",
    "write_toml",
    "write_workbook",
]
