"""The signs of statistical tables that stand where there is no number."""

from __future__ import annotations

NONE, NO_DATA, NOT_ASKED, WITHHELD = "–", "…", "x", "*"
