"""A workbook says the same however its XML is spelled; what cannot be read in it costs one cell."""

from __future__ import annotations

import io
import random
import re
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from lamdong_report.plan import Plan
from lamdong_report.reader import Received
from lamdong_report.spreadsheet.book import PLAIN, Cell, Sheet
from lamdong_report.spreadsheet.kinds import FileKind
from lamdong_report.spreadsheet.opening import open_book
from lamdong_report.spreadsheet.package import Refused
from tests.conftest import ROOT
from tests.corpus.forms import (
    form_of,
    parts_of,
    patched,
    sheet_of,
    sheet_part,
    spot_of,
    usual,
    with_xml,
    zipped,
)
from tests.corpus.hostile import CASES, Case
from tests.corpus.reading import answer, codes, found, read
from tests.samples import samples

pytestmark = pytest.mark.slow

AGENCY = "S101"
WENT_WRONG = ROOT.parent / "shared" / "cases" / "files"
# Sheets that openpyxl takes minutes for, and one in a namespace that it does not know.
NO_MEASURE = ("million-rows.xlsx", "last-cell.xlsx", "far-rows.xlsx", "half-far.xlsx", "strict.xlsx")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
QUICK = settings(
    max_examples=samples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.fixture(scope="module")
def form(small_plan: Plan) -> bytes:
    """A form in which a look at the XML matters: a formula, one without a value, an error, a percentage, a merge."""
    spots = {key: spot_of(small_plan, AGENCY, key) for key in ("tt_cuoc", "tt_nguoi", "tt_nguoi_nu", "bv_ty_le_to")}

    data = with_xml(usual(small_plan, AGENCY, bv_ly_do="Một <dòng>\nhai", bv_ke_hoach=True), {
        spots["tt_cuoc"]: "><f>1+2</f><v>3</v>",
        spots["tt_nguoi"]: "><f>1+2</f>",
        spots["tt_nguoi_nu"]: ' t="e"><f>1/0</f><v>#DIV/0!</v>',
        spots["bv_ty_le_to"]: "><v>1</v>",
    })  # fmt: skip
    styles = parts_of(data)["xl/styles.xml"].split(b"<cellXfs")[1].split(b"</cellXfs>")[0].count(b"<xf ")
    data = patched(data, "xl/styles.xml", lambda xml: xml.replace(b"</cellXfs>", b'<xf numFmtId="9"/></cellXfs>'))
    cell = spots["bv_ty_le_to"]
    part = sheet_part(parts_of(data), cell.sheet)
    old = rb'(<c r="%s") s="\d+"' % cell.address.encode()
    return patched(data, part, lambda xml: re.sub(old, rb'\1 s="%d"' % styles, xml))


@pytest.fixture(scope="module")
def usual_reading(form: bytes, small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Received:
    received = read(tmp_path_factory.mktemp("usual"), small_plan, {"a.xlsx": form})
    assert sorted(codes(received)) == ["error-cell", "formula-no-value", "formula-value", "percent-format"]
    return received


def respelled(xml: bytes, chance: random.Random) -> bytes:
    """The part with attributes in another order and other quotes, perhaps prefixes, comments and white space."""
    root = etree.fromstring(xml)
    for element in root.iter(etree.Element):
        attributes = [*element.attrib.items()]
        chance.shuffle(attributes)
        element.attrib.clear()
        for key, value in attributes:
            element.set(key, value)
        if chance.random() < 0.1:
            element.append(etree.Comment(" ghi chú ")) if not element.text else None
        if not len(element) and element.text is None and chance.random() < 0.3:
            element.text = ""
        holds_text = etree.QName(element).localname in ("t", "v", "f", "is", "r", "si")
        if len(element) and not holds_text:
            for child in element:
                child.tail = chance.choice(["", "\n  ", "\t"])
    text = etree.tostring(root, encoding="unicode")
    if chance.random() < 0.5:
        text = re.sub(r"<(/?)(?![?!])(?=[a-zA-Z]+[\s/>])(?!\w+:)", r"<\1x:", text)
        text = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return ('<?xml version="1.0"?>\n' + text).encode()


@QUICK
@given(seed=st.integers(0, 10_000))
def test_another_spelling_changes_nothing(
    form: bytes, usual_reading: Received, small_plan: Plan, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    parts = {
        name: respelled(data, chance)
        if name.startswith("xl/") and name.endswith(".xml") and "theme" not in name
        else data
        for name, data in parts_of(form).items()
    }
    received = read(tmp_path, small_plan, {"a.xlsx": zipped(parts)})
    assert received.findings == usual_reading.findings
    assert received.submissions[0].answers == usual_reading.submissions[0].answers
    assert received.submissions[0].tables == usual_reading.submissions[0].tables


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb'<dimension ref="[^"]*"', b'<dimension ref="1:60"'),
        (rb'<dimension ref="[^"]*"', b'<dimension ref=""'),
        (rb"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="200:200"/><mergeCell ref="A:A"/></mergeCells>'),
        (rb'<row r="\d+"', b"<row"),
        (rb' s="\d+"', b' s="99999"'),
        (rb"</worksheet>", b"<extLst><ext uri='{x}'><a:b xmlns:a='a'/></ext></extLst></worksheet>"),
        (rb"</sheetData>", b'<row r="x"><c r="?"/></row></sheetData>'),
    ],
)
def test_what_is_odd_in_a_sheet_costs_nothing_but_itself(
    small_plan: Plan, tmp_path: Path, old: bytes, new: bytes
) -> None:
    data = usual(small_plan, AGENCY, tt_cuoc=3, bv_ly_do="Chữ")
    part = sheet_part(parts_of(data), spot_of(small_plan, AGENCY, "tt_cuoc").sheet)
    received = read(tmp_path, small_plan, {"a.xlsx": patched(data, part, lambda xml: re.sub(old, new, xml))})
    assert (answer(received, "tt_cuoc").value, answer(received, "bv_ly_do").value) == (3, "Chữ")
    assert codes(received) == []


def test_a_workbook_whose_list_of_parts_is_lost_is_read(small_plan: Plan, tmp_path: Path) -> None:
    parts = parts_of(usual(small_plan, AGENCY, tt_cuoc=3))
    del parts["_rels/.rels"]
    for name in [name for name in parts if "sharedStrings" not in name and name.endswith("workbook.xml.rels")]:
        parts[name] = re.sub(rb'<Relationship [^>]*/worksheet"[^>]*/>', b"", parts[name])
    assert answer(read(tmp_path, small_plan, {"a.xlsx": zipped(parts)}), "tt_cuoc").value == 3


ERRORS = (
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!",
    "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#EXTERNAL!", "#BUSY!", "#PYTHON!", "#TIMEOUT!", "Lỗi:523",
)  # fmt: skip


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_of_any_name_costs_one_cell(small_plan: Plan, tmp_path: Path, code: str) -> None:
    cells = {spot_of(small_plan, AGENCY, "tt_nguoi"): f' t="e"><v>{code}</v>'}
    received = read(tmp_path, small_plan, {"a.xlsx": with_xml(usual(small_plan, AGENCY, tt_cuoc=3), cells)})
    assert answer(received, "tt_cuoc").value == 3
    assert codes(received) == ["error-cell"] and code in found(received, "error-cell").message


@pytest.mark.parametrize("cell", [' t="rich"><v>5</v>', ' t="s"><v>999999</v>', ' t="s"><v>x</v>', ' t="b"><v>7</v>'])
def test_a_cell_of_an_unknown_kind_costs_one_cell(small_plan: Plan, tmp_path: Path, cell: str) -> None:
    cells = {spot_of(small_plan, AGENCY, "tt_nguoi"): cell}
    received = read(tmp_path, small_plan, {"a.xlsx": with_xml(usual(small_plan, AGENCY, tt_cuoc=3), cells)})
    assert (answer(received, "tt_cuoc").value, answer(received, "tt_nguoi").value) == (3, None)
    assert codes(received) == ["error-cell"]


def test_a_percent_format_of_another_list_is_not_that_of_a_cell(small_plan: Plan, tmp_path: Path) -> None:
    """Conditional styles number their formats anew, with the numbers that cell formats have."""

    data = usual(small_plan, AGENCY, tt_cuoc=3)
    codes_of_cells = set(re.findall(rb'<numFmt numFmtId="(\d+)"', parts_of(data)["xl/styles.xml"]))
    styles = b"".join(b'<dxf><numFmt numFmtId="%s" formatCode="0%%"/></dxf>' % one for one in sorted(codes_of_cells))
    assert codes_of_cells

    def add(xml: bytes) -> bytes:
        return re.sub(rb"<dxfs[^>]*>", b"<dxfs>" + styles, xml, count=1)

    received = read(tmp_path, small_plan, {"a.xlsx": patched(data, "xl/styles.xml", add)})
    assert (answer(received, "tt_cuoc").value, codes(received)) == (3, [])


def as_openpyxl(value: object) -> Cell:
    """The value as our reader has it."""
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else value  # type: ignore[return-value]


def differences(data: bytes, sheets: tuple[Sheet, ...]) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert [sheet.name for sheet in sheets] == book.sheetnames
    told = []
    for ours in sheets:
        theirs = sheet_of(book, ours.name)
        for row in theirs.iter_rows():
            for cell in row:
                spot = ours.spot(cell.row - 1, cell.column - 1)
                error = isinstance(cell.value, str) and cell.data_type == "e"
                same = (
                    spot.facts.error == cell.value if error else (spot.value or "") == (as_openpyxl(cell.value) or "")
                )
                if not same and not spot.sheet.covered_by(spot.row, spot.column):
                    told.append(f"{ours.name} {spot.ref}: {spot.value!r} {cell.value!r}")
    return told


@pytest.mark.parametrize("agency", ["S101", "TD"])
def test_every_cell_is_what_openpyxl_reads(small_plan: Plan, agency: str, form: bytes) -> None:
    rows = ({"ten": "Lớp 1", "ngay": date(2031, 5, 1)},)
    blank = form_of(small_plan, agency, {}, tables={"lop": rows} if agency == "TD" else {})
    for data in (blank, form if agency == AGENCY else usual(small_plan, agency)):
        assert differences(data, open_book(data, FileKind.XLSX).sheets) == []


def test_what_openpyxl_reads_of_an_odd_cell_is_known(form: bytes) -> None:
    facts = {fact for sheet in open_book(form, FileKind.XLSX).sheets for fact in sheet.facts.values()}
    assert PLAIN not in facts
    assert any(fact.pending for fact in facts) and any(fact.error for fact in facts)


@pytest.mark.parametrize("number", ["1e308", "-1e308", "1e22", "5e-324", "1e-7", "INF", "NaN", "1e999"])
def test_a_number_of_any_size_costs_no_other_cell(small_plan: Plan, tmp_path: Path, number: str) -> None:
    form = with_xml(
        usual(small_plan, "S101", tt_nguoi=120), {spot_of(small_plan, "S101", "tt_cuoc"): f"><v>{number}</v>"}
    )
    received = read(tmp_path, small_plan, {"a.xlsx": form})
    assert answer(received, "tt_nguoi").value == 120 and "file-unforeseen" not in codes(received)


READABLE = [case for case in CASES if case.read and case.name.endswith(".xlsx") and case.name not in NO_MEASURE]


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case.name)
def test_odd_forms_hold_what_openpyxl_reads_or_a_difference_is_told(
    small_plan: Plan, tmp_path: Path, case: Case
) -> None:
    same_or_told(case.name, case.make(small_plan), small_plan, tmp_path)


def test_example_forms_hold_what_openpyxl_reads(real_plan: Plan, example_forms: Path, tmp_path: Path) -> None:
    """One form in twenty: opening all of them with openpyxl takes a minute."""
    for path in sorted(example_forms.rglob("*.xlsx"))[::20]:
        same_or_told(path.name, path.read_bytes(), real_plan, tmp_path)


@pytest.mark.skipif(not WENT_WRONG.is_dir(), reason="no collection of forms beside the checkout")
def test_forms_that_went_wrong_hold_what_openpyxl_reads_or_a_difference_is_told(
    real_plan: Plan, tmp_path: Path
) -> None:
    for path in sorted(WENT_WRONG.rglob("*.xlsx")):
        same_or_told(path.name, path.read_bytes(), real_plan, tmp_path)


def same_or_told(name: str, data: bytes, plan: Plan, folder: Path) -> None:
    """Every cell that openpyxl reads otherwise is named by a finding; what openpyxl cannot open is no measure."""
    try:
        sheets = open_book(data, FileKind.XLSX).sheets
    except Refused:
        return
    try:
        different = differences(data, sheets)
    except (ParseError, KeyError, ValueError):  # openpyxl's own
        return
    if different:
        findings = read(folder, plan, {name: data}).findings
        told = {f"{finding.sheet} {finding.cell}" for finding in findings}
        assert {one.partition(":")[0] for one in different} <= told, name
