"""The licences of all that the package ships, gathered in one folder."""

from __future__ import annotations

import email
import shutil
from pathlib import Path

from tools.windows.fetch import HERE

FOLDER = "giay-phep"
_TEXTS = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
_ABOUT = """\
Licences of what is in this folder

python/                        CPython, Python Software Foundation License: cpython.txt
python/Lib/site-packages/      one file for each library, named after it
lamdong_report/, generate.py   MIT: see LICENSE

docxtpl is under the GNU LGPL 2.1 (lgpl-2.1.txt). It is here as its source, python/Lib/site-packages/docxtpl/, which
may be read, changed and replaced. The lxml wheel holds libxml2, libxslt (MIT), zlib and GNU libiconv (LGPL 2.1), linked
in by the makers of lxml from the sources that they name in its licence file.
"""


def write_licences(program: Path) -> None:
    """Write the folder of licences into the program's folder; Python and the libraries are already there."""
    folder = program / FOLDER
    folder.mkdir()
    (folder / "doc-truoc.txt").write_text(_ABOUT, encoding="utf-8")
    shutil.copyfile(program / "python" / "LICENSE.txt", folder / "cpython.txt")
    shutil.copyfile(HERE / "lgpl-2.1.txt", folder / "lgpl-2.1.txt")
    for info in sorted((program / "python" / "Lib" / "site-packages").glob("*.dist-info")):
        about = email.message_from_string((info / "METADATA").read_text(encoding="utf-8"))
        (folder / f"{about['Name'].lower()}-{about['Version']}.txt").write_text(_licence(info, about), encoding="utf-8")


def _licence(info: Path, about: email.message.Message) -> str:
    """What the library says of its licence, and the texts that come with it."""
    classifiers = [line for line in about.get_all("Classifier", []) if "License" in line]
    said = about.get("License-Expression") or (about.get("License") or "").split("\n")[0] or "; ".join(classifiers)
    files = sorted(path for path in info.rglob("*") if path.is_file() and path.name.upper().startswith(_TEXTS))
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in files)
    return "\n\n".join((f"{about['Name']} {about['Version']}: {said}", *texts))
