"""The tables of the templates: their columns, and the commands that fill them row by row."""

from __future__ import annotations

from collections.abc import Sequence

from tools import nd30
from tools.wordxml import Cell, Run, order, order_row, paragraph, row, table

INDICATOR_COLUMNS = (
    (10, "STT", "number", "BangDayGiua"),
    (54, "Mục tiêu, chỉ tiêu", "label", "BangDayChu"),
    (24, "Đơn vị tính", "unit", "BangDayGiua"),
    (20, "Chỉ tiêu {{ period }}", "target", "BangDayGiua"),
    (15, "Kết quả {{ previous_period }}", "previous", "BangDaySo"),
    (15, "Kết quả {{ period }}", "result", "BangDaySo"),
    (15, "So với chỉ tiêu", "difference", "BangDaySo"),
    (16, "Đánh giá", "judgement", "BangDayGiua"),
    (25, "Cơ quan báo cáo", "agencies", "BangDayChu"),
    (58, "Ghi chú", "note", "BangDayChu"),
)
GOAL_COLUMNS = (
    (11, "STT", "number", "BangGiua"),
    (70, "Chỉ số", "label", "BangChu"),
    (29, "Chỉ tiêu {{ period }}", "target", "BangGiua"),
    (16, "Kết quả {{ previous_period }}", "previous", "BangSo"),
    (17, "Kết quả {{ period }}", "result", "BangSo"),
    (22, "Đánh giá", "judgement", "BangChu"),
)
STATUS_COLUMNS = (
    (10.5, "STT", "number", "BangGiua"),
    (57, "Cơ quan, đơn vị, địa phương", "name", "BangChu"),
    (36.3, "Số, ký hiệu văn bản", "document", "BangGiua"),
    (23, "Ngày gửi", "sent", "BangGiua"),
    (19.7, "Tình trạng", "state", "BangGiua"),
    (18.5, "Ghi chú", "note", "BangChu"),
)
CORRECTION_COLUMNS = (
    (10.5, "STT", "number", "BangGiua"),
    (20, "Trang", "sheet", "BangGiua"),
    (12, "Ô", "cell", "BangGiua"),
    (68, "Nội dung cần sửa", "message", "BangChu"),
    (54.5, "Cách sửa", "remedy", "BangChu"),
)
LIST_COLUMNS = (
    (14, "STT", "number", "BangGiua"),
    (101, "Tên cơ quan, đơn vị, địa phương", "name", "BangChu"),
    (50, "Ghi chú", "note", "BangChu"),
)
AGENCY_NUMBER, AGENCY_NAME = 11, 51
LIST_NAME = 38  # in the body, which is upright and has less room
Columns = Sequence[tuple[float, str, str, str]]


def _end_of_annex(widths: Sequence[float], *, signs: bool) -> str:
    """The closing mark in an open row: so it stays with the rows above it, which a paragraph would not everywhere.

    Above it, under a table of figures, what the signs in it mean.
    """
    end = row([Cell(sum(widths), paragraph("HetPhuLuc", "./."), span=len(widths), open=True)])
    return (_legend(widths, "signs") if signs else "") + end


def _legend(widths: Sequence[float], signs: str) -> str:
    """What the signs of a table mean, in an open row under it."""
    said = row([Cell(sum(widths), paragraph("BangDayChu", f"{{{{ {signs} }}}}"), span=len(widths), open=True)])
    return _order_rows(widths, f"if {signs}", said, "endif")


def filled_table(
    columns: Columns, rows: str, heading: str = "", *, caption: str, dense: bool = False, last: bool = False
) -> str:
    """A table with one row for each of `rows`; `heading` is the field printed across a row that is a heading.

    `last` puts the mark that closes an annex under it.
    """
    prefix = "BangDay" if dense else "Bang"
    widths = [column[0] for column in columns]
    data = row(Cell(width, paragraph(style, f"{{{{ row.{field} }}}}")) for width, _, field, style in columns)
    if heading:
        words = paragraph(f"{prefix}Nhom", "{% if row.number %}{{ row.number }}. {% endif %}{{ row." + heading + " }}")
        across = row([Cell(sum(widths), words, span=len(widths))])
        data = _order_rows(widths, "if row.heading", across, "else", data, "endif")
    titles = row((Cell(width, paragraph(f"{prefix}DauCot", title)) for width, title, _, _ in columns), header=True)
    numbers = (Cell(width, paragraph(f"{prefix}SoCot", f"({at})")) for at, width in enumerate(widths, 1))
    loop = _order_rows(widths, f"for row in {rows}", data, "endfor")
    end = [_end_of_annex(widths, signs=dense)] if last else []
    return table(widths, [titles, row(numbers, header=True), loop, *end], style="BangSoLieu", caption=caption)


def _order_rows(widths: Sequence[float], *pieces: str) -> str:
    return "".join(piece if piece.startswith("<") else order_row(piece, widths) for piece in pieces)


def words_table() -> str:
    """The table of the annex of words: a row for each topic, the agencies as titles across it."""
    widths = (nd30.TEXT_WIDTH / 3,) * 3  # settled by the data's widths when it is filled
    titles = _each_cell("annex.columns", paragraph("BangDayDauCot", "{{ item }}"))
    ordinals = _each_cell("annex.numbers", paragraph("BangDaySoCot", "{{ item }}"))
    words = order("if item|lower != item|upper") + paragraph("BangDayChu", "{{ item }}")
    words += order("else") + paragraph("BangDayGiua", "{{ item }}") + order("endif")
    across = row([Cell(sum(widths), paragraph("BangDayNhom", "{{ row.name }}"), span=len(widths))])
    data = _order_rows(widths, "if row.name", across, "else", row(_each_cell("row.cells", words)), "endif")
    loop = _order_rows(widths, "for row in annex.rows", data, "endfor")
    end = _end_of_annex(widths, signs=False)
    return table(
        widths,
        [row(titles, header=True), row(ordinals, header=True), loop, end],
        style="BangSoLieu",
        caption="Kết quả thực hiện nhiệm vụ của từng cơ quan",
    )


def agency_table(record: str, width: float, *, caption: str, name: float = AGENCY_NAME, last: bool = False) -> str:
    """A table with one column for each of the columns of `record`, which only the data knows; `width` in mm.

    `last` puts the mark that closes an annex under it, else what its signs mean stands there by itself.
    """
    rest = (width - AGENCY_NUMBER - name) / 3  # settled by the data's widths when it is filled
    widths = (AGENCY_NUMBER, name, rest, rest, rest)
    titles = (
        Cell(AGENCY_NUMBER, paragraph("BangDayDauCot", "STT")),
        Cell(name, paragraph("BangDayDauCot", f"{{{{ {record}.head }}}}")),
        *_each_cell(f"{record}.columns", paragraph("BangDayDauCot", "{{ item }}")),
    )
    ordinals = (
        Cell(AGENCY_NUMBER, paragraph("BangDaySoCot", "(1)")),
        Cell(name, paragraph("BangDaySoCot", "(2)")),
        *_each_cell(f"{record}.numbers", paragraph("BangDaySoCot", "{{ item }}")),
    )

    def line(of: str, *, bold: bool) -> str:
        words = (
            Cell(AGENCY_NUMBER, paragraph("BangDayGiua", Run(f"{{{{ {of}.number }}}}", bold=bold))),
            Cell(name, paragraph("BangDayChu", Run(f"{{{{ {of}.name }}}}", bold=bold))),
        )
        return row((*words, *_each_cell(f"{of}.cells", _figure_or_word(f"{record}.texts", bold=bold))))

    # The subtotal of a kind or a zone has no number of its own.
    plain, bold = line("row", bold=False), line("row", bold=True)
    loop = _order_rows(widths, f"for row in {record}.rows", "if row.number", plain, "else", bold, "endif", "endfor")
    total = _order_rows(widths, f"if {record}.total.cells", line(f"{record}.total", bold=True), "endif")
    end = _end_of_annex(widths, signs=True) if last else _legend(widths, f"{record}.signs")
    rows = [row(titles, header=True), row(ordinals, header=True), loop, total, end]
    return table(widths, rows, style="BangSoLieu", caption=caption)


def _figure_or_word(texts: str, *, bold: bool) -> str:
    """Sentences begin at the left of their column, short words and dashes stand in its middle, figures at its right."""
    words = Run("{{ item }}", bold=bold)
    word = "elif item|lower != item|upper or item in ('–', '…', '*')"
    found = order(f"if {texts}[loop.index0]") + paragraph("BangDayChu", words)
    found += order(word) + paragraph("BangDayGiua", words)
    return found + order("else") + paragraph("BangDaySo", words) + order("endif")


def _each_cell(items: str, content: str) -> tuple[Cell, ...]:
    orders = [paragraph("LenhMau", f"{{%tc {command} %}}") for command in (f"for item in {items}", "endfor")]
    return Cell(20, orders[0]), Cell(20, content), Cell(20, orders[1])
