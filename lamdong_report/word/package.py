"""The finished document as a file: properties without a clock, parts in a fixed order with fixed times."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from docx.document import Document

LANGUAGE = "vi-VN"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself; its times are the first of January of `year`."""

    title: str
    author: str
    year: int


def pack(document: Document, properties: Properties) -> bytes:
    """The document as .docx bytes, the same for the same content."""
    _set_properties(document, properties)
    buffer = io.BytesIO()
    document.save(buffer)
    return rezip(buffer.getvalue())


def rezip(data: bytes) -> bytes:
    """The same package with its entries in a fixed order and without their times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(set(old.namelist()), key=lambda name: (name not in _FIRST, name)):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def _set_properties(document: Document, properties: Properties) -> None:
    core, moment = document.core_properties, datetime(properties.year, 1, 1)
    core.title, core.author, core.last_modified_by = properties.title[:255], properties.author, properties.author
    core.language, core.revision = LANGUAGE, 1
    core.created = core.modified = moment
    core.subject = core.comments = core.keywords = ""
