"""Selectors: the short words with which plan.toml says which agencies it means.

`T` everybody · `X` the agencies of group X · `X:xã` those of one kind or zone in it · `STC` one agency ·
`-STC` takes it out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lamdong_report.plan.language.excerpt import LanguageError
from lamdong_report.plan.schema import Agency

# «Tất cả»; no group may have this id.
EVERYBODY = "T"


def select(selectors: Iterable[str], agencies: Sequence[Agency]) -> frozenset[str]:
    """Codes of the agencies that the selectors mean, applied left to right; raises LanguageError."""
    chosen: set[str] = set()
    for selector in selectors:
        if selector.startswith("-"):
            chosen -= _matching(selector[1:], agencies)
        else:
            chosen |= _matching(selector, agencies)
    return frozenset(chosen)


def _matching(selector: str, agencies: Sequence[Agency]) -> set[str]:
    if selector == EVERYBODY:
        return {agency.code for agency in agencies}
    # Groups and agencies have different ids, which a check sees to: one of the two sets is empty.
    group, _, kind = selector.partition(":")
    found = {a.code for a in agencies if a.group == group and (not kind or kind in (a.kind, a.zone))}
    found |= {a.code for a in agencies if a.code == selector}
    if not found:
        raise LanguageError(f"«{selector}» không phải là nhóm hay mã cơ quan nào")
    return found


def named_by(selectors: Iterable[str]) -> set[str]:
    """The groups and single agencies that the selectors name, whether they take them in or out."""
    return {one.lstrip("-").partition(":")[0] for one in selectors}
