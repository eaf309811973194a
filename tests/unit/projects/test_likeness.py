"""How alike two texts are."""

from __future__ import annotations

from collections import Counter

import pytest

from services.projects.demo.needs import rows
from services.projects.similarity.rules import grams, likeness, weights


def test_chinese_becomes_characters_and_pairs_and_latin_words_stay_whole():
    assert grams("ＡＥＤ急救，急") == {"aed", "急", "救", "急救"}
    assert grams("", " ，") == frozenset()
    assert grams("插花", "花艺") == {"插", "花", "艺", "插花", "花艺"}


def test_likeness_lies_between_nothing_and_all():
    weight = weights({"插": 1, "花": 2, "插花": 1, "球": 1}, total=3)
    one, other = grams("插花"), grams("球")
    assert likeness(one, one, weight) == pytest.approx(1.0)
    assert likeness(one, other, weight) == 0.0
    assert likeness(frozenset(), one, weight) == 0.0
    assert likeness(one, grams("花"), weight) == likeness(grams("花"), one, weight)


def test_a_rare_gram_weighs_more_than_a_common_one():
    weight = weights({"职工": 90, "插花": 2}, total=100)
    assert weight["插花"] > 2 * weight["职工"] > 0


def test_needs_of_one_theme_are_found_among_the_scenarios_144():
    needs = [(row["theme"], grams(row["title"], row["audience"])) for row in rows("needs.csv")]
    weight = weights(Counter(g for _, some in needs for g in some), total=len(needs))
    right = 0
    for place, (theme, some) in enumerate(needs):
        others = [pair for at, pair in enumerate(needs) if at != place]
        right += max(others, key=lambda pair: likeness(some, pair[1], weight))[0] == theme
    assert right / len(needs) > 0.5  # trigrams reach 0.31
