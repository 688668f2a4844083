"""What could tell who a person is: numbers and telephones in words, and counts of a few."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.catalogue.phrases import and_others
from lamdong_report.checks.form import CheckedForm
from lamdong_report.model import Finding
from lamdong_report.text import join_words
from lamdong_report.text.personal import find_personal


def telling_counts(form: CheckedForm) -> Iterator[Finding]:
    """Sensitive counts from 1 to below the plan's `small_count`: one finding for the form, at the first of them."""
    limit = form.plan.thresholds.small_count
    small = [
        cell
        for cell in form.cells.values()
        if cell.question.sensitive and cell.number is not None and 0 < cell.number < limit
    ]
    if small:
        yield form.fault("small-count", small[0].question, more=and_others(len(small) - 1), limit=limit - 1)


def people_in_words(form: CheckedForm) -> Iterator[Finding]:
    """Citizens' numbers and telephones in words, but for those of the people who wrote and approved the form."""
    roles = form.plan.roles
    own = {roles.agency, roles.writer, roles.phone, roles.email, roles.approver, roles.letter_number}
    for cell in form.every_cell:
        if cell.question.kind.traits.is_prose and cell.question.id not in own:
            kinds = list(dict.fromkeys(span.kind.value for span in find_personal(cell.answer.text)))
            if kinds:
                yield form.fault("personal-data", cell.question, cell.source, kinds=join_words(kinds))
