"""What a form does not say: numbers that follow without being typed, and parts of the form that have not come back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.codes import Code
from lamdong_report.model import Answer
from lamdong_report.reader.index import FormIndex
from lamdong_report.reader.remarks import Remark
from lamdong_report.rules.formula import Formula


def with_nothing(index: FormIndex, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with 0 in the blank cells of blocks that are said to be empty, and with blanks that follow.

    The source of such a number is where that is said. A cell with something in it, or with a reason beside it, is left
    as it is.
    """
    filled = dict(answers)

    def answer_of(key: str) -> Answer | None:
        answer = filled.get(key)
        if answer is None or answer.value is not None or answer.raw or answer.reason:
            return answer
        said = answers.get(index.plan.questions[key].unless)
        if said and said.value is True:
            filled[key] = replace(answer, value=Decimal(0), source=said.source)
        elif follows := index.follows.get(key):
            for holds, number, other in follows.cases(number_of):
                if holds.value:
                    filled[key] = replace(answer, value=number.value, source=filled[other].source)
                    break
        return filled[key]

    def number_of(key: str) -> Formula | None:
        answer = answer_of(key)
        return Formula("", answer.value) if answer and isinstance(answer.value, Decimal) else None

    for key in answers:
        answer_of(key)
    return filled


def absent_parts(index: FormIndex, agency: str, seen: frozenset[str]) -> frozenset[str]:
    """The ids of questions and tables that this agency is asked and has no cell for; `seen` are those found."""
    return frozenset(part.id for part in index.asked.get(agency, ())) - seen


def missing_parts(index: FormIndex, agency: str, absent: frozenset[str], is_older: bool) -> Iterator[Remark]:
    """What to say of these absent parts of a form, sheet by sheet.

    A form of an older version was issued without the newer questions: nobody has taken them out.
    """
    asked = index.asked.get(agency, ()) if absent else ()
    expected = Counter(part.sheet for part in asked)
    lost: dict[str, list[str]] = defaultdict(list)
    for part in asked:
        if part.id in absent:
            lost[part.sheet].append(part.label)
    titles = {sheet.id: sheet.title for sheet in index.plan.sheets}
    for sheet, count in expected.items():
        if len(lost[sheet]) == count:
            yield Remark("sheet-missing", name=titles[sheet]).at(titles[sheet])
        elif lost[sheet]:
            code: Code = "rows-new" if is_older else "rows-missing"
            remark = Remark(code, name=titles[sheet], count=str(len(lost[sheet])), label=lost[sheet][0])
            yield remark.at(titles[sheet])
