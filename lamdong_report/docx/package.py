"""A .docx file as a set of parts: opened with care, changed part by part, written again without a clock."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import count

from lxml import etree
from msgspec import Struct, field

from lamdong_report.docx.wordml import Element, remove
from lamdong_report.errors import UsageError
from lamdong_report.packing import BROKEN_PACKAGE, pack

_TYPES, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# The same relations as a file in the strict form of the standard names them.
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
# A report with photographs of a whole province's events unpacks to tens of megabytes; beyond this it is a bomb.
_MOST_BYTES = 500_000_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = _WORD + "document.main+xml"
# What the main part of a template, or of either with macros, calls itself.
_DOCUMENT_LIKE = (
    _WORD + "template.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_ID = re.compile(rb""":id=["'](\d+)["']""")
_MOST_ID = 2**31 - 10**6  # numbers are signed and of 32 bits; some programs draw them by lot
_MACROS = ("vbaProject", "vbaData")


class DocxPackage(Struct):
    """The parts of one file; `trees` holds those that were parsed, and they are what is written.

    `changed` names parts that are known to differ, so that they need not be held against what was read.
    """

    parts: dict[str, bytes]
    trees: dict[str, Element] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    _numbers: Iterator[int] | None = None

    def tree(self, name: str) -> Element:
        """The part as XML; raises UsageError if it is missing or broken."""
        if name not in self.trees:
            try:
                self.trees[name] = etree.fromstring(self.parts[name], _parser())
            except (KeyError, etree.XMLSyntaxError) as error:
                raise not_word() from error
        return self.trees[name]

    def related(self, kind: str, source: str = "") -> str:
        """The name of the part that `source` (default: the file) relates to as `kind`; "" if there is none."""
        return next(self.all_related(kind, source), "")

    def all_related(self, kind: str, source: str = "", key: str = "") -> Iterator[str]:
        """The names of all such parts (or of the one whose relation has this id), in the order of the relations."""
        relations = _relations_of(source)
        if relations not in self.parts and relations not in self.trees:
            return
        for relation in self.tree(relations).iter(_RELATION):
            if relation.get("Type") in (kind, OFFICE + kind, _STRICT + kind) and key in ("", relation.get("Id")):
                target = relation.get("Target", "")
                yield posixpath.normpath(posixpath.join(posixpath.dirname("/" + source), target)).lstrip("/")

    def main(self) -> str:
        """The name of the part that holds the document; raises UsageError if there is none."""
        name = self.related("officeDocument")
        if name not in self.parts:
            raise not_word()
        relations = self.tree(_ROOT_RELATIONS).iter(_RELATION)
        if any(relation.get("Type") == _STRICT + "officeDocument" for relation in relations):
            remedy = (
                "Mở tệp bằng Word, chọn Lưu thành › Tài liệu Word (.docx), không chọn «Strict Open XML», rồi chạy lại."
            )
            raise UsageError("Tệp Word lưu ở dạng Strict Open XML, công cụ không ghép được dạng này.", remedy)
        return name

    def numbers(self) -> Iterator[str]:
        """Numbers (w:id) that nothing in the document, its margins, notes and comments bears; one after the other."""
        if self._numbers is None:
            main = self.main()
            stories = [name for name in self.parts if name == main or posixpath.basename(name).startswith(_STORIES)]
            used = (int(number) for name in stories for number in _ID.findall(self.parts[name]))
            self._numbers = count(1 + max((number for number in used if number < _MOST_ID), default=0))
        return map(str, self._numbers)

    def become_document(self) -> bool:
        """Make of a template, or a file with macros, a plain document; whether there were macros, now dropped."""
        for one in list(self._types_of(f"/{self.main()}")):
            if one.get("ContentType") in _DOCUMENT_LIKE:
                one.set("ContentType", _DOCUMENT)
        macros = [name for name in self.parts if posixpath.basename(name).startswith(_MACROS)]
        for name in macros:
            del self.parts[name]
            for entry in list(self._types_of(f"/{name}")):
                remove(entry)
        for name in [name for name in self.parts if name.endswith(".rels")] if macros else ():
            for relation in list(self.tree(name).iter(_RELATION)):
                if posixpath.basename(relation.get("Target", "")).startswith(_MACROS):
                    remove(relation)
        return bool(macros)

    def _types_of(self, part: str) -> Iterator[Element]:
        overrides = self.tree(_TYPES).iter(f"{{{_CONTENT}}}Override")
        return (one for one in overrides if one.get("PartName", "").lower() == part.lower())

    def target(self, source: str, key: str) -> str:
        """The name of the part that the relation of this id of `source` leads to; "" if there is none."""
        relations = self.tree(_relations_of(source)).iter(_RELATION)
        kinds = [one.get("Type", "") for one in relations if one.get("Id") == key]
        return next((part for kind in kinds for part in self.all_related(kind, source, key)), "")

    def free_name(self, name: str) -> str:
        """The name, or the next one with a number behind it that no part has."""
        stem, ending = posixpath.splitext(name)
        names = (name, *(f"{stem}-{number}{ending}" for number in range(2, len(self.parts) + 3)))
        return next(one for one in names if one not in self.parts and one not in self.trees)

    def add(self, name: str, root: Element | bytes, content_type: str, relation: str, source: str = "") -> str:
        """A new part, with its content type and its relation to `source` (default: the file), whose id is returned."""
        if isinstance(root, bytes):
            self.parts[name] = root
        else:
            self.trees[name] = root
        override = f"{{{_CONTENT}}}Override"
        etree.SubElement(self.tree(_TYPES), override, PartName=f"/{name}", ContentType=content_type)
        name_of_relations = _relations_of(source)
        if name_of_relations not in self.parts and name_of_relations not in self.trees:
            self.trees[name_of_relations] = etree.Element(_RELATION.replace("}Relationship", "}Relationships"))
        relations = self.tree(name_of_relations)
        used = {one.get("Id") for one in relations}
        number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        target = f"/{name}" if source else name
        etree.SubElement(relations, _RELATION, Id=f"rId{number}", Type=relation, Target=target)
        return f"rId{number}"

    def written(self) -> dict[str, bytes]:
        """Every part as it is to be written."""
        written = dict(self.parts)
        for name, tree in self.trees.items():
            if name in self.parts and name not in self.changed:
                former = etree.fromstring(self.parts[name], _parser())
                if etree.tostring(former) == etree.tostring(tree):
                    continue  # what says nothing else than it did stays to the letter
            written[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return written

    def pack(self) -> bytes:
        """The file again; the same parts give the same bytes."""
        return pack(self.written())


def open_package(data: bytes) -> DocxPackage:
    """The parts of a .docx file; raises UsageError for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise UsageError("Tệp Word quá lớn khi giải nén.", "Xóa bớt ảnh lớn trong dự thảo rồi chạy lại.")
            return DocxPackage({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")})
    except BROKEN_PACKAGE as error:
        raise not_word() from error


def not_word() -> UsageError:
    remedy = "Mở tệp bằng Word, chọn Lưu thành › Tài liệu Word (.docx), bỏ mật khẩu nếu có, rồi chạy lại."
    return UsageError("Tệp dự thảo không phải tệp Word (.docx) đọc được.", remedy)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, huge_tree=True, no_network=True)


def _relations_of(source: str) -> str:
    if not source:
        return _ROOT_RELATIONS
    return posixpath.join(posixpath.dirname(source), "_rels", posixpath.basename(source) + ".rels")
