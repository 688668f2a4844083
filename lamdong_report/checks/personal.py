"""Answers in words that name a person: nobody needs the number of a victim in a report."""

from __future__ import annotations

from collections.abc import Iterator

from lamdong_report.checks.form import CheckedForm
from lamdong_report.model import Finding
from lamdong_report.text import join_words
from lamdong_report.text.personal import find_personal


def people_in_words(form: CheckedForm) -> Iterator[Finding]:
    """Citizens' numbers and telephones in words, but for those of the people who wrote and approved the form."""
    roles = form.plan.roles
    own = {roles.agency, roles.writer, roles.phone, roles.email, roles.approver, roles.letter_number}
    for cell in form.every_cell:
        if cell.question.kind.traits.is_prose and cell.question.id not in own:
            kinds = list(dict.fromkeys(span.kind.value for span in find_personal(cell.answer.text)))
            if kinds:
                yield form.fault("personal-data", cell.question, cell.source, kinds=join_words(kinds))
