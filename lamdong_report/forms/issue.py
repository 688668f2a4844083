"""The forms of all agencies, and their files: agencies that are asked the same share a form of a stand-in.

It is written once, then filled in and named for each of them. Such forms differ in what stands in the answers, in what
hangs on that, and in the agency's name and code, as long as the name takes as many lines wherever it stands. A form
that might differ in more is written for itself; a test holds both ways to the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from lamdong_report.executor import ALONE, Executor
from lamdong_report.forms.formsheet import FormSheet, form_sheet
from lamdong_report.forms.holes import (
    CODE,
    NAME,
    SIGNS,
    STRINGS,
    Holes,
    Named,
    NamedPart,
    escaped,
    is_named,
    open_parts,
    packed_text,
)
from lamdong_report.forms.prefill import NOTHING, Prefill, with_units
from lamdong_report.forms.styles import storable
from lamdong_report.forms.writer import FormWriter
from lamdong_report.layout import FormLayout, lay_out
from lamdong_report.packing import PackedPart, join_parts, unpack
from lamdong_report.plan import Agency, Group, Plan
from lamdong_report.storage import write_whole
from lamdong_report.text.names import file_stem

# What is cut in a footer, and what XlsxWriter writes in another way, is left to it.
_LONGEST = 100
_UNUSUAL = ("_x", "\ufffe")


class _Asked(NamedTuple):
    """What makes two forms alike: the group they name, what is asked and owed, and the targets of their own."""

    group: str
    asked: frozenset[str]
    owed: frozenset[str]
    tables: frozenset[str]
    targets: frozenset[tuple[str, Decimal]]


class _Common:
    """The form of a stand-in: what it says of answers and names is open."""

    def __init__(
        self, writer: FormWriter, layout: FormLayout, name: str, code: str, prefill: Prefill, *, example: bool
    ) -> None:
        self.name, self.code, self._holes = name, code, Holes()
        self._form, data = writer.write(layout, name, code, prefill, self._holes, example=example)
        parts = open_parts({path: content.decode() for path, content in unpack(data).items()})
        self._order = tuple(parts)
        del parts[STRINGS]  # made anew for each form
        self._same = {
            path: packed_text(one[0]) for path, one in parts.items() if len(one) == 1 and not is_named(one[0])
        }
        self._open = {path: pieces for path, pieces in parts.items() if path not in self._same}

    def holds(self, prefill: Prefill) -> bool:
        """Whether the form has room for these answers, and none of them looks like what is put in here."""
        rows = {block.table.id: len(block.rows) for block in self._form.layout.blocks if block.table}
        if any(len(given) > rows.get(table, 0) for table, given in prefill.tables.items()):
            return False
        cells = (value for given in prefill.tables.values() for row in given for value in row.values())
        typed = (*prefill.answers.values(), *prefill.reasons.values(), *cells)
        return not any(isinstance(value, str) and SIGNS.search(value) for value in typed)

    def who(self, name: str, code: str) -> Named | None:
        """None where the form might differ in more than the name."""
        who = Named(self.name, self.code, name, code)
        for text in self._form.measured:
            if text._replace(words=who.plainly(text.words)).lines != text.lines:
                return None
        return who

    def filled(self, prefill: Prefill, rename: Callable[[str], str] = str) -> dict[str, str]:
        self._form.now.fill(prefill)
        return self._holes.fill(self._open, rename)

    def join(self, parts: Mapping[str, PackedPart]) -> bytes:
        return join_parts({path: self._same.get(path) or parts[path] for path in self._order})


class _CommonForms:
    """The stand-ins of one plan's forms, each made when the first of several agencies that are asked so comes.

    To another process goes the plan alone: it makes stand-ins of its own.
    """

    def __init__(self, plan: Plan, *, example: bool) -> None:
        self.writer = FormWriter(plan)
        self._plan, self._example = plan, example
        self._asked = {agency.code: _asked_of(plan, agency) for agency in plan.agencies}
        self._sharing = Counter(self._asked.values())
        self._commons: dict[tuple[_Asked, bool], _Common] = {}

    def _common(self, agency: Agency, prefill: Prefill) -> _Common | None:
        """None where the agency's form holds what is its alone, but for answers and a name and a code to put in."""
        plan, code, name, asked = self._plan, agency.code, self._plan.form_agency_name(agency), self._asked[agency.code]
        own = plan.known_answers(code) or plan.last_years(code) or prefill.marks
        if own or self._sharing[asked] == 1 or name == code or not _is_plain(name) or not _is_plain(code):
            return None
        if form_sheet() is not FormSheet:  # another XlsxWriter than the one that is known
            return None
        sending = plan.roles.sending
        given = {sending: prefill.answers[sending]} if sending in prefill.answers else {}
        key = asked, bool(given)  # formulas know whether the form began with the number of the sending
        if key not in self._commons:
            sign, code_sign, begun = NAME * len(name), CODE * len(code), Prefill(answers=given)
            layout = lay_out(plan, (agency,))
            self._commons[key] = _Common(self.writer, layout, sign, code_sign, begun, example=self._example)
        common = self._commons[key]
        return common if common.holds(prefill) else None

    def _directly(self, agency: Agency, prefill: Prefill) -> bytes:
        return self.writer.form_bytes(lay_out(self._plan, (agency,)), prefill, example=self._example)


class FilledForms(_CommonForms):
    """Forms with answers in them; `example` marks every sheet and every printed page as example figures."""

    def form_of(self, agency: Agency, prefill: Prefill) -> bytes:
        common = self._common(agency, prefill)
        who = common.who(self._plan.form_agency_name(agency), agency.code) if common else None
        if common is None or who is None:
            return self._directly(agency, prefill)
        texts = common.filled(prefill, who.plainly)
        return common.join(
            {path: packed_text(who.in_xml(words) if is_named(words) else words) for path, words in texts.items()}
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(FilledForms, example=self._example), (self._plan,)


class BlankForms(_CommonForms):
    """The blank forms of one plan, each agency's holding what is known of it from last year."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, example=False)
        self._blanks: dict[_Common, tuple[str, Mapping[str, PackedPart | NamedPart]]] = {}

    def form_of(self, agency: Agency) -> bytes:
        plan = self._plan
        prefill = Prefill(answers=plan.known_answers(agency.code), tables=with_units(plan, agency))
        common = None if prefill.answers or prefill.tables else self._common(agency, prefill)
        who = common.who(plan.form_agency_name(agency), agency.code) if common else None
        if common is None or who is None:
            return self._directly(agency, prefill)
        if common not in self._blanks:
            texts = common.filled(NOTHING)
            named = {path: NamedPart(words) if is_named(words) else packed_text(words) for path, words in texts.items()}
            self._blanks[common] = texts[STRINGS], named
        strings, parts = self._blanks[common]
        if any(f">{escaped(words)}</t>" in strings for words in (who.name, who.code)):
            return self._directly(agency, prefill)  # a text that stands in the form already is kept once
        return common.join(
            {path: one if isinstance(one, PackedPart) else one.named(who) for path, one in parts.items()}
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return BlankForms, (self._plan,)


def _asked_of(plan: Plan, agency: Agency) -> _Asked:
    code = agency.code
    return _Asked(
        agency.group,
        frozenset(question for question, codes in plan.asked.items() if code in codes),
        frozenset(question for question, codes in plan.required.items() if code in codes),
        frozenset(table.id for table in plan.tables if agency in plan.select(*table.asked)),
        frozenset((name, one.each[code]) for name, one in plan.formulas.indicators.items() if code in one.each),
    )


def _is_plain(words: str) -> bool:
    return (
        0 < len(words) <= _LONGEST
        and words == storable(words).strip()
        and words.isprintable()
        and not any(sign in words for sign in _UNUSUAL)
        and not SIGNS.search(words)
    )


SUFFIX = ".xlsx"


def form_file_name(plan: Plan, agency: Agency) -> str:
    """ "001-so-noi-vu.xlsx": the agency's place in the plan, its name without diacritics."""
    place = next(at for at, other in enumerate(plan.agencies, 1) if other.code == agency.code)
    digits = max(3, len(str(len(plan.agencies))))
    return f"{place:0{digits}}-{file_stem(agency.name)}{SUFFIX}"


def group_file_name(plan: Plan, group: Group) -> str:
    """The name that the plan gives to the form that all agencies of a group share."""
    return file_stem(group.file.removesuffix(SUFFIX) or group.name) + SUFFIX


def write_forms(
    plan: Plan,
    folder: Path,
    agencies: Sequence[Agency] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    executor: Executor = ALONE,
) -> tuple[Path, ...]:
    """Write one blank form for each agency, and one for each group when `agencies` is None; the paths written.

    Each file is written beside and moved into place. `on_progress` is told how many are done, of how many.
    `executor` makes them. Raises OutputError.
    """
    asked, blank = plan.agencies if agencies is None else agencies, BlankForms(plan)
    shared = {group: tuple(one for one in plan.agencies if one.group == group.id) for group in plan.groups}
    shared = {group: members for group, members in shared.items() if members and agencies is None}
    names = [form_file_name(plan, one) for one in asked] + [group_file_name(plan, group) for group in shared]
    forms = executor.each(blank.form_of, asked)
    group_forms = (blank.writer.form_bytes(lay_out(plan, members)) for members in shared.values())
    written = []
    for done, (name, data) in enumerate(zip(names, chain(forms, group_forms), strict=True), 1):
        written.append(write_whole(folder / name, data))
        if on_progress:
            on_progress(done, len(names))
    return tuple(written)
