"""Blank forms of agencies that are asked the same: written once for a stand-in, then named for each of them.

Such forms differ in the agency's name and code and in nothing else, as long as the name takes as many lines wherever
it stands. A form that might differ in more is written for itself; a test holds both ways to the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from lamdong_report.forms.form import Measured
from lamdong_report.forms.prefill import NOTHING, Prefill, with_units
from lamdong_report.forms.texts import storable
from lamdong_report.forms.writer import FormWriter
from lamdong_report.layout import lay_out
from lamdong_report.packing import Deflated, PackedPart, join_parts, unpack
from lamdong_report.plan import Agency, Plan

# Signs of private use, which no plan holds; as many as the name has letters, so that lines break alike.
_NAME, _CODE = "\ue000", "\ue001"
_STRINGS = "xl/sharedStrings.xml"
_FOOTER = "<headerFooter"
# What is cut in a footer, and what XlsxWriter writes in another way, is left to it.
_LONGEST = 100
_UNUSUAL = ("_x", "\ufffe", _NAME, _CODE)


class _Asked(NamedTuple):
    """What makes two forms alike: the group they name, what is asked and owed, and the targets of their own."""

    group: str
    asked: frozenset[str]
    owed: frozenset[str]
    tables: frozenset[str]
    targets: frozenset[tuple[str, Decimal]]


class _NamedPart:
    """A part that names the agency: what stands before its first name is deflated once, the rest for each form."""

    def __init__(self, words: str) -> None:
        at = min(place for sign in (_NAME, _CODE) if (place := words.find(sign)) >= 0)
        footer = words.find(_FOOTER)
        cut = max(at, footer) if footer >= 0 else len(words)
        self.begin, self.body, self.footer = Deflated(words[:at].encode()), words[at:cut], words[cut:]

    def with_name(self, common: _Common, name: str, code: str) -> PackedPart:
        body = self.body.replace(common.name, _escaped(name)).replace(common.code, _escaped(code))
        footer = self.footer.replace(common.name, _escaped(name.replace("&", "&&")))
        return self.begin.with_end((body + footer).encode())


@dataclass(frozen=True, slots=True)
class _Common:
    """The parts of the stand-in's form, its texts, and the texts whose lines were counted."""

    name: str
    code: str
    parts: Mapping[str, PackedPart | _NamedPart]
    strings: str
    measured: tuple[Measured, ...]

    def form_of(self, name: str, code: str) -> bytes | None:
        """The form under this name; None where it might differ in more than the name."""
        if name == code or any(f">{_escaped(words)}</t>" in self.strings for words in (name, code)):
            return None  # a text that stands in the form already is kept once
        for text in self.measured:
            words = text.words.replace(self.name, name).replace(self.code, code)
            if text._replace(words=words).lines != text.lines:
                return None
        return join_parts(
            {
                path: part if isinstance(part, PackedPart) else part.with_name(self, name, code)
                for path, part in self.parts.items()
            }
        )


class BlankForms:
    """The blank forms of one plan, each agency's holding what is known of it from last year."""

    def __init__(self, plan: Plan) -> None:
        self.writer = FormWriter(plan)
        self._plan = plan
        self._commons: dict[_Asked, _Common] = {}

    def form_of(self, agency: Agency) -> bytes:
        plan, form = self._plan, None
        if self._is_alike(agency):
            asked = self._asked_of(agency)
            if asked not in self._commons:
                self._commons[asked] = self._common(agency)
            form = self._commons[asked].form_of(plan.form_agency_name(agency), agency.code)
        prefill = Prefill(answers=plan.known_answers(agency.code), tables=with_units(plan, agency))
        return form or self.writer.form_bytes(lay_out(plan, (agency,)), prefill)

    def _is_alike(self, agency: Agency) -> bool:
        """Whether the form holds nothing that is this agency's alone but a name and a code that can be put in."""
        plan, code = self._plan, agency.code
        own = plan.known_answers(code) or plan.last_years(code) or with_units(plan, agency)
        return not own and _is_plain(plan.form_agency_name(agency)) and _is_plain(code)

    def _common(self, agency: Agency) -> _Common:
        """The form under a name and a code of no agency, for all that are asked like this one."""
        name, code = _NAME * len(self._plan.form_agency_name(agency)), _CODE * len(agency.code)
        data, measured = self.writer.write(lay_out(self._plan, (agency,)), name, code, NOTHING)
        texts = {path: content.decode() for path, content in unpack(data).items()}
        parts = {
            path: _NamedPart(words) if _NAME in words or _CODE in words else Deflated(b"").with_end(words.encode())
            for path, words in texts.items()
        }
        return _Common(name, code, parts, texts[_STRINGS], measured)

    def _asked_of(self, agency: Agency) -> _Asked:
        plan, code = self._plan, agency.code
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
    )


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
