"""The only arithmetic, for report, annexes, checks and forms: sums, pairing, rates, rounding, comparison, judgement."""

from lamdong_report.figures.comparison import (
    difference,
    equals_as_typed,
    has_changed_much,
    is_same_rate,
    lies_between,
)
from lamdong_report.figures.judgement import Judgement, exceeds, judge, lower_is_better, reaches
from lamdong_report.figures.measures import AgencyResult, Deed, Measure, MeasurePart, measure, measures
from lamdong_report.figures.pairing import (
    clauses,
    figure_of,
    pair,
    paired,
    reckon_each,
    reckon_expression,
    share_of,
    unit_of,
)
from lamdong_report.figures.rates import HUNDRED, divide, rate, whole_of
from lamdong_report.figures.rounding import common_decimals, decimals_of, format_difference, format_result, round_to
from lamdong_report.figures.sums import Forms, Sum, add_up, as_number, reckon
from lamdong_report.figures.targets import TargetResult, target_results

__all__ = [
    "HUNDRED",
    "AgencyResult",
    "Deed",
    "Forms",
    "Judgement",
    "Measure",
    "MeasurePart",
    "Sum",
    "TargetResult",
    "add_up",
    "as_number",
    "clauses",
    "common_decimals",
    "decimals_of",
    "difference",
    "divide",
    "equals_as_typed",
    "exceeds",
    "figure_of",
    "format_difference",
    "format_result",
    "has_changed_much",
    "is_same_rate",
    "judge",
    "lies_between",
    "lower_is_better",
    "measure",
    "measures",
    "pair",
    "paired",
    "rate",
    "reaches",
    "reckon",
    "reckon_each",
    "reckon_expression",
    "round_to",
    "share_of",
    "target_results",
    "unit_of",
    "whole_of",
]
