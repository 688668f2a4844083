"""Writes the sheets that are filled in: titles, headers, blocks with their hidden ids, answers and reckoned lines."""

from __future__ import annotations

from msgspec import Struct

from lamdong_report.forms.answers import (
    TABLE_ROW,
    show_conditions,
    shows_hint,
    write_answer,
    write_reason,
    write_table_rows,
)
from lamdong_report.forms.form import Form, put_formula, put_id
from lamdong_report.forms.formsheet import FormSheet, Height, height_now
from lamdong_report.forms.live import live_formula, live_lines
from lamdong_report.forms.page import hide_ids, set_up_page, write_intro, write_titles
from lamdong_report.forms.placement import FIRST_COLUMN, CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.forms.selfcheck import write_notes
from lamdong_report.forms.styles import HINT_SIZE, line_points, row_points, text_points
from lamdong_report.layout import BEFORE, LABEL, MARKER, NUMBER, OBLIGATORY, UNIT, Row, answer_id, is_obligatory
from lamdong_report.plan import OUTSTANDING, REASON, STATUS, VALUE, WORDS
from lamdong_report.rules.formula import Formula

# In points: room for four lines of words, since merged cells do not grow; for a number one line.
_WORDS_HEIGHT, _TASK_HEIGHT, _LEAST = 72.0, 76.0, 18.0
_PROTECTION = {"format_columns": True, "format_rows": True}
_TABLE_PROTECTION = {**_PROTECTION, "insert_rows": True, "sort": True, "autofilter": True}
# The columns of a topic: one hint stands for all its answers.
_OF_TOPIC = (STATUS, WORDS, OUTSTANDING)


def write_sheet(form: Form, placed: PlacedSheet) -> FormSheet:
    """Add one sheet of blocks to the workbook."""
    sheet = form.add_sheet(placed.title)
    hide_ids(form, sheet)
    # On sheets where all answers are words or lists, rows are tall unless said otherwise.
    if all(block.block.table for block in placed.blocks):
        sheet.set_default_row(TABLE_ROW)
    elif all(_has_words(row) for block in placed.blocks for row, _ in block.rows):
        sheet.set_default_row(_TASK_HEIGHT)
    for at, width in enumerate(placed.widths):
        sheet.set_column(FIRST_COLUMN + at, FIRST_COLUMN + at, width)
    write_titles(form, sheet, placed.layout.sheet, sum(placed.widths), placed.last_column)
    blocks = [_Block(form, sheet, block) for block in placed.blocks]
    if placed.header is not None:
        blocks[0].write_header(placed.header)
    if placed.intro is not None:
        write_intro(form, sheet, placed.intro, placed.layout.sheet, sum(placed.widths), placed.last_column)
    for block in blocks:
        block.write(sum(placed.widths[: block.placed.last_column]))
    write_notes(form, sheet, placed)
    show_conditions(form, sheet, placed)
    set_up_page(form, sheet, placed)
    growing = any(block.block.table for block in placed.blocks)
    sheet.protect("", _TABLE_PROTECTION if growing else _PROTECTION)
    return sheet


def _has_words(row: Row) -> bool:
    return any(key in row.cells for key in _OF_TOPIC)


class _Block(Struct, frozen=True):
    """A block that is being written on its sheet."""

    form: Form
    sheet: FormSheet
    placed: PlacedBlock

    def write(self, width: float) -> None:
        """The hidden row that names its columns, title and notes, then its rows and reckoned lines."""
        block, look = self.placed, self.form.styles.get("id")
        put_id(self.form, self.sheet, block.marker, MARKER + block.block.id)
        for number, column in enumerate(block.block.columns, FIRST_COLUMN):
            self.sheet.write_string(block.marker, number, column.key, look)
        self.sheet.set_row(block.marker, 15, None, {"hidden": True})
        # In a shared form the title also says whose the block is, when all its rows are meant for the same agencies.
        tag = self.form.tag_of(self.common_codes)
        title = f"{block.block.title} ({tag})" if tag else block.block.title
        lines = [(block.title, title, "section")] if block.title is not None else []
        for at, words, role in (*lines, *((at, note, "note") for at, note in block.notes)):
            self.sheet.merge_range(at, FIRST_COLUMN, at, block.last_column, words, self.form.styles.get(role))
            self.sheet.set_row(at, row_points(text_points(words, width, bold=role == "section"), least=_LEAST))
        if block.header is not None:
            self.write_header(block.header)
        if block.block.table:
            write_table_rows(self.form, self.sheet, block)
        else:
            for row, at in block.rows:
                self.write_row(row, at)
        self.write_live()

    @property
    def common_codes(self) -> frozenset[str]:
        codes = {row.codes for row, _ in self.placed.rows}
        return codes.pop() if len(codes) == 1 else frozenset()

    def write_header(self, at: int) -> None:
        look = self.form.styles.get("header")
        needs = []
        for number, column in enumerate(self.placed.block.columns, FIRST_COLUMN):
            self.sheet.write_string(at, number, column.label, look)
            needs.append(text_points(column.label, column.width, bold=True))
        self.sheet.set_row(at, row_points(*needs, least=20))

    def write_row(self, row: Row, at: int) -> None:
        """One row: id, number, label, unit, then its answers; a column without an answer is closed."""
        form, sheet = self.form, self.sheet
        put_id(form, sheet, at, row.id)
        # Room to write in: words want several lines.
        needs: list[Height] = [_WORDS_HEIGHT if any(q.kind.traits.is_long for q in row.cells.values()) else _LEAST]
        ended, valign = False, "top" if _has_words(row) else "vcenter"
        for number, column in enumerate(self.placed.block.columns, FIRST_COLUMN):
            spot = CellPlace(sheet.name, at, number)
            if ended:
                break
            if column.key == NUMBER:
                sheet.write_string(at, number, row.number, form.styles.get("number", valign=valign))
            elif column.key == LABEL:
                needs.append(self.write_label(row, spot, column.width, valign))
            elif column.key == UNIT:
                sheet.write_string(at, number, row.unit, form.styles.get("unit"))
                needs.append(text_points(row.unit, column.width))
            elif column.key == BEFORE and row.before:
                words = " / ".join(row.before.get(key, "–") for key in row.cells)
                sheet.write_string(at, number, words, form.styles.get("before"))
                needs.append(text_points(words, column.width))
            elif column.key == REASON:
                needs.append(write_reason(form, sheet, row, spot, column.width))
            elif question := row.cells.get(column.key):
                key = answer_id(row.id, column.key)
                need, ended = write_answer(form, sheet, self.placed, question, key, spot)
                needs.append(need)
            else:
                sheet.write_blank(at, number, None, form.styles.get("idle"))
        if ended:  # merged cells do not make a row grow
            sheet.set_row(at, form.once(lambda: row_points(*map(height_now, needs))))
        else:
            least = _TASK_HEIGHT if _has_words(row) else 0.0
            sheet.set_growing_row(at, form.once(lambda: max(row_points(*map(height_now, needs)), least)))

    def write_label(self, row: Row, spot: CellPlace, width: int, valign: str) -> float:
        """The label, a red (*) when it must be answered, and below it the hint and whose row it is."""
        form = self.form
        look = form.styles.get("label", valign=valign)
        star = is_obligatory(form.plan, form.layout, row)
        tag = "" if self.placed.title is not None and self.common_codes else form.tag_of(row.codes)
        shown = (q.hint for q in row.cells.values() if q.hint and q.column in (VALUE, *_OF_TOPIC) and shows_hint(q))
        small = "\n".join(filter(None, (next(shown, ""), tag)))
        label = f"{row.label} {OBLIGATORY}" if star else row.label
        if _has_words(row):  # empty lines keep the row tall, since rows that grow with the text shrink with it, too
            need = text_points(label, width) + text_points(small, width, HINT_SIZE)
            small += "\n" * int((_TASK_HEIGHT - 4 - need) // line_points(HINT_SIZE))
        pieces: list[object] = [form.styles.get("prose"), f"{row.label} " if star else row.label]
        if star:
            pieces += [form.styles.get("star"), OBLIGATORY]
        if small:
            pieces += [form.styles.get("hint"), f"\n{small}"]
        if len(pieces) > 2:
            self.sheet.write_rich_string(spot.row, spot.column, *pieces, look)
        else:
            self.sheet.write_string(spot.row, spot.column, row.label, look)
        return text_points(label, width) + text_points(small, width, HINT_SIZE)

    def write_live(self) -> None:
        """The reckoned lines: label across, the result under the answers, its unit beside."""
        form, sheet, block, rates = self.form, self.sheet, self.placed.block, list[Formula]()
        value, unit = self.placed.column_of(VALUE), self.placed.column_of(UNIT)
        if value is None or unit is None:
            return
        for line, at in zip(live_lines(block), self.placed.live, strict=True):
            result = live_formula(block, line, rates, form.cell, form.plan)
            for column in range(FIRST_COLUMN, self.placed.last_column + 1):
                sheet.write_blank(at, column, None, form.styles.get("live_label"))
            sheet.write_string(at, FIRST_COLUMN + 1, line.label, form.styles.get("live_label"))
            sheet.write_string(at, unit, line.unit, form.styles.get("live_label", align="center"))
            decimals = block.indicator.decimals if block.indicator else 0
            digits = "#,##0" + ("." + "0" * decimals if decimals else "")
            put_formula(sheet, at, value, result, form.styles.get("live", num_format=digits))
            if line.rate:
                rates.append(Formula(CellPlace(sheet.name, at, value).absolute, result.held))
            needs = text_points(line.label, block.columns[1].width), text_points(line.unit, 16)
            sheet.set_row(at, row_points(*needs, least=_LEAST))
