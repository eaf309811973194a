"""No-shows from check-ins, cool-downs by a published policy, appeals on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput
from services.tickets.appeals.tables import Appeal
from services.tickets.errors import AppealAlreadyStated, AppealDecided, CoolingDown, NoCoolDown
from services.tickets.noshows.tables import NoShow
from tests.component.tickets.desk import (
    AUDITOR,
    CHAOYANG,
    FEDERATION,
    HAIDIAN,
    VENUE,
    member,
)
from tests.component.tickets.people import event_release, give_back, join, serve, waiting

BEGAN, RECORDED = "tickets.cool_down_began.v1", "tickets.no_show_recorded.v1"


def policy(desk, caller=CHAOYANG, **change):
    """Publish one: after two no-shows within 90 days nothing for 30 days."""
    asked = {"district": "chaoyang", "no_shows": 2, "within_days": 90, "days": 30} | change
    return desk.call("set_cool_down_policy", caller=caller, **asked)


def event(desk, absent, *, came=True):
    """An event in a day's time that somebody misses; what was counted of it."""
    starts = desk.clock.now() + timedelta(days=1)
    release = desk.release(event_starts_at=rfc3339(starts))
    ticket = desk.claim(release, absent)["ticket_id"]
    if came:
        guest = member()
        mine = desk.claim(release, guest)["ticket_id"]
        code = desk.call("get_my_ticket", caller=guest, ticket_id=mine)["code"]
        desk.call("check_in_ticket", caller=VENUE, code=code)
    desk.wait(days=2)
    before = len(desk.events(RECORDED))
    desk.component.tick("count_no_shows")
    desk.component.tick("count_no_shows")
    return ticket, len(desk.events(RECORDED)) - before


def mine(desk, who):
    """What the member sees."""
    return desk.call("get_my_cool_down", caller=who)


def test_who_misses_two_events_cools_down_and_sees_why_and_until_when(desk):
    policy(desk)
    who = member()
    assert event(desk, who)[1] == 1
    assert mine(desk, who)["cool_down"] is None
    assert desk.claim(desk.release(), who)["outcome"] == "won"
    assert event(desk, who)[1] == 1
    (told,) = desk.events(BEGAN)
    seen = mine(desk, who)
    until = rfc3339(desk.clock.now() + timedelta(days=30))
    assert seen["cool_down"]["until"] == told["data"]["until"] == until
    assert (seen["cool_down"]["no_shows"], seen["cool_down"]["within_days"]) == (2, 90)
    assert len(seen["no_shows"]) == 2
    assert seen["policy"]["days"] == 30
    refused = desk.claim(desk.release(), who)
    assert (refused["outcome"], refused["reason"]) == ("not_eligible", "cool_down")
    assert desk.claim(desk.release(), member())["outcome"] == "won"
    desk.wait(days=30)
    assert desk.claim(desk.release(), who)["outcome"] == "won"
    assert event(desk, who)[1] == 1  # the two that led to a cool-down lead to no other
    assert len(desk.events(BEGAN)) == 1


def test_a_door_that_checked_nobody_in_says_nothing_of_anybody(desk):
    policy(desk, no_shows=1)
    assert event(desk, member(), came=False)[1] == 0


def test_used_and_returned_tickets_are_no_no_shows(desk):
    policy(desk, no_shows=1)
    release, who = event_release(desk), member()
    give_back(desk, who, desk.claim(release, who)["ticket_id"])
    desk.wait(days=9)
    desk.component.tick("count_no_shows")
    assert desk.events(RECORDED) == []


def test_a_policy_holds_for_events_after_it(desk):
    who = member()
    event(desk, who)
    policy(desk, no_shows=1)
    assert mine(desk, who)["cool_down"] is None
    event(desk, who)
    assert mine(desk, who)["cool_down"] is not None


def test_no_shows_far_apart_do_not_add_up(desk):
    policy(desk, within_days=10)
    who = member()
    event(desk, who)
    desk.wait(days=9)
    event(desk, who)
    assert desk.events(BEGAN) == []


def test_policies_are_public_and_kept(desk):
    first = policy(desk)
    later = rfc3339(desk.clock.now() + timedelta(days=7))
    second = policy(desk, FEDERATION, days=0, since=later, note="试行结束")
    listed = desk.call("list_cool_down_policies", caller=ANONYMOUS, district="chaoyang")["items"]
    assert listed == [second, first]
    assert [each["in_force"] for each in listed] == [False, True]
    desk.wait(days=7)
    listed = desk.call("list_cool_down_policies")["items"]
    assert [each["in_force"] for each in listed] == [True, False]
    for caller in (HAIDIAN, AUDITOR, VENUE, member()):
        with pytest.raises(Forbidden):
            policy(desk, caller)
    with pytest.raises(InvalidInput):
        policy(desk, FEDERATION, district="atlantis")
    with pytest.raises(InvalidInput):
        policy(desk, since=rfc3339(desk.clock.now() - timedelta(seconds=1)))


@pytest.fixture
def cooling(desk):
    """A member in cool-down after one no-show, and its ticket."""
    policy(desk, no_shows=1)
    who = member()
    ticket, _ = event(desk, who)
    return who, ticket


@pytest.mark.parametrize(("decision", "state"), [("lift", "lifted"), ("keep", "kept")])
def test_an_appeal_is_stated_once_and_decided_once(desk, cooling, decision, state):
    who, ticket = cooling
    stated = desk.call("appeal_cool_down", caller=who, text="孩子发烧，\n来不了")
    assert stated["cool_down"]["appeal"]["state"] == "open"
    with pytest.raises(AppealAlreadyStated):
        desk.call("appeal_cool_down", caller=who, text="x")
    with desk.component.database.reading() as session:
        assert "发烧" not in session.query(Appeal).one().sealed_text
    assert desk.call("list_appeals", caller=HAIDIAN)["items"] == []
    for caller in (VENUE, member()):
        with pytest.raises(Forbidden):
            desk.call("list_appeals", caller=caller)
    (appeal,) = desk.call("list_appeals", caller=CHAOYANG, state="open")["items"]
    assert appeal["text"] == "孩子发烧，\n来不了"
    assert [no_show["ticket_id"] for no_show in appeal["no_shows"]] == [ticket]
    asked = {"appeal_id": appeal["id"], "decision": decision, "reason": "有病历"}
    for caller in (HAIDIAN, AUDITOR):
        with pytest.raises(Forbidden):
            desk.call("decide_appeal", caller=caller, **asked)
    decided = desk.call("decide_appeal", caller=CHAOYANG, **asked)
    assert (decided["state"], decided["decided_by"]) == (state, CHAOYANG.id)
    with pytest.raises(AppealDecided):
        desk.call("decide_appeal", caller=CHAOYANG, **asked)
    outcome = desk.claim(desk.release(), who)["outcome"]
    assert outcome == ("won" if decision == "lift" else "not_eligible")
    if decision == "keep":
        assert mine(desk, who)["cool_down"]["appeal"]["reason"] == "有病历"


def test_without_a_cool_down_there_is_nothing_to_appeal(desk):
    with pytest.raises(NoCoolDown):
        desk.call("appeal_cool_down", caller=member(), text="x")


def test_an_excuse_lifts_the_cool_down_that_rested_on_it(desk, cooling):
    who, ticket = cooling
    (listed,) = desk.call("list_no_shows", caller=AUDITOR)["items"]
    assert listed["ticket_id"] == ticket
    asked = {"ticket_id": ticket, "reason": "地铁停运"}
    with pytest.raises(Forbidden):
        desk.call("excuse_no_show", caller=HAIDIAN, **asked)
    excused = desk.call("excuse_no_show", caller=CHAOYANG, **asked)
    assert (excused["excuse"], excused["excused_by"]) == ("地铁停运", CHAOYANG.id)
    assert desk.call("excuse_no_show", caller=FEDERATION, ticket_id=ticket, reason="x") == excused
    assert mine(desk, who)["cool_down"] is None
    assert desk.claim(desk.release(), who)["outcome"] == "won"


def test_a_check_in_that_arrives_late_counts(desk):
    policy(desk)
    who = member()
    ticket, _ = event(desk, who)
    code = desk.call("get_my_ticket", caller=who, ticket_id=ticket)["code"]
    desk.call("check_in_ticket", caller=VENUE, code=code)
    event(desk, who)
    assert desk.events(BEGAN) == []
    with desk.component.database.reading() as session:
        assert session.query(NoShow).count() == 2


def test_in_cool_down_no_offer_can_be_accepted(desk):
    policy(desk, no_shows=1)
    who, winner = member(), member()
    starts = desk.clock.now() + timedelta(days=20)
    release = event_release(
        desk,
        stock=1,
        event_starts_at=rfc3339(starts),
        event_ends_at=None,
        return_until=rfc3339(starts),
        closes_at=rfc3339(starts),
    )
    ticket = desk.claim(release, winner)["ticket_id"]
    join(desk, release, who)
    event(desk, who)
    give_back(desk, winner, ticket)
    serve(desk)
    with pytest.raises(CoolingDown):
        desk.call("accept_offer", caller=who, offer_id=waiting(desk, who)["id"])
