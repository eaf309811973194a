"""What members do with their places, in short words; and the books of a release, made up anew."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import Caller
from chassis.ids import uuid7
from services.tickets.allocations.tables import Allocation
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.tables import WaitingPlace
from tests.component.tickets.desk import EPOCH, Desk, claim_of

EVENT = EPOCH + timedelta(days=3)


def event_release(desk: Desk, **change: Any) -> dict[str, Any]:
    """A release of an event in three days, whose tickets may be returned until a day before."""
    times = {
        "event_starts_at": rfc3339(EVENT),
        "event_ends_at": rfc3339(EVENT + timedelta(hours=2)),
        "return_until": rfc3339(EVENT - timedelta(days=1)),
    }
    return desk.release(**{**times, **change})


def join(
    desk: Desk, release: dict[str, Any], who: Caller, *, key: str = "", **more: Any
) -> dict[str, Any]:
    """Ask for a place on the waiting list."""
    asked: dict[str, Any] = desk.call(
        "join_waiting_list", caller=who, key=key or uuid7(), release_id=release["id"], **more
    )
    return asked


def household(
    desk: Desk, release: dict[str, Any], who: Caller, places: int, *, wish: str = "place"
) -> dict[str, Any]:
    """A claim for so many places; the companions are taken at the caller's word."""
    claim = claim_of(release, who, uuid7()) | {
        "companions": [uuid7() for _ in range(places - 1)],
        "wish": wish,
    }
    (outcome,) = desk.ask(claim)
    return outcome


def serve(desk: Desk) -> list[str]:
    """Let the waiting lists move on; the types of the events that this brought."""
    before = len(desk.events())
    desk.component.tick("serve_waiting_lists")
    return [event["type"] for event in desk.events()[before:]]


def waiting(desk: Desk, who: Caller) -> dict[str, Any]:
    """The member's newest place on a list."""
    place: dict[str, Any] = desk.call("list_my_waiting", caller=who)["items"][0]
    return place


def give_back(desk: Desk, who: Caller, ticket_id: str | None) -> dict[str, Any]:
    """Return a ticket."""
    ticket: dict[str, Any] = desk.call("return_ticket", caller=who, ticket_id=ticket_id)
    return ticket


def allot(desk: Desk, release: dict[str, Any], pool: str, places: int) -> None:
    """Reserve a part of a release's stock."""
    with desk.component.store.work() as work:
        part = Allocation(release_id=release["id"], pool=pool, stock=places, remaining=places)
        work.session.add(part)
        work.session.get_one(Release, release["id"]).allocated = True


def roll_over(desk: Desk, release: dict[str, Any], pool: str) -> None:
    """Let what is left of a part go to the general one."""
    with desk.component.store.work() as work:
        part = work.session.get_one(Allocation, (release["id"], pool))
        part.rolled_over_at, part.rolled_over, part.remaining = work.now, part.remaining, 0


def check_books(desk: Desk, release: dict[str, Any]) -> dict[str, int]:
    """Make up a release's books from its rows and hold them against its counters.

    Returns what is left of each part of the stock.
    """
    with desk.component.database.reading() as session:
        row = session.get_one(Release, release["id"])
        of = row.id
        tickets = session.scalars(
            sa.select(Ticket).where(Ticket.release_id == of, Ticket.cancelled_at.is_(None))
        ).all()
        places = session.scalars(
            sa.select(WaitingPlace).where(
                WaitingPlace.release_id == of, WaitingPlace.state.in_(("waiting", "offered"))
            )
        ).all()
        parts = session.scalars(sa.select(Allocation).where(Allocation.release_id == of)).all()
    offered = [place for place in places if place.state == "offered"]
    taken: Counter[str] = Counter()
    for held in [*tickets, *offered]:
        taken[held.pool or ""] += held.places
    # Every place is with a ticket, in an offer, or free; and none is anywhere twice.
    assert row.remaining == row.stock - taken.total()
    assert row.waiting == len(places)
    for part in parts:
        if part.rolled_over_at is None:
            assert part.remaining == part.stock - taken[part.pool]
            assert part.remaining >= 0
    left = {part.pool: part.remaining for part in parts if part.rolled_over_at is None}
    left[""] = row.remaining - sum(left.values())
    assert left[""] >= 0
    holders = [held.member_id for held in [*tickets, *places]]
    assert len(holders) == len(set(holders)), "somebody is served twice"
    return left
