"""What may stand in plan.toml: one frozen struct for each kind of table, with its keys and their meaning."""

from lamdong_report.plan.schema.entry import CellEntry, Entry
from lamdong_report.plan.schema.indicators import (
    AgencyTarget,
    Ask,
    AskRow,
    Indicator,
    IndicatorExtra,
    IndicatorPart,
    Operator,
    ResultKind,
    Step,
    Target,
)
from lamdong_report.plan.schema.kinds import TRAITS, Kind, Reads, Traits
from lamdong_report.plan.schema.outline import Agency, Annex, AnnexColumn, Division, Group, LastYear, Section, Sentence
from lamdong_report.plan.schema.questions import Grid, GridColumn, GridRow, QuestionEntry, Sheet, Table, Topic
from lamdong_report.plan.schema.words import Contact, Document, FormWords, Letter, PlanInfo, Roles, Thresholds, Wording

__all__ = [
    "TRAITS",
    "Agency",
    "AgencyTarget",
    "Annex",
    "AnnexColumn",
    "Ask",
    "AskRow",
    "CellEntry",
    "Contact",
    "Division",
    "Document",
    "Entry",
    "FormWords",
    "Grid",
    "GridColumn",
    "GridRow",
    "Group",
    "Indicator",
    "IndicatorExtra",
    "IndicatorPart",
    "Kind",
    "LastYear",
    "Letter",
    "Operator",
    "PlanInfo",
    "QuestionEntry",
    "Reads",
    "ResultKind",
    "Roles",
    "Section",
    "Sentence",
    "Sheet",
    "Step",
    "Table",
    "Target",
    "Thresholds",
    "Topic",
    "Traits",
    "Wording",
]
