"""What a template sees of a content: the same fields, every text made safe and carrying the marks it needs."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from types import SimpleNamespace
from typing import Any

from lamdong_report.content import AgencyAnnex, Cell, LetterContent, Paragraph, ReportContent, WordsAnnex
from lamdong_report.text.dates import OPEN_BLANK
from lamdong_report.word.marks import Mark, Marks, safe_text

END = "./."
BLANK_NUMBER = "      "
BLANK_DATE = "ngày     tháng     năm {year}"


def view_content(content: ReportContent | LetterContent, marks: Marks) -> dict[str, Any]:
    """The template's names and their values; texts are `str`, and nothing else in them may be printed."""
    view = {field.name: _view(getattr(content, field.name), marks) for field in fields(content)}
    year = content.year
    view |= {
        "year": str(year),
        "previous_year": str(year - 1),
        "number": view["number"] or BLANK_NUMBER,
        "symbol": view["symbol"].removeprefix("/"),
        "date": view["date"] or BLANK_DATE.format(year=year),
        # The last words are closed by "./.", as the decree wants.
        "closing": view["closing"] and view["closing"].removesuffix(END).rstrip(" .") + END,
        "addressees": _listed(view["addressees"]),
        "recipients": _listed(view["recipients"]),
    }
    if isinstance(content, ReportContent) and content.draft:
        # Number and date in the head, in the opening and in the annexes' note are yellow while they are open.
        yellow = marks.sign(Mark(doubtful=True))
        view |= {name: view[name] + yellow for name in ("number", "date") if not getattr(content, name)}
        view["opening"] = tuple(text + yellow if OPEN_BLANK.search(text) else text for text in view["opening"])
        view["annex_note"] += yellow if OPEN_BLANK.search(view["annex_note"]) else ""
    if "subject" in view:
        view["subject"] = view["subject"].removeprefix("V/v").strip()
    return view


def _view(value: Any, marks: Marks) -> Any:
    match value:
        case Enum():
            return value.value
        case str():
            return safe_text(value)
        case Cell():
            comment = marks.sign(Mark(comment=safe_lines(value.comment))) if value.comment else ""
            return safe_text(value.text) + comment
        case Paragraph():
            return _paragraph(value, marks)
        case AgencyAnnex():
            return _agency_annex(value, marks)
        case WordsAnnex():
            return _words_annex(value, marks)
        case tuple():
            return tuple(_view(item, marks) for item in value)
    if is_dataclass(value):
        return SimpleNamespace(**{field.name: _view(getattr(value, field.name), marks) for field in fields(value)})
    return value


def _paragraph(value: Paragraph, marks: Marks) -> SimpleNamespace:
    """The paragraph; a template must not leave out its words, nor its table: the first text of that says so."""
    text = safe_text(value.text)
    required = value.chart.title if value.chart else text or safe_text(value.lead)
    text += marks.sign(Mark(safe_lines(value.comment), value.doubtful, required=required, chart=value.chart))
    rows, table = _view(value.rows, marks), value.table and _agency_annex(value.table, marks)
    if rows:
        rows[0].label += marks.sign(Mark(required="bảng chỉ tiêu trong thân báo cáo"))
    if table:
        table.head += marks.sign(Mark(required="bảng kê trong thân báo cáo"))
    return SimpleNamespace(
        style=value.style.value,
        text=text,
        lead=safe_text(value.lead).rstrip(" :"),
        comment=safe_lines(value.comment),
        doubtful=value.doubtful,
        rows=rows,
        table=table,
    )


def _words_annex(value: WordsAnnex, marks: Marks) -> SimpleNamespace:
    columns = zip(value.columns, value.widths, strict=True)
    return SimpleNamespace(
        number=safe_text(value.number),
        title=safe_text(value.title) + marks.sign(Mark(required=f"Phụ lục {value.number}")),
        columns=tuple(safe_text(label) + marks.sign(Mark(width=width)) for label, width in columns),
        numbers=tuple(f"({at})" for at in range(1, 1 + len(value.columns))),
        rows=_view(value.rows, marks),
    )


def _agency_annex(value: AgencyAnnex, marks: Marks) -> SimpleNamespace:
    """The annex; each column's label carries its width, and the numbers go on from those of STT and name."""
    columns = zip(value.columns, value.widths, strict=True)
    return SimpleNamespace(
        number=safe_text(value.number),
        title=safe_text(value.title),
        head=safe_text(value.head),
        columns=tuple(safe_text(label) + marks.sign(Mark(width=width)) for label, width in columns),
        numbers=tuple(f"({at})" for at in range(3, 3 + len(value.columns))),
        rows=_view(value.rows, marks),
        total=_view(value.total, marks),
        texts=value.texts or (False,) * len(value.columns),
        signs=safe_text(value.signs),
    )


def safe_lines(text: str) -> str:
    """A comment's text: safe as any other, but its line breaks stay."""
    return "\n".join(filter(None, (safe_text(line).strip() for line in text.split("\n"))))


def _listed(items: tuple[str, ...]) -> tuple[str, ...]:
    """The items of a list without the signs that the template puts around them."""
    return tuple(item.lstrip("-– ").rstrip(" ;.") for item in items)
