"""Edits a report as an official might, and corrects a form as its clerk might."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from lxml import etree

from lamdong_report.packing import pack, unpack

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EVERY = 25
_WORDS = " (đã rà soát)"
_FIGURE = re.compile(rb'(<c r="[D-H][0-9]+" s="[0-9]+"><v>)([1-9][0-9]*)(</v></c>)')


def edited(document: bytes) -> bytes:
    """The .docx with those words added."""
    parts = unpack(document)
    return pack({**parts, _BODY: _edit(parts[_BODY])})


def _edit(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for paragraph in list(root.iterfind(f"{_W}body/{_W}p"))[::_EVERY]:
        texts = list(paragraph.iter(f"{_W}t"))
        if texts:
            texts[-1].text = (texts[-1].text or "") + _WORDS
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def copy_with_one_corrected(forms: Path, folder: Path) -> Path:
    """The same forms in another folder, one figure of the one in the middle larger by one."""
    shutil.copytree(forms, folder)
    paths = sorted(folder.rglob("*.xlsx"))
    path = paths[len(paths) // 2]
    parts = unpack(path.read_bytes())
    name = next(name for name in sorted(parts) if name.startswith("xl/worksheets/") and _FIGURE.search(parts[name]))
    parts[name] = _FIGURE.sub(lambda found: found[1] + str(int(found[2]) + 1).encode() + found[3], parts[name], 1)
    path.write_bytes(pack(parts))
    return folder
