"""What findings are said in: the entries of the catalogue, and the short phrases that fill their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lamdong_report.codes import Code
from lamdong_report.model import Severity, Source
from lamdong_report.text.formats import format_fixed, format_number, join_words, with_unit

# How entries about a cell begin that are made where the cell is read.
WHERE = "«{sheet}» ô {cell}: "
# How the remedy of a doubt ends: asked once and answered, it is a note.
IF_RIGHT = "nếu số đúng, ghi lý do ở cột «{reason_column}»."
_COMMON = {"where": "«Số liệu» ô C9", "reason_column": "Ghi chú, lý do chưa có số liệu"}
# How a place begins: a cell's own, a sheet's, and that of a sheet which the form has lost.
_PLACES = ("{where}", "«{sheet}»", "«{name}»")
# More than three names are a list that nobody reads in a sentence.
MOST_NAMES = 3
LONGEST_LABEL, LONGEST_QUOTE = 90, 60


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One kind of finding. `sentence`, `remedy` and `office` are filled with str.format from the fields of the case.

    A sentence is `text` behind `lead`, the place that it begins with: "{where}: …"; no lead where it names its place
    itself.

    `remedy` is addressed to the agency where the finding has one, for it stands in letters and returned forms, else to
    the office that gathers the forms; `office` says what that office can do besides.
    Every sentence may use {sheet}, {cell} and {file}; what else it needs, `example` gives with sample values.
    """

    code: Code
    severity: Severity
    sentence: str
    remedy: str
    example: dict[str, str]
    office: str = ""
    lead: str = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        lead, _, text = self.sentence.partition(": ")
        is_place = text and lead.startswith(_PLACES)
        object.__setattr__(self, "lead", lead if is_place else "")
        object.__setattr__(self, "text", text if is_place else self.sentence)


def error(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that must be mended before the report is final, or of which nobody can tell what it says."""
    return CatalogueEntry(code, Severity.ERROR, sentence, remedy, {**_COMMON, **example}, office)


def warning(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something that may be right but is unusual, or was left out: somebody should look at it."""
    return CatalogueEntry(code, Severity.WARNING, sentence, remedy, {**_COMMON, **example}, office)


def note(code: Code, sentence: str, remedy: str, *, office: str = "", **example: str) -> CatalogueEntry:
    """Something to know, with nothing to mend: nothing is taken in silence."""
    return CatalogueEntry(code, Severity.NOTE, sentence, remedy, {**_COMMON, **example}, office)


def place(source: Source) -> str:
    """Where a fault stands: "«Số liệu» ô C9", "«Số liệu»" when the cell itself is not there."""
    return f"«{source.sheet}» ô {source.cell}" if source.cell else f"«{source.sheet}»"


def cell_list(sources: Sequence[Source]) -> str:
    """The cells to look at: "C8 và C9"; those on another sheet than the first with their sheet."""
    home = sources[0].sheet if sources else ""
    names = [source.cell if source.sheet == home else f"{source.cell} («{source.sheet}»)" for source in sources]
    return join_words(list(dict.fromkeys(names)))


def first_cells(cells: Sequence[str], most: int) -> str:
    """So many of the cells as a finding names them: "C8, C9, C10, …"."""
    return ", ".join(cells[:most]) + (", …" if len(cells) > most else "")


def and_others(count: int) -> str:
    """What follows the first cell when so many more have the same fault: " và 12 ô khác", or nothing."""
    return f" và {count} ô khác" if count else ""


def name_list(names: Sequence[str]) -> str:
    """The first few names, the rest as a number: "xã A, xã B, xã C và 9 cơ quan, địa phương khác"."""
    # «và 1 cơ quan khác» would be longer than its name.
    if len(names) <= MOST_NAMES + 1:
        return join_words(names)
    return f"{', '.join(names[:MOST_NAMES])} và {len(names) - MOST_NAMES} cơ quan, địa phương khác"


def quoted_list(labels: Sequence[str]) -> str:
    return join_words([f"«{cut_at_word(label)}»" for label in labels])


def between(low: Decimal | None, high: Decimal | None) -> str:
    """A range as "từ 1 đến 20", "từ 1 trở lên", "không quá 20"."""
    if low is None:
        return f"không quá {format_number(high)}" if high is not None else ""
    if high is None:
        return f"từ {format_number(low)} trở lên"
    return f"từ {format_number(low)} đến {format_number(high)}"


def number_with_unit(value: Decimal, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: "56,8%", "108,4 bé trai/100 bé gái"; fixed decimals where they are given."""
    number = format_number(value) if decimals is None else format_fixed(value, decimals)
    return with_unit(number, unit)


def fraction(top: Decimal, base: Decimal | None) -> str:
    """Numerator and denominator as they are printed in the report: "354.210/623.610"."""
    return format_number(top) if base is None else f"{format_number(top)}/{format_number(base)}"


def addition(values: Sequence[Decimal]) -> str:
    return " + ".join(format_number(value) for value in values)


def reason_given(reason: str) -> str:
    """What is added to a doubt that the clerk has already explained."""
    return f" Lý do đã ghi: «{short_quote(reason)}»."


def short_quote(text: str) -> str:
    """An answer in one short line, for quoting."""
    return cut_at_word(" ".join(text.split()), LONGEST_QUOTE)


def cut_at_word(text: str, length: int = LONGEST_LABEL) -> str:
    """The text, cut at a word and ended with "…" where it is longer than `length` characters."""
    if len(text) <= length:
        return text
    cut = text[:length].rstrip()
    return f"{cut.rpartition(' ')[0] or cut}…"
