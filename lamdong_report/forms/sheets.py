"""Writes the sheets that are filled in: titles, headers, blocks with their hidden ids, answers and reckoned lines."""

from __future__ import annotations

from lamdong_report.forms.answers import (
    TABLE_ROW,
    shows_hint,
    write_answer,
    write_reason,
    write_table_rows,
)
from lamdong_report.forms.conditions import show_conditions
from lamdong_report.forms.form import Form, put_formula, put_id
from lamdong_report.forms.live import (
    LiveLine,
    at_least_formula,
    done_formula,
    judgement_formula,
    live_lines,
    rate_formula,
    total_formula,
)
from lamdong_report.forms.measure import line_points, row_points, text_points
from lamdong_report.forms.notes import write_notes
from lamdong_report.forms.page import hide_ids, set_up_page, write_intro, write_titles
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.placement import FIRST_COLUMN, CellPlace, PlacedBlock, PlacedSheet
from lamdong_report.forms.styles import HINT_SIZE
from lamdong_report.layout import BEFORE, LABEL, MARKER, NUMBER, OBLIGATORY, UNIT, Row, answer_id, is_obligatory
from lamdong_report.plan import OUTSTANDING, REASON, STATUS, VALUE, WORDS
from lamdong_report.rules.formula import Formula

_WORDS_HEIGHT, _TASK_HEIGHT, _LEAST = 72.0, 76.0, 18.0
_PROTECTION = {"format_columns": True, "format_rows": True}
_TABLE_PROTECTION = {**_PROTECTION, "insert_rows": True, "sort": True, "autofilter": True}


def write_sheet(form: Form, placed: PlacedSheet) -> FormSheet:
    """Add one sheet of blocks to the workbook."""
    sheet: FormSheet = form.book.add_worksheet(placed.title)
    hide_ids(form, sheet)
    if usual := _usual_height(placed):
        sheet.set_default_row(usual)
    for at, width in enumerate(placed.widths):
        sheet.set_column(FIRST_COLUMN + at, FIRST_COLUMN + at, width)
    write_titles(form, sheet, placed.layout.sheet, sum(placed.widths), placed.last_column)
    if placed.header is not None:
        _write_header(form, sheet, placed.header, placed.blocks[0])
    if placed.intro is not None:
        write_intro(form, sheet, placed.intro, placed.layout.sheet, sum(placed.widths), placed.last_column)
    for block in placed.blocks:
        _write_block(form, sheet, placed, block)
    write_notes(form, sheet, placed)
    show_conditions(form, sheet, placed)
    set_up_page(form, sheet, placed)
    growing = any(block.block.table for block in placed.blocks)
    sheet.protect("", _TABLE_PROTECTION if growing else _PROTECTION)
    return sheet


def _usual_height(placed: PlacedSheet) -> float:
    """On sheets where all answers are words or lists, rows are tall unless said otherwise; 0 elsewhere."""
    rows = [row for block in placed.blocks for row, _ in block.rows]
    if all(block.block.table for block in placed.blocks):
        return TABLE_ROW
    return _TASK_HEIGHT if all(_has_words(row) for row in rows) else 0.0


def _write_header(form: Form, sheet: FormSheet, at: int, placed: PlacedBlock) -> None:
    look = form.styles.get("header")
    needs = []
    for number, column in enumerate(placed.block.columns, FIRST_COLUMN):
        sheet.write_string(at, number, column.label, look)
        needs.append(text_points(column.label, column.width, bold=True))
    sheet.set_row(at, row_points(*needs, least=20))


def _write_block(form: Form, sheet: FormSheet, placed: PlacedSheet, block: PlacedBlock) -> None:
    _write_marker(form, sheet, block)
    width = sum(placed.widths[: block.last_column])
    if block.title is not None:
        _write_line(form, sheet, block, block.title, _title(form, block), "section", width)
    for at, note in block.notes:
        _write_line(form, sheet, block, at, note, "note", width)
    if block.header is not None:
        _write_header(form, sheet, block.header, block)
    if block.block.table:
        write_table_rows(form, sheet, block)
    else:
        for row, at in block.rows:
            _write_row(form, sheet, block, row, at)
    _write_live(form, sheet, block)


def _title(form: Form, block: PlacedBlock) -> str:
    """The block's title; in a shared form also whose it is, when all its rows are meant for the same agencies."""
    tag = form.tag_of(_common_codes(block))
    return f"{block.block.title} ({tag})" if tag else block.block.title


def _common_codes(block: PlacedBlock) -> frozenset[str]:
    codes = {row.codes for row, _ in block.rows}
    return codes.pop() if len(codes) == 1 else frozenset()


def _write_marker(form: Form, sheet: FormSheet, block: PlacedBlock) -> None:
    look = form.styles.get("id")
    put_id(form, sheet, block.marker, MARKER + block.block.id)
    for number, column in enumerate(block.block.columns, FIRST_COLUMN):
        sheet.write_string(block.marker, number, column.key, look)
    sheet.set_row(block.marker, 15, None, {"hidden": True})


def _write_line(form: Form, sheet: FormSheet, block: PlacedBlock, at: int, words: str, role: str, width: float) -> None:
    sheet.merge_range(at, FIRST_COLUMN, at, block.last_column, words, form.styles.get(role))
    sheet.set_row(at, row_points(text_points(words, width, bold=role == "section"), least=_LEAST))


def _write_row(form: Form, sheet: FormSheet, block: PlacedBlock, row: Row, at: int) -> None:
    """One row: id, number, label, unit, then its answers; a column without an answer is closed."""
    put_id(form, sheet, at, row.id)
    needs = [_least_height(row)]
    ended = False
    for number, column in enumerate(block.block.columns, FIRST_COLUMN):
        if ended:
            break
        if column.key == NUMBER:
            sheet.write_string(at, number, row.number, form.styles.get("number", valign=_labels_stand(row)))
        elif column.key == LABEL:
            needs.append(_write_label(form, sheet, block, row, CellPlace(sheet.name, at, number), column.width))
        elif column.key == UNIT:
            needs.append(_write_unit(form, sheet, row, at, number, column.width))
        elif column.key == BEFORE and row.before:
            words = " / ".join(row.before.get(key, "–") for key in row.cells)
            sheet.write_string(at, number, words, form.styles.get("before"))
            needs.append(text_points(words, column.width))
        elif column.key == REASON:
            needs.append(write_reason(form, sheet, row, CellPlace(sheet.name, at, number), column.width))
        elif column.key in row.cells:
            spot = CellPlace(sheet.name, at, number)
            need, ended = write_answer(form, sheet, block, row.cells[column.key], answer_id(row.id, column.key), spot)
            needs.append(need)
        else:
            sheet.write_blank(at, number, None, form.styles.get("idle"))
    if ended:  # merged cells do not make a row grow
        sheet.set_row(at, row_points(*needs))
    else:
        sheet.set_growing_row(at, max(row_points(*needs), _TASK_HEIGHT if _has_words(row) else 0.0))


def _has_words(row: Row) -> bool:
    return any(key in row.cells for key in (STATUS, WORDS, OUTSTANDING))


def _least_height(row: Row) -> float:
    """Room to write in: words want several lines."""
    if any(question.kind.traits.is_long for question in row.cells.values()):
        return _WORDS_HEIGHT
    return _LEAST


def _labels_stand(row: Row) -> str:
    return "top" if _has_words(row) else "vcenter"


def _write_label(form: Form, sheet: FormSheet, block: PlacedBlock, row: Row, spot: CellPlace, width: int) -> float:
    """The label, a red (*) when it must be answered, and below it the hint and whose row it is."""
    look = form.styles.get("label", valign=_labels_stand(row))
    star = is_obligatory(form.plan, form.layout, row)
    tag = "" if block.title is not None and _common_codes(block) else form.tag_of(row.codes)
    label = f"{row.label} {OBLIGATORY}" if star else row.label
    small = "\n".join(filter(None, (_hint(row), tag)))
    small += _padding(text_points(label, width) + text_points(small, width, HINT_SIZE)) if _has_words(row) else ""
    pieces: list[object] = [form.styles.get("prose"), f"{row.label} " if star else row.label]
    if star:
        pieces += [form.styles.get("star"), OBLIGATORY]
    if small:
        pieces += [form.styles.get("hint"), f"\n{small}"]
    if len(pieces) > 2:
        sheet.write_rich_string(spot.row, spot.column, *pieces, look)
    else:
        sheet.write_string(spot.row, spot.column, row.label, look)
    return text_points(label, width) + text_points(small, width, HINT_SIZE)


def _padding(need: float) -> str:
    """Empty lines that keep a row for words tall, since rows that grow with the text shrink with it, too."""
    return "\n" * int((_TASK_HEIGHT - 4 - need) // line_points(HINT_SIZE))


def _hint(row: Row) -> str:
    """The hint of a single answer, or of a topic, whose answers share it."""
    own = (VALUE, STATUS, WORDS, OUTSTANDING)
    return next((q.hint for q in row.cells.values() if q.hint and q.column in own and shows_hint(q)), "")


def _write_unit(form: Form, sheet: FormSheet, row: Row, at: int, column: int, width: int) -> float:
    sheet.write_string(at, column, row.unit, form.styles.get("unit"))
    return text_points(row.unit, width)


def _write_live(form: Form, sheet: FormSheet, block: PlacedBlock) -> None:
    """The reckoned lines: label across, the result under the answers, its unit beside."""
    rates: list[Formula] = []
    value, unit = block.column_of(VALUE), block.column_of(UNIT)
    for line, at in zip(live_lines(block.block), block.live, strict=True):
        if value is None or unit is None:
            continue
        result = _live_formula(form, block, line, rates)
        for column in range(FIRST_COLUMN, block.last_column + 1):
            sheet.write_blank(at, column, None, form.styles.get("live_label"))
        sheet.write_string(at, FIRST_COLUMN + 1, line.label, form.styles.get("live_label"))
        sheet.write_string(at, unit, line.unit, form.styles.get("live_label", align="center"))
        put_formula(sheet, at, value, result, form.styles.get("live", num_format=_live_format(block)))
        if line.rate:
            rates.append(Formula(CellPlace(sheet.name, at, value).absolute, result.value))
        needs = text_points(line.label, block.block.columns[1].width), text_points(line.unit, 16)
        sheet.set_row(at, row_points(*needs, least=_LEAST))


def _live_format(block: PlacedBlock) -> str:
    decimals = block.block.indicator.decimals if block.block.indicator else 0
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _live_formula(form: Form, block: PlacedBlock, line: LiveLine, rates: list[Formula]) -> Formula:
    indicator, ask = block.block.indicator, block.block.ask
    assert indicator is not None and ask is not None

    if line.rate:
        return rate_formula(line, indicator, form.cell, form.plan)
    if line.done:
        return done_formula(line.done, form.cell, form.plan)
    if line.total:
        return judgement_formula(indicator, [total_formula(line, form.cell)], form.plan)
    if rates:
        return judgement_formula(indicator, rates, form.plan)
    return at_least_formula(ask, form.cell, form.plan)
