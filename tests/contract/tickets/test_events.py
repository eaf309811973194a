"""What the ticket service publishes keeps its contracts, and it takes what others publish."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.envelope import Event
from chassis.topology import subscriptions
from services.tickets.service import Tickets
from tests.component.tickets.desk import EPOCH, FEDERATION, VENUE, Desk, member
from tests.component.tickets.test_draws import Drawing
from tests.support import contracts
from tests.support.component import settings
from tests.support.erasure import member_erased

TYPES = contracts.types_of("tickets")
CLASSES = {each for each in TYPES if each.startswith("tickets.class_")}
HEARD = [event_type for _, event_type in subscriptions(Tickets)]


@pytest.mark.parametrize("event_type", TYPES)
def test_the_sample_keeps_the_contract(event_type):
    contracts.check(event_type, contracts.sample(event_type))


def test_a_release_from_end_to_end_is_published_by_contract(component):
    desk = Desk(component(Tickets, dependencies={"settings": settings()}))
    opens = rfc3339(EPOCH + timedelta(minutes=3))
    begins = rfc3339(EPOCH + timedelta(days=1))
    rolls = rfc3339(EPOCH + timedelta(minutes=3, seconds=1))
    share = {"pool": "district:chaoyang", "places": 1, "rolls_over_at": rolls}
    release = desk.release(stock=1, opens_at=opens, event_starts_at=begins, allocations=[share])
    desk.wait(minutes=3)
    desk.tick()
    desk.wait(seconds=2)
    desk.component.tick("roll_over_allocations")
    who = member()
    won = desk.claim(release, who)
    desk.tick()
    ticket = desk.call("get_my_ticket", caller=who, ticket_id=won["ticket_id"])
    desk.component.tick("remind_due")
    desk.wait(hours=9)
    desk.component.tick("remind_due")
    desk.call("check_in_ticket", caller=VENUE, code=ticket["code"])
    desk.wait(days=1)
    desk.tick()
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="场馆维修")
    people_from_end_to_end(desk)
    ballot = Drawing(desk)
    ballot.enter(4)
    ballot.close()
    ballot.draw()
    desk.deliver(member_erased(who.id))
    events = desk.events()
    assert {event["type"] for event in events} == set(TYPES) - CLASSES
    for event in events:
        contracts.check(event["type"], event["data"])
        assert set(event["data"]) == set(contracts.sample(event["type"]))


def people_from_end_to_end(desk):
    """Returns, offers, no-shows, a cool-down, and a cancellation with tickets."""
    policy = {"district": "chaoyang", "no_shows": 1, "within_days": 90, "days": 30}
    desk.call("set_cool_down_policy", caller=FEDERATION, **policy)
    first = desk.clock.now() + timedelta(days=3)
    times = {"event_starts_at": rfc3339(first), "return_until": rfc3339(first)}
    release = desk.release(stock=2, **times)
    away, came, waits = member(), member(), member()
    desk.claim(release, away)
    ticket = desk.claim(release, came)["ticket_id"]
    desk.call("join_waiting_list", caller=waits, key="k", release_id=release["id"])
    desk.call("return_ticket", caller=came, ticket_id=ticket)
    desk.component.tick("serve_waiting_lists")
    desk.wait(hours=3)
    desk.component.tick("serve_waiting_lists")
    ticket = desk.claim(release, came, "again")["ticket_id"]
    code = desk.call("get_my_ticket", caller=came, ticket_id=ticket)["code"]
    desk.call("check_in_ticket", caller=VENUE, code=code)
    desk.wait(days=4)
    desk.component.tick("count_no_shows")
    desk.call("appeal_cool_down", caller=away, text="孩子发烧")
    (appeal,) = desk.call("list_appeals", caller=FEDERATION)["items"]
    decided = {"appeal_id": appeal["id"], "decision": "lift", "reason": "有病历"}
    desk.call("decide_appeal", caller=FEDERATION, **decided)
    other = desk.release()
    desk.claim(other, came)
    desk.call("cancel_release", caller=FEDERATION, release_id=other["id"], reason="暴雨")
    desk.component.tick("tell_cancelled")


@pytest.mark.parametrize("event_type", HEARD)
def test_the_samples_of_what_it_hears_are_taken(component, event_type):
    tickets = component(Tickets, dependencies={"settings": settings()})
    tickets.deliver(Event(type=event_type, subject="", data=contracts.sample(event_type)))
