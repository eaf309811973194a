"""What a member types, and what it is compared with."""

from __future__ import annotations

import pytest

from services.catalog.offers.rules import NewService, fold, terms


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("花艺", ["花艺"]),
        ("  花艺　课 ", ["花艺", "课"]),
        ("ＡＥＤ", ["aed"]),
        ("12365", ["12365"]),
        ("１２３６５", ["12365"]),
        ("Straße", ["strasse"]),
        ("", []),
        ("　 ", []),
        ("a b c d e f g", ["a", "b", "c", "d", "e"]),
    ],
)
def test_a_query_becomes_folded_words(typed, read):
    assert terms(typed) == read


def test_what_is_searched_is_folded_in_the_same_way():
    service = NewService(
        code="HEAL-06",
        category="health",
        name="急救员取证班",
        name_en="First-aider certificate",
        summary="心肺复苏与ＡＥＤ操作。",
        summary_en="",
        provider="红十字",
    )
    for word in ("急救", "AED", "heal-06", "ＦＩＲＳＴ"):
        assert fold(word) in service.search_text
