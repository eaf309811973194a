"""The waiting list: offers in the order of rank, which end, and never block or add a place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from services.tickets.errors import (
    CardSuspended,
    OfferNotFound,
    OfferOver,
    ReleaseNotFound,
)
from services.tickets.waiting.tables import WaitingPlace
from tests.component.tickets.desk import EPOCH, FEDERATION, member
from tests.component.tickets.people import (
    EVENT,
    allot,
    check_books,
    event_release,
    give_back,
    join,
    roll_over,
    serve,
    waiting,
)

MADE, EXPIRED, CLAIMED = (
    "tickets.offer_made.v1",
    "tickets.offer_expired.v1",
    "tickets.ticket_claimed.v1",
)


@pytest.fixture
def full(desk):
    """A release whose only place is taken: the release, the winner, the ticket."""
    release, winner = event_release(desk, stock=1), member()
    return release, winner, desk.claim(release, winner)["ticket_id"]


def act(desk, what, who, offer_id):
    """Accept, decline or leave."""
    return desk.call(what, caller=who, offer_id=offer_id)


def test_who_waits_is_told_their_turn_and_gets_the_place_that_comes_back(desk, full):
    release, winner, ticket = full
    first, second = member(), member()
    assert join(desk, release, first)["outcome"] == "waiting"
    assert join(desk, release, second)["outcome"] == "waiting"
    assert serve(desk) == []
    assert [waiting(desk, who)["ahead"] for who in (first, second)] == [0, 1]
    give_back(desk, winner, ticket)
    assert serve(desk) == [MADE]
    offer = waiting(desk, first)
    assert (offer["state"], offer["ahead"]) == ("offered", None)
    assert offer["offer_until"] == rfc3339(EPOCH + timedelta(hours=2))
    assert desk.look(release)["remaining"] == 0
    assert waiting(desk, second)["state"] == "waiting"
    (told,) = desk.events(MADE)
    assert (told["data"]["member_id"], told["data"]["offer_id"]) == (first.id, offer["id"])
    taken = act(desk, "accept_offer", first, offer["id"])
    assert taken["state"] == "taken"
    ticket = desk.call("get_my_ticket", caller=first, ticket_id=taken["ticket_id"])
    assert ticket["state"] == "valid"
    assert desk.events(CLAIMED)[-1]["data"]["ticket_id"] == taken["ticket_id"]
    assert desk.events(CLAIMED)[-1]["data"]["district"] == "chaoyang"
    check_books(desk, release)


def test_with_a_free_place_joining_wins_it(desk):
    release = event_release(desk)
    assert join(desk, release, member())["outcome"] == "won"


def test_joining_is_a_claim_with_its_key(desk, full):
    release, winner, _ = full
    who = member()
    first = join(desk, release, who, key="k")
    assert join(desk, release, who, key="k") == first
    again = join(desk, release, who)
    assert (again["outcome"], again["reason"]) == ("already_claimed", "waiting")
    assert join(desk, release, winner)["outcome"] == "already_claimed"
    with pytest.raises(InvalidInput):
        desk.call("join_waiting_list", caller=who, release_id=release["id"])
    with pytest.raises(ReleaseNotFound):
        join(desk, {"id": who.id}, who)
    with pytest.raises(Forbidden):
        join(desk, release, FEDERATION)


def test_a_release_without_a_list_has_none(desk):
    release = event_release(desk, stock=1, waiting_list=False)
    desk.claim(release, member())
    assert join(desk, release, member())["outcome"] == "sold_out"


def test_an_offer_that_runs_out_goes_on_to_the_next(desk, full):
    release, winner, ticket = full
    first, second = member(), member()
    join(desk, release, first), join(desk, release, second)
    give_back(desk, winner, ticket)
    serve(desk)
    offer = waiting(desk, first)
    desk.wait(hours=2)
    # Over to the moment, whenever the tick comes.
    assert waiting(desk, first)["state"] == "expired"
    with pytest.raises(OfferOver):
        act(desk, "accept_offer", first, offer["id"])
    with pytest.raises(OfferOver):
        act(desk, "decline_offer", first, offer["id"])
    assert serve(desk) == [EXPIRED, MADE]
    assert serve(desk) == []
    assert waiting(desk, second)["state"] == "offered"
    assert join(desk, release, first)["outcome"] == "waiting"  # behind everybody else
    check_books(desk, release)


@pytest.mark.parametrize("what", ["decline_offer", "leave_waiting_list"])
def test_a_refused_offer_goes_on_to_the_next(desk, full, what):
    release, winner, ticket = full
    first, second = member(), member()
    join(desk, release, first), join(desk, release, second)
    give_back(desk, winner, ticket)
    serve(desk)
    offer = waiting(desk, first)
    done = act(desk, what, first, offer["id"])
    assert act(desk, what, first, offer["id"]) == done
    with pytest.raises(OfferOver):
        act(desk, "accept_offer", first, offer["id"])
    check_books(desk, release)
    assert serve(desk) == [MADE]
    assert waiting(desk, second)["state"] == "offered"


def test_who_leaves_is_not_asked(desk, full):
    release, winner, ticket = full
    first, second = member(), member()
    join(desk, release, first), join(desk, release, second)
    act(desk, "leave_waiting_list", first, waiting(desk, first)["id"])
    assert waiting(desk, second)["ahead"] == 0
    give_back(desk, winner, ticket)
    serve(desk)
    assert waiting(desk, second)["state"] == "offered"
    check_books(desk, release)


def test_accepting_twice_is_once(desk, full):
    release, winner, ticket = full
    who = member()
    join(desk, release, who)
    give_back(desk, winner, ticket)
    serve(desk)
    offer = waiting(desk, who)
    first = act(desk, "accept_offer", who, offer["id"])
    assert act(desk, "accept_offer", who, offer["id"]) == first
    assert act(desk, "leave_waiting_list", who, offer["id"]) == first
    assert len(desk.call("list_my_tickets", caller=who)["items"]) == 1
    check_books(desk, release)


def test_an_offer_is_its_members_alone(desk, full):
    release, winner, ticket = full
    who = member()
    join(desk, release, who)
    give_back(desk, winner, ticket)
    serve(desk)
    for what in ("accept_offer", "decline_offer", "leave_waiting_list"):
        with pytest.raises(OfferNotFound):
            act(desk, what, member(), waiting(desk, who)["id"])
    assert waiting(desk, who)["state"] == "offered"


def test_nobody_can_claim_a_place_that_is_offered(desk, full):
    release, winner, ticket = full
    who = member()
    join(desk, release, who)
    give_back(desk, winner, ticket)
    late = desk.claim(release, member(), "before-the-tick")
    assert (late["outcome"], late["reason"]) == ("sold_out", "others_wait")
    serve(desk)
    assert desk.claim(release, member())["outcome"] == "sold_out"
    assert desk.claim(release, winner, "again")["outcome"] == "sold_out"
    act(desk, "accept_offer", who, waiting(desk, who)["id"])
    check_books(desk, release)


def test_a_suspended_card_cannot_accept_and_the_offer_stands(desk, full):
    release, winner, ticket = full
    who = member()
    join(desk, release, who)
    give_back(desk, winner, ticket)
    serve(desk)
    offer = waiting(desk, who)
    desk.deliver_card("suspended", who)
    with pytest.raises(CardSuspended):
        act(desk, "accept_offer", who, offer["id"])
    check_books(desk, release)
    desk.wait(seconds=1)
    desk.deliver_card("reinstated", who)
    assert act(desk, "accept_offer", who, offer["id"])["state"] == "taken"


def test_a_household_is_served_as_one_and_a_smaller_wish_may_go_before(desk):
    release = event_release(
        desk, stock=2, eligibility={"most_companions": 3, "least_companions": 0}
    )
    a, b = member(), member()
    tickets = [desk.claim(release, who)["ticket_id"] for who in (a, b)]
    family, single = member(), member()
    assert join(desk, release, single)["outcome"] == "waiting"
    widen(desk, release, family, places=2, rank=0)
    give_back(desk, a, tickets[0])
    assert serve(desk) == [MADE]
    assert waiting(desk, single)["state"] == "offered"  # one place is none for two
    act(desk, "decline_offer", single, waiting(desk, single)["id"])
    give_back(desk, b, tickets[1])
    serve(desk)
    assert waiting(desk, family)["state"] == "offered"
    assert desk.look(release)["remaining"] == 0
    act(desk, "accept_offer", family, waiting(desk, family)["id"])
    check_books(desk, release)


def widen(desk, release, who, *, places, rank):
    """Let somebody wait for more places, at a rank of their own."""
    outcome = join(desk, release, who)
    with desk.component.store.work() as work:
        place = work.session.get_one(WaitingPlace, outcome["claim_id"])
        place.places, place.rank = places, rank


def test_places_come_from_and_go_back_to_their_part(desk):
    release = event_release(desk, stock=3)
    allot(desk, release, "district:chaoyang", 2)
    people = [member() for _ in range(3)]
    tickets = [desk.claim(release, who)["ticket_id"] for who in people]
    who = member()
    join(desk, release, who)
    give_back(desk, people[0], tickets[0])
    assert check_books(desk, release) == {"district:chaoyang": 1, "": 0}
    serve(desk)
    assert check_books(desk, release) == {"district:chaoyang": 0, "": 0}
    roll_over(desk, release, "district:chaoyang")
    act(desk, "decline_offer", who, waiting(desk, who)["id"])
    assert check_books(desk, release) == {"": 1}
    give_back(desk, people[1], tickets[1])
    assert check_books(desk, release) == {"": 2}


def test_a_cancelled_release_closes_its_list_and_every_place_is_back(desk):
    release = event_release(desk, stock=3)
    allot(desk, release, "district:chaoyang", 2)
    people = [member() for _ in range(3)]
    tickets = [desk.claim(release, who)["ticket_id"] for who in people]
    offered, waits = member(), member()
    join(desk, release, offered), join(desk, release, waits)
    give_back(desk, people[0], tickets[0])
    serve(desk)
    offer = waiting(desk, offered)
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="暴雨")
    assert check_books(desk, release) == {"district:chaoyang": 2, "": 1}
    assert desk.look(release)["waiting"] == 0
    assert [waiting(desk, who)["state"] for who in (offered, waits)] == ["closed", "closed"]
    with pytest.raises(OfferOver):
        act(desk, "accept_offer", offered, offer["id"])
    desk.wait(days=1)
    assert serve(desk) == []


def test_the_list_ends_with_the_event(desk, full):
    release, winner, ticket = full
    offered, waits = member(), member()
    join(desk, release, offered), join(desk, release, waits)
    desk.clock.set(EVENT - timedelta(days=1, minutes=10))
    give_back(desk, winner, ticket)
    serve(desk)
    assert waiting(desk, offered)["state"] == "offered"
    desk.clock.set(EVENT - timedelta(minutes=30))
    serve(desk)
    offer = waiting(desk, waits)
    assert offer["offer_until"] == rfc3339(EVENT)
    desk.clock.set(EVENT)
    serve(desk)
    assert waiting(desk, waits)["state"] == "closed"
    assert (desk.look(release)["remaining"], desk.look(release)["waiting"]) == (1, 0)
    check_books(desk, release)
