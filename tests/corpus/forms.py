"""Forms as agencies send them: filled in, then changed the way that people and programs change them."""

from __future__ import annotations

import io
import pickle
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import escape, unescape

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from lamdong_report.forms import Prefill, form_bytes
from lamdong_report.forms.placement import CellPlace, place_form
from lamdong_report.layout import lay_out
from lamdong_report.model import Value
from lamdong_report.plan import Plan, load_plan

Typed = Value | str | int
Answers = Mapping[str, Typed]
_NOT_XML = re.compile("[\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def form_of(plan: Plan, agency: str, answers: Answers | None = None, *, example: bool = False, **more: object) -> bytes:
    """The agency's own form with these answers; `reasons` and `tables` as in Prefill."""
    given = Prefill(answers=_decimals(answers or {}), **more)  # type: ignore[arg-type]
    return form_bytes(plan, lay_out(plan, (plan.agency(agency),)), given, example=example)


def group_form(plan: Plan, group: str, answers: Answers) -> bytes:
    """The form that a whole group gets, with these answers; the agency is picked as an answer."""
    return form_bytes(plan, lay_out(plan, plan.select(group)), Prefill(answers=_decimals(answers)))


def _decimals(answers: Answers) -> dict[str, Value]:
    return {key: Decimal(value) if type(value) is int else value for key, value in answers.items()}  # type: ignore[arg-type,misc]


@cache
def _blank(plan_folder: Path, agency: str) -> bytes:
    return form_of(load_plan(plan_folder), agency)


def typed(plan: Plan, agency: str, answers: Answers) -> bytes:
    """The agency's own form with these answers typed into its cells; quick, for tests that need many forms."""
    cells = {spot_of(plan, agency, key): cell_xml(value) for key, value in answers.items()}
    return with_xml(_blank(plan.folder, agency), cells)


def usual(plan: Plan, agency: str, **answers: Typed) -> bytes:
    """A form with the usual head (writer, cut-off date, first sending) and these answers."""
    roles = plan.roles
    head: dict[str, Typed] = {roles.writer: "Lê Thị A", roles.cutoff: date(plan.info.year, 10, 31), roles.sending: 1}
    return typed(plan, agency, {**head, **answers})


def cell_xml(value: Typed) -> str:
    """The attributes and content of a cell that holds the value, for `with_xml`."""
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v>'
    if isinstance(value, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(spelt(value))}</t></is>'
    return f"><v>{(value - date(1899, 12, 30)).days if isinstance(value, date) else value}</v>"


def spelt(text: str) -> str:
    """The text as Excel spells it in a file: `_x000B_` for a control character, `_x005F_` for what looks so."""
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPE_LIKE.sub("_x005F_", text))


def with_xml(form: bytes, cells: Mapping[CellPlace, str]) -> bytes:
    """The form with the XML of some cells replaced; what is given starts behind the cell's style."""
    parts = parts_of(form)
    for spot, xml in cells.items():
        part = sheet_part(parts, spot.sheet)
        pattern = rf'(<c r="{spot.address}"(?: s="[0-9]+")?)[^>]*?(?:/>|>.*?</c>)'
        text, count = re.subn(pattern, lambda old, xml=xml: f"{old[1]}{xml}</c>", parts[part].decode(), count=1)
        assert count == 1, f"no cell {spot.address} on {spot.sheet}"
        parts[part] = text.encode()
    return zipped(parts)


def spot_of(plan: Plan, agency: str, key: str) -> CellPlace:
    """Where the answer, the reason (`<row>.ly_do`) or the table's cell (`<table>:1.<column>`) stands in the form."""
    return spots_of(plan, agency)[key]


def spots_of(plan: Plan, agency: str) -> Mapping[str, CellPlace]:
    """Every cell of the agency's form that is filled in, by the same keys."""
    return _spots(plan.folder, agency)


@cache
def _spots(plan_folder: Path, agency: str) -> Mapping[str, CellPlace]:
    plan = load_plan(plan_folder)
    return place_form(lay_out(plan, (plan.agency(agency),)), plan.period).spots


def reworked(form: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The form after openpyxl has opened it, changed it and saved it."""
    book = opened(form)
    change(book)
    return saved(book)


def opened(form: bytes) -> Workbook:
    """The form as openpyxl opens it, for the caller to change; a form that was opened before costs a tenth."""
    book: Workbook = pickle.loads(_as_opened(form))
    return book


def as_shown(form: bytes) -> Workbook:
    """The form as a program that does not calculate shows it, to be looked at; a sheet is read when it is asked for."""
    return openpyxl.load_workbook(io.BytesIO(form), read_only=True, data_only=True)


def opened_once(form: bytes) -> Workbook:
    """The form as openpyxl opens it, where no other test opens the same."""
    with patch.object(MergedCellRange, "format"):  # the frames of merged cells: a third of the work, nobody's question
        return openpyxl.load_workbook(io.BytesIO(form))


@lru_cache(maxsize=64)
def _as_opened(form: bytes) -> bytes:
    return pickle.dumps(opened_once(form), pickle.HIGHEST_PROTOCOL)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # stored: to deflate is not what is tried here
        ExcelWriter(book, archive).save()
    return out.getvalue()


def sheet_of(book: Workbook, title: str) -> Worksheet:
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def parts_of(form: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def patched(form: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The form with one part of its zip changed, byte by byte; the part must be there and change."""
    parts = parts_of(form)
    new = change(parts[part])
    assert new != parts[part], f"{part} did not change"
    return zipped({**parts, part: new})


def everywhere(form: bytes, old: bytes, new: bytes) -> bytes:
    """The form with some bytes replaced in all its parts."""
    parts = {name: data.replace(old, new) for name, data in parts_of(form).items()}
    assert parts != parts_of(form)
    return zipped(parts)


def sheet_part(parts: Mapping[str, bytes], title: str) -> str:
    """The name of the part that holds the sheet of this title, in a form as our writer makes it."""
    names = [unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())]
    return f"xl/worksheets/sheet{names.index(title) + 1}.xml"
