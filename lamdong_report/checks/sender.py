"""Who sent a form and when: signs of another agency, a sending too late, days and sendings that cannot be meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from lamdong_report.catalogue import make_finding
from lamdong_report.checks.form import CheckedForm, Reply
from lamdong_report.model import Finding
from lamdong_report.plan import Plan
from lamdong_report.rules import date_window
from lamdong_report.status import MOST_SENDINGS, sending_date
from lamdong_report.text import join_words, slug
from lamdong_report.text.formats import format_date, format_number

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
# Figures are closed some weeks before the letter that sends them; from two months on it is asked about.
_LONG_BEFORE = 62


def other_agencies(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Forms whose file, letter, mail address or approver names an agency that they do not belong to."""
    names = _Names(plan)
    # Many files are named after the office that they are sent to.
    office = slug("".join(plan.letter.issuer[-1:]))
    for form in forms:
        signs: dict[str, list[str]] = defaultdict(list)
        for where, text, bare in _places(form):
            # A text that names its own agency, or several, is no sign of another.
            found = set(names.find(text.split("-"), bare=bare))
            if len(found) == 1 and not found & {form.agency.code, _SEVERAL}:
                signs[found.pop()].append(where)
        # The code of an agency ends the number of its letters: "12/BC-STC".
        number = form.text(plan.roles.letter_number)
        lettered = {names.letters[sign] for sign in slug(number.partition("/")[2]).split("-") if sign in names.letters}
        if len(lettered) == 1 and form.agency.code not in lettered:
            signs[lettered.pop()].append(f"số văn bản «{number}»")
        for code, places in signs.items():
            agency = plan.agency(code)
            if slug(agency.name) != office:
                yield make_finding(
                    "sender-differs",
                    agency=form.agency.code,
                    source=form.file_source,
                    name=plan.form_agency_name(form.agency),
                    other=plan.form_agency_name(agency),
                    places=join_words(places),
                )


def _places(form: CheckedForm) -> Iterator[tuple[str, str, bool]]:
    """Where an agency may be named, what stands there, and whether it may be named without its kind."""
    roles = form.plan.roles
    yield f"tên tệp «{form.submission.file}»", slug(form.submission.file.rpartition("/")[2].rpartition(".")[0]), True
    if mail := form.submission.provenance:
        yield f"thư gửi từ «{mail.sender}»", slug(mail.sender.partition("@")[0]), True
    for question, label in ((roles.email, "thư điện tử"), (roles.approver, "người duyệt"), (roles.writer, "người lập")):
        if text := form.text(question):
            yield f"{label} «{text}»", slug(text.partition("@")[0]), question == roles.email


class _Names:
    """The agencies by their names as file names and addresses write them: whole ("xa-tan-lap"), or bare ("tanlap").

    Names of one word ("STC") are codes; they are looked for in the signs of `letters` alone.
    """

    def __init__(self, plan: Plan) -> None:
        self.whole: dict[str, str] = {}
        self.bare: dict[str, str] = {}
        for agency in plan.agencies:
            self.whole |= {slug(name): agency.code for name in (agency.name, *agency.aliases) if "-" in slug(name)}
            rest = slug(agency.name).partition("-")[2]
            if plan.group_of(agency).summed and not re.search(r"\d", rest) and len(rest) > _SHORTEST_BARE:
                key = rest.replace("-", "")
                self.bare[key] = _SEVERAL if key in self.bare else agency.code
        self.longest = max((name.count("-") + 1 for name in self.whole), default=1)
        codes = {slug(agency.code): agency.code for agency in plan.agencies if agency.code.isalpha()}
        self.letters = {sign: code for sign, code in codes.items() if len(sign) >= _SHORTEST_CODE}

    def find(self, words: Sequence[str], *, bare: bool) -> Iterator[str]:
        """The agencies named in the words, the longest name at each place: "Bảo Lâm 1" is not in "Bảo Lâm 11"."""
        at = 0
        while at < len(words):
            for count in range(min(self.longest, len(words) - at), 0, -1):
                some, after = words[at : at + count], words[at + count : at + count + 1]
                code = self.whole.get("-".join(some))
                if not code and bare:  # addresses put the kind before the name, without a hyphen: "ubndxatanlap@"
                    word = "".join(some)
                    code = self.bare.get(word) or self.bare.get(_KIND_BEFORE.sub("", word))
                if code is not None and not _NUMBER_OF_PLACE.fullmatch("".join(after)):
                    yield code
                    at += count - 1
                    break
            at += 1


def shared_writers(plan: Plan, forms: Sequence[CheckedForm]) -> Iterator[Finding]:
    """Two agencies whose forms give one mail address, one person with one telephone, or one population."""
    users: dict[tuple[str, str], list[CheckedForm]] = defaultdict(list)
    whole = plan.roles.population
    # The population with its parts: one number alone may be the same in two places.
    population = [key for key, question in plan.questions.items() if whole and whole in (key, question.part_of)]
    for form in forms:
        for question, key in _contacts(form, population):
            users[question, key].append(form)
    told = set()
    for (question, _), sharing in users.items():
        pair = tuple(form.agency.code for form in sharing)
        if len(sharing) == _MOST_SHARING and pair not in told:
            told.add(pair)
            one, other = sharing
            typed = one.cells[question].answer.raw if question in one.cells else ""
            name = plan.form_agency_name(other.agency)
            yield one.fault("sender-shared", plan.questions[question], text=typed, other=name)


def _contacts(form: CheckedForm, population: Sequence[str]) -> Iterator[tuple[str, str]]:
    """By question what two agencies do not share."""
    roles = form.plan.roles
    if address := form.text(roles.email).strip().casefold():
        yield roles.email, address
    writer, phone = slug(form.text(roles.writer)), re.sub(r"\D", "", form.text(roles.phone))
    if writer and phone:
        yield roles.phone, f"{writer} {phone}"
    people = [number for key in population if (number := form.number(key)) is not None]
    if len(people) > 1 and people[0] >= _FEWEST_PEOPLE:
        yield roles.population, " ".join(map(str, people))


def _day(form: CheckedForm, question: str) -> tuple[Reply, date] | None:
    cell = form.cells.get(question)
    return (cell, cell.answer.value) if cell and isinstance(cell.answer.value, date) else None


def late_sending(form: CheckedForm) -> Iterator[Finding]:
    """Forms sent on the day of the deadline or later, if that day can be right at all."""
    info, roles = form.plan.info, form.plan.roles
    sent = sending_date(form.plan, form.submission)
    first, last = date_window(form.plan, form.plan.questions[roles.letter_date])
    if sent is None or sent < info.deadline or not first <= sent <= last:
        return
    question = roles.letter_date if _day(form, roles.letter_date) else roles.cutoff
    deadline = format_date(info.deadline)
    yield form.fault("sent-late", form.plan.questions[question], date=format_date(sent), deadline=deadline)


def old_cutoff(form: CheckedForm) -> Iterator[Finding]:
    """Figures closed months before their own letter: often a day and a month that changed places."""
    roles = form.plan.roles
    cutoff, letter = _day(form, roles.cutoff), _day(form, roles.letter_date)
    if cutoff is None or letter is None or (letter[1] - cutoff[1]).days < _LONG_BEFORE:
        return
    day, sent = cutoff[1], letter[1]
    swapped = date(day.year, day.day, day.month) if day.day <= 12 else None
    fits = swapped is not None and 0 <= (sent - swapped).days < _LONG_BEFORE
    meant = f"; có thể là {format_date(swapped)}" if swapped and fits else ""
    days = format_number(Decimal((sent - day).days))
    yield form.fault(
        "cutoff-long-before-letter", cutoff[0].question,
        date=format_date(day), letter=format_date(sent), days=days, swapped=meant,
    )  # fmt: skip


def unlikely_sending(form: CheckedForm) -> Iterator[Finding]:
    """A year, or any other number that counts no sendings."""
    number = form.number(form.plan.roles.sending)
    if number is not None and number > MOST_SENDINGS:
        yield form.fault("sending-unlikely", form.plan.questions[form.plan.roles.sending], value=f"{number:f}")
