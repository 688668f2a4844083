"""The words of the comments that a merge leaves in the margin."""

from __future__ import annotations

from collections.abc import Sequence

from lamdong_report.merge.sentences import Clash

_NEWS = "Số liệu mới: "
_LONGEST_PLACE = 90
_MOST_LINES = 40


def clash_note(clash: Clash) -> str:
    """Both changed the same words."""
    before, now = clash.before.strip(), clash.now.strip()
    if not now:
        return f"Số liệu mới không còn «{before}»; chỗ này đã sửa tay nên giữ nguyên."
    told = f" (dự thảo trước: «{before}»)" if before else ""
    return f"{_NEWS}«{now}»{told}; chỗ này đã sửa tay nên giữ nguyên."


def disputed_words(theirs: str, clashes: Sequence[Clash]) -> str:
    """Each pair of disputed words in short: "«360» (số liệu mới: «344»)"."""
    pairs = [(theirs[clash.start : clash.end].strip(), clash.now.strip()) for clash in clashes]
    return "; ".join(f"«{kept}» (số liệu mới: «{now}»)" for kept, now in pairs)


def is_outdated(note: str, clash: Clash) -> bool:
    """Whether the comment was left by an earlier merge about the same words, which have changed again."""
    return bool(clash.before.strip()) and note.startswith(f"{_NEWS}«{clash.before.strip()}»")


def dropped_note(before: str) -> str:
    """The data no longer have a paragraph that was edited by hand."""
    return f"Theo số liệu mới, đoạn này không còn: «{before}». Đoạn đã sửa tay nên giữ nguyên; xem lại có cần bỏ không."


def gone_note(texts: Sequence[str]) -> str:
    """The data have news of what was removed by hand near by."""
    shown = [f"«{text}»" for text in texts[:_MOST_LINES]]
    more = [f"Và {len(texts) - _MOST_LINES} đoạn khác."] if len(texts) > _MOST_LINES else []
    return "\n".join(["Đoạn đã xóa tay sau chỗ này có số liệu mới, không đưa lại vào báo cáo:", *shown, *more])


def cell_note(before: str, now: str) -> str:
    """The data changed cells that no longer stand in the officials' row."""
    return f"Số liệu mới của dòng này: «{now}» (dự thảo trước: «{before}»); dòng đã sửa cột nên giữ nguyên."


def with_sources(note: str, sources: str) -> str:
    return f"{note}\nNguồn: {sources}" if sources else note


def shorten(text: str) -> str:
    """The text short enough to name a place."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_PLACE else line[: _LONGEST_PLACE - 1].rstrip() + "…"
