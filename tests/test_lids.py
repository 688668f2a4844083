"""What is private in the libraries: named in few places, and without it the same comes out, only more slowly."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate

from lamdong_report import rowsheet
from lamdong_report.forms import formsheet
from lamdong_report.forms.cellsheet import CellSheet
from lamdong_report.forms.writer import FormWriter
from lamdong_report.layout import lay_out
from lamdong_report.pages import Page, write_pages
from lamdong_report.plan import Plan
from lamdong_report.rowsheet import PlainRowSheet, RowSheet
from lamdong_report.word.filling import Template, open_template, strict_environment
from tests.slow import slow
from tests.sources import nodes_of
from tests.test_architecture import MODULES, PACKAGE

# Where the program reaches into a library. Every place has a plain way beside it, or a test here that fails first.
PRIVATE = {
    "forms/cellsheet.py": {"_get_shared_string_index", "_get_xf_index", "_set_filehandle", "_write_empty_row",
                           "_write_font", "_write_row", "_write_rows"},
    "forms/holes.py": {"_escape_control_characters"},
    "forms/formsheet.py": {"_write_row", "_write_row_breaks", "_xml_start_tag_unencoded"},
    "forms/styles.py": {"_get_protection_properties"},
    "rowsheet.py": {"_get_shared_string_index", "_get_xf_index", "_write_rows"},
    "word/filling.py": {"_blob"},
}  # fmt: skip
# Private in name alone: of named tuples, lxml's elements as its type hints call them, how a forked process ends.
DOCUMENTED = {"_replace", "_Element", "_exit"}


def private_names(path: Path) -> set[str]:
    """The private names that a module asks for and neither defines nor sets: those of somebody else."""
    nodes = nodes_of(path)
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    given = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    given |= {node.attr for node in attributes if is_own(node.value) and isinstance(node.ctx, ast.Store)}
    given |= {node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
    asked = {node.attr for node in attributes if node.attr not in given or is_call_of_super(node.value)}
    return {name for name in asked - DOCUMENTED if name.startswith("_") and not name.startswith("__")}


def is_own(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def is_call_of_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def test_what_is_private_in_a_library_is_used_in_the_places_that_are_named() -> None:
    found = {path.relative_to(PACKAGE).as_posix(): private_names(path) for path in MODULES}
    assert {name: names for name, names in found.items() if names} == PRIVATE


BROKEN = {
    "a method that is no longer called": ("_write_rows", lambda *_: None),
    "a method that fails": ("write_rich_string", lambda *_: {}["nothing"]),
}


@pytest.mark.parametrize("change", ["a method that is no longer called", *slow("a method that fails")])
def test_another_xlsxwriter_writes_the_same_forms_only_more_slowly(
    small_plan: Plan, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    layouts = [lay_out(small_plan, one) for one in (small_plan.agencies[:1], small_plan.agencies[-2:])]
    assert formsheet.form_sheet.__wrapped__() is formsheet.FormSheet, "this release is the one that is known"
    quick = [FormWriter(small_plan).form_bytes(one) for one in layouts]
    monkeypatch.setattr(CellSheet, *BROKEN[change])
    plain = formsheet.form_sheet.__wrapped__()
    assert plain is not formsheet.FormSheet
    monkeypatch.setattr("lamdong_report.forms.writer.form_sheet", lambda: plain)
    assert [without_growing(FormWriter(small_plan).form_bytes(one)) for one in layouts] == [
        without_growing(one) for one in quick
    ]


def test_a_closed_cell_says_so_outright(small_plan: Plan) -> None:
    """Said in place of XlsxWriter, which leaves out what is usual; the style Normal is open here."""
    form = FormWriter(small_plan).form_bytes(lay_out(small_plan, small_plan.agencies[:1]))
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        assert b'<protection locked="1"/>' in package.read("xl/styles.xml")


def without_growing(form: bytes) -> list[bytes]:
    """The parts of a form; rows that grow as one types are the one thing that the library cannot do."""
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        return [package.read(name).replace(b' customHeight="1"', b"") for name in package.namelist()]


def test_another_xlsxwriter_writes_the_same_rows_only_more_slowly(
    small_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pages() -> bytes:
        rows = [("Xã <A>", 1), ("Xã B", None)]
        return write_pages([Page("Trang", "Hai hàng", (("Tên", 20), ("Số", 9)), rows)], small_plan, example=True)

    assert rowsheet.row_sheet.__wrapped__() is RowSheet, "this release is the one that is known"
    quick = pages()
    monkeypatch.setattr(RowSheet, "_write_rows", lambda self: None)
    assert rowsheet.row_sheet.__wrapped__() is PlainRowSheet
    monkeypatch.setattr("lamdong_report.pages.row_sheet", rowsheet.row_sheet.__wrapped__)
    assert pages() == quick


def test_docxtpl_asks_for_every_step_that_is_done_in_its_place(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = set()
    own = [name for name in vars(Template) if hasattr(DocxTemplate, name)]
    for name in own:
        monkeypatch.setattr(Template, name, noting(name, getattr(Template, name), asked))
    template = open_template(next(templates.glob("*/letter.docx")))
    monkeypatch.setattr(
        "lamdong_report.word.filling._compiled", lambda xml: SimpleNamespace(generate=lambda _: iter([xml]))
    )
    template.render({}, strict_environment())
    assert asked >= {name for name in own if not name.startswith("_")}


def noting(name: str, method: Any, asked: set[str]) -> Any:
    def called(*given: Any, **more: Any) -> Any:
        asked.add(name)
        return method(*given, **more)

    return called


def test_a_footnote_of_a_template_is_printed(tmp_path: Path) -> None:
    """The one part that is written to by a private name of python-docx."""
    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f"<w:footnotes {space}><w:footnote><w:p><w:r><w:t>{{{{ ten }}}}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(path := tmp_path / "mau.docx")
    template = open_template(path)
    template.render({"ten": "Theo <Kế hoạch>"}, strict_environment())
    template.save(path)
    with zipfile.ZipFile(path) as package:
        assert "Theo &lt;Kế hoạch&gt;" in package.read("word/footnotes.xml").decode()
