"""Vietnamese text, names, numbers and dates: cleaned, matched, read and printed."""

from lamdong_report.text.choices import match_choice, parse_yes_no
from lamdong_report.text.clean import Line, clean, end_sentence, lower_first, split_lines, upper_first, within_sentence
from lamdong_report.text.dates import ParsedDate, bind_open_date, parse_date
from lamdong_report.text.formats import (
    format_count,
    format_date,
    format_fixed,
    format_long_date,
    format_money,
    format_number,
    join_words,
    roman,
    round_half_up,
)
from lamdong_report.text.letters import (
    convert_tcvn3,
    convert_vni,
    font_encoding,
    guess_encoding,
    is_capital_font,
)
from lamdong_report.text.names import bare, fold, slug
from lamdong_report.text.numbers import NumberKind, ParsedNumber, parse_number, to_decimal

__all__ = [
    "Line",
    "NumberKind",
    "ParsedDate",
    "ParsedNumber",
    "bare",
    "bind_open_date",
    "clean",
    "convert_tcvn3",
    "convert_vni",
    "end_sentence",
    "fold",
    "font_encoding",
    "format_count",
    "format_date",
    "format_fixed",
    "format_long_date",
    "format_money",
    "format_number",
    "guess_encoding",
    "is_capital_font",
    "join_words",
    "lower_first",
    "match_choice",
    "parse_date",
    "parse_number",
    "parse_yes_no",
    "roman",
    "round_half_up",
    "slug",
    "split_lines",
    "to_decimal",
    "upper_first",
    "within_sentence",
]
