"""Fills the Word templates: a finished document as bytes, whole or not at all, or the faults of the template."""

from __future__ import annotations

from pathlib import Path

from lamdong_report.content import LetterContent, ReportContent
from lamdong_report.word.environment import strict_environment
from lamdong_report.word.filling import broken, open_template
from lamdong_report.word.finish import finish_document
from lamdong_report.word.marks import Marks
from lamdong_report.word.package import Properties, pack
from lamdong_report.word.view import view_content


def render_report(content: ReportContent, template: Path) -> bytes:
    """The report as a .docx file; the same content and template give the same bytes.

    Raises TemplateError, whose faults name each place by the words of its paragraph.
    """
    return _render(content, template)


def render_letter(content: LetterContent, template: Path) -> bytes:
    """A letter (công văn) as a .docx file, as `render_report` does it."""
    return _render(content, template)


def _render(content: ReportContent | LetterContent, path: Path) -> bytes:
    template = open_template(path)
    marks = Marks()
    template.render(view_content(content, marks), strict_environment())
    missing = finish_document(template.docx, marks, content.year)
    if missing:
        raise broken(*(f"Mẫu không in đoạn «{words}» của báo cáo" for words in missing))
    return pack(template.docx, Properties(content.title, content.author, content.year))
