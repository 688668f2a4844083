"""The order of the stages, read aloud: plan, forms out, forms in, checks, figures, report.

`drafting` and `comparing` are not imported here: they need the libraries for Word, which most commands do without.
"""

from lamdong_report.pipeline.issuing import (
    check_templates,
    clear_examples,
    fill_examples,
    issue_forms,
    missing_contact,
    plan_lines,
    review_examples,
    review_plan,
)
from lamdong_report.pipeline.reading import (
    Progress,
    Reading,
    exit_code,
    open_plan,
    pick_agencies,
    read_and_check,
    require_forms,
)
from lamdong_report.pipeline.reviewing import as_json, one_line, summarise, write_letters, write_review
from lamdong_report.results import (
    BOARD_FILE,
    CHANGES_STEM,
    CORRECTIONS_FOLDER,
    DRAFT_STEM,
    EXAMPLE_FILE,
    FINAL_STEM,
    FIXES_FILE,
    LETTER_TEMPLATE,
    LETTERS_FOLDER,
    OPINIONS_FILE,
    REMINDER_STEM,
    REPORT_TEMPLATE,
    TRACE_FILE,
)

__all__ = [
    "BOARD_FILE",
    "CHANGES_STEM",
    "CORRECTIONS_FOLDER",
    "DRAFT_STEM",
    "EXAMPLE_FILE",
    "FINAL_STEM",
    "FIXES_FILE",
    "LETTERS_FOLDER",
    "LETTER_TEMPLATE",
    "OPINIONS_FILE",
    "REMINDER_STEM",
    "REPORT_TEMPLATE",
    "TRACE_FILE",
    "Progress",
    "Reading",
    "as_json",
    "check_templates",
    "clear_examples",
    "exit_code",
    "fill_examples",
    "issue_forms",
    "missing_contact",
    "one_line",
    "open_plan",
    "pick_agencies",
    "plan_lines",
    "read_and_check",
    "require_forms",
    "review_examples",
    "review_plan",
    "summarise",
    "write_letters",
    "write_review",
]
