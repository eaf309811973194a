"""Claims: every request gets a stored outcome, and a place is given once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS, CallContext
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.tickets.claims.tables import Claim
from services.tickets.errors import ClaimNotFound
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket
from tests.component.tickets.desk import EPOCH, FEDERATION, SYSTEM, VENUE, claim_of, member


def rows(desk, table):
    """All rows of a table, in no order."""
    with desk.component.database.reading() as session:
        return session.scalars(sa.select(table)).all()


def test_a_claim_wins_a_ticket_and_is_told_once(desk):
    release, who = desk.release(), member()
    outcome = desk.claim(release, who)
    assert outcome["outcome"] == "won"
    assert outcome["reason"] == ""
    assert outcome["release_id"] == release["id"]
    assert outcome["decided_at"] == rfc3339(EPOCH)
    assert desk.look(release)["remaining"] == 1
    assert desk.events("tickets.release_sold_out.v1") == []
    (event,) = desk.events("tickets.ticket_claimed.v1")
    assert event["subject"] == outcome["ticket_id"]
    assert event["data"]["member_id"] == who.id
    assert event["data"]["district"] == "chaoyang"
    assert event["data"]["release_code"] == release["code"]
    (ticket,) = rows(desk, Ticket)
    assert (ticket.id, ticket.claim_id) == (outcome["ticket_id"], outcome["claim_id"])
    assert ticket.short_code == event["data"]["short_code"]


def test_a_batch_is_served_in_its_order(desk):
    release = desk.release()
    people = [member() for _ in range(4)]
    outcomes = desk.ask(*(claim_of(release, who) for who in people))
    assert [o["outcome"] for o in outcomes] == ["won", "won", "sold_out", "sold_out"]
    assert desk.look(release)["remaining"] == 0
    assert len(desk.events("tickets.release_sold_out.v1")) == 1
    positions = {c.member_id: c.position for c in rows(desk, Claim)}
    assert [positions[who.id] for who in people] == [1, 2, 3, 4]


def test_a_repeat_gets_the_same_whatever_has_happened_since(desk):
    release, who, late = desk.release(stock=1), member(), member()
    first = desk.claim(release, who)
    refused = desk.claim(release, late)
    desk.deliver_card("suspended", who)
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    desk.wait(days=9)
    before = len(desk.events())
    assert desk.claim(release, who) == first
    assert desk.claim(release, late) == refused
    assert len(desk.events()) == before
    assert [c.position for c in sorted(rows(desk, Claim), key=lambda c: c.position)] == [1, 2]
    (row,) = rows(desk, Release)
    assert row.requests == 2


def test_two_equal_claims_in_one_batch_get_one_outcome_and_one_row(desk):
    release, who = desk.release(), member()
    first, second = desk.ask(claim_of(release, who), claim_of(release, who))
    assert first == second
    assert len(rows(desk, Claim)) == 1


def test_another_key_is_a_claim_too_many_and_names_the_ticket(desk):
    release, who = desk.release(), member()
    won = desk.claim(release, who, "a")
    again = desk.claim(release, who, "b")
    assert again["outcome"] == "already_claimed"
    assert again["ticket_id"] == won["ticket_id"]
    assert again["claim_id"] != won["claim_id"]
    assert desk.look(release)["remaining"] == 1


def test_not_open_before_and_after_and_when_called_off(desk):
    opens = EPOCH + timedelta(minutes=1)
    release = desk.release(opens_at=rfc3339(opens), closes_at=rfc3339(opens + timedelta(hours=1)))
    other = desk.release()
    desk.call("cancel_release", caller=FEDERATION, release_id=other["id"], reason="x")
    seen = [desk.claim(other, member())]
    desk.clock.set(opens - timedelta(microseconds=1))
    seen.append(desk.claim(release, member()))
    desk.wait(microseconds=1)
    assert desk.claim(release, member())["outcome"] == "won"
    desk.wait(hours=1)
    seen.append(desk.claim(release, member()))
    assert [(o["outcome"], o["reason"]) for o in seen] == [
        ("not_open", "cancelled"),
        ("not_open", "too_early"),
        ("not_open", "too_late"),
    ]
    assert {o["ticket_id"] for o in seen} == {None}


def test_members_of_other_districts_and_with_suspended_cards_are_not_eligible(desk):
    release, lost = desk.release(districts=["chaoyang", "haidian"]), member()
    desk.deliver_card("suspended", lost)
    away = desk.claim(release, member("fengtai/lize/u0001"))
    without = desk.claim(release, lost)
    assert (away["outcome"], away["reason"]) == ("not_eligible", "district")
    assert (without["outcome"], without["reason"]) == ("not_eligible", "card_suspended")
    assert desk.claim(release, member("haidian/zgc/u0001"))["outcome"] == "won"


@pytest.mark.parametrize("fact", ["reinstated", "reissued"])
def test_a_card_that_is_good_again_may_claim_again(desk, fact):
    release, who = desk.release(), member()
    desk.deliver_card("suspended", who)
    desk.wait(seconds=1)
    desk.deliver_card(fact, who)
    assert desk.claim(release, who)["outcome"] == "won"


def test_what_is_told_of_a_card_may_come_late_and_twice(desk):
    release, who = desk.release(), member()
    suspended = desk.deliver_card("suspended", who)
    desk.wait(seconds=1)
    reinstated = desk.deliver_card("reinstated", who)
    # The same facts from a queue that was put back: older ones must not win.
    for envelope in (suspended, suspended | {"id": uuid7()}, reinstated):
        desk.deliver(envelope)
    assert desk.claim(release, who)["outcome"] == "won"


def test_a_wrong_claim_spoils_no_other(desk):
    release, draft, who = desk.release(), desk.release(draft=True), member()
    unknown = {"id": uuid7()}
    good = claim_of(release, who)
    outcomes = desk.ask(
        good | {"release_id": "nope"},
        claim_of(unknown, who),
        None,
        claim_of(draft, who),
        good | {"key": "a\0b"},
        good | {"places": 5},
        good,
    )
    errors = [outcome.get("error", {}) for outcome in outcomes]
    assert [error.get("kind") for error in errors] == [
        "invalid",
        "not_found",
        "invalid",
        "not_found",
        "invalid",
        "invalid",
        None,
    ]
    assert errors[1]["code"] == "release_not_found"
    assert all(error["message"] for error in errors[:-1])
    assert outcomes[-1]["outcome"] == "won"
    assert len(rows(desk, Claim)) == 1


def test_a_batch_may_be_of_several_releases(desk):
    one, two, who = desk.release(stock=1), desk.release(stock=1), member()
    outcomes = desk.ask(
        claim_of(two, who), claim_of(one, who), claim_of(two, member()), claim_of(one, who, "b")
    )
    assert [o["outcome"] for o in outcomes] == ["won", "won", "sold_out", "already_claimed"]
    assert [o["release_id"] for o in outcomes] == [two["id"], one["id"], two["id"], one["id"]]


@pytest.mark.parametrize("claims", [[], [None] * 1001, "claims", None, {}])
def test_a_batch_that_is_none_is_refused(desk, claims):
    with pytest.raises(InvalidInput) as caught:
        desk.call("claim_batch", caller=SYSTEM, claims=claims)
    assert [error.field for error in caught.value.errors] == ["claims"]


def test_a_thousand_claims_are_one_batch(desk):
    release = desk.release(stock=700)
    outcomes = desk.ask(*(claim_of(release, member()) for _ in range(1000)))
    assert sum(o["outcome"] == "won" for o in outcomes) == 700
    assert desk.look(release)["remaining"] == 0
    assert len({t.short_code for t in rows(desk, Ticket)}) == 700


@pytest.mark.parametrize(
    ("caller", "error"),
    [(ANONYMOUS, Unauthenticated), (member(), Forbidden), (FEDERATION, Forbidden)],
)
def test_only_the_gateway_may_speak_for_members(desk, caller, error):
    release = desk.release()
    with pytest.raises(error):
        desk.call("claim_batch", caller=caller, claims=[claim_of(release, member())])
    assert rows(desk, Claim) == []


def test_the_stock_is_told_by_the_tick_at_most_once_a_second(desk):
    release = desk.release(stock=5)
    desk.wait(milliseconds=300)
    desk.claim(release, member())
    assert desk.tick() == [], "something was told of this release less than a second ago"
    desk.claim(release, member())
    desk.wait(milliseconds=700)
    assert desk.tick() == ["tickets.stock_changed.v1"]
    assert desk.events()[-1]["data"]["remaining"] == 3
    assert desk.events()[-1]["data"]["state"] == "open"
    desk.wait(seconds=5)
    assert desk.tick() == [], "nothing has changed"


def test_the_last_word_on_a_closed_release_is_its_stock(desk):
    release = desk.release(stock=5)
    desk.claim(release, member())
    desk.wait(days=2)
    assert desk.tick() == ["tickets.release_closed.v1"]
    assert desk.events()[-1]["data"]["remaining"] == 4


def test_calling_off_gives_back_what_nobody_has_used(desk):
    release, visitor = desk.release(stock=5), member()
    desk.claim(release, member())
    used = desk.claim(release, visitor)["ticket_id"]
    code = desk.call("get_my_ticket", caller=visitor, ticket_id=used)["code"]
    desk.call("check_in_ticket", caller=VENUE, code=code)
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    assert desk.look(release)["remaining"] == 4
    assert sorted(t.cancelled_at is None for t in rows(desk, Ticket)) == [False, True]


def look_up(desk, release, who, key="key-1"):
    # Not by ``call``, whose ``key`` is the Idempotency-Key.
    service = desk.component._instance(CallContext(caller=who))
    return service.get_claim_outcome(release_id=release["id"], key=key)


def test_how_a_claim_ended_can_be_looked_up(desk):
    release, who, late = desk.release(stock=1), member(), member()
    won, lost = desk.claim(release, who), desk.claim(release, late)
    assert look_up(desk, release, who) == won
    assert look_up(desk, release, late) == lost


def test_only_the_member_finds_their_claim_and_only_by_its_key(desk):
    release, who = desk.release(), member()
    desk.claim(release, who)
    for caller, key in ((member(), "key-1"), (who, "key-2")):
        with pytest.raises(ClaimNotFound):
            look_up(desk, release, caller, key)
    with pytest.raises(Unauthenticated):
        look_up(desk, release, ANONYMOUS)
    with pytest.raises(Forbidden):
        look_up(desk, release, FEDERATION)
