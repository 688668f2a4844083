"""The plan file: the one place that says which agencies report, what each is asked and how it is printed."""

from lamdong_report.plan.beside import KNOWN_FILE
from lamdong_report.plan.language.sentences import Field, Stretch, parse_sentence, template_parts
from lamdong_report.plan.language.terms import Expression, Term, parse_expression, parse_term
from lamdong_report.plan.load import load_plan
from lamdong_report.plan.old_years import find_old_years
from lamdong_report.plan.plan import (
    AnnexFormulas,
    ColumnFormula,
    Formulas,
    IndicatorFormulas,
    Known,
    Plan,
    SentenceFormulas,
    asked_of,
    asked_together,
    level,
)
from lamdong_report.plan.questions import OUTSTANDING, REASON, STATUS, VALUE, WORDS, Question, question_of
from lamdong_report.plan.remarks import find_gaps, find_remarks
from lamdong_report.plan.schema import Agency, Group, Indicator, Kind, Operator, ResultKind, Section, Table, Topic
from lamdong_report.plan.settle import target_text
from lamdong_report.plan.tables import PLAN_FILE, PlanSource, newest_plan_folder, read_toml

__all__ = [
    "KNOWN_FILE",
    "OUTSTANDING",
    "PLAN_FILE",
    "REASON",
    "STATUS",
    "VALUE",
    "WORDS",
    "Agency",
    "AnnexFormulas",
    "ColumnFormula",
    "Expression",
    "Field",
    "Formulas",
    "Group",
    "Indicator",
    "IndicatorFormulas",
    "Kind",
    "Known",
    "Operator",
    "Plan",
    "PlanSource",
    "Question",
    "ResultKind",
    "Section",
    "SentenceFormulas",
    "Stretch",
    "Table",
    "Term",
    "Topic",
    "asked_of",
    "asked_together",
    "find_gaps",
    "find_old_years",
    "find_remarks",
    "level",
    "load_plan",
    "newest_plan_folder",
    "parse_expression",
    "parse_sentence",
    "parse_term",
    "question_of",
    "read_toml",
    "target_text",
    "template_parts",
]
