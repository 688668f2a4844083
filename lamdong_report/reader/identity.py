"""Which form a workbook is and whose: by its hidden `_meta` sheet, else by its ids and the name written in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from lamdong_report.codes import Code
from lamdong_report.layout import META_KEYS, META_SHEET
from lamdong_report.plan import Agency, Plan
from lamdong_report.reader.remarks import Remark, cell_text
from lamdong_report.spreadsheet.book import Book, Sheet, is_blank
from lamdong_report.text.clean import clean
from lamdong_report.text.names import KnownNames, slug

# "_meta (2)": what spreadsheet programs call a copied sheet.
COPY = re.compile(r"\s*\([0-9]+\)$|_[0-9]+$")
# The hidden sheet has half a dozen rows, its keys in the first column; somebody may have moved them so far.
_SEARCHED_ROWS, _SEARCHED_COLUMNS = 60, 5
# A sheet that holds all keys but so many is a hidden sheet under another name.
_MISSING_KEYS = 2
# What makes another place of a name that it follows.
_NUMBERED = re.compile(r"-(?:\d+|[ivx]+)-")
_PROBABLY = "; có thể là {name}"
_DECIDE = "; đã xác minh thì ghi quyết định lấy tệp này bằng lệnh accept"
_YEAR = re.compile(r"\bnăm (20[0-9]{2})\b")


class Meta(Struct, frozen=True):
    """What the hidden sheet says; blank where it is lost."""

    plan: str = ""
    year: int = 0
    form_version: int = 0
    group: str = ""
    agency: str = ""
    example: bool = False


class FormIdentity(Struct, frozen=True):
    """`agency` is None where it cannot be told; `remarks` say what is odd, or why the form is `refused`.

    `claimed` are the two agencies of a form that was issued to one and names the other, or the one that is probably
    meant by a name which nobody has.
    """

    meta: Meta
    agency: Agency | None
    remarks: tuple[Remark, ...] = ()
    refused: bool = False
    claimed: tuple[Agency, ...] = ()


def meta_sheets(book: Book) -> tuple[Sheet, ...]:
    """The hidden sheets, by name, or by what they hold where somebody renamed them."""
    named = tuple(sheet for sheet in book.sheets if COPY.sub("", clean(sheet.name).casefold()) == META_SHEET)
    return named or tuple(sheet for sheet in book.sheets if len(_pairs(sheet)) >= len(META_KEYS) - _MISSING_KEYS)


def _pairs(sheet: Sheet) -> dict[str, str]:
    """The keys of the hidden sheet with what stands beside them."""
    pairs = {}
    for row in sheet.rows[:_SEARCHED_ROWS]:
        for at, cell in enumerate(row[:_SEARCHED_COLUMNS]):
            if isinstance(cell, str) and cell.strip() in META_KEYS:
                pairs[cell.strip()] = next(
                    (clean(cell_text(value)) for value in row[at + 1 :] if not is_blank(value)), ""
                )
                break
    return pairs


def read_metas(sheets: Iterable[Sheet]) -> tuple[Meta, ...]:
    """What the hidden sheets of all forms in the workbook say, without repetitions."""
    metas = (
        Meta(
            plan=pairs.get("plan", ""),
            year=_whole(pairs.get("year", "")),
            form_version=_whole(pairs.get("form_version", "")),
            group=pairs.get("group", ""),
            agency=pairs.get("agency", ""),
            example=pairs.get("example", "").casefold() not in ("", "0", "false", "không", "no"),
        )
        for sheet in sheets
        if (pairs := _pairs(sheet))
    )
    return tuple(dict.fromkeys(metas))


def _whole(text: str) -> int:
    """A year or a version; 0 where something else stands there."""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def identify(metas: tuple[Meta, ...], names: Iterable[str], titles: Iterable[str], known: AgencyNames) -> FormIdentity:
    """Whose form it is; `names` are the agency's names as written or picked in the form, `known` those of a plan.

    `titles` are the lines at the head of its sheets: without a hidden sheet they alone say of which year it is.
    """
    plan = known.plan
    if len(metas) > 1:
        called = (
            plan.form_agency_name(plan.agency(meta.agency)) if plan.knows(meta.agency) else meta.agency or meta.group
            for meta in metas
        )
        return FormIdentity(metas[0], None, (Remark("several-forms", agencies=", ".join(called)),), refused=True)
    info, names = plan.info, tuple(dict.fromkeys(names))
    if metas:
        meta = metas[0]
    else:  # the year that the sheets print; the plan's own where they print it beside others
        years = {int(year) for title in titles for year in _YEAR.findall(title.casefold())}
        meta = Meta(year=info.year if info.year in years else max(years, default=0))
    stranger = None
    if meta.year and meta.year != info.year:
        stranger = Remark("form-other-year", year=str(meta.year), wanted=str(info.year))
    elif meta.plan and meta.plan != info.id:
        stranger = Remark("form-other-plan", plan=meta.plan, wanted=info.title)
    if stranger:  # its sender is told by the name alone, for codes may have meant others then
        found = {agency.code: agency for name in names if (agency := known.find(name))}
        return FormIdentity(meta, next(iter(found.values())) if len(found) == 1 else None, (stranger,), refused=True)
    remarks: tuple[Remark, ...] = ()
    if not metas:
        remarks = (Remark("meta-lost"),)
    elif meta.form_version and meta.form_version != info.form_version:
        code: Code = "form-older-version" if plan.has_outdated(meta.form_version) else "form-newer-version"
        remarks = (Remark(code, version=str(meta.form_version), wanted=str(info.form_version)),)
    return _whose(meta, names, known, remarks)


def _whose(meta: Meta, names: tuple[str, ...], known: AgencyNames, remarks: tuple[Remark, ...]) -> FormIdentity:
    """The agency of the hidden sheet, else the one that is named in the form.

    A form under another agency's name is nobody's; under a name that nobody has it is still its owner's.
    """
    plan = known.plan
    if meta.agency and plan.knows(meta.agency):
        owner = plan.agency(meta.agency)
        owner_name = plan.form_agency_name(owner)
        others = (name for name in names if name != owner_name and known.find(name, owner.group) is not owner)
        clash = next(others, "")
        other = known.find(clash) if clash else None
        if other is not None and any(known.find(name, owner.group) is owner for name in names):
            both = ", ".join((owner_name, plan.form_agency_name(other)))
            return FormIdentity(meta, None, (Remark("several-forms", agencies=both),), refused=True)
        if other is not None:
            differs = Remark("agency-differs", owner=owner_name, other=plan.form_agency_name(other))
            return FormIdentity(meta, None, (differs,), refused=True, claimed=(owner, other))
        if clash:
            remarks = (*remarks, Remark("agency-clash", name=clash, owner=owner_name))
        return FormIdentity(meta, owner, remarks)
    found = {one.code: one for name in names if (one := known.find(name, meta.group))}
    if len(found) == 1:
        return FormIdentity(meta, next(iter(found.values())), remarks)
    if found:
        unknown = Remark("several-forms", agencies=", ".join(agency.name for agency in found.values()))
    elif names or meta.agency:
        name = names[0] if names else meta.agency
        near = known.named_in(name)
        probably = _PROBABLY.format(name=near.name) if near else ""
        unknown = Remark("agency-unknown", name=name, near=probably, decide=_DECIDE if near else "")
        return FormIdentity(meta, None, (unknown,), refused=True, claimed=(near,) if near else ())
    else:
        unknown = Remark("agency-missing")
    return FormIdentity(meta, None, (unknown,), refused=True)


class AgencyNames:
    """The agencies of a plan by their names; those of a group are taken apart when one of its forms comes."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._names: dict[str, KnownNames] = {}

    def find(self, name: str, group: str = "") -> Agency | None:
        """The agency that the name means, those of the form's group first; never a guess."""
        for some in (group, ""):
            if code := self._of(some).match(name):
                return self.plan.agency(code)
        return None

    def named_in(self, text: str) -> Agency | None:
        """The one agency whose name, with its kind, stands in the text among other words: enough to ask about.

        "HĐND phường Tân Lập", "phường Tân Lập, thành phố A"; not "xã Bình An 12" or "xã Bình An II".
        """
        words = f"-{slug(text)}-"
        found: dict[str, Agency | None] = {}
        for agency in self.plan.agencies:
            for name in {slug(one) for one in (agency.name, *agency.aliases)}:
                if "-" in name and (at := words.find(f"-{name}-")) >= 0:
                    found[name] = None if _NUMBERED.match(words, at + len(name) + 1) else agency
        longest = [one for name, one in found.items() if not any(name != longer and name in longer for longer in found)]
        whole = {one.code: one for one in longest if one}
        return next(iter(whole.values())) if len(whole) == 1 else None

    def _of(self, group: str) -> KnownNames:
        if group not in self._names:
            agencies = [agency for agency in self.plan.agencies if not group or agency.group == group]
            self._names[group] = KnownNames(
                {one.code: (one.name, self.plan.form_agency_name(one), *one.aliases) for one in agencies}
            )
        return self._names[group]


def find_agency(name: str, group: str, plan: Plan) -> Agency | None:
    """The agency that one name means; where there are many names, they ask one `AgencyNames`."""
    return AgencyNames(plan).find(name, group)
