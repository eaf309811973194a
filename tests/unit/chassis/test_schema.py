"""Strict shapes: every wrong field is named, nothing is guessed."""

from __future__ import annotations

import pytest
from marshmallow import fields

from chassis.errors import InvalidInput
from chassis.schema import Identifier, Moment, Path, Shape, Text, WholeNumber, load


class Inner(Shape):
    name = Text(required=True, most=5)


class Example(Shape):
    id = Identifier()
    title = Text(most=10)
    at = Moment()
    stock = WholeNumber(least=1, most=10)
    path = Path()
    inner = fields.List(fields.Nested(Inner))


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"id": "x"}, "id"),
        ({"id": "0190B0A0-0000-7000-8000-000000000000"}, "id"),
        ({"title": ""}, "title"),
        ({"title": "x" * 11}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": 5}, "title"),
        ({"at": "2026-04-25T10:00:00"}, "at"),
        ({"at": "tomorrow"}, "at"),
        ({"at": 5}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"stock": "5"}, "stock"),
        ({"stock": 5.0}, "stock"),
        ({"stock": True}, "stock"),
        ({"stock": 0}, "stock"),
        ({"stock": 10**30}, "stock"),
        ({"path": "Chaoyang"}, "path"),
        ({"path": "chaoyang/"}, "path"),
        ({"inner": [{"name": "ok"}, {"name": "too long"}]}, "inner.1.name"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_wrong_field_is_named(payload, field):
    with pytest.raises(InvalidInput) as caught:
        load(Example, payload)
    assert [error.field for error in caught.value.errors] == [field]


def test_text_is_trimmed_and_times_are_in_utc():
    data = load(Example, {"title": " a ", "at": "2026-04-25T10:00:00+08:00"})
    assert data["title"] == "a"
    assert data["at"].isoformat() == "2026-04-25T02:00:00+00:00"
