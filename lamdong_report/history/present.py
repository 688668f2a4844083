"""Shows differences and merges to people: lines for the terminal, pages for a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lamdong_report.history.compare import CellChange, Comparison, FigureChange
from lamdong_report.history.record import FindingEntry
from lamdong_report.merge.changes import Act, Change, count_acts
from lamdong_report.pages import Page
from lamdong_report.rowsheet import Cell
from lamdong_report.text import join_words

# Of each kind of change a screen's worth, of names a sentence's, of a text two lines; the workbook has all.
_MOST_LINES, _MOST_NAMES, _LONGEST = 12, 6, 160
_NOTHING = "–"
_SEVERITIES = {"error": "lỗi", "warning": "cảnh báo", "note": "lưu ý"}
_KINDS = {"du-thao": "dự thảo", "chinh-thuc": "bản chính thức"}
_JUDGEMENTS = {
    "exceeded": "vượt",
    "reached": "đạt",
    "missed": "chưa đạt",
    "none": "không phát sinh",
    "no_data": "chưa có số liệu",
}
_URGENT = (Act.CONFLICT, Act.REMOVED, Act.MERGED, Act.TAKEN, Act.ADDED, Act.DROPPED, Act.KEPT)


def comparison_lines(comparison: Comparison, most: int = _MOST_LINES) -> Iterator[str]:
    """What changed, for the terminal: at most `most` lines of each kind, in Vietnamese."""
    yield f"So sánh {_called(comparison.old)} với {_called(comparison.new)}:"
    if comparison.is_empty:
        yield "  Không có gì thay đổi."
    yield from _names("Cơ quan mới gửi", comparison.arrived)
    yield from _names("Cơ quan gửi lại phiếu", comparison.resent)
    yield from _names("Cơ quan không còn phiếu", comparison.withdrawn)
    turned = [
        f"{turn.subject}: {judged(turn.before)} → {judged(turn.after)} "
        f"({turn.before_value or _NOTHING} → {turn.after_value or _NOTHING})"
        for turn in comparison.turned
    ]
    yield from _listed("Chỉ tiêu đổi đánh giá", turned, most)
    yield from _listed("Số liệu thay đổi", [_figure_line(change) for change in comparison.figures], most)
    yield from _listed("Lỗi, cảnh báo mới", _finding_lines(comparison, comparison.came), most)
    yield from _listed("Lỗi, cảnh báo đã hết", _finding_lines(comparison, comparison.went), most)
    if comparison.words:
        yield f"  Đoạn, dòng đổi lời văn: {len(comparison.words)} (xem danh sách trong tệp Excel)"


def merge_lines(changes: Sequence[Change], most: int = _MOST_LINES) -> Iterator[str]:
    """What a merge did, for the terminal: the counts, then what people must look at."""
    if not changes:
        yield "Số liệu không có gì mới so với dự thảo này."
    yield from count_acts(changes)
    urgent = [change for change in changes if change.act is Act.CONFLICT]
    both = "{} (số liệu mới: {})"
    told = [f"{c.place}: {c.disputed or both.format(_short(c.theirs), _short(c.now))}" for c in urgent]
    yield from _listed("Chỗ cần xem lại (bản sửa tay được giữ, có ghi chú bên lề)", told, most)
    gone = [f"{c.place}: {_short(c.now or c.before)}" for c in changes if c.act is Act.REMOVED and c.before != c.now]
    yield from _listed("Đã xóa tay nhưng nay có số liệu mới", gone, most)


def comparison_pages(comparison: Comparison) -> tuple[Page, ...]:
    """The sheets of the list of changes."""
    title = f"{_called(comparison.old)} → {_called(comparison.new)}"
    figures = (
        ("Vị trí", 44), ("Trước", 16), ("Sau", 16), ("Đơn vị", 14), ("Cơ quan", 34), ("Số cũ", 14), ("Số mới", 14),
        ("Ô nguồn", 60),
    )  # fmt: skip
    findings = (
        ("Tình trạng", 12),
        ("Mức", 12),
        ("Cơ quan", 14),
        ("Nội dung", 90),
        ("Tệp", 40),
        ("Trang", 18),
        ("Ô", 8),
    )
    found = [*_finding_rows("mới", comparison.came), *_finding_rows("đã hết", comparison.went)]
    words = (("Vị trí", 44), ("Trước", 80), ("Sau", 80))
    reworded = [(word.place, word.before, word.after) for word in comparison.words]
    forms = (("Phiếu", 20), ("Cơ quan", 60))
    kinds = (("mới gửi", comparison.arrived), ("gửi lại", comparison.resent), ("không còn", comparison.withdrawn))
    agencies = [(kind, name) for kind, names in kinds for name in names]
    turned = [
        (one.indicator, one.subject, judged(one.before), judged(one.after), one.before_value, one.after_value)
        for one in comparison.turned
    ]
    return (
        Page("Số liệu", f"Số liệu thay đổi: {title}", figures, list(_figure_rows(comparison.figures))),
        Page("Cơ quan", f"Phiếu mới, phiếu gửi lại: {title}", forms, agencies),
        Page("Đánh giá", f"Chỉ tiêu đổi đánh giá: {title}", _TURNS, turned),
        Page("Lỗi, cảnh báo", f"Lỗi, cảnh báo mới và đã hết: {title}", findings, found),
        Page("Lời văn", f"Đoạn, dòng đổi lời văn: {title}", words, reworded),
    )


_TURNS = (("Chỉ số", 10), ("Tên", 60), ("Trước", 18), ("Sau", 18), ("Giá trị trước", 16), ("Giá trị sau", 16))
_CHANGES = (
    ("Xử lý", 30), ("Vị trí", 44), ("Dự thảo trước", 60), ("Bản sửa tay", 60), ("Theo số liệu mới", 60), ("Nguồn", 60),
)  # fmt: skip


def merge_page(changes: Sequence[Change]) -> Page:
    """The first sheet of the list of changes after a merge: what needs a look comes first."""
    rows = sorted(changes, key=lambda change: _URGENT.index(change.act))
    cells = [(c.act.value, c.place, c.before, c.theirs, c.now, c.sources) for c in rows]
    return Page("Ghép vào bản sửa tay", "Đưa số liệu mới vào bản đã sửa tay", _CHANGES, cells)


def judged(judgement: str) -> str:
    return _JUDGEMENTS.get(judgement, judgement)


def _figure_line(change: FigureChange) -> str:
    names = list(dict.fromkeys(cell.name for cell in change.cells))
    more = [f"{len(names) - _MOST_NAMES} cơ quan khác"] if len(names) > _MOST_NAMES else []
    by = f" – do {join_words([', '.join(names[:_MOST_NAMES]), *more])}" if more else f" – do {join_words(names)}"
    by = by if names else ""
    cell = f" ({change.cells[0].source})" if len(change.cells) == 1 else ""
    unit = unit_beside(change)
    moved = f"{change.before or _NOTHING} → {change.after or _NOTHING} {unit}".rstrip()
    return f"{change.place}: {moved}{by}{cell}"


def unit_beside(change: FigureChange) -> str:
    """The unit, where the figure is not printed with it already."""
    printed = change.before + change.after
    return "" if any(map(str.isalpha, printed)) or (change.unit and change.unit in printed) else change.unit


def _finding_lines(comparison: Comparison, found: Sequence[FindingEntry]) -> list[str]:
    """Each finding with its agency, unless it names it itself."""
    named = [(one.message, comparison.names.get(one.agency, "")) for one in found]
    return [said if not name or name.casefold() in said.casefold() else f"{name}: {said}" for said, name in named]


def _called(name: str) -> str:
    """ "du-thao-03" as people say it; any other name as it is."""
    kind, _, number = name.rpartition("-")
    return f"{_KINDS[kind]} {number}" if kind in _KINDS else name


def _names(title: str, names: Sequence[str]) -> Iterator[str]:
    """Each by name while they are few; all of them stand in the workbook."""
    if names:
        more = [f"{len(names) - _MOST_NAMES} cơ quan khác"] if len(names) > _MOST_NAMES + 1 else []
        shown = names[:_MOST_NAMES] if more else names
        yield f"  {title} ({len(names)}): {join_words([*shown, *more])}"


def _listed(title: str, lines: Sequence[str], most: int) -> Iterator[str]:
    if lines:
        yield f"  {title}: {len(lines)}"
        yield from (f"    • {line}" for line in lines[:most])
        if len(lines) > most:
            yield f"    … và {len(lines) - most} mục khác"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _figure_rows(figures: Sequence[FigureChange]) -> Iterator[Sequence[Cell]]:
    """One row for each cell that moved a figure; the figure itself only on its first row."""
    none = CellChange("", "", "", "", "")
    for change in figures:
        for at, cell in enumerate(change.cells or (none,)):
            figure = (change.place, change.before, change.after, unit_beside(change))
            yield *(figure if at == 0 else (change.place, "", "", "")), cell.name, cell.before, cell.after, cell.source


def _finding_rows(state: str, findings: Sequence[FindingEntry]) -> Iterator[Sequence[Cell]]:
    for found in findings:
        severity = _SEVERITIES.get(found.severity, found.severity)
        yield state, severity, found.agency, found.message, found.file, found.sheet, found.cell
