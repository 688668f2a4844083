"""Whose answers a term of the plan counts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_

from lamdong_report.plan.language.selectors import select
from lamdong_report.plan.language.terms import Term
from lamdong_report.plan.plan import Plan


def asked_together(terms: Iterable[Term], plan: Plan) -> frozenset[str]:
    """The agencies that are asked for at least one of the terms."""
    return frozenset().union(*(asked_of(term, plan) for term in terms))


def asked_of(term: Term, plan: Plan) -> frozenset[str]:
    """The agencies whose answers a term counts."""
    if term.op in ("rows", "sum"):
        table = term.questions[0].partition(".")[0]
        wanted = frozenset(a.code for t in plan.tables if t.id == table for a in plan.select(*t.asked))
    else:
        wanted = reduce(and_, (plan.asked.get(question, frozenset()) for question in term.questions))
    return wanted & select((term.scope,), plan.agencies) if term.scope else wanted
