"""The waiting list on PostgreSQL, where processes really run at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from chassis.database import Database
from chassis.work import Store
from services.tickets.service import Tickets
from tests.component.tickets.desk import Desk, member
from tests.component.tickets.people import (
    check_books,
    event_release,
    give_back,
    join,
    waiting,
)
from tests.component.tickets.test_cool_downs import event, mine, policy
from tests.support.component import Component, settings

pytestmark = pytest.mark.postgres


@pytest.fixture
def desk(postgres, tmp_path):
    """The ticket service on PostgreSQL."""
    postgres.create(["tickets"])
    component = Component(Tickets, tmp_path, dependencies={"settings": settings()})
    component.close()
    component.database = Database(postgres.url_of("tickets"))
    component.store = Store(
        database=component.database, messaging=Tickets.db.messaging, clock=component.clock
    )
    yield Desk(component)
    component.close()


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run ``work`` in several threads at the same moment; what each got."""
    barrier, found = threading.Barrier(count), []

    def run(number: int) -> None:
        barrier.wait(timeout=10)
        found.append(work(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(found) == count
    return found


def test_processes_that_race_make_each_offer_and_each_ticket_once(desk):
    release = event_release(desk, stock=3)
    people = [member() for _ in range(3)]
    tickets = [desk.claim(release, who)["ticket_id"] for who in people]
    queue = [member() for _ in range(5)]
    for who in queue:
        join(desk, release, who)
    together(3, lambda number: give_back(desk, people[number], tickets[number]))
    together(4, lambda _: desk.component.tick("serve_waiting_lists"))
    assert len(desk.events("tickets.offer_made.v1")) == 3
    assert [waiting(desk, who)["state"] for who in queue] == ["offered"] * 3 + ["waiting"] * 2
    offer = waiting(desk, queue[0])["id"]

    def accept(number: int) -> Any:
        return desk.call("accept_offer", caller=queue[0], key=f"k{number}", offer_id=offer)

    answers = together(4, accept)
    assert len({answer["ticket_id"] for answer in answers}) == 1
    assert len(desk.call("list_my_tickets", caller=queue[0])["items"]) == 1
    check_books(desk, release)


def test_a_cool_down_is_found_in_a_batch(desk):
    policy(desk, no_shows=1)
    who, other = member(), member()
    event(desk, who)
    assert mine(desk, who)["cool_down"] is not None
    release = desk.release()
    assert desk.claim(release, who)["reason"] == "cool_down"
    assert desk.claim(release, other)["outcome"] == "won"
    desk.wait(days=31)
    assert desk.claim(desk.release(), who)["outcome"] == "won"
