"""How digits with dots, commas and spaces between them read as a number, in Vietnamese and in English."""

import re
from decimal import Decimal

LITERAL = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*|(?<!\S)[.,]\d+"

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


def read_digits(literal: str) -> tuple[Decimal, ...]:
    """All numbers that the literal can mean, the Vietnamese reading first; none for "1.2.3".

    Two readings come only of one sign before three digits: "1.234" is 1234 or a little over 1, and "1,234"
    a little over 1 or 1234.
    """
    text = literal.replace(" ", "")
    signs = [char for char in text if char in ".,"]
    if len(set(signs)) == 2:
        # The sign that comes last, and once, parts the fraction; the other one must part thousands.
        whole, _, rest = text.rpartition(signs[-1])
        is_number = signs.count(signs[-1]) == 1 and _GROUPS.fullmatch(whole)
        return (Decimal(f"{_grouped(whole)}.{rest}"),) if is_number else ()
    if len(signs) > 1:
        return (_grouped(text),) if _GROUPS.fullmatch(text) else ()
    fraction = Decimal("0" + text.replace(",", "."))
    if not signs or " " in literal or not _GROUPS.fullmatch(text):
        return (fraction,)
    return (_grouped(text), fraction) if signs == ["."] else (fraction, _grouped(text))


def _grouped(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ""))
