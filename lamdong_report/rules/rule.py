"""What every rule of a form is: where it is told, which cells it looks at, when it is broken, and what is then said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from lamdong_report.catalogue import CATALOGUE
from lamdong_report.codes import Code
from lamdong_report.model import Severity
from lamdong_report.rules.formula import Formula

# The cell of a question as a formula with its value; a blank where the form does not ask for it.
Cells = Callable[[str], Formula]
# How the form names the cell of a question: "ô D9", with its sheet where that is another one.
Places = Callable[[str], str]
BLANK = Formula('""', "")
NO = Formula("FALSE", False)


class FormRule(Protocol):
    """One rule about the cell of `question`.

    `code` is the finding of the office when it is broken. `broken` is a formula for the form whose value is the
    verdict for the check: there is no second reckoning. `words` complete «Ô D8 …» for the clerk.
    """

    @property
    def code(self) -> Code: ...

    @property
    def question(self) -> str: ...

    @property
    def others(self) -> tuple[str, ...]:
        """The further questions (or lists) that the rule looks at: without them in the form it says nothing."""
        ...

    def broken(self, cell: Cells) -> Formula: ...

    def words(self, place: Places) -> str: ...


def is_error(code: Code) -> bool:
    """Whether a form that breaks a rule of this code must be mended; what is only unusual may stand with a reason."""
    return CATALOGUE[code].severity is Severity.ERROR
