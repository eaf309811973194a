"""A member's data is given out and erased; the ledger keeps its order and its figures."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.context import SYSTEM
from chassis.envelope import Event, seal
from chassis.errors import Forbidden
from chassis.ids import uuid7
from services.tickets.children.tables import Child
from services.tickets.classes.tables import ClassVolunteer
from services.tickets.errors import MemberErased
from tests.component.tickets.desk import CHAOYANG, FEDERATION, claim_of, member
from tests.component.tickets.nursery import Nursery
from tests.component.tickets.people import event_release, join, serve
from tests.component.tickets.test_draws import Drawing
from tests.support.erasure import member_erased

DONE = "tickets.member_erased.v1"


def held(desk, who):
    return desk.call("places_of_member", caller=SYSTEM, member_id=who.id)


def export(desk, who, caller=SYSTEM):
    text, piece = "", 0
    while piece is not None:
        answer = desk.call("export_member", caller=caller, member_id=who.id, piece=piece)
        text, piece = text + answer["text"], answer["next_piece"]
    return json.loads(text)


def erase(desk, who):
    """What tickets says that it erased."""
    desk.deliver(member_erased(who.id))
    return desk.events(DONE)[-1]["data"]["erased"]


def report(desk, release):
    return desk.call("release_report", caller=FEDERATION, release_id=release["id"])


def child(desk, who, name="小满"):
    return desk.call(
        "add_child",
        caller=who,
        name=name,
        birth_date="2018-05-01",
        health="哮喘",
        guardians=[{"name": "赵奶奶", "phone": "13900000001"}],
    )["id"]


def test_what_is_held_is_told_and_ends_with_the_event(desk):
    who = member()
    assert held(desk, who) == {"tickets": 0, "offers": 0, "draw_entries": 0, "class_places": 0}
    desk.claim(event_release(desk), who)
    assert held(desk, who)["tickets"] == 1
    desk.wait(days=4)
    assert held(desk, who)["tickets"] == 0


def test_an_offer_and_a_frozen_entry_are_held_but_waiting_is_not(desk):
    release = event_release(desk, stock=1, waiting_list=True)
    first, second = member(), member()
    ticket = desk.claim(release, first)["ticket_id"]
    join(desk, release, second)
    assert held(desk, second)["offers"] == 0
    desk.call("return_ticket", caller=first, ticket_id=ticket)
    serve(desk)
    assert held(desk, second)["offers"] == 1
    ballot = Drawing(desk)
    ballot.enter(1)
    (entrant,) = ballot.members
    assert held(desk, entrant)["draw_entries"] == 0
    ballot.close()
    assert held(desk, entrant)["draw_entries"] == 1


def test_an_export_shows_what_lies_sealed_and_nothing_of_others(desk):
    who, other = member(), member()
    mine, theirs = child(desk, who), child(desk, other, "别人家的")
    release = event_release(desk, eligibility={"most_companions": 1})
    desk.ask(claim_of(release, who) | {"companions": [mine]})
    told = export(desk, who)
    (shown,) = told["children"]
    assert (shown["name"], shown["health"]) == ("小满", "哮喘")
    assert shown["guardians"][0]["phone"] == "13900000001"
    assert told["claims"][0]["companions"] == [mine]
    assert told["tickets"][0]["claim_id"] == told["claims"][0]["id"]
    assert "sealed" not in str(told)
    assert theirs not in str(told)
    with pytest.raises(Forbidden):
        export(desk, who, who)


def test_what_is_personal_goes_and_the_ledger_stays(desk):
    release = event_release(desk, stock=3, eligibility={"most_companions": 1})
    who, other = member(), member()
    desk.claim(release, other)
    desk.ask(claim_of(release, who) | {"companions": [child(desk, who)]})
    desk.wait(days=4)
    before, kept = report(desk, release), export(desk, other)
    erased = erase(desk, who)
    assert (erased["children"], erased["places"]) == (1, 0)
    told = export(desk, who)
    assert told["children"] == []
    assert [row["position"] for row in told["claims"]] == [2]
    assert [row["places"] for row in told["tickets"]] == [2]
    assert report(desk, release) == before
    assert export(desk, other) | {"exported_at": ""} == kept | {"exported_at": ""}
    assert "小满" not in str(told)


def test_told_twice_it_is_done_once_and_told_anew_does_no_harm(desk):
    who = member()
    child(desk, who)
    envelope = desk.deliver(member_erased(who.id))
    desk.deliver(envelope)
    assert len(desk.events(DONE)) == 1
    assert not any(erase(desk, who).values())


def test_an_erased_member_gets_nothing_more_though_a_card_event_comes_late(desk):
    who = member()
    card = {"member_id": who.id, "union": who.union, "reason": "找回"}
    late = seal(
        Event("members.card_reinstated.v1", who.id, card),
        at=desk.clock.now(),
        correlation_id=uuid7(),
        causation_id="",
    )
    desk.wait(seconds=1)
    erase(desk, who)
    desk.deliver(late)
    won = desk.claim(event_release(desk), who)
    assert (won["outcome"], won["reason"]) == ("not_eligible", "card_suspended")
    with pytest.raises(MemberErased):
        child(desk, who)


def test_what_was_won_while_the_erasure_was_under_way_goes_to_the_next(desk):
    release = event_release(desk, stock=1, waiting_list=True)
    who, second, third = member(), member(), member()
    desk.claim(release, who)
    join(desk, release, second)
    join(desk, release, third)
    assert erase(desk, who)["places"] == 1
    assert "tickets.offer_made.v1" in serve(desk)
    assert held(desk, second)["offers"] == 1
    assert erase(desk, second)["places"] == 1
    serve(desk)
    assert held(desk, third)["offers"] == 1


def test_an_entry_that_is_not_frozen_is_withdrawn(desk):
    ballot = Drawing(desk)
    ballot.enter(2)
    first, _ = ballot.members
    assert erase(desk, first)["places"] == 1
    ballot.close()
    told = desk.call("get_draw", caller=FEDERATION, release_id=ballot.release["id"])
    assert (told["entries"], told["left_out"]) == (1, 0)


def test_a_family_that_is_erased_leaves_its_class_and_nobody_who_fetched(desk):
    nursery = Nursery(desk)
    season = nursery.season(one={"places": 1})
    families = nursery.families(season, 1, 1)
    nursery.place(season)
    (placed,) = nursery.in_state(families, "placed")
    (waits,) = nursery.in_state(families, "waiting")
    assert held(desk, placed)["class_places"] == 1
    assert held(desk, waits)["class_places"] == 0
    assert erase(desk, placed)["places"] == 1
    assert nursery.in_state(families, "offered") == [waits]


def test_texts_about_people_and_volunteers_go_in_time(desk):
    nursery = Nursery(desk)
    nursery.season()
    who = member()
    child(desk, who)
    desk.wait(days=365 + 51)
    desk.component.tick("forget_old")
    assert count(desk, ClassVolunteer) == 0
    assert count(desk, Child) == 1
    desk.wait(days=2 * 365)
    desk.component.tick("forget_old")
    assert count(desk, Child) == 0


def test_a_household_that_is_still_used_stays(desk):
    who = member()
    child(desk, who)
    desk.wait(days=3 * 365 - 1)
    opens = desk.clock.now()
    release = desk.release(
        opens_at=rfc3339(opens), closes_at=rfc3339(opens + timedelta(days=1)), caller=CHAOYANG
    )
    desk.claim(release, who)
    desk.wait(days=30)
    desk.component.tick("forget_old")
    assert count(desk, Child) == 1


def count(desk, table):
    with desk.component.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))
