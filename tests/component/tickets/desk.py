"""The ticket service with the people who use it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chassis.clock import rfc3339
from chassis.context import SYSTEM, Caller, Role
from chassis.envelope import Event
from chassis.ids import uuid7
from tests.support import contracts
from tests.support.component import EPOCH, Component

UNION = "chaoyang/jianwai/u0001"


def staff(role: str, scope: str = "") -> Caller:
    """An account with one role."""
    return Caller(kind="staff", id=f"{role}-{scope or 'top'}", roles=(Role(role, scope),))


FEDERATION = staff("federation")
CHAOYANG = staff("district", "chaoyang")
HAIDIAN = staff("district", "haidian")
AUDITOR = staff("auditor")
VENUE = staff("venue", "chaoyang")


def member(union: str = UNION) -> Caller:
    """A member of a grassroots union."""
    return Caller(kind="member", id=uuid7(), union=union)


class Desk:
    """Short words for what these tests do again and again."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self.clock = component.clock
        self.call = component.call
        self.events = component.events
        self.deliver = component.deliver

    def plan(self, **change: Any) -> dict[str, Any]:
        """A release that opens now and closes tomorrow."""
        now = self.clock.now()
        return {
            "title": "五一亲子恐龙岛",
            "districts": ["chaoyang"],
            "stock": 2,
            "opens_at": rfc3339(now),
            "closes_at": rfc3339(now + timedelta(days=1)),
        } | change

    def release(self, caller: Caller = FEDERATION, **change: Any) -> dict[str, Any]:
        """Make it."""
        made: dict[str, Any] = self.call("create_release", caller=caller, **self.plan(**change))
        return made

    def look(self, release: dict[str, Any], caller: Caller = FEDERATION) -> dict[str, Any]:
        """The release as it is now."""
        found: dict[str, Any] = self.call("get_release", caller=caller, release_id=release["id"])
        return found

    def ask(self, *claims: Any) -> list[dict[str, Any]]:
        """Let the gateway send a batch."""
        answer = self.call("claim_batch", caller=SYSTEM, claims=list(claims))
        outcomes: list[dict[str, Any]] = answer["outcomes"]
        return outcomes

    def claim(self, release: dict[str, Any], who: Caller, key: str = "key-1") -> dict[str, Any]:
        """One claim of one member."""
        (outcome,) = self.ask(claim_of(release, who, key))
        return outcome

    def tick(self) -> list[str]:
        """Let a second pass with its tick; the types of the events that it brought."""
        before = len(self.events())
        self.component.tick("announce_due")
        return [event["type"] for event in self.events()[before:]]

    def deliver_service(self, service_id: str) -> None:
        """Let the catalogue tell of a service."""
        sample = contracts.sample("catalog.service_published.v1") | {"service_id": service_id}
        self.hear("catalog.service_published.v1", sample)

    def deliver_card(self, fact: str, who: Caller) -> Mapping[str, Any]:
        """Let the members service tell of a card; ``fact`` is ``suspended`` and the like."""
        data = {"member_id": who.id, "union": who.union, "reason": "遗失"}
        return self.hear(f"members.card_{fact}.v1", data)

    def hear(self, event_type: str, data: dict[str, Any]) -> Mapping[str, Any]:
        """Hand over an event of another service."""
        return self.deliver(Event(type=event_type, subject="", data=data))

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(**span))


def claim_of(release: dict[str, Any], who: Caller, key: str = "key-1") -> dict[str, Any]:
    """A claim as the gateway states it."""
    return {"key": key, "release_id": release["id"], "member_id": who.id, "union": who.union}


__all__ = [
    "AUDITOR",
    "CHAOYANG",
    "EPOCH",
    "FEDERATION",
    "HAIDIAN",
    "SYSTEM",
    "UNION",
    "VENUE",
    "Desk",
    "claim_of",
    "member",
    "staff",
]
