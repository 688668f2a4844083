"""A draft's identity in a custom document property, which survives Word and LibreOffice."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from lamdong_report.docx.package import OFFICE, DocxPackage, open_package
from lamdong_report.errors import UsageError
from lamdong_report.packing import content_digest

PROPERTY = "Du thao"
_PART = "docProps/custom.xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAME, _ENTRY, _NUMBER = "name", f"{{{_CUSTOM}}}property", "pid"
_LENGTH = 16


class Identity(Struct, frozen=True):
    """Which draft a file is: its name in the history ("du-thao-03") and a digest of the report as the tool wrote it."""

    name: str
    digest: str

    def __str__(self) -> str:
        return f"{self.name}#{self.digest}"


def identity_for(name: str, document: bytes) -> Identity:
    return Identity(name, content_digest(document)[:_LENGTH])


def stamp(document: bytes, identity: Identity) -> bytes:
    """The document with its identity (in place of an older one); the same input gives the same bytes."""
    return _stamped(document, identity).pack()


def is_stamped(document: bytes, own: bytes, identity: Identity) -> bool:
    """Whether the document says to the letter what `own` says once it is stamped, however the two are packed."""
    try:
        return open_package(document).parts == _stamped(own, identity).written()
    except UsageError:
        return False


def _stamped(document: bytes, identity: Identity) -> DocxPackage:
    package = open_package(document)
    part = package.related("custom-properties")
    if part in package.parts:
        root = package.tree(part)
    else:
        root = etree.fromstring(f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}"/>')
        package.add(_PART, root, _CONTENT_TYPE, OFFICE + "custom-properties")
    for entry in [entry for entry in root if entry.get(_NAME) == PROPERTY]:
        root.remove(entry)
    number = 1 + max((int(entry.get(_NUMBER, "1")) for entry in root), default=1)
    entry = etree.SubElement(root, _ENTRY, {"fmtid": _FORMAT, _NUMBER: str(number), _NAME: PROPERTY})
    etree.SubElement(entry, f"{{{_TYPES}}}lpwstr").text = str(identity)
    return package


def identity_of(document: bytes) -> Identity | None:
    """The identity that the document bears; None if it bears none. Raises UsageError if it is no Word document."""
    package = open_package(document)
    package.main()  # refuses what is no Word document, or one in the standard's strict form
    part = package.related("custom-properties")
    if part not in package.parts:
        return None
    try:
        entries = [entry for entry in package.tree(part) if entry.get(_NAME) == PROPERTY]
    except UsageError:
        return None  # a damaged part of properties must not keep the draft from being read
    name, sign, digest = "".join("".join(map(str, entry.itertext())) for entry in entries[-1:]).partition("#")
    return Identity(name, digest) if sign else None
