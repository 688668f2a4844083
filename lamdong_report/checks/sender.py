"""Signs that a form was written by another agency than the one that it was issued to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lamdong_report.catalogue import make_finding
from lamdong_report.checks.form import CheckedForm
from lamdong_report.codes import Code
from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.text import join_words, slug

# Which of two places without their kind is meant nobody can tell.
_SEVERAL = ""
# "Tân Lập 2" is another place than Tân Lập; a year behind the name is none.
_NUMBER_OF_PLACE = re.compile(r"\d{1,2}")
_KIND_BEFORE = re.compile(r"^(?:ubnd)?(?:xa|phuong|[xp])?")
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
    """The agencies by their names as file names and addresses write them: whole ("xa-tan-lap"), or bare ("tanlap")."""

    whole: Mapping[str, str]
    bare: Mapping[str, str]
    longest: int


def other_agencies(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Forms whose file, letter, mail address or approver names an agency that they do not belong to."""
    names, letters = _names(plan), _letter_codes(plan)
    # Many files are named after the office that they are sent to.
    office = slug("".join(plan.letter.issuer[-1:]))
    for form in forms:
        signs: dict[str, list[str]] = defaultdict(list)
        for where, text, bare in _places(form):
            if (other := _named(text, names, form.agency.code, bare=bare)) is not None:
                signs[other].append(where)
        if (other := _lettered(form, letters)) is not None:
            signs[other].append(f"số văn bản «{_text(form, plan.roles.letter_number)}»")
        for code, places in signs.items():
            agency = plan.agency(code)
            if slug(agency.name) != office:
                yield _told(form, "sender-differs", other=plan.form_agency_name(agency), places=join_words(places))


def _told(form: CheckedForm, code: Code, **fields: Any) -> Finding:
    name = form.plan.form_agency_name(form.agency)
    return make_finding(code, agency=form.agency.code, source=form.file_source, name=name, **fields)


def _names(plan: Plan) -> _Names:
    """Names of one word ("STC") are codes; they are looked for in the signs of letters alone."""
    whole: dict[str, str] = {}
    bare: dict[str, str] = {}
    for agency in plan.agencies:
        whole |= {slug(name): agency.code for name in (agency.name, *agency.aliases) if "-" in slug(name)}
        rest = slug(agency.name).partition("-")[2]
        if plan.group_of(agency).summed and not re.search(r"\d", rest) and len(rest) > _SHORTEST_BARE:
            key = rest.replace("-", "")
            bare[key] = _SEVERAL if key in bare else agency.code
    return _Names(whole, bare, max((name.count("-") + 1 for name in whole), default=1))


def _letter_codes(plan: Plan) -> Mapping[str, str]:
    codes = {slug(agency.code): agency.code for agency in plan.agencies if agency.code.isalpha()}
    return {sign: code for sign, code in codes.items() if len(sign) >= _SHORTEST_CODE}


def _places(form: CheckedForm) -> Iterator[tuple[str, str, bool]]:
    """Where an agency may be named, what stands there, and whether it may be named without its kind."""
    roles = form.plan.roles
    yield f"tên tệp «{form.submission.file}»", slug(form.submission.file.rpartition("/")[2].rpartition(".")[0]), True
    if mail := form.submission.provenance:
        yield f"thư gửi từ «{mail.sender}»", slug(mail.sender.partition("@")[0]), True
    for question, label in ((roles.email, "thư điện tử"), (roles.approver, "người duyệt"), (roles.writer, "người lập")):
        if text := _text(form, question):
            yield f"{label} «{text}»", slug(text.partition("@")[0]), question == roles.email


def _lettered(form: CheckedForm, codes: Mapping[str, str]) -> str | None:
    """The other agency whose code ends the number of the letter ("12/BC-STC"), where the form's own does not."""
    signs = slug(_text(form, form.plan.roles.letter_number).partition("/")[2]).split("-")
    found = {codes[sign] for sign in signs if sign in codes}
    return next(iter(found)) if len(found) == 1 and form.agency.code not in found else None


def _text(form: CheckedForm, question: str) -> str:
    cell = form.cells.get(question)
    return cell.answer.text if cell else ""


def _named(text: str, names: _Names, own: str, *, bare: bool) -> str | None:
    """The other agency that the text names, None where it names its own, none or several."""
    found = set(_found(text.split("-"), names, bare=bare))
    return next(iter(found)) if len(found) == 1 and not found & {own, _SEVERAL} else None


def _found(words: Sequence[str], names: _Names, *, bare: bool) -> Iterator[str]:
    """The agencies named in the words, the longest name at each place: "Bảo Lâm 1" is not in "Bảo Lâm 11"."""
    at = 0
    while at < len(words):
        for count in range(min(names.longest, len(words) - at), 0, -1):
            some, after = words[at : at + count], words[at + count : at + count + 1]
            code = names.whole.get("-".join(some)) or (_bare("".join(some), names) if bare else None)
            if code is not None and not _NUMBER_OF_PLACE.fullmatch("".join(after)):
                yield code
                at += count - 1
                break
        at += 1


def _bare(word: str, names: _Names) -> str | None:
    """Addresses put the kind before the name, without a hyphen: "ubndxatanlap@"."""
    return names.bare.get(word) or names.bare.get(_KIND_BEFORE.sub("", word))


def shared_writers(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Two agencies whose forms give one mail address, one person with one telephone, or one population."""
    users: dict[tuple[str, str], list[CheckedForm]] = defaultdict(list)
    population = _population(plan)
    for form in forms:
        for question, key in _contacts(form, population):
            users[question, key].append(form)
    told = set()
    for (question, _), sharing in users.items():
        pair = tuple(form.agency.code for form in sharing)
        if len(sharing) == _MOST_SHARING and pair not in told:
            told.add(pair)
            one, other = sharing
            name = plan.form_agency_name(other.agency)
            yield one.fault("sender-shared", plan.questions[question], text=_raw(one, question), other=name)


def _raw(form: CheckedForm, question: str) -> str:
    cell = form.cells.get(question)
    return cell.answer.raw if cell else ""


def _contacts(form: CheckedForm, population: Sequence[str]) -> Iterator[tuple[str, str]]:
    roles = form.plan.roles
    if address := _text(form, roles.email).strip().casefold():
        yield roles.email, address
    writer, phone = slug(_text(form, roles.writer)), re.sub(r"\D", "", _text(form, roles.phone))
    if writer and phone:
        yield roles.phone, f"{writer} {phone}"
    people = [number for key in population if (number := form.number(key)) is not None]
    if len(people) > 1 and people[0] >= _FEWEST_PEOPLE:
        yield roles.population, " ".join(map(str, people))


def _population(plan: Plan) -> list[str]:
    """The population and its parts: one alone may be the same in two places."""
    whole = plan.roles.population
    return [key for key, question in plan.questions.items() if whole and whole in (key, question.part_of)]
