"""The ledger under anything in any order: every place is somewhere once, and the counters agree."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chassis.clock import rfc3339
from chassis.ids import uuid7
from services.tickets.errors import (
    CardSuspended,
    OfferOver,
    ReturnTooLate,
    TicketCancelled,
    TicketUsed,
)
from services.tickets.service import Tickets
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.tables import WaitingPlace
from tests.component.tickets.desk import EPOCH, FEDERATION, VENUE, Desk, claim_of, member
from tests.component.tickets.people import (
    allot,
    check_books,
    join,
    roll_over,
)
from tests.support.component import Component
from tests.support.component import settings as environ
from tests.support.erasure import member_erased

PEOPLE = 6
WHO = st.integers(0, PEOPLE - 1)
CHAOYANG_PART, SMS_PART = "district:chaoyang", "channel:sms"


class Ledger(RuleBasedStateMachine):
    """One release of the real service on SQLite, with members of two districts around it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        component = Component(
            Tickets, Path(self._folder.name), dependencies={"settings": environ()}
        )
        self.desk = Desk(component)
        unions = ("chaoyang/jianwai/u0001", "haidian/zgc/u0007")
        self.people = [member(unions[number % 2]) for number in range(PEOPLE)]
        self.used: dict[str, int] = {}
        self.over = False
        self.erased: set[str] = set()

    def teardown(self) -> None:
        self.desk.component.close()
        self._folder.cleanup()

    @initialize(stock=st.integers(2, 4), parts=st.booleans(), ends=st.integers(8, 40))
    def open(self, stock: int, parts: bool, ends: int) -> None:
        starts = self.starts = EPOCH + timedelta(hours=ends)
        self.release = self.desk.release(
            stock=stock,
            districts=["chaoyang", "haidian"],
            offer_minutes=60,
            event_starts_at=rfc3339(starts),
            return_until=rfc3339(starts - timedelta(hours=2)),
        )
        self.parts = {CHAOYANG_PART: 1, SMS_PART: 1} if parts else {}
        for pool, places in self.parts.items():
            allot(self.desk, self.release, pool, places)
        # Most of what can go wrong begins when all is gone and somebody waits.
        for who in range(PEOPLE):
            self.wait_for_places(who, 1 + who % 2)

    @rule(
        who=WHO, channel=st.sampled_from(["web", "sms"]), wish=st.sampled_from(["place", "waiting"])
    )
    def claim(self, who: int, channel: str, wish: str) -> None:
        asked = claim_of(self.release, self.people[who], uuid7())
        self.desk.ask(asked | {"channel": channel, "wish": wish})

    @rule(who=WHO, places=st.integers(1, 3))
    def wait_for_places(self, who: int, places: int) -> None:
        outcome = join(self.desk, self.release, self.people[who])
        if outcome["outcome"] == "waiting":
            # A household, as the ledger would have written it.
            with self.desk.component.store.work() as work:
                work.session.get_one(WaitingPlace, outcome["claim_id"]).places = places

    @rule(pick=WHO, ticks=st.booleans())
    def give_back(self, pick: int, ticks: bool) -> None:
        for ticket in _one(self._rows(Ticket, Ticket.cancelled_at.is_(None)), pick):
            self._try("return_ticket", ticket.member_id, ticket_id=ticket.id)
        if ticks:
            self.tick()

    @rule(pick=WHO)
    def check_in(self, pick: int) -> None:
        for ticket in _one(self._rows(Ticket), pick):
            self.desk.call("check_in_ticket", caller=VENUE, code=ticket.short_code)

    @rule(
        pick=WHO,
        what=st.sampled_from(["accept_offer", "decline_offer", "leave_waiting_list"]),
        times=st.integers(1, 2),
    )
    def answer(self, pick: int, what: str, times: int) -> None:
        offers = self._rows(WaitingPlace, WaitingPlace.offer_until.is_not(None))
        for offer in _one(offers or self._rows(WaitingPlace), pick):
            for _ in range(times):
                self._try(what, offer.member_id, offer_id=offer.id)

    @rule(who=WHO, fact=st.sampled_from(["suspended", "reinstated"]))
    def card(self, who: int, fact: str) -> None:
        if self.people[who].id not in self.erased:  # who has no card any more
            self.desk.wait(seconds=1)
            self.desk.deliver_card(fact, self.people[who])

    @rule(pick=WHO)
    def erase(self, pick: int) -> None:
        if len(self.erased) < 2:  # the others go on
            who = self.people[pick]
            self.erased.add(who.id)
            self.desk.wait(seconds=1)
            self.desk.deliver(member_erased(who.id))

    @rule()
    def tick(self) -> None:
        self.desk.component.tick("serve_waiting_lists")

    @rule(minutes=st.sampled_from([1, 20, 61, 300]), ticks=st.booleans())
    def time_passes(self, minutes: int, ticks: bool) -> None:
        self.desk.wait(minutes=minutes)
        if ticks:
            self.tick()

    @precondition(lambda self: self.parts)
    @rule(data=st.data())
    def roll_over(self, data: Any) -> None:
        pool = data.draw(st.sampled_from(sorted(self.parts)))
        roll_over(self.desk, self.release, pool)
        del self.parts[pool]

    @precondition(lambda self: not self.over)
    @rule(sure=st.integers(0, 7))
    def cancel(self, sure: int) -> None:
        if sure == 0:  # seldom: hardly anything happens after it
            self.over = True
            self.desk.call(
                "cancel_release", caller=FEDERATION, release_id=self.release["id"], reason="x"
            )

    def _try(self, what: str, member_id: str, **asked: Any) -> None:
        """Do what may be refused, but only by name."""
        (who,) = (person for person in self.people if person.id == member_id)
        with suppress(CardSuspended, OfferOver, ReturnTooLate, TicketCancelled, TicketUsed):
            self.desk.call(what, caller=who, **asked)

    def _rows(self, table: Any, *where: Any) -> list[Any]:
        with self.desk.component.database.reading() as session:
            return list(session.scalars(sa.select(table).where(*where).order_by(table.id)))

    @invariant()
    def every_place_is_somewhere_once(self) -> None:
        if hasattr(self, "release"):  # invariants are held before the first rule as well
            check_books(self.desk, self.release)

    @invariant()
    def who_was_erased_holds_nothing(self) -> None:
        held: list[tuple[Any, Any]] = [
            (Ticket, sa.and_(Ticket.cancelled_at.is_(None), Ticket.used_at.is_(None))),
            (WaitingPlace, WaitingPlace.ended_at.is_(None)),
        ]
        for table, live in held:
            if self.desk.clock.now() < getattr(self, "starts", EPOCH):
                assert self._rows(table, live, table.member_id.in_(self.erased)) == []

    @invariant()
    def what_was_used_stays_used(self) -> None:
        with self.desk.component.database.reading() as session:
            used = session.scalars(sa.select(Ticket).where(Ticket.used_at.is_not(None)))
            now = {ticket.id: ticket.places for ticket in used}
        assert self.used.items() <= now.items()
        self.used = now

    @rule()
    def settle(self) -> None:
        """After enough ticks nobody waits for what is free, and no list outlives its event."""
        for _ in range(3):
            self.tick()
        left = check_books(self.desk, self.release)
        with self.desk.component.database.reading() as session:
            select = sa.select(WaitingPlace).where(WaitingPlace.state == "waiting")
            for place in session.scalars(select):
                assert all(place.places > left.get(pool, 0) for pool in place.pools.split("|"))
                assert self.desk.clock.now() < self.starts


def _one(rows: list[Any], pick: int) -> list[Any]:
    """One of the rows, if there are any; the newest first."""
    return rows[::-1][pick % len(rows) :][:1] if rows else []


TestLedger = Ledger.TestCase
TestLedger.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
