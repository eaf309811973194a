"""Events that come again are known, a bounded number of them."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.news import News
from gateway.repeats import Repeats


def test_what_comes_again_is_known_until_too_much_has_come_since() -> None:
    repeats = Repeats(most=3)
    assert [repeats.again({"id": name}) for name in "abab"] == [False, False, True, True]
    assert not repeats.again({"id": "c"})
    assert repeats.again({"id": "a"})  # and is remembered anew
    assert not repeats.again({"id": "d"})
    assert not repeats.again({"id": "b"})
    assert repeats.again({"id": "d"})


@pytest.mark.parametrize("envelope", [None, 7, [], {}, {"id": None}, {"id": 7}, {"id": ["a"]}])
def test_what_has_no_id_is_always_new(envelope: Any) -> None:
    repeats = Repeats()
    assert [repeats.again(envelope) for _ in range(2)] == [False, False]


def test_all_who_listen_hear_an_event_once_however_often_it_comes() -> None:
    news = News()
    heard: list[tuple[str, str]] = []
    for name in ("streams", "another"):
        news.subscribe(
            ["a.b.v1"],
            lambda envelope, name=name: heard.append((name, envelope["id"])),
            interrupted=lambda: None,
        )
    for event_id in ("1", "1", "2", "1"):
        body = json.dumps({"id": event_id}).encode()
        news._heard(None, SimpleNamespace(routing_key="a.b.v1"), None, body)
    assert heard == [("streams", "1"), ("another", "1"), ("streams", "2"), ("another", "2")]
