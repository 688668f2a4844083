"""Rows are tall enough for their text."""

from lamdong_report.forms.styles import TALLEST_ROW, count_lines, row_points, text_pixels, text_points

LONG = "Số cán bộ, công chức, viên chức được phân công làm công tác này tại thời điểm chốt số liệu"


def test_marks_on_letters_take_no_width() -> None:
    assert text_pixels("ườ") == text_pixels("uo")


def test_a_wider_cell_needs_fewer_lines() -> None:
    assert count_lines(LONG, 20) > count_lines(LONG, 50) > count_lines(LONG, 200) == 1


def test_line_breaks_count() -> None:
    assert count_lines("a\nb\nc", 50) == 3


def test_a_word_that_is_too_long_is_broken() -> None:
    assert count_lines("m" * 200, 10) > 10


def test_bold_and_large_text_needs_more() -> None:
    assert text_pixels(LONG, bold=True) > text_pixels(LONG)
    assert text_points(LONG, 50, 14) > text_points(LONG, 50, 10)


def test_no_text_needs_no_height_and_no_row_is_taller_than_excel_allows() -> None:
    assert text_points("", 50) == 0
    assert row_points(10_000) == TALLEST_ROW
    assert row_points(0, least=18) == 22
