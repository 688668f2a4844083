"""Headers and footers: what the tool printed there follows the data, as the mark of a draft goes with the draft."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from lamdong_report.docx.accepting import accept_all
from lamdong_report.docx.package import DocxPackage
from lamdong_report.docx.revisions import Revisions
from lamdong_report.docx.wordml import Element, P, paragraph_text, w
from lamdong_report.merge.changes import Act, Change
from lamdong_report.merge.editing import edit_paragraphs
from lamdong_report.merge.sentences import merge_words
from lamdong_report.merge.words import fold_text

_ROOTS = {w("hdr"): "Đầu trang", w("ftr"): "Chân trang"}


def merge_margins(
    base: DocxPackage, mine: DocxPackage, new: DocxPackage, to: Revisions, *, track: bool
) -> tuple[Change, ...]:
    """Take over what the new report says in its margins, wherever the officials left the former words there."""
    renamed, changes = dict(_renamed(base, new)), list[Change]()
    for name in sorted(mine.parts):
        for paragraph in _lines(mine, name) if renamed else ():
            text = paragraph_text(paragraph)
            now = renamed.get(fold_text(text), text) if text.strip() else text
            if now != text:
                edit_paragraphs([paragraph], [text], merge_words(text, text, now).edits, to)
                mine.changed.add(name)
                changes.append(Change(Act.TAKEN, _ROOTS[mine.tree(name).tag], text, text, now))
        if name in mine.changed and not track:
            accept_all(mine.tree(name))
    return tuple(dict.fromkeys(changes))


def _renamed(base: DocxPackage, new: DocxPackage) -> Iterator[tuple[str, str]]:
    """What a line of the margins said (folded), and what it says now: "" where it is gone."""
    for name in sorted(base.parts):
        before, now = (list(map(paragraph_text, _lines(package, name))) for package in (base, new))
        for tag, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
            if tag != "equal":
                pairs = zip_longest(before[a:b], now[c:d], fillvalue="")
                yield from ((fold_text(was), becomes) for was, becomes in pairs if was.strip())


def _lines(package: DocxPackage, name: str) -> list[Element]:
    """The paragraphs of a part, if it is a header or footer."""
    kind = posixpath.basename(name)
    is_margin = name in package.parts and kind.startswith(("header", "footer")) and kind.endswith(".xml")
    return list(package.tree(name).iter(P)) if is_margin and package.tree(name).tag in _ROOTS else []
