"""The one rulebook: each rule of a form, made from the plan, as a formula for the form and a verdict for the check."""

from lamdong_report.rules.alone import FormRule, Places, bounds_of, date_window, is_error, is_share
from lamdong_report.rules.book import Follows, Rulebook, find_follows, make_rulebook
from lamdong_report.rules.formula import Cells

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
