"""Signs that a form was written by another agency than the one that it was issued to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lamdong_report.catalogue import make_finding
from lamdong_report.checks.form import Form
from lamdong_report.model import Finding
from lamdong_report.plan import Agency, Plan
from lamdong_report.text import join_words, slug

# A shorter name without its kind ("Ba Vì") is found in too many other words.
_SHORTEST_BARE = 6
# "TD" and "CA" are the initials of typists, too.
_SHORTEST_CODE = 3
# Two small numbers are soon the same.
_FEWEST_PEOPLE = 1_000
# The number that many agencies give is a switchboard's or an example's.
_MOST_SHARING = 2


@dataclass(frozen=True, slots=True)
class _Names:
    """One agency's names as file names and addresses write them: whole, and without the kind of agency."""

    whole: tuple[str, ...]
    bare: str


def other_agencies(plan: Plan, forms: Sequence[Form]) -> Iterator[Finding]:
    """Forms whose file, letter, mail address or approver names an agency that they do not belong to."""
    names = {agency.code: _names(agency, plan) for agency in plan.agencies}
    # Many files are named after the office that they are sent to.
    office = {agency.code for agency in plan.agencies if slug(agency.name) == slug("".join(plan.letter.issuer[-1:]))}
    for form in forms:
        signs: dict[str, list[str]] = defaultdict(list)
        for where, text, bare in _places(form):
            if (other := _named(text, names, form.agency.code, bare=bare)) is not None:
                signs[other].append(where)
        if (other := _lettered(form, plan)) is not None:
            signs[other].append(f"số văn bản «{_text(form, plan.roles.letter_number)}»")
        for code, places in signs.items():
            if code in office:
                continue
            other_name = plan.form_agency_name(plan.agency(code))
            yield _told(form, "sender-differs", other=other_name, places=join_words(places))


def _told(form: Form, code: str, **fields: Any) -> Finding:
    name = form.plan.form_agency_name(form.agency)
    return make_finding(code, agency=form.agency.code, source=form.file_source, name=name, **fields)


def _names(agency: Agency, plan: Plan) -> _Names:
    """Names of one word ("STC") are codes; they are looked for in the signs of letters alone."""
    noun = slug(plan.group_of(agency).noun)
    whole = {slug(name) for name in (agency.name, *agency.aliases)}
    first, _, rest = slug(agency.name).partition("-")
    is_of_a_kind = plan.group_of(agency).summed and first and noun
    bare = rest if is_of_a_kind and not re.search(r"\d", rest) and len(rest) > _SHORTEST_BARE else ""
    return _Names(tuple(name for name in whole if "-" in name), bare)


def _places(form: Form) -> Iterator[tuple[str, str, bool]]:
    """Where an agency may be named, what stands there, and whether it may be named without its kind."""
    roles = form.plan.roles
    yield f"tên tệp «{form.submission.file}»", slug(form.submission.file.rpartition("/")[2].rpartition(".")[0]), True
    if mail := form.submission.provenance:
        yield f"thư gửi từ «{mail.sender}»", slug(mail.sender.partition("@")[0]), True
    for question, label in ((roles.email, "thư điện tử"), (roles.approver, "người duyệt"), (roles.writer, "người lập")):
        if text := _text(form, question):
            yield f"{label} «{text}»", slug(text.partition("@")[0]), question == roles.email


def _lettered(form: Form, plan: Plan) -> str | None:
    """The other agency whose code ends the number of the letter ("12/BC-STC"), where the form's own does not."""
    signs = set(slug(_text(form, plan.roles.letter_number).partition("/")[2]).split("-"))
    codes = {slug(agency.code): agency.code for agency in plan.agencies if agency.code.isalpha()}
    found = [code for sign, code in codes.items() if sign in signs and len(sign) >= _SHORTEST_CODE]
    return found[0] if len(found) == 1 and found[0] != form.agency.code else None


def _text(form: Form, question: str) -> str:
    cell = form.cells.get(question)
    return cell.answer.text if cell else ""


def _named(text: str, names: Mapping[str, _Names], own: str, *, bare: bool) -> str | None:
    """The other agency that the text names, None where it names its own, none or several."""
    if _holds(text, names[own], bare=bare):
        return None
    found = [code for code, one in names.items() if code != own and _holds(text, one, bare=bare)]
    return found[0] if len(found) == 1 else None


def _holds(text: str, names: _Names, *, bare: bool) -> bool:
    """Whether a whole name is in the text, no digit beside it: "Bảo Lâm 1" is not in "Bảo Lâm 11" nor "Bảo Lâm"."""
    for name in names.whole:
        if name in text and re.search(rf"(?<![a-z0-9]){re.escape(name)}(?!-?[a-z0-9]*\d|[a-z0-9])", text):
            return True
    if not bare or not names.bare or names.bare.replace("-", "") not in text.replace("-", ""):
        return False
    # Addresses leave out the hyphens and put the kind before: "ubndxatanlap@".
    loose = names.bare.replace("-", "-?")
    return bool(re.search(rf"(?<![a-z])(?:ubnd-?)?(?:xa-?|phuong-?|[xp])?{loose}(?![a-z]|-?\d)", text))


def shared_writers(plan: Plan, forms: Sequence[Form]) -> Iterator[Finding]:
    """Two agencies whose forms give one mail address, one person with one telephone, or one population."""
    users: dict[tuple[str, str], list[Form]] = defaultdict(list)
    for form in forms:
        for question, key in _contacts(form):
            users[question, key].append(form)
    told = set()
    for (question, _), sharing in users.items():
        pair = tuple(form.agency.code for form in sharing)
        if len(sharing) == _MOST_SHARING and pair not in told:
            told.add(pair)
            one, other = sharing
            name = plan.form_agency_name(other.agency)
            yield one.fault("sender-shared", plan.questions[question], text=_raw(one, question), other=name)


def _raw(form: Form, question: str) -> str:
    cell = form.cells.get(question)
    return cell.answer.raw if cell else ""


def _contacts(form: Form) -> Iterator[tuple[str, str]]:
    roles = form.plan.roles
    if address := _text(form, roles.email).strip().casefold():
        yield roles.email, address
    writer, phone = slug(_text(form, roles.writer)), re.sub(r"\D", "", _text(form, roles.phone))
    if writer and phone:
        yield roles.phone, f"{writer} {phone}"
    people = [number for key in _population(form.plan) if (number := form.number(key)) is not None]
    if len(people) > 1 and people[0] >= _FEWEST_PEOPLE:
        yield roles.population, " ".join(map(str, people))


def _population(plan: Plan) -> list[str]:
    """The population and its parts: one alone may be the same in two places."""
    whole = plan.roles.population
    return [key for key, question in plan.questions.items() if whole and whole in (key, question.part_of)]
