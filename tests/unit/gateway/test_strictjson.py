"""JSON that every reader reads in the same way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.strictjson import DEEPEST, NotStrictJson, parse

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


@given(VALUES)
def test_what_is_json_is_read(value):
    text = json.dumps(value, ensure_ascii=False).encode()
    if depth(value) <= DEEPEST:
        assert parse(text) == value


@given(st.binary())
def test_anything_else_is_refused_by_name(raw):
    try:
        parse(raw)
    except NotStrictJson:
        return
    json.loads(raw)  # what is taken is JSON for others as well


def test_nesting_has_an_end():
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        inner = b"" if opening == b"[" else b"1"
        parse(opening * DEEPEST + inner + closing * DEEPEST)
        with pytest.raises(NotStrictJson, match="deeper"):
            parse(opening * (DEEPEST + 1) + inner + closing * (DEEPEST + 1))


@pytest.mark.parametrize(
    "raw",
    [b"NaN", b"-Infinity", b"1e400", b'{"a":1,"a":1}', b'["\\u0000"]', b'["\\udc00"]', b"\xfe"],
)
def test_what_readers_disagree_about_is_refused(raw):
    with pytest.raises(NotStrictJson):
        parse(raw)


def test_a_whole_surrogate_pair_is_a_character():
    assert parse(b'["\\ud83c\\udfab"]') == ["🎫"]
