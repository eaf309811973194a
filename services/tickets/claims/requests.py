"""A request for places as the gateway states it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chassis.errors import InvalidInput

MOST_COMPANIONS = 5

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FIELDS = {
    "key": re.compile(r"[\x21-\x7e]{1,128}"),
    "release_id": _ID,
    "member_id": _ID,
    "union": re.compile(r"(?=.{0,120}\Z)(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?"),
}
_AUDIENCE = re.compile(r"[a-z_]{1,30}")

Identity = tuple[str, str, str]  # release, member, key: what makes two requests the same one
Holding = tuple[str, str]  # release, member: at most one valid ticket


class Wish(StrEnum):
    """What a member asks for: a place now, or a place on the waiting list if none is left."""

    PLACE = "place"
    WAITING = "waiting"


class Channel(StrEnum):
    """The way by which a request came; shares of a release may be reserved for one."""

    WEB = "web"
    SMS = "sms"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Request:
    """A member, with companions or alone, asks for places of a release: all of them or none.

    ``birth_year`` and ``audiences`` are what the members service vouches for; a year of none
    means unknown. ``reason`` is what staff recorded who ask for a member at the counter, ``by``
    who they are.
    """

    release_id: str
    member_id: str
    key: str
    union: str
    birth_year: int | None = None
    audiences: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    channel: Channel = Channel.WEB
    wish: Wish = Wish.PLACE
    by: str = ""
    reason: str = ""

    @property
    def identity(self) -> Identity:
        """Two requests with the same identity are one."""
        return (self.release_id, self.member_id, self.key)

    @property
    def holding(self) -> Holding:
        """What a member can have only once."""
        return (self.release_id, self.member_id)

    @property
    def district(self) -> str:
        """The member's district: the first step of the path in the union tree."""
        return self.union.partition("/")[0]

    @property
    def places(self) -> int:
        """One for the member and one for each companion."""
        return 1 + len(self.companions)


def read_request(raw: Any) -> Request:
    """The request that a caller sent. Raises ``InvalidInput`` that names the wrong field.

    By hand and one by one: a wrong claim must not spoil the batch, and a schema object for each
    would cost as much as all the rest.
    """
    if not isinstance(raw, dict):
        raise InvalidInput("a claim is an object")
    for name, form in _FIELDS.items():
        value = raw.get(name)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise InvalidInput.of(name, "Missing or not well-formed.")
    if len(raw) == len(_FIELDS):
        return Request(**raw)
    # Nearly all claims by the web say this much and no more.
    if len(raw) == len(_FIELDS) + 1 and _is_year(raw.get("birth_year")):
        return Request(**raw)
    return _read_more(raw)


def _read_more(raw: Mapping[Any, Any]) -> Request:
    """A request that says more than it must."""
    readers = {
        "birth_year": _birth_year,
        "audiences": _audiences,
        "companions": _companions,
        "channel": Channel,
        "wish": Wish,
        "by": _text,
        "reason": _text,
    }
    if unknown := raw.keys() - _FIELDS.keys() - readers.keys():
        raise InvalidInput.of(str(min(unknown, key=str)), "Unknown field.")
    values = dict(raw)
    for name in raw.keys() & readers.keys():
        try:
            values[name] = readers[name](raw[name])
        except (TypeError, ValueError) as error:
            raise InvalidInput.of(name, "Not well-formed.") from error
    return Request(**values)


def _birth_year(value: Any) -> int | None:
    if value is None or _is_year(value):
        year: int | None = value
        return year
    raise ValueError


def _is_year(value: Any) -> bool:
    return type(value) is int and 1900 <= value <= 2100


def _audiences(value: Any) -> tuple[str, ...]:
    # A tuple inside one process, a list by the wire.
    if isinstance(value, list | tuple) and len(value) <= 20 and all(map(_is_audience, value)):
        return tuple(value)
    raise ValueError


def _is_audience(value: Any) -> bool:
    return isinstance(value, str) and _AUDIENCE.fullmatch(value) is not None


def _companions(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_COMPANIONS:
        raise ValueError
    if len(set(value)) != len(value) or not all(map(_ID.fullmatch, value)):
        raise ValueError
    return tuple(value)


def _text(value: Any) -> str:
    if isinstance(value, str) and len(value) <= 500:
        return value
    raise ValueError
