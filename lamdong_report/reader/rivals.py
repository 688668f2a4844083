"""How two forms of one agency differ: who wrote them, what they answer, and whether they are halves of one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec.structs import replace

from lamdong_report.model import Answer, Submission
from lamdong_report.plan import Plan
from lamdong_report.text import clean, format_date, slug

# A population is counted anew within a season, but it does not change by more than a fifth.
_SAME_PEOPLE = Decimal("0.2")
# What many answers differ in is told by the first of them.
_MOST_TOLD = 2
# A file that lacks fewer answers than this of another one is a correction, no half of a form.
FEWEST_FOR_A_HALF = 3

Rank = tuple[int, date, datetime, datetime]


def rank(form: Submission, plan: Plan) -> Rank:
    """Which of two forms is taken: the later sending, then the later cut-off date, mail and file, in this order."""
    return form.sending, cut_off(form, plan) or date.min, _mailed(form) or datetime.min, form.modified or datetime.min


def _mailed(form: Submission) -> datetime | None:
    return form.provenance.sent if form.provenance else None


def cut_off(form: Submission, plan: Plan) -> date | None:
    answer = form.answers.get(plan.roles.cutoff)
    return answer.value if answer and isinstance(answer.value, date) else None


def content(form: Submission, plan: Plan) -> object:
    """What the agency answered, wherever in the file it stands and however it is typed, its own name left out.

    A blank cell says no more than one that is not there.
    """
    tables = {table: lines for table, rows in form.tables.items() if (lines := [_written(row) for row in rows])}
    return _written({key: answer for key, answer in form.answers.items() if key != plan.roles.agency}), tables


def _written(answers: Mapping[str, Answer]) -> dict[str, object]:
    found = {
        key: (clean(answer.raw) if answer.value is None else answer.value, clean(answer.reason))
        for key, answer in answers.items()
    }
    return {key: written for key, written in found.items() if written != ("", "")}


def another_writer(old: Submission, new: Submission, plan: Plan) -> tuple[str, ...]:
    """What says that the later form is not the earlier one mended: "người lập «A», trước là «B»"; nothing for a resend.

    A clerk may be away and a telephone typed in another way, so one small difference proves nothing.
    """
    roles = plan.roles
    named = tuple(_differing(old, new, {roles.writer: "người lập phiếu"}))
    others = tuple(_differing(old, new, {roles.phone: "điện thoại", roles.email: "thư điện tử",
                                         roles.approver: "người duyệt"}))  # fmt: skip
    about = [*others]
    # Letters of one agency have new numbers, but the same sign behind them.
    letter, new_letter = (_text(form, roles.letter_number) for form in (old, new))
    signs = [slug(text.partition("/")[2]) for text in (letter, new_letter)]
    if all(signs) and signs[0] != signs[1]:
        about.append(f"ký hiệu văn bản «{new_letter}», tệp kia là «{letter}»")
    people, new_people = (form.answers.get(roles.population) for form in (old, new))
    before, after = (answer.number if answer else None for answer in (people, new_people))
    if people and new_people and before and after and abs(after - before) > _SAME_PEOPLE * before:
        about.append(f"dân số {new_people.raw}, tệp kia là {people.raw}")
    return (*named, *about) if (named and about) or len(about) > 1 else ()


def _differing(old: Submission, new: Submission, names: Mapping[str, str]) -> Iterator[str]:
    for question, name in names.items():
        before, after = _text(old, question), _text(new, question)
        if before and after and slug(before).replace("-", "") != slug(after).replace("-", ""):
            yield f"{name} «{after}», tệp kia là «{before}»"


def _text(form: Submission, question: str) -> str:
    answer = form.answers.get(question)
    return " ".join(answer.raw.split()) if answer else ""


def is_later(old: Submission, new: Submission, plan: Plan) -> bool:
    """Whether the form itself says that it comes after the other: a later sending, and figures closed no earlier."""
    before, after = cut_off(old, plan), cut_off(new, plan)
    return new.sending > old.sending and not (before and after and after < before)


def differences(old: Submission, new: Submission, plan: Plan) -> Iterator[str]:
    """What two forms differ in, in a few words: the sending, the day the figures were closed, the first answers."""
    if old.sending != new.sending:
        yield f"lần gửi {new.sending}, tệp kia là lần {old.sending}"
    before, after = cut_off(old, plan), cut_off(new, plan)
    if before and after and before != after:
        yield f"chốt số liệu ngày {format_date(after)}, tệp kia là ngày {format_date(before)}"
    first, then = _mailed(old), _mailed(new)
    if first and then and first.date() != then.date():
        yield f"thư gửi ngày {format_date(then.date())}, thư kia ngày {format_date(first.date())}"
    keys = [key for key in contradicting(old, new, plan) if not _is_head(key, plan)]
    for key in keys[:_MOST_TOLD]:
        yield f"«{plan.questions[key].label}» là {new.answers[key].raw}, tệp kia là {old.answers[key].raw}"
    if len(keys) > _MOST_TOLD:
        yield f"và {len(keys) - _MOST_TOLD} câu trả lời khác"


def contradicting(one: Submission, other: Submission, plan: Plan) -> list[str]:
    """The questions that both answer, and not alike."""
    found = []
    for key in plan.questions:
        if _answers(one, key) and _answers(other, key):
            a, b = one.answers[key], other.answers[key]
            is_alike = a.value == b.value if a.value is not None and b.value is not None else a.raw == b.raw
            if not is_alike:
                found.append(key)
    return found


def _answers(form: Submission, key: str) -> bool:
    answer = form.answers.get(key)
    return answer is not None and bool(answer.raw or answer.value is not None)


def _is_head(key: str, plan: Plan) -> bool:
    """Who wrote the form and when: two offices of one agency fill it in with their own names."""
    roles = plan.roles
    return key in (roles.agency, roles.writer, roles.phone, roles.email, roles.approver, roles.letter_number,
                   roles.letter_date, roles.cutoff, roles.sending)  # fmt: skip


def only_in(one: Submission, other: Submission, plan: Plan) -> list[str]:
    """The questions that the one answers and the other leaves blank."""
    return [
        key for key in plan.questions if not _is_head(key, plan) and _answers(one, key) and not _answers(other, key)
    ]


def are_halves(one: Submission, other: Submission, plan: Plan) -> bool:
    """Whether each has answers that the other lacks, and no cell of one contradicts the other."""
    each = all(len(only_in(a, b, plan)) >= FEWEST_FOR_A_HALF for a, b in ((one, other), (other, one)))
    return each and not contradictions(one, other, plan)


def contradictions(one: Submission, other: Submission, plan: Plan) -> list[str]:
    """Questions and lists that cannot be joined, for both files say something else."""
    questions = [key for key in contradicting(one, other, plan) if not _is_head(key, plan)]
    lists = [
        key
        for key, rows in one.tables.items()
        if rows and (others := other.tables.get(key, ())) and [*map(_written, rows)] != [*map(_written, others)]
    ]
    return [*questions, *lists]


def join_forms(best: Submission, other: Submission) -> Submission:
    """One form of two halves: the blanks of `best` filled from `other`, every answer with its own file."""
    answers = {key: other.answers[key] if key in other.answers and not _answers(best, key) and _answers(other, key)
               else answer for key, answer in best.answers.items()}  # fmt: skip
    answers |= {key: answer for key, answer in other.answers.items() if key not in answers}
    tables = {**other.tables, **{key: rows for key, rows in best.tables.items() if rows}}
    return replace(best, answers=answers, tables=tables)
