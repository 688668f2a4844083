"""Grouping of sentences that say alike: measured on two hundred sentences in forty groups written by hand."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.text.alike import group_alike
from tests.samples import samples

FILE = Path(__file__).parent / "alike" / "sentences.txt"
BY_HAND = [group.split("\n") for group in FILE.read_text(encoding="utf-8").strip().split("\n\n")]
SENTENCES = [sentence for group in BY_HAND for sentence in group]
HAND = {sentence: at for at, group in enumerate(BY_HAND) for sentence in group}


def precision_and_recall(sentences: list[str]) -> tuple[float, float]:
    """Over all pairs of sentences: of those put together, how many belong together; of these, how many were."""
    label = {sentences[at]: number for number, group in enumerate(group_alike(sentences)) for at in group}
    pairs = list(combinations(sentences, 2))
    together = {pair for pair in pairs if label[pair[0]] == label[pair[1]]}
    meant = {pair for pair in pairs if HAND[pair[0]] == HAND[pair[1]]}
    right = len(together & meant)
    return right / len(together), right / len(meant)


def test_the_measured_set_is_forty_groups_of_five() -> None:
    assert [len(group) for group in BY_HAND] == [5] * 40
    assert len(HAND) == 200


def test_most_of_what_is_put_together_belongs_together_and_most_of_it_is_found() -> None:
    precision, recall = precision_and_recall(SENTENCES)
    assert precision >= 0.78
    assert recall >= 0.68


def test_the_order_of_the_sentences_changes_nothing() -> None:
    def as_words(sentences: list[str]) -> list[list[str]]:
        return [[sentences[at] for at in group] for group in group_alike(sentences)]

    shuffled = random.Random(5).sample(SENTENCES, len(SENTENCES))
    assert as_words(shuffled) == as_words(SENTENCES)


def test_the_typical_sentence_of_a_group_shares_most_with_the_others() -> None:
    said = [
        "Sạt lở đất.",
        "Kinh phí còn hạn chế.",
        "Kinh phí còn hạn chế, chưa đáp ứng yêu cầu.",
        "Kinh phí còn hạn chế, chưa đáp ứng yêu cầu, cần bổ sung xe đưa đón.",
    ]
    assert group_alike(said) == ((2, 3, 1), (0,))


@settings(max_examples=samples(30), deadline=None)
@given(st.lists(st.text("abc ,.", max_size=12), max_size=12))
def test_every_sentence_stands_in_one_group(sentences: list[str]) -> None:
    found = [at for group in group_alike(sentences) for at in group]
    assert sorted(found) == list(range(len(sentences)))
