"""The signs of statistical tables that stand where there is no number."""

from __future__ import annotations

from lamdong_report.figures import Judgement

NONE, NO_DATA, NOT_ASKED, WITHHELD = "–", "…", "x", "*"
# Beside the word of a judgement: what a black-and-white print tells at a glance.
JUDGEMENTS = {
    Judgement.EXCEEDED: "▲",
    Judgement.REACHED: "●",
    Judgement.MISSED: "▼",
    Judgement.NONE: NONE,
    Judgement.NO_DATA: NO_DATA,
}
