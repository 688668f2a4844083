"""The finished document as a file: the same bytes for the same content, its properties without a clock."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, time

from docx.document import Document

from lamdong_report.packing import repack

LANGUAGE = "vi-VN"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself; its times are those of one day."""

    title: str
    author: str
    day: date


def pack(document: Document, properties: Properties) -> bytes:
    """The document as .docx bytes, the same for the same content."""
    _set_properties(document, properties)
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _set_properties(document: Document, properties: Properties) -> None:
    core, moment = document.core_properties, datetime.combine(properties.day, time())
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author, properties.author
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = moment
    core.subject = core.comments = core.keywords = ""
