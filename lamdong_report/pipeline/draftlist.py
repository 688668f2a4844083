"""The drafts in the folder of results: which is edited, which to go on from, and the files beside them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from lamdong_report import drafts
from lamdong_report.errors import UsageError
from lamdong_report.history.present import judged as judged  # what the page says of an indicator's turn
from lamdong_report.pdf import as_pdf
from lamdong_report.pipeline.edited import is_open_in_word
from lamdong_report.results import BOARD_FILE, CHANGES_STEM, FINAL_STEM, FIXES_FILE, OPINIONS_FILE, TRACE_FILE
from lamdong_report.storage import write_keeping

# More drafts than a season has: what is known of each is worked out once while the page is open.
MOST_REMEMBERED = 200
# A record is three megabytes of JSON for a season's figures: the two that are compared, and the two before.
MOST_DECODED = 4


class Draft(Struct, frozen=True):
    """One Word file that bears the identity of a draft. `is_known` when the history holds what the tool wrote."""

    path: Path
    name: str
    saved: datetime
    is_final: bool
    is_known: bool
    is_edited: bool
    is_open: bool


def list_drafts(out: Path) -> tuple[Draft, ...]:
    """Every draft and final report in the folder, the one saved last first."""
    found = []
    for path in _word_files(out):
        with suppress(OSError, UsageError):  # held by Word, or no Word file
            status = path.stat()
            name, is_known, is_edited = _identify(path, out, status.st_mtime_ns, status.st_size)
            saved = datetime.fromtimestamp(status.st_mtime).astimezone()
            if name:
                is_final, is_open = name.startswith(FINAL_STEM), is_open_in_word(path)
                found.append(Draft(path, name, saved, is_final, is_known, is_edited, is_open))
    return tuple(sorted(found, key=lambda draft: (draft.saved, draft.name), reverse=True))


def find_draft(out: Path, file: str) -> Path:
    """The draft with that file name among those that are there; raises UsageError."""
    for draft in list_drafts(out):
        if draft.path.name == file:
            return draft.path
    raise UsageError(f"Không còn dự thảo {file}.", "Tải lại trang Dự thảo để xem các bản hiện có.")


def nameless(out: Path) -> tuple[Path, ...]:
    """The Word files in the folder that bear no identity: perhaps drafts that another program has saved."""
    known = {draft.path for draft in list_drafts(out)}
    return tuple(sorted(path for path in _word_files(out) if path not in known))


def _word_files(out: Path) -> list[Path]:
    # Word's own small files beside open documents begin with "~$".
    return [path for path in out.glob("*.docx") if not path.name.startswith((".", "~$"))] if out.is_dir() else []


def copies_of_one(found: Sequence[Draft]) -> tuple[Draft, ...]:
    """The files that are edited copies of one and the same draft, where several officials have edited it."""
    edited = [draft for draft in found if draft.is_edited and draft.is_known and not draft.is_final]
    return tuple(draft for draft in edited if sum(draft.name == other.name for other in edited) > 1)


class Picked(Struct, frozen=True):
    """What the next draft is made from: `onto` (None for the forms alone), `also` further copies of the same draft.

    `draft` names the draft that a file without its identity was.
    """

    onto: Path | None
    also: tuple[Path, ...]
    draft: str


def pick_drafts(out: Path, file: str, more: Sequence[str], named: str) -> Picked:
    """The draft to go on from and the further copies of it that others edited; raises UsageError."""
    names = {draft.path.name: draft.name for draft in list_drafts(out)}
    onto = next((path for path in nameless(out) if path.name == file), None)
    if onto and not named:
        remedy = "Chọn ở ô «Tệp không còn dấu nhận dạng là bản sửa của» dự thảo mà tệp này được sửa từ đó rồi bấm lại."
        raise UsageError(f"{file} không còn dấu nhận dạng của dự thảo.", remedy)
    own = named if onto else names.get(file, "")
    onto = onto or (find_draft(out, file) if file else None)
    copies = tuple(find_draft(out, name) for name in more if name != file)
    if others := [path.name for path in copies if names[path.name] != own]:
        remedy = "Chọn ở ô «Bắt đầu từ» một bản sửa của cùng dự thảo đó, hoặc bỏ đánh dấu các bản này."
        raise UsageError(f"Chỉ ghép được các bản sửa của cùng một dự thảo: {', '.join(others)} thì không.", remedy)
    return Picked(onto, copies, own if onto and onto.name not in names else "")


@lru_cache(maxsize=MOST_REMEMBERED)
def _identify(path: Path, out: Path, changed: int, size: int) -> tuple[str, bool, bool]:
    """The draft's name, whether the history knows it, whether somebody has edited it; `changed` and `size` renew it."""
    data = path.read_bytes()
    identity = drafts.identity_of(data)
    if identity is None:
        return "", False, False
    stored = drafts.load(out, identity)
    return identity.name, stored is not None, stored is None or not stored.is_unedited(data)


@lru_cache(maxsize=MOST_DECODED)
def draft_record(path: Path, out: Path, changed: int) -> drafts.Record | None:
    """What the history knows of the draft, None for nothing; `changed` (its time) renews it."""
    identity = drafts.identity_of(path.read_bytes())
    stored = drafts.load(out, identity) if identity else None
    return stored.record if stored else None


def beside_the_report(out: Path) -> tuple[Path, ...]:
    """Trace, opinions, corrections, board, then the lists of changes, the latest first; those that are there."""
    named = [out / name for name in (TRACE_FILE, OPINIONS_FILE, FIXES_FILE, BOARD_FILE)]
    changes = sorted(out.glob(f"{CHANGES_STEM}-*.xlsx"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return tuple(path for path in (*named, *changes) if path.is_file())


def write_pdf(report: Path) -> Path:
    """The report as PDF beside it; a PDF that was there is kept. Raises OutputError."""
    return write_keeping(report.with_suffix(".pdf"), as_pdf(report))
