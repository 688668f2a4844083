"""More forms than anybody has filled in: a larger plan, and one agency's form made into that of another."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from xml.sax.saxutils import escape

from lamdong_report.errors import UsageError
from lamdong_report.plan import Agency, Group, Plan
from lamdong_report.text import upper_first

_STRINGS = "xl/sharedStrings.xml"
_TEXT = re.compile(r"(<t(?: [^>]*)?>)([^<]*)(</t>)")


@dataclass(frozen=True, slots=True)
class Copy:
    """An agency that is invented, and the one whose form it sends."""

    agency: Agency
    of: Agency


def invent(plan: Plan, size: int) -> tuple[Copy, ...]:
    """So many agencies more that the plan has `size` of them, in the group whose list is a file of its own.

    Raises UsageError where the plan has no such group.
    """
    group = _listed_group(plan)
    members = [agency for agency in plan.agencies if agency.group == group.id]
    return tuple(islice(_copies(members, plan), max(0, size - len(plan.agencies))))


def _listed_group(plan: Plan) -> Group:
    group = next((group for group in plan.groups if group.summed and group.agencies_file), None)
    if group is None:
        raise UsageError(
            "Kế hoạch không có nhóm cơ quan nào lấy danh sách từ tệp (agencies_file) nên không làm thêm phiếu được.",
            "Đo với kế hoạch khác, hoặc thêm --quick.",
        )
    return group


def _copies(members: Sequence[Agency], plan: Plan) -> Iterator[Copy]:
    codes = (code for number in count(10_000) if not plan.knows(code := str(number)))
    for again in count(2):
        for member in members:
            agency = Agency(code=next(codes), name=f"{member.name} số {again}", group=member.group, kind=member.kind)
            yield Copy(agency, member)


def write_larger_plan(plan: Plan, copies: Sequence[Copy], folder: Path) -> None:
    """The plan's folder once more, with the invented agencies at the end of their list."""
    shutil.copytree(plan.folder, folder, dirs_exist_ok=True)
    if not copies:
        return
    with (folder / _listed_group(plan).agencies_file).open("a", encoding="utf-8", newline="") as file:
        rows = ((copy.agency.code, copy.agency.name, copy.agency.kind, "") for copy in copies)
        csv.writer(file).writerows(rows)


def form_of(copy: Copy, form: bytes, printed: frozenset[str], long: int) -> bytes:
    """The form as the invented agency would send it: its code and name, and words that are not the other's.

    `printed` are the texts of the blank form; of the others those of `long` words and more are told apart.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, _rewritten(copy, data, printed, long) if entry.filename == _STRINGS else data)
    return buffer.getvalue()


def _rewritten(copy: Copy, data: bytes, printed: frozenset[str], long: int) -> bytes:
    names = [(escape(change(copy.of.name)), escape(change(copy.agency.name))) for change in (str, upper_first)]

    def text(found: re.Match[str]) -> str:
        words = copy.agency.code if found[2] == copy.of.code else found[2]
        for old, new in names:
            words = words.replace(old, new)
        if found[2] not in printed and len(words.split()) >= long:
            words = f"{words} ({copy.agency.code})"
        return found[1] + words + found[3]

    return _TEXT.sub(text, data.decode("utf-8")).encode("utf-8")


def texts_of(form: bytes) -> frozenset[str]:
    """All texts in a form, as they stand in its XML."""
    with zipfile.ZipFile(io.BytesIO(form)) as package:
        return frozenset(found[2] for found in _TEXT.finditer(package.read(_STRINGS).decode("utf-8")))
