"""The counter: staff claim for a member who is present."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM
from chassis.errors import Forbidden, InvalidInput, Unauthenticated, Unavailable
from chassis.ids import uuid7
from services.members import demo
from services.members.imports.desk import Desk as Imports
from services.members.security import Security
from services.members.service import Members
from services.tickets.children.tables import Child
from services.tickets.claims.tables import Claim
from services.tickets.errors import CardNotFound, ReleaseNotFound
from tests.component.tickets.desk import AUDITOR, CHAOYANG, FEDERATION, HAIDIAN, member, staff
from tests.support.component import settings

WINDOW = staff("counter", "chaoyang")
REASON = "不用智能手机，本人持卡到场"


class MembersBeside:
    """The real members service, called as ``chassis.remote`` calls it."""

    def __init__(self, component):
        self._component = component
        self.away = False
        self.busy = None

    def call(self, method, *, context, **payload):
        if self.away:
            raise Unavailable("members did not answer in time")
        return self._component.call(method, caller=context.caller, **payload)


@pytest.fixture
def members(component, desk):
    made = component(
        Members, dependencies={"security": Security.of(settings()), "desk": Imports(None)}
    )
    demo.load(made.store, made.settings)
    beside = MembersBeside(made)
    desk.component._dependencies["members"] = beside
    return beside


def people(district="chaoyang"):
    return [person for person in demo._people() if person.district == district]


def claim(desk, release, person, *, caller=WINDOW, key="", **more):
    return desk.call(
        "claim_at_counter",
        caller=caller,
        key=key,
        release_id=release["id"],
        **{"card_no": person.card_no, "reason": REASON} | more,
    )


def caller_of(person):
    return dataclasses.replace(member(person.union), id=person.id)


def test_a_member_who_is_present_wins_and_it_is_recorded_who_asked_and_why(desk, members):
    person = people()[0]
    share = {"pool": "channel:counter", "places": 1}
    release = desk.release(stock=1, allocations=[share])
    assert desk.claim(release, member())["outcome"] == "sold_out"
    card_no = f"{person.card_no[:8]} {person.card_no[8:]}"
    outcome = claim(desk, release, person, card_no=card_no)
    assert (outcome["outcome"], outcome["places"]) == ("won", 1)
    assert outcome["name_masked"] == person.name[0] + "*" * (len(person.name) - 1)
    mine = desk.call("list_my_tickets", caller=caller_of(person), limit=5)["items"]
    assert [ticket["short_code"] for ticket in mine] == [outcome["short_code"]]
    with desk.component.database.reading() as session:
        row = session.execute(
            sa.select(Claim.channel, Claim.asked_by, Claim.asked_because).where(
                Claim.member_id == person.id
            )
        ).one()
    assert tuple(row) == ("counter", WINDOW.id, REASON)
    assert [e["data"]["member_id"] for e in desk.events("tickets.ticket_claimed.v1")] == [person.id]


def test_the_counter_is_no_way_around_the_rules(desk, members):
    first, second = people()[:2]
    release = desk.release(stock=1, eligibility={"ages": {"least": 0, "most": 1}})
    assert claim(desk, release, first)["reason"] == "age"
    release = desk.release(stock=1, waiting_list=False)
    assert claim(desk, release, first)["outcome"] == "won"
    assert claim(desk, release, first)["outcome"] == "already_claimed"
    assert claim(desk, release, second)["outcome"] == "sold_out"
    desk.deliver_card("suspended", caller_of(second))
    assert claim(desk, desk.release(), second)["reason"] == "card_suspended"
    elsewhere = desk.release(districts=["haidian"])
    assert claim(desk, elsewhere, second)["reason"] == "district"
    with pytest.raises(ReleaseNotFound):
        claim(desk, desk.release(draft=True), second)


def test_the_same_key_gets_the_same_outcome(desk, members):
    release = desk.release(stock=2)
    first = claim(desk, release, people()[0], key="k")
    assert claim(desk, release, people()[0], key="k") == first
    assert claim(desk, release, people()[0], key="l")["outcome"] == "already_claimed"
    assert desk.look(release)["remaining"] == 1


def test_staff_see_who_may_come_along_and_bring_them(desk, members):
    person = people()[0]
    born = {"birth_date": "2020-04-25", "relation": "child"}
    child = desk.call("add_child", caller=caller_of(person), name="王小满", **born)
    found = desk.call("look_up_at_counter", caller=WINDOW, card_no=person.card_no)
    assert found["district"] == "chaoyang"
    assert found["companions"] == [{"id": child["id"], "name_masked": "王**"} | born]
    release = desk.release(stock=2, eligibility={"most_companions": 1})
    outcome = claim(desk, release, person, companions=[child["id"]])
    assert (outcome["outcome"], outcome["places"]) == ("won", 2)
    assert desk.look(release)["remaining"] == 0


def test_only_staff_over_the_member(desk, members):
    release = desk.release(districts=["chaoyang", "haidian"], stock=9)
    here, there = people()[0], people("haidian")[0]
    for caller in (CHAOYANG, FEDERATION):
        assert claim(desk, release, here, caller=caller)["claim_id"]
    with pytest.raises(Forbidden):
        claim(desk, release, there, caller=CHAOYANG)
    for caller in (AUDITOR, staff("venue"), caller_of(here)):
        with pytest.raises(Forbidden):
            claim(desk, release, here, caller=caller)
        # Who works at no counter does not hear which cards exist.
        with pytest.raises(Forbidden):
            desk.call("look_up_at_counter", caller=caller, card_no="1" * 16)
    with pytest.raises(Forbidden):
        desk.call("look_up_at_counter", caller=HAIDIAN, card_no=here.card_no)
    with pytest.raises(Unauthenticated):
        desk.call("look_up_at_counter", card_no=here.card_no)


def test_what_cannot_be_is_told_by_name(desk, members):
    release, person = desk.release(), people()[0]
    with pytest.raises(CardNotFound):
        claim(desk, release, person, card_no="1" * 16)
    with pytest.raises(ReleaseNotFound):
        claim(desk, {"id": uuid7()}, person)
    for wrong in ({"reason": ""}, {"card_no": "12"}, {"companions": [uuid7()] * 6}):
        with pytest.raises(InvalidInput) as refused:
            claim(desk, release, person, **wrong)
        assert [error.field for error in refused.value.errors] == list(wrong)
    members.away = True
    with pytest.raises(Unavailable):
        claim(desk, release, person)
    assert desk.look(release)["remaining"] == release["stock"]


def test_a_claim_at_the_counter_may_not_come_through_the_batch_of_strangers(desk, members):
    with pytest.raises(Forbidden):
        desk.call("claim_batch", caller=WINDOW, claims=[{}])
    assert desk.call("claim_batch", caller=SYSTEM, claims=[{}])["outcomes"][0]["error"]


def add(desk, person, *, caller=WINDOW, **change):
    asked = {"name": "王小满", "birth_date": "2018-05-01", "relation": "child", "reason": "随行"}
    return desk.call(
        "add_companion_at_counter", caller=caller, card_no=person.card_no, **asked | change
    )


def test_staff_write_down_who_comes_along_and_claim_with_them(desk, members):
    person = people()[0]
    release = desk.release(stock=2, eligibility={"most_companions": 1})
    added = add(desk, person)
    assert added["name_masked"] == "王**"
    assert add(desk, person)["id"] == added["id"]  # a second press finds the first
    seen = desk.call("look_up_at_counter", caller=WINDOW, card_no=person.card_no)
    assert [one["id"] for one in seen["companions"]] == [added["id"]]
    won = claim(desk, release, person, companions=[added["id"]])
    assert (won["outcome"], won["places"]) == ("won", 2)
    with desk.component.database.reading() as session:
        row = session.scalars(sa.select(Child)).one()
    assert (row.added_by, row.added_because) == (WINDOW.id, "随行")
    assert "王小满" not in row.sealed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"birth_date": "2001-01-01"}, "birth_date"),
        ({"birth_date": "2999-01-01"}, "birth_date"),
        ({"reason": ""}, "reason"),
        ({"name": ""}, "name"),
        ({"relation": "friend"}, "relation"),
    ],
)
def test_the_rules_for_companions_are_those_of_the_members_own(desk, members, change, field):
    with pytest.raises(InvalidInput) as caught:
        add(desk, people()[0], **change)
    assert [error.field for error in caught.value.errors] == [field]


def test_nobody_writes_down_more_than_a_member_may(desk, members):
    for number in range(10):
        add(desk, people()[0], name=f"小满{number}")
    with pytest.raises(InvalidInput):
        add(desk, people()[0], name="又一个")


def test_only_staff_of_the_members_part_write_down_companions(desk, members):
    for caller in (HAIDIAN, AUDITOR, member()):
        with pytest.raises(Forbidden):
            add(desk, people()[0], caller=caller)


def test_who_would_rather_wait_is_on_the_waiting_list(desk, members):
    release = desk.release(stock=1, waiting_list=True)
    first, second, third = people()[:3]
    assert claim(desk, release, first, wish="waiting")["outcome"] == "won"
    assert claim(desk, release, second, wish="waiting")["outcome"] == "waiting"
    assert claim(desk, release, third)["outcome"] == "sold_out"
