"""The plan as the program uses it: all that plan.toml says, its questions spelled out, what it reckons parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_
from pathlib import Path

from msgspec import Struct, field, structs
from msgspec.structs import replace

from lamdong_report.model import Value
from lamdong_report.plan import schema
from lamdong_report.plan.language import select
from lamdong_report.plan.language.sentences import Field, Stretch
from lamdong_report.plan.language.terms import Expression, Term
from lamdong_report.plan.questions import Question
from lamdong_report.plan.schema import Agency, Group, Indicator, Section, Topic
from lamdong_report.plan.settle import period_of

# What agencies said last year, by code and question.
Known = Mapping[str, Mapping[str, Value]]


class IndicatorFormulas(Struct, frozen=True):
    """One indicator: the rate that is printed, what the responsible agency reports itself, its parts, last year's.

    `each` is what single agencies (codes) have to reach by themselves.
    """

    printed: Expression
    reported: Expression | None = None
    parts: tuple[Expression, ...] = ()
    previous: Expression | None = None
    each: Mapping[str, Decimal] = field(default_factory=dict)


class SentenceFormulas(Struct, frozen=True):
    """One sentence of the sums: its pieces, those for a main number of 0, and the field that decides between them."""

    entry: schema.Sentence
    text: tuple[Stretch, ...]
    zero: tuple[Stretch, ...]
    main: Field | None


class ColumnFormula(Struct, frozen=True):
    """One column of the annex by agency."""

    entry: schema.AnnexColumn
    value: Expression


class AnnexFormulas(Struct, frozen=True):
    """One annex: columns of figures by agency; or a list, with its columns, and what `column` has to read in a row."""

    entry: schema.Annex
    columns: tuple[ColumnFormula, ...] = ()
    table: schema.Table | None = None
    list_columns: tuple[schema.GridColumn, ...] = ()
    column: str = ""
    choices: tuple[str, ...] = ()


class Formulas(Struct, frozen=True):
    """`indicators` and `asks` (an indicator's rates as single forms give them) go by id, `sentences` by section."""

    indicators: Mapping[str, IndicatorFormulas] = field(default_factory=dict)
    asks: Mapping[str, Expression] = field(default_factory=dict)
    sentences: Mapping[str, tuple[SentenceFormulas, ...]] = field(default_factory=dict)
    annexes: tuple[AnnexFormulas, ...] = ()


class Plan(Struct, frozen=True):
    """The whole truth about one year's report.

    `questions` holds every cell that may be filled in, by id, those of topics, grids and indicators included;
    `asked` and `required` say of which agencies (codes); `formulas` is what the plan reckons and words, parsed.
    `known` is what agencies said last year. `folder` is where plan.toml and the templates lie.
    """

    folder: Path
    info: schema.PlanInfo
    contact: schema.OfficeContact
    document: schema.Document
    letter: schema.Letter
    form: schema.FormWords
    roles: schema.Roles
    wording: schema.Wording
    thresholds: schema.Thresholds
    groups: tuple[Group, ...]
    agencies: tuple[Agency, ...]
    sections: tuple[Section, ...]
    sheets: tuple[schema.PlanSheet, ...]
    topics: tuple[Topic, ...]
    tables: tuple[schema.Table, ...]
    grids: tuple[schema.Grid, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[schema.Target, ...]
    indicator_extras: tuple[schema.IndicatorExtra, ...]
    sentences: tuple[schema.Sentence, ...]
    annexes: tuple[schema.Annex, ...]
    annex_columns: tuple[schema.AnnexColumn, ...]
    last_year: tuple[schema.LastYear, ...]
    questions: Mapping[str, Question]
    asked: Mapping[str, frozenset[str]]
    required: Mapping[str, frozenset[str]]
    formulas: Formulas = field(default_factory=Formulas)
    known: Known = field(default_factory=dict)
    _agencies: Mapping[str, Agency] = field(default_factory=dict)
    _groups: Mapping[str, Group] = field(default_factory=dict)
    _sections: Mapping[str, Section] = field(default_factory=dict)

    def agency(self, code: str) -> Agency:
        return self._agencies[code]

    def knows(self, code: str) -> bool:
        return code in self._agencies

    def group_of(self, agency: Agency) -> Group:
        return self._groups[agency.group]

    @property
    def period(self) -> str:
        """How the period is called: "năm 2026", "6 tháng đầu năm 2029"."""
        return period_of(self.info)

    @property
    def previous_period(self) -> str:
        """The same a year before: "năm 2025"; "kỳ trước" where the period names no year."""
        # Of a period within a year (6 tháng đầu năm 2029) every year named in it goes back by one.
        before = re.sub(r"\d{4}", lambda found: str(int(found[0]) - 1), self.period)
        return before if before != self.period else "kỳ trước"

    @property
    def carried(self) -> frozenset[str]:
        """The questions whose answers seldom change: who writes and approves, where to reach them, how many live there.

        The parts of the population (women, minorities) are asked beside it, on the same sheet; how many of them were
        reached by something (who hold a card) is asked elsewhere, and is this year's work.
        """
        roles = self.roles
        lasting = {roles.writer, roles.phone, roles.email, roles.approver, roles.population} - {""}
        whole = self.questions.get(roles.population)
        beside = (q.id for q in self.questions.values() if whole and (q.part_of, q.sheet) == (whole.id, whole.sheet))
        return frozenset(lasting | set(beside))

    def known_answers(self, code: str) -> Mapping[str, Value]:
        """What the agency's form begins with: what seldom changes, and last year's results where they are asked for."""
        known = self.known.get(code)
        if not known:
            return {}
        asked = {question.previous for question in self.questions.values()}
        asked |= {indicator.previous for indicator in self.indicators} | self.carried
        return {name: value for name, value in known.items() if name in asked}

    def last_years(self, code: str) -> Mapping[str, Decimal]:
        """The numbers that the agency gave last year where it is asked for this year's, to be seen beside them."""
        begun = self.known_answers(code)
        numbers = ((name, value) for name, value in self.known.get(code, {}).items() if name not in begun)
        return {name: value for name, value in numbers if isinstance(value, Decimal)}

    def deadline_of(self, agency: Agency) -> date:
        """The day before which the agency has to send: its group's own, else the plan's."""
        return self.group_of(agency).deadline or self.info.deadline

    def due_for(self, agency: Agency) -> Plan:
        """The plan as the agency's form and its checks see it: with the deadline of its group."""
        own = self.deadline_of(agency)
        return self if own == self.info.deadline else replace(self, info=structs.replace(self.info, deadline=own))

    def group(self, group_id: str) -> Group:
        return self._groups[group_id]

    def section(self, section_id: str) -> Section:
        return self._sections[section_id]

    def select(self, *selectors: str) -> tuple[Agency, ...]:
        """The agencies that the selectors mean, in the plan's order; no selector means everybody."""
        codes = select(selectors or ("T",), self.agencies)
        return tuple(agency for agency in self.agencies if agency.code in codes)

    def has_outdated(self, form_version: int) -> bool:
        """Whether a form of this version was issued before the questions last changed; 0: the form does not say."""
        return 0 < form_version < self.info.form_version

    def is_asked(self, question: str, agency: str) -> bool:
        return agency in self.asked.get(question, frozenset())

    def is_required(self, question: str, agency: str) -> bool:
        return agency in self.required.get(question, frozenset())

    def total_before(self, expression: Expression) -> Decimal | None:
        """What a sum came to last year; None where a term is not known or is of some agencies only."""
        known = {entry.question: entry.value for entry in self.last_year}
        # Known are totals over all agencies; of some of them, or of some rows, nobody wrote down what it was.
        terms = expression.numerator
        if any(term.minus or term.scope or term.column or term.op not in ("total", "rows", "sum") for term in terms):
            return None
        values = [known.get(term.questions[0]) for term in terms]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def topics_in(self, section_id: str) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if topic.section == section_id)

    def form_agency_name(self, agency: Agency) -> str:
        """How the agency is addressed: "UBND xã Bảo Lâm 1"."""
        return self.group_of(agency).form_name.format(name=agency.name)

    def parties_of(self, agency: Agency) -> tuple[Section, ...]:
        """The sections that print this agency's own tasks: one, in a plan without oversights."""
        parties = (section for section in self.sections if section.agencies)
        return tuple(s for s in parties if agency.code in select(s.agencies, self.agencies))

    def place_of(self, section: Section) -> str:
        """Where a section stands, by the numbers that are printed: "II.3.1"; its short name where it is not printed."""
        if not section.printed:
            return section.short or section.title
        number, chapter = section.number.rstrip("."), self._sections[section.id.partition(".")[0]]
        return number if chapter is section else f"{chapter.number.rstrip('.')}.{number}"


def level(section: Section) -> int:
    """1 for "I", 2 for "II.1", 3 for "II.3.1"."""
    return section.id.count(".") + 1


def asked_together(terms: Iterable[Term], plan: Plan) -> frozenset[str]:
    """The agencies that are asked for at least one of the terms."""
    return frozenset().union(*(asked_of(term, plan) for term in terms))


def asked_of(term: Term, plan: Plan) -> frozenset[str]:
    """The agencies whose answers a term counts."""
    if term.op in ("rows", "sum"):
        wanted = frozenset(a.code for t in plan.tables if t.id == term.listed[0] for a in plan.select(*t.asked))
    else:
        wanted = reduce(and_, (plan.asked.get(question, frozenset()) for question in term.questions))
    return wanted & select((term.scope,), plan.agencies) if term.scope else wanted
