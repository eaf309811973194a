"""Who holds tickets of a release: for services that tell them, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.context import SYSTEM
from chassis.errors import Forbidden
from tests.component.tickets.desk import FEDERATION, member


def test_pages_hold_who_has_a_valid_ticket(desk):
    later = rfc3339(desk.clock.now() + timedelta(hours=1))
    release, other = desk.release(stock=9, return_until=later), desk.release()
    winners = [member() for _ in range(5)]
    for who in winners:
        desk.claim(release, who)
    desk.claim(other, member())
    returned = winners.pop()
    ticket = desk.call("list_my_tickets", caller=returned)["items"][0]
    desk.call("return_ticket", caller=returned, ticket_id=ticket["id"])
    found: list[str] = []
    more, after = True, None
    while more:
        page = desk.call(
            "holders_of_release",
            caller=SYSTEM,
            release_id=release["id"],
            after=after,
            limit=2,
            count=True,
        )
        found += page["member_ids"]
        more, after = page["more"], page["member_ids"][-1]
        assert page["total"] == 4
    assert found == sorted(who.id for who in winners)


def test_services_only_hear_it(desk):
    with pytest.raises(Forbidden):
        desk.call("holders_of_release", caller=FEDERATION, release_id=desk.release()["id"])
