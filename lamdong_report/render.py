"""Fills the Word templates: a finished document as bytes, whole or not at all, or the faults of the template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from lamdong_report.content import LetterContent, ReportContent
from lamdong_report.errors import TemplateError
from lamdong_report.word.filling import Template, broken, open_template
from lamdong_report.word.finish import Properties, document_bytes, finish_document
from lamdong_report.word.lint import name_faults
from lamdong_report.word.marks import Marks
from lamdong_report.word.parts import cut_short
from lamdong_report.word.structure import structure_faults
from lamdong_report.word.view import view_content

# A loop that a template has lost leaves out all of its paragraphs: the first few show which it was.
_MISSING_TOLD = 5
Content = ReportContent | LetterContent


def render_report(content: ReportContent, template: Path) -> bytes:
    """The report as a .docx file; the same content and template give the same bytes.

    Raises TemplateError, whose faults name each place by the words of its paragraph.
    """
    return _render(content, template)


def render_letter(content: LetterContent, template: Path) -> bytes:
    """A letter (công văn) as a .docx file, as `render_report` does it."""
    return _render(content, template)


def lint_template(template: Path, content: Content) -> tuple[str, ...]:
    """The faults of a template that is to print such content, in Vietnamese, each with its place; () when fine.

    Every name in every branch is looked at; if all are known, the template is filled with `content` as a proof.
    """
    try:
        _render(content, template)
    except TemplateError as error:
        return error.faults or (error.message,)
    return ()


def _render(content: Content, path: Path) -> bytes:
    template = open_template(path)
    made_for: Any = type(content)  # Any, for mypy takes no class with slots for hashable
    try:
        # Before anything is printed: the engine would stop at the first fault, and not see words that commands swallow.
        faults = tuple(text for root, part in template.roots() for text in structure_faults(root, part))
        if faults := faults or name_faults(tuple(template.sources()), made_for):
            raise broken(*faults)
        return _fill(content, template)
    except TemplateError as error:
        raise TemplateError(f"Mẫu {path.name} có {len(error.faults)} chỗ sai.", error.faults, error.remedy) from error


def _fill(content: Content, template: Template) -> bytes:
    marks = Marks()
    day = (content.newest if isinstance(content, ReportContent) else None) or date(content.year, 1, 1)
    try:
        template.render(view_content(content, marks))
        missing = finish_document(template.docx, marks, day, template.stretches)
    except etree.XMLSyntaxError as error:
        raise broken("Các lệnh «{% … %}» cắt ngang đoạn, hàng hoặc ô nên văn bản không ghép lại được") from error
    if missing:
        told = [f"Mẫu không in đoạn «{cut_short(words)}» của báo cáo" for words in missing[:_MISSING_TOLD]]
        more = len(missing) - len(told)
        raise broken(*told, *([f"Mẫu không in {more} đoạn khác của báo cáo"] if more else ()))
    return document_bytes(template.docx, Properties(content.title, content.author, day), template.stretches)
