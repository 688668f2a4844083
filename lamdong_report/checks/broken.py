"""Which rules of the rulebook a form breaks, the same that it told the clerk, and what the findings say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.catalogue.phrases import (
    addition,
    between,
    cell_list,
    cut_at_word,
    number_with_unit,
    place,
    reason_given,
    short_quote,
)
from lamdong_report.checks.form import CheckedForm, ListRow, Reply, is_list_read, is_unanswered, listed_total
from lamdong_report.model import Finding, Severity
from lamdong_report.rules import alone, date_window, is_error, together
from lamdong_report.rules.alone import FormRule
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import BLANK, Formula, day_number
from lamdong_report.rules.lists import RowRule
from lamdong_report.text.formats import format_date, format_number

Fields = Mapping[str, object]
# What the reader says of a cell that it could not read, and what is judged with more than a formula knows.
_SAID_ELSEWHERE = frozenset(
    {
        "error-cell",
        "date-unclear",
        "number-several",
        "yes-no-unclear",
        "choice-unclear",
        "refers-elsewhere",
        "too-short",
        "done-without-words",
        "outstanding-without-words",
        "row-incomplete",
    }
)


def broken_rules(form: CheckedForm) -> Iterator[Finding]:
    """One finding for each broken rule; of the rules about a cell alone only the first that is broken."""
    values = _Values(form)
    for question in form.cells:
        is_told = False
        for rule in form.rules.of(question):
            if rule.code in _SAID_ELSEWHERE or (is_told and isinstance(rule, alone.Alone)):
                continue
            if values.knows(rule) and rule.broken(values.cell).value:
                is_told = is_told or isinstance(rule, alone.Alone)
                finding = form.fault(rule.code, form.cells[question].question, None, **finding_fields(form, rule))
                # A doubt that is explained beside the other cell is explained, too.
                reason = next(filter(None, (form.reason(other) for other in rule.others)), "")
                if reason and not is_error(rule.code) and not form.reason(rule.question):
                    finding = replace(finding, severity=Severity.NOTE, text=finding.text + reason_given(reason))
                yield finding


def broken_rows(form: CheckedForm) -> Iterator[Finding]:
    """The rules of the rows of lists, row by row."""
    for line in form.lines:
        values = defaultdict(lambda: BLANK, {key: seen_by_rules(form, cell) for key, cell in line.cells.items()})
        for rule in form.rules.rows[line.table.id]:
            if rule.code not in _SAID_ELSEWHERE and rule.broken(values.__getitem__).value:
                cell = line.cells[rule.column]
                yield form.fault(rule.code, cell.question, cell.source, **row_fields_of(form, line, rule))


def seen_by_rules(form: CheckedForm, cell: Reply) -> Formula:
    """What a rule sees of an answer: yes and no are words, dates are days; what was not understood is as typed."""
    value = cell.answer.value
    if value is None:
        return BLANK if is_unanswered(cell) else Formula("", cell.answer.raw)
    if isinstance(value, bool):
        return Formula("", form.plan.form.yes_no[0 if value else 1])
    return Formula("", day_number(value) if isinstance(value, date) else value)


class _Values(Struct, frozen=True):
    """The answers of a form, and what its lists come to, as rules see them."""

    form: CheckedForm

    def cell(self, question: str) -> Formula:
        if question.startswith(ROWS):
            table = question.removeprefix(ROWS)
            return Formula("", Decimal(sum(line.table.id == table for line in self.form.lines)))
        if question.startswith(LISTED):
            return Formula("", listed_total(self.form, question.removeprefix(LISTED)))
        found = self.form.cells.get(question)
        if found is None:
            return BLANK
        kind, value = found.question.kind, found.answer.value
        # What is not a number or a day where one belongs is the reader's to judge.
        if kind.is_figure and not isinstance(value, Decimal if kind.is_number else date):
            return Formula("", "" if is_unanswered(found) else "?")
        return seen_by_rules(self.form, found)

    def knows(self, rule: FormRule) -> bool:
        """Whether the agency is asked for all that the rule looks at, and a list that it looks at can be read."""
        form, code = self.form, self.form.agency.code
        if isinstance(rule, together.IsAsListed) and not is_list_read(form, rule.question):
            return False
        tables = (other.removeprefix(ROWS) for other in rule.others if other.startswith(ROWS))
        questions = (other for other in rule.others if other in form.plan.questions)
        # A list that the form has not got says nothing: it is not one without rows.
        return all(code in form.lists[one] and one in form.submission.tables for one in tables) and all(
            form.plan.is_asked(one, code) for one in questions
        )


def finding_fields(form: CheckedForm, rule: FormRule) -> Fields:
    """The fields of the sentence of the rule's code."""
    here = form.cells[rule.question]
    others = [form.cells[other] for other in rule.others if other in form.cells]
    value = {"value": shown_answer(here)}
    match rule:
        case together.IsSum():
            given = [(one, one.number) for one in others if one.number is not None]
            numbers = [number for _, number in given]
            total = format_number(sum(numbers, Decimal(0)))
            cells = _cells([here, *(one for one, _ in given)])
            return {**value, "parts": addition(numbers), "total": total, "cells": cells}
        case together.IsShare():
            return _of_rate(form, here, others, [form.cells[top] for top in rule.tops])
        case together.HasBase():
            bases = [here, *(form.cells[one] for one in rule.more)]
            return _of_rate(form, here, bases, others)
        case together.HasWhole():
            whole = form.plan.questions[rule.others[0]]
            return {**value, "whole": cut_at_word(whole.label), "whole_where": place(form.source(whole))}
        case together.IsAsListed():
            table = next(table for table in form.plan.tables if ROWS + table.id in rule.others)
            rows = sum(line.table.id == table.id for line in form.lines)
            listed = format_number(listed_total(form, here.question.id))
            return {**value, "table": cut_at_word(table.title), "rows": str(rows), "listed": listed}
        case together.IsOverlap():
            return {**value, "others": " và ".join(map(_named, others[:2])), "cells": _cells([*others, here])}
        case together.IsNothing():
            above = [one for one in others if one.number]
            return {**value, "others": ", ".join(map(_named, above)), "cells": _cells(above)}
        case alone.IsAsKnown():
            now, before = (number_with_unit(one, here.question.unit) for one in (here.number or Decimal(0), rule.known))
            return {"value": now, "previous": before}
        case together.IsLikeBefore():
            unit, limit = here.question.unit, format_number(rule.change * 100, 0)
            now, before = (number_with_unit(one.number or Decimal(0), unit) for one in (here, others[0]))
            return {"value": now, "previous": before, "limit": limit}
        case together.Between() if others:
            return _of_pair(here, others[0])
        case together.Needs():
            title = next(table.title for table in form.plan.tables if ROWS + table.id == rule.others[0])
            return {**value, "other": cut_at_word(title), "other_value": "0 dòng", "cells": here.source.cell}
    return _of_one(form, here, in_list=False)


def row_fields_of(form: CheckedForm, line: ListRow, rule: RowRule) -> Fields:
    """The same for a rule about a row of a list; a part is named with its whole."""
    here = line.cells[rule.column]
    wholes = (here.question.part_of, *here.question.at_most)
    whole = next((cell for cell in line.cells.values() if cell.question.id in wholes), None)
    if whole is not None and rule.code in ("part-exceeds-whole", "exceeds-other"):
        return _of_pair(here, whole)
    return _of_one(form, here, in_list=True)


def _of_one(form: CheckedForm, here: Reply, *, in_list: bool) -> Fields:
    question, day = here.question, here.answer.value
    if isinstance(day, date):
        start, end = date_window(form.plan, question, in_list=in_list)
        days = {"date": day, "start": start, "end": end, "deadline": form.plan.info.deadline}
        return {**{name: format_date(one) for name, one in days.items()}, "text": shown_answer(here)}
    allowed = question.usual or (question.minimum, question.maximum)
    return {"value": shown_answer(here), "range": between(*allowed), "text": short_quote(here.answer.text)}


def _of_pair(here: Reply, other: Reply) -> Fields:
    label, value = cut_at_word(other.question.label), shown_answer(other)
    is_day = here.question.kind.is_figure and not here.question.kind.is_number
    fields = {
        "value": shown_answer(here),
        "cells": _cells([here, other] if is_day else [other, here]),
    }
    days = {"date": fields["value"], "letter": value} if is_day else {}
    return {**fields, "whole": label, "whole_value": value, "other": label, "other_value": value, **days}


def _of_rate(form: CheckedForm, here: Reply, bases: Sequence[Reply], tops: Sequence[Reply]) -> Fields:
    name = next(one.name for one in form.plan.indicators if one.id == here.question.indicator)
    top, base = (sum((cell.number or Decimal(0) for cell in cells), Decimal(0)) for cells in (tops, bases))
    return {
        "label": cut_at_word(name),
        "top": format_number(top),
        "base": format_number(base),
        "cells": _cells([*bases, *tops]),
    }


def _named(cell: Reply) -> str:
    return f"«{cut_at_word(cell.question.label)}» ({shown_answer(cell)})"


def shown_answer(cell: Reply) -> str:
    """An answer as a sentence quotes it."""
    value = cell.answer.value
    if isinstance(value, Decimal):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else short_quote(cell.answer.raw)


def _cells(cells: Sequence[Reply]) -> str:
    return cell_list([cell.source for cell in cells])
