"""How path, query and body become one payload."""

from __future__ import annotations

import pytest
from marshmallow import fields

from chassis.errors import InvalidInput
from chassis.schema import Flag, Identifier, Shape, Text, WholeNumber
from gateway.access import ANYONE
from gateway.binding import Binding, parse_query
from gateway.limits import Limit
from gateway.problems import Problem
from gateway.route import Route
from tests.component.gateway.samples import A_UUID


class Search(Shape):
    release_id = Identifier(required=True)
    limit = WholeNumber(most=9, load_default=5)
    tags = fields.List(fields.String())
    counts = fields.List(WholeNumber())
    quick = Flag()


class Change(Shape):
    release_id = Identifier(required=True)
    title = Text(required=True)
    quick = Flag()


def binding(method, request, **more):
    return Binding(
        Route(
            operation="x",
            method=method,
            path="/x/{id}",
            calls="a.b",
            summary="",
            access=ANYONE,
            limit=Limit.READ,
            request=request,
            id_field="release_id",
            **more,
        )
    )


def test_a_query_gives_every_field_its_type():
    payload = binding("GET", Search).payload(
        path={"id": A_UUID},
        query=parse_query(b"limit=7&tags=a+b&tags=%E5%B7%A5&counts=1&counts=2&quick=true"),
        body=None,
    )
    assert payload == {
        "release_id": A_UUID,
        "limit": 7,
        "tags": ["a b", "工"],
        "counts": [1, 2],
        "quick": True,
    }


@pytest.mark.parametrize("raw", [b"quick=1", b"quick=True", b"limit=x", b"limit=10", b"counts=x"])
def test_what_is_not_of_its_type_is_refused_by_name(raw):
    with pytest.raises(InvalidInput) as caught:
        binding("GET", Search).payload(path={"id": A_UUID}, query=parse_query(raw), body=None)
    (error,) = caught.value.errors
    assert error.field.partition(".")[0] == raw.decode().partition("=")[0]


def test_a_body_and_a_path_come_together():
    change = binding("POST", Change, query=("quick",))
    payload = change.payload(path={"id": A_UUID}, query={"quick": ["false"]}, body={"title": "t"})
    assert payload == {"release_id": A_UUID, "title": "t", "quick": False}
    assert set(change.body_fields) == {"title"}
    with pytest.raises(InvalidInput):
        change.payload(path={"id": A_UUID}, query={}, body={"title": "t", "quick": True})


def test_errors_name_the_id_as_the_path_does():
    with pytest.raises(InvalidInput) as caught:
        binding("POST", Change).payload(path={"id": "7"}, query={}, body={"title": "t"})
    assert [error.field for error in caught.value.errors] == ["id"]


def test_a_query_string_may_be_odd_but_not_unreadable():
    assert parse_query(b"") == {}
    assert parse_query(b"&&a=&=b&c") == {"a": [""], "": ["b"], "c": [""]}
    assert parse_query(b"a=1=2") == {"a": ["1=2"]}
    for raw in (b"a=%80", b"%ff=1", b"a=%00"):
        with pytest.raises(Problem):
            parse_query(raw)
