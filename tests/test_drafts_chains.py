"""Rounds of drafts: officials accept some of the changes, reject some, leave some open, and write; data go on."""

from __future__ import annotations

import copy
import os
import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree

from lamdong_report.drafts import merge_drafts
from tests.draft_files import TOOL, accepted, comment_texts, part, rejected, replace_part, w
from tests.slow import slow
from tests.test_drafts_properties import Document, Step, apply, correct, make_base

MAIN = "word/document.xml"
CORRECTIONS = (
    "figure",
    "figure",
    "figure",
    "reword",
    "insert",
    "remove",
    "row",
    "new_row",
    "gone_row",
    "agency",
    "reorder",
)
SEEDS = int(os.environ.get("CHAINS", "12"))
QUICK = 4
ROUNDS = 5
WORD = re.compile(r"\w+")


def is_tools(one: etree._Element) -> bool:
    return one.get(w("author")) == TOOL


def is_mark(one: etree._Element) -> bool:
    return one.getparent().tag in (w("rPr"), w("trPr"))


def settle(one: etree._Element, *, take: bool) -> None:
    """Accept or reject one change of words, as Word does."""
    parent = one.getparent()
    if (one.tag == w("ins")) == take:
        for text in one.iter(w("delText")):
            text.tag = w("t")
        at = parent.index(one)
        parent[at : at + 1] = list(one)
    else:
        parent.remove(one)


def settle_whole(element: etree._Element, *, take: bool) -> None:
    """Accept or reject a paragraph or row that came or goes as a whole."""
    for one in [one for one in element.iter(w("ins"), w("del")) if is_tools(one) and not is_mark(one)]:
        settle(one, take=take)
    marks = [one for one in element.iter(w("ins"), w("del")) if is_tools(one)]
    gone = any((mark.tag == w("del")) == take for mark in marks)
    for mark in marks:
        mark.getparent().remove(mark)
    is_last_in_cell = element.getparent().tag == w("tc") and len(element.getparent().findall(w("p"))) == 1
    if gone and not is_last_in_cell:
        element.getparent().remove(element)


def decide(root: etree._Element, dice: random.Random) -> None:
    """Each change of the tool: accepted, rejected or left, whole paragraphs and rows mostly as one."""
    for name, path in (("tr", "trPr"), ("p", "pPr/" + w("rPr"))):
        for element in list(root.iter(w(name))):
            mark = element.find(f"{w(path.split('/')[0])}{'/' + w('rPr') if name == 'p' else ''}")
            if mark is not None and any(is_tools(one) for one in mark.iter(w("ins"), w("del"))) and dice.random() < 0.6:
                settle_whole(element, take=dice.random() < 0.5)
    for one in [one for one in root.iter(w("ins"), w("del")) if is_tools(one)]:
        if one.getparent() is not None and not is_mark(one) and dice.random() < 0.6:
            settle(one, take=dice.random() < 0.5)
    for table in [table for table in root.iter(w("tbl")) if table.find(w("tr")) is None]:
        table.getparent().remove(table)


def write(root: etree._Element, dice: random.Random, number: int) -> None:
    """What officials type: a word into a paragraph, a paragraph of their own, a paragraph struck for good."""
    body = root.find(w("body"))
    paragraphs = [p for p in body.iterchildren(w("p")) if p.find(w("r")) is not None]
    if not paragraphs:
        return
    chosen = dice.choice(paragraphs)
    kind = dice.choice(("word", "word", "own", "delete"))
    if kind == "own":
        own = copy.deepcopy(paragraphs[0])
        for child in [child for child in own if child.tag != w("r")]:
            own.remove(child)
        for run in list(own)[1:]:
            own.remove(run)
        own[0][:] = [etree.Element(w("t"))]
        own[0][0].text = f"Đoạn do tay{number} viết."
        chosen.addnext(own)
    elif kind == "delete" and len(paragraphs) > 4:
        body.remove(chosen)
    else:
        texts = [text for run in chosen.findall(w("r")) for text in run.iter(w("t")) if text.text and " " in text.text]
        if texts:
            text = dice.choice(texts)
            text.text = text.text.replace(" ", f" tay{number} ", 1)


def edited(document: bytes, dice: random.Random, number: int) -> bytes:
    root = part(document)
    decide(root, dice)
    for step in range(dice.randrange(3)):
        write(root, dice, number * 10 + step)
    return replace_part(document, MAIN, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def annotation_ids(document: bytes) -> list[str]:
    names = map(w, ["ins", "del", "moveFrom", "moveTo", "rPrChange", "comment"])
    return [one.get(w("id")) for one in part(document).iter(*names)]


def numbers(lines: list[str]) -> Counter[str]:
    return Counter(re.findall(r"\d{4,}", " ".join(lines)))


def check(base: bytes, mine: bytes, new: bytes) -> bytes:
    """The merge; on the way, all that must hold in any round."""
    merged = merge_drafts(base, mine, new).document
    assert rejected(merged) == rejected(mine), "rejecting the tool's changes gives what it gave before"
    plain = merge_drafts(base, mine, new, track=False).document
    assert accepted(plain) == accepted(merged)
    before, after = accepted(mine), accepted(merged)
    hand = re.compile(r"tay\d+")
    assert Counter(hand.findall(" ".join(before))) == Counter(hand.findall(" ".join(after))), "no word is lost"
    said = set(WORD.findall(" ".join(after)))
    assert said <= set(WORD.findall(" ".join([*before, *accepted(new)]))), "no two words grow together"
    told = numbers([*after, *comment_texts(merged)])
    assert set(numbers(accepted(new))) - set(numbers(accepted(base))) <= set(told), "every new figure is told"
    ids = annotation_ids(merged)
    assert len(ids) == len(set(ids))
    notes = comment_texts(merged)
    assert len(notes) == len(part(merged, "word/comments.xml")) if notes else True
    again = merge_drafts(new, merged, new).document
    assert etree.tostring(part(again)) == etree.tostring(part(merged)), "a second time changes nothing"
    return merged


def chain(seed: int, see: Callable[[bytes], None] = lambda document: None) -> bytes:
    dice = random.Random(seed)
    data = make_base([dice.randrange(1, 5) for _ in range(dice.randrange(2, 6))], dice.randrange(1, 7))
    base = mine = data.docx()
    for number in range(1, ROUNDS + 1):
        steps: list[Step] = [
            (dice.choice(CORRECTIONS), dice.randrange(50), dice.randrange(50), dice.randrange(50))
            for _ in range(dice.randrange(1, 6))
        ]

        def fresh(document: Document, step: Step, at: int, number: int = number) -> Document:
            return correct(document, step, number * 100 + at)

        data = apply(data, steps, fresh)
        new = data.docx()
        merged = check(base, edited(mine, dice, number), new)
        see(merged)
        base, mine = new, merged
    return mine


@pytest.mark.parametrize("seed", [*range(SEEDS)[:QUICK], *slow(*range(SEEDS)[QUICK:])])
def test_five_rounds_hold_what_one_holds(seed: int) -> None:
    chain(seed)
