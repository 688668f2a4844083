"""The styles of a document by their names, which outlive a program that gives them other ids."""

from __future__ import annotations

from copy import deepcopy

from lamdong_report.docx.package import DocxPackage
from lamdong_report.docx.wordml import PPR, PSTYLE, VAL, Element, value, w

_STYLE, _ID, _NAME, _OUTLINE = w("style"), w("styleId"), w("name"), w("outlineLvl")
_REFERENCES = (w("basedOn"), w("next"), w("link"))


class StyleNames:
    """Names and ids of one document's styles; names are compared without case."""

    def __init__(self, package: DocxPackage, main: str) -> None:
        part = package.related("styles", main)
        self.root: Element | None = package.tree(part) if part in package.parts else None
        self._styles = {} if self.root is None else {one.get(_ID, ""): one for one in self.root.iterfind(_STYLE)}
        self._names = {key: value(style, _NAME).casefold() for key, style in self._styles.items()}
        self._ids = {(self._styles[key].get(w("type"), ""), name): key for key, name in self._names.items()}
        usual = (key for key, one in self._styles.items() if one.get(w("type")) == "paragraph"
                 and one.get(w("default")) in ("1", "true", "on"))  # fmt: skip
        self._default = next((self._names[key] for key in usual), "normal")
        levels = ((self._names[key], value(style, PPR, _OUTLINE)) for key, style in self._styles.items())
        # Level 9 is body text (ECMA-376 part 1, 17.3.1.20).
        self._headings = {
            name for name, level in levels if name.startswith("heading ") or (level.isdigit() and int(level) < 9)
        }

    def name_of(self, paragraph: Element) -> str:
        """The name of the paragraph's style, the default style's where it names none."""
        properties = paragraph[0] if len(paragraph) else None
        if properties is None or properties.tag != PPR:
            return self._default
        key = next((one.get(VAL, "") for one in properties if one.tag == PSTYLE), "")
        return self._names.get(key, key.casefold()) if key else self._default

    def is_heading(self, name: str) -> bool:
        return name in self._headings

    def adopt(self, key: str, other: StyleNames) -> str:
        """The id here of the style that has the id `key` in `other`; copied from there if it is missing here."""
        style = other._styles.get(key)
        if style is None or self.root is None:
            return ""
        name, kind = other._names[key], style.get(w("type"), "")
        if (kind, name) not in self._ids:
            self._copy(key, style, kind, name, other)
        return self._ids[kind, name]

    def _copy(self, key: str, style: Element, kind: str, name: str, other: StyleNames) -> None:
        assert self.root is not None
        new_key = key
        while new_key in self._styles:
            new_key += "1"
        self._ids[kind, name] = new_key  # first, for styles that name each other
        copied = deepcopy(style)
        copied.set(_ID, new_key)
        copied.attrib.pop(w("default"), "")
        self._styles[new_key], self._names[new_key] = copied, name
        self.root.append(copied)
        for reference in [one for one in copied if one.tag in _REFERENCES]:
            found = self.adopt(reference.get(VAL, ""), other)
            reference.set(VAL, found) if found else copied.remove(reference)
