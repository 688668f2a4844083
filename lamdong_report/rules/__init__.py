"""The one rulebook: each rule of a form, made from the plan, as a formula for the form and a verdict for the check."""

from lamdong_report.rules.alone import bounds_of, date_window, is_share
from lamdong_report.rules.book import Rulebook, make_rulebook
from lamdong_report.rules.follows import Follows, find_follows
from lamdong_report.rules.rule import Cells, FormRule, Places, is_error

__all__ = [
    "Cells",
    "Follows",
    "FormRule",
    "Places",
    "Rulebook",
    "bounds_of",
    "date_window",
    "find_follows",
    "is_error",
    "is_share",
    "make_rulebook",
]
