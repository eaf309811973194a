"""Deadlines of purchases on PostgreSQL, while several events are handled at the same time."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.ids import uuid7
from services.notify.messages.tables import Message
from tests.component.notify.test_deadlines import at, happen, timetable, wait_until
from tests.integration.test_notify_records import house

__all__ = ["house"]
pytestmark = pytest.mark.postgres


def deliver_together(house: Any, parts: Sequence[Sequence[Mapping[str, Any]]]) -> None:
    def work(envelopes: Sequence[Mapping[str, Any]]) -> None:
        for envelope in envelopes:
            house.notify.deliver(envelope)

    threads = [threading.Thread(target=work, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_a_deadline_that_moves_while_many_begin_to_wait_takes_all_along(house):
    orgs = [uuid7() for _ in range(20)]
    closes = at(house, 20)
    begun = [
        happen(house, "application_begun", after=1, provider_id=org, call_closes_at=closes)
        for org in orgs
    ]
    moves = [
        happen(
            house,
            "deadlines_moved",
            after=hours,
            providers=[],
            reviewers=[],
            **timetable(house, hours),
        )
        for hours in (2, 3, 5)
    ]
    deliver_together(house, [begun[:10], begun[10:], moves, begun, moves])
    wait_until(house, 32.9)
    assert told(house) == []
    wait_until(house, 33)
    assert sorted(told(house)) == sorted(orgs)


def told(house: Any) -> list[str]:
    select = sa.select(Message.recipient).where(Message.template == "remind_hand_in")
    with house.notify.database.reading() as session:
        return list(session.scalars(select))
