"""Fills a Word template: docxtpl opens it and merges split commands, our own strict environment prints into it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, nodes, pass_context
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from lamdong_report.content import Cell
from lamdong_report.errors import TemplateError, system_reason
from lamdong_report.packing import BROKEN_PACKAGE
from lamdong_report.word.longtables import RowStretch, cut_rows, parsed
from lamdong_report.word.marks import Marks
from lamdong_report.word.parts import TemplatePart, break_lines, in_vietnamese, join_lines, template_line

_EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?<w:t(?: [^>]*)?(?:/>|></w:t>)</w:r>"
)
# The templates of a plan have a dozen parts; while somebody edits one, the page makes it again and again.
_MOST_PARTS = 32
_PATCHED: dict[str, str] = {}
# A piece is some dozen letters: so many of them are a page or two.
_PIECES_AT_ONCE = 1_000
_PARTS = (("/header", "Đầu trang"), ("/footer", "Chân trang"), ("/footnotes", "Chú thích cuối trang"))
REMEDY = "Mở tệp mẫu bằng Word, sửa các chỗ nêu trên rồi chạy lại."
FILTERS = ("upper", "lower", "capitalize", "trim", "length", "join", "first", "last", "default")


class Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template that prints each part once, drops none of docxtpl's slow repairs into it, and tells where it fails.

    `stretches` are the rows of long tables that the body was printed without.
    """

    stretches: Sequence[RowStretch] = ()

    def get_xml(self) -> str:
        return break_lines(str(super().get_xml()))

    def get_part_xml(self, part: Any) -> str:
        return break_lines(str(super().get_part_xml(part)))

    def patch_xml(self, src_xml: str) -> str:
        """The part as jinja takes it, patched once: to be looked at, and to be printed as often as need be."""
        patched = _PATCHED.get(src_xml)
        if patched is None:
            patched = _EMPTY_RUN.sub("", str(super().patch_xml(src_xml)))
            if len(_PATCHED) >= _MOST_PARTS:
                _PATCHED.clear()
            _PATCHED[src_xml] = patched
        return patched

    def render_xml_part(
        self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Environment | None = None
    ) -> str | bytes:
        """The part printed; the body, which alone may be large, as bytes without the `stretches` of its tables."""
        # Bit by bit as UTF-8: a report over thousands of agencies would stand in memory three times.
        source, printed = TemplatePart(part_name(part), src_xml), bytearray()
        try:
            pieces = _compiled(source.xml).generate(context)
            while some := list(islice(pieces, _PIECES_AT_ONCE)):
                printed += join_lines("".join(some)).encode("utf-8")
        except JinjaError as error:
            line = getattr(error, "lineno", None) or template_line(error.__traceback__)
            raise broken(fault(source, line, in_vietnamese(error.message or ""))) from error
        except NotText as error:
            line = template_line(error.__traceback__)
            raise broken(fault(source, line, f"chỉ in được chữ, không in được giá trị kiểu {error}")) from error
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            line = template_line(error.__traceback__)
            raise broken(fault(source, line, f"lệnh không chạy được ({error})")) from error
        if part is not self.docx.part:
            return Marks().take(printed.decode("utf-8"))[0]
        body, self.stretches = cut_rows(printed)
        return body

    def fix_tables(self, xml: bytes) -> etree._Element:
        """The body's XML as a tree; the columns of tables are settled when the marks are, not here."""
        return parsed(xml)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """Nothing: the properties are ours to set."""

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Environment | None = None) -> None:
        """The footnotes, once; docxtpl would print them again for each section."""
        for part in self.docx.part.package.iter_parts():
            if "/footnotes" in str(part.partname):
                xml = self.patch_xml(break_lines(part.blob.decode("utf-8")))
                # python-docx offers no way to change such a part; docxtpl writes to the same place.
                part._blob = str(self.render_xml_part(xml, part, context, jinja_env)).encode("utf-8")

    def roots(self) -> Iterator[tuple[etree._Element, str]]:
        """Every part that holds commands, as a tree, with its name."""
        self.init_docx()
        yield self.docx.element.body, part_name(self.docx.part)
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield etree.fromstring(part.blob), part_name(part)

    def sources(self) -> Iterator[TemplatePart]:
        """Every part that holds commands, patched for jinja."""
        self.init_docx()
        yield TemplatePart(part_name(self.docx.part), self.patch_xml(self.get_xml()))
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield TemplatePart(part_name(part), self.patch_xml(self.get_part_xml(part)))


def open_template(path: Path) -> Template:
    """The template; raises TemplateError if there is no Word document at `path`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TemplateError(
            f"Không đọc được tệp mẫu {path.name} ({system_reason(error)}).",
            remedy="Đóng tệp mẫu nếu đang mở ở chương trình khác; nếu không có thì chép lại tệp mẫu gốc.",
        ) from error
    try:
        template = Template(io.BytesIO(data))
        template.init_docx()
    except (PackageNotFoundError, etree.XMLSyntaxError, *BROKEN_PACKAGE) as error:
        raise TemplateError(
            f"Không mở được tệp mẫu {path.name}: không phải tệp Word (.docx).",
            remedy="Chép lại tệp mẫu gốc, hoặc mở bằng Word và lưu thành .docx.",
        ) from error
    return template


def part_name(part: Any) -> str:
    name = str(part.partname)
    return next((words for piece, words in _PARTS if piece in name), "Thân văn bản")


def fault(source: TemplatePart, line: int, words: str) -> str:
    return f"{source.place(line)}: {words}"


def broken(*faults: str) -> TemplateError:
    return TemplateError("Mẫu Word có lỗi.", faults, REMEDY)


@lru_cache(maxsize=_MOST_PARTS)
def _compiled(xml: str) -> JinjaTemplate:
    """Compiled once for many letters of one template."""
    return strict_environment().from_string(parse_template(xml))


@lru_cache(maxsize=_MOST_PARTS)
def parse_template(xml: str) -> nodes.Template:
    """The commands of a part as a tree, parsed once: to be looked at and to be compiled. Raises TemplateSyntaxError."""
    return strict_environment().parse(xml)


class NotText(TypeError):
    """A template prints something that is no text: a bare number, a yes or no, a whole row."""


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, which need not look ten thousand times at the fields of our own records."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is SimpleNamespace and not attribute.startswith("_") and attribute in obj.__dict__:
            return obj.__dict__[attribute]
        return super().getattr(obj, attribute)


@lru_cache(maxsize=1)
def strict_environment() -> ImmutableSandboxedEnvironment:
    """Only what a report needs: a few filters, no globals, and every printed text escaped."""

    @pass_context  # so that jinja asks for constants too, instead of folding them into the template's text
    def finalize(_: Context, value: Any) -> Markup:
        return printable(value)

    environment = _Environment(
        undefined=StrictUndefined, autoescape=True, finalize=finalize, keep_trailing_newline=True
    )
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.globals.clear()
    return environment


def printable(value: Any) -> Markup:
    """The text as it goes into the document; a number without a source is refused, whatever its type.

    Escapes by itself, so that no template can switch escaping off. Raises NotText.
    """
    if isinstance(value, Undefined):
        str(value)  # raises, naming the field
    if isinstance(value, Cell):
        return escape(value.text)
    if not isinstance(value, str):
        raise NotText(type(value).__name__)
    return escape(value)
