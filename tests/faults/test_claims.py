"""The main promise, with the house on fire: nothing lost, nothing doubled, exact to the ticket."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from tests.support.client import Client, account_of
from tests.support.crowd import Seen, claim_all
from tests.support.members import import_members
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
MEMBERS, STOCK = 2000, 500


class House:
    """A running installation with two tickets processes, a release, and two thousand members."""

    def __init__(self, breakable) -> None:
        self.breakable = breakable
        self.installation = breakable.installation
        self.installation.prepare()
        self.rest = self.installation.serve("members", "catalog", "projects", "notify")
        self.tickets = [self.installation.serve("tickets") for _ in range(2)]
        _, self.address = self.installation.gateway()
        client = Client(self.address)
        officer = client.log_in_staff(account_of(client.accounts(), role="federation"))
        self.members = import_members(self.installation, self.address, count=MEMBERS)
        self.release = officer.create_release(stock=STOCK, districts=["chaoyang"])

    def claim(self, strike: Callable[[], None], *, after: float = 1.0, spread: float = 4.0) -> Seen:
        """Let everybody claim while ``strike`` happens in the middle."""
        failed: list[BaseException] = []

        def later() -> None:
            time.sleep(after)  # not a wait for a result: the moment of the strike
            try:
                strike()
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=later)
        thread.start()
        seen = asyncio.run(
            claim_all([self.address], self.release["id"], self.members, spread=spread)
        )
        thread.join()
        assert not failed, failed
        return seen

    def check(self, seen: Seen) -> None:
        """Exactly the stock was won; one ticket a member; one message on each channel a ticket."""
        assert seen.contradictions() == []
        assert seen.outcomes()["won"] == STOCK
        assert len(set(seen.winners())) == STOCK
        query = self.installation.databases.query
        release = self.release["id"]
        tickets = query(
            "tickets",
            "SELECT count(*), count(DISTINCT member_id) FROM tickets WHERE release_id = %s",
            release,
        )
        assert tickets == [(STOCK, STOCK)]
        assert query("tickets", "SELECT remaining FROM releases WHERE id = %s", release) == [(0,)]
        eventually(lambda: self.texts() >= STOCK, what="every winner has a message", seconds=60)
        eventually(self.settled, what="nothing waits any more", seconds=60)
        assert self.texts() == STOCK
        inbox = query("notify", "SELECT count(*) FROM inbox_entries")
        assert inbox == [(STOCK,)]

    def texts(self) -> int:
        """Texts that arrived on phones."""
        rows = self.installation.databases.query(
            "notify", "SELECT count(*) FROM demo_phone_messages"
        )
        return int(rows[0][0])

    def settled(self) -> bool:
        """No event waits in an outbox, no message for its sending."""
        query = self.installation.databases.query
        waiting = query("tickets", "SELECT count(*) FROM outbox WHERE published_at IS NULL")
        unsent = query("notify", "SELECT count(*) FROM messages WHERE due_at IS NOT NULL")
        return waiting == [(0,)] and unsent == [(0,)]


@pytest.fixture
def house(breakable):
    return House(breakable)


def test_all_is_well(house):
    house.check(house.claim(lambda: None))


def test_a_tickets_process_is_killed(house):
    def strike():
        house.tickets[0].kill()
        house.tickets.append(house.installation.serve("tickets"))

    house.check(house.claim(strike))


def test_rabbitmq_is_restarted(house):
    house.check(house.claim(house.breakable.rabbitmq.restart))


def test_postgresql_is_restarted(house):
    house.check(house.claim(house.breakable.postgres.restart))
