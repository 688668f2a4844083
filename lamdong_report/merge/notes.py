"""The words of the comments that a merge leaves in the margin, and whether an earlier one still holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from lamdong_report.merge.blocks import ToolComment
from lamdong_report.merge.sentences import Clash
from lamdong_report.merge.words import fold_text, is_figure

_NEWS = "Số liệu mới: "
_LONGEST_PLACE = 90  # fits one line of a worksheet's column and of most terminals
_MOST_LINES = 40  # a longer comment covers the page that it stands beside
_GONE = "Đoạn đã xóa tay sau chỗ này có số liệu mới, không đưa lại vào báo cáo:"
_COLUMNS = "Bảng đã sửa cột; số liệu mới sau đây không có chỗ đưa vào:"
_COPIED = "Số này trùng với số đã đổi theo số liệu mới:"
_CLASH = re.compile(
    r"^Số liệu mới: «(.*?)»(?: \(dự thảo trước: «.*?»\))?; chỗ này đã sửa tay nên giữ nguyên\.", re.DOTALL
)
_CLASH_GONE = re.compile(r"^Số liệu mới không còn «(.*?)»; chỗ này đã sửa tay nên giữ nguyên\.", re.DOTALL)
_DROPPED = re.compile(r"^Theo số liệu mới, đoạn này không còn: «(.*?)»\. Đoạn đã sửa tay nên giữ nguyên", re.DOTALL)
_FIRM = "Số liệu mới của đoạn này: "
_FIRM_LINE = re.compile(r"^Số liệu mới của đoạn này: «(.*?)»; đoạn có chữ không sửa được", re.DOTALL)
# What a comment begins with where the data have news, and where another official's copy has.
_STRUCK_BY_COPY = {
    "Số liệu mới không còn ": "Bản sửa kia bỏ ",
    "Theo số liệu mới, đoạn này không còn: ": "Bản sửa kia xóa đoạn này: ",
}
_WRITTEN_BY_COPY = {
    _NEWS: "Bản sửa kia ghi: ",
    _FIRM: "Bản sửa kia ghi ở đoạn này: ",
    _GONE: "Đoạn đã xóa tay sau chỗ này được bản sửa kia viết khác, không đưa lại vào báo cáo:",
    _COLUMNS: "Bảng đã sửa cột; chữ, số sau đây của bản sửa kia không có chỗ đưa vào:",
    _COPIED: "Số này trùng với số mà bản sửa kia đã đổi:",
}
_BY_COPY = _STRUCK_BY_COPY | _WRITTEN_BY_COPY
_BETWEEN_CELLS = re.compile(r"\s*\|\s*")  # as a whole row is quoted
_COLUMN_LINE = re.compile(r"^(.*?): «(.*)»$")


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


def dropped_note(before: str) -> str:
    """The data no longer have a paragraph that was edited by hand."""
    return f"Theo số liệu mới, đoạn này không còn: «{before}». Đoạn đã sửa tay nên giữ nguyên; xem lại có cần bỏ không."


def untouchable_note(now: str) -> str:
    """The data changed a paragraph whose words cannot be cut."""
    return f"{_FIRM}«{now}»; đoạn có chữ không sửa được tự động (chữ chú âm, chữ trong phần đã xóa) nên giữ nguyên."


def gone_note(texts: Sequence[str]) -> str:
    """The data have news of what was removed by hand near by."""
    shown = [f"«{text}»" for text in texts[:_MOST_LINES]]
    more = [f"Và {len(texts) - _MOST_LINES} đoạn khác."] if len(texts) > _MOST_LINES else []
    return "\n".join([_GONE, *shown, *more])


def gone_texts(note: str) -> list[str]:
    """The texts that an earlier `gone_note` told of; nothing of any other comment."""
    lines = "\n".join(note.split("\n")[1:]) if note.startswith(_GONE) else ""
    return re.findall(r"^«(.*?)»$", lines, re.DOTALL | re.MULTILINE)


def columns_note(lines: Sequence[tuple[str, str]]) -> str:
    """The data changed cells of columns that officials took out: row and column, and what the data say."""
    shown = [f"{place}: «{now}»" for place, now in lines[:_MOST_LINES]]
    more = [f"Và {len(lines) - _MOST_LINES} ô khác, xem danh sách thay đổi."] if len(lines) > _MOST_LINES else []
    return "\n".join([_COLUMNS, *shown, *more])


def columns_told(note: str) -> set[str]:
    """The places (row and column) that an earlier `columns_note` told of."""
    lines = note.split("\n")[1:] if note.startswith(_COLUMNS) else []
    return {found[1] for line in lines if (found := _COLUMN_LINE.match(line))}


def copied_note(before: str, now: str) -> str:
    """A number of the officials' own words is one that has changed elsewhere."""
    return f"{_COPIED} «{before}» nay là «{now}». Nếu chép từ đó thì sửa theo."


def copied_told(note: str) -> tuple[str, str] | None:
    """The number that an earlier `copied_note` stands on, and what it said it was by then."""
    found = re.findall(r"«(.*?)»", note)[:2] if note.startswith(_COPIED) else ()
    return (found[0], found[1]) if len(found) == 2 else None


def of_copy(note: str) -> str:
    """The comment as it is told where the news come from another official's copy, not from the data.

    The data have nothing to say about it: it stays until somebody answers it or writes what it says.
    """
    return next(
        (after + note.removeprefix(before) for before, after in _BY_COPY.items() if note.startswith(before)), note
    )


def is_by_copy(note: str) -> bool:
    return note.startswith(tuple(_BY_COPY.values()))


def is_of_merge(note: str) -> bool:
    """Whether a merge left the comment, not the report's own doubts."""
    started = note.startswith((_GONE, _COLUMNS, _COPIED, _FIRM))
    return started or is_by_copy(note) or any(kind.match(note) for kind in (_CLASH, _CLASH_GONE, _DROPPED))


def still_holds(
    comment: ToolComment, text: str, now: Iterable[str], texts: Collection[str], near: Collection[str]
) -> bool:
    """Whether an earlier merge's comment on a paragraph that says `text` is still true.

    `now` is what the data say in its place, `near` the folded texts that the new report says under its heading, `texts`
    all that it says. Lists of what was removed are made anew and do not hold by themselves.
    """
    if comment.text.startswith(tuple(_STRUCK_BY_COPY.values())):
        return True
    if comment.text.startswith(tuple(_WRITTEN_BY_COPY.values())):
        written = re.findall(r"«(.*?)»", comment.text, re.DOTALL)[:1]
        return not any(_stands_in(fold_text(words), fold_text(text)) for words in written)
    new = fold_text(" ".join(now))
    if (found := _CLASH.match(comment.text)) is not None:
        disputed = fold_text(_BETWEEN_CELLS.sub(" ", found[1]))
        # Where the paragraph has no counterpart any more, the news are news as long as the report says them somewhere.
        is_news = _stands_in(disputed, new) if new else any(_stands_in(disputed, other) for other in texts)
        quoted, said = fold_text(comment.quoted), fold_text(text)
        # Where they took the figure out, the comment stands on its neighbours, which may hold the same once more.
        is_lacking = disputed != quoted and _count(disputed, said) < _count(disputed, new)
        is_doubled = disputed != quoted and all(map(is_figure, quoted.split(" ")))  # "18 21": one is still to go
        return is_news and (is_lacking or is_doubled or not _stands_in(disputed, quoted or said))
    if (found := _CLASH_GONE.match(comment.text)) is not None:
        return not _stands_in(fold_text(found[1]), new)
    if (found := _DROPPED.match(comment.text)) is not None:
        return fold_text(found[1]) not in near
    if (found := _FIRM_LINE.match(comment.text)) is not None:
        return fold_text(found[1]) == new != fold_text(text)
    if (told := copied_told(comment.text)) is not None:
        before, after = told
        return _stands_in(before, fold_text(text)) and any(_stands_in(after, other) for other in texts)
    return False


def _stands_in(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "


def _count(words: str, text: str) -> int:
    """How often the words stand in the text, each beginning where the one before ended."""
    return f" {text} ".replace(" ", "  ").count(f" {words.replace(' ', '  ')} ")


def with_sources(note: str, sources: str) -> str:
    return f"{note}\nNguồn: {sources}" if sources else note


def short_place(text: str) -> str:
    """The text short enough to name a place."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_PLACE else line[: _LONGEST_PLACE - 1].rstrip() + "…"
