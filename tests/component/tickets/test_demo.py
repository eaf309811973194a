"""The demonstration's releases."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.members import demo as members
from services.tickets import demo
from services.tickets.children.tables import Child
from services.tickets.claims.tables import Claim
from services.tickets.draws import proof
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket
from tests.component.tickets.desk import FEDERATION, claim_of, member
from tests.support import contracts
from tests.support.component import settings


@pytest.fixture
def shown(desk):
    """The ticket service with its demonstration loaded."""
    demo.load(desk.component.store, settings())
    return desk


@pytest.mark.parametrize("union", ["chaoyang/jianwai/u0001", "haidian/zhongguancun/u0001"])
def test_a_member_of_either_district_finds_something_in_each_state(shown, union):
    items = shown.call("list_releases", caller=member(union))["items"]
    assert set(Counter(item["state"] for item in items)) == {"open", "scheduled", "closed"}
    shown.wait(minutes=3)
    opening = [r for r in items if r["code"] == "ERTONGJU"]
    assert shown.claim(opening[0], member(union))["outcome"] == "won"


def test_the_past_has_a_course_that_adds_up(shown):
    with shown.component.database.reading() as session:
        past = sa.select(Release.id).where(Release.code == "PANYAN").scalar_subquery()
        outcomes = Counter(
            session.scalars(sa.select(Claim.outcome).where(Claim.release_id == past))
        )
        tickets = session.scalars(sa.select(Ticket).where(Ticket.release_id == past)).all()
    assert outcomes["won"] == 60 == len(tickets)
    assert outcomes["sold_out"] > 0
    assert outcomes["not_eligible"] > 0
    assert 0 < sum(ticket.used_at is None for ticket in tickets) < 60
    closed = shown.call("list_releases", caller=FEDERATION, state="closed")["items"]
    assert {release["code"]: release["remaining"] for release in closed} == {
        "PANYAN": 0,
        "MANZHAN": 0,
    }


def test_the_draw_of_the_past_can_be_verified_and_counted(shown):
    past = shown.call("find_release_by_code", caller=FEDERATION, code="MANZHAN")
    told = shown.call("get_draw", release_id=past["id"])
    assert (told["state"], told["won"], told["waiting"]) == ("drawn", 40, 120)
    piece = shown.call("draw_proof", release_id=past["id"])
    assert proof.verify(piece["text"]).frozen.root.hex() == told["root"]
    account = shown.call("release_accounting", caller=FEDERATION, release_id=past["id"])
    assert (account["requests"], account["won"], account["waiting"]) == (160, 40, 120)
    assert (past["remaining"], past["waiting"]) == (0, 120)


def test_a_ballot_is_open_and_a_window_comes(shown):
    items = shown.call("list_releases", caller=member())["items"]
    modes = {(item["mode"], item["state"]) for item in items}
    assert {("ballot", "open"), ("window", "scheduled"), ("ballot", "closed")} <= modes


def test_it_is_loaded_once_and_the_tick_finds_nothing_to_add(shown):
    told = len(shown.events())
    for event in shown.events():
        contracts.check(event["type"], event["data"])
    shown.wait(days=4)
    before = shown.call("list_releases", caller=FEDERATION)["items"]
    demo.load(shown.component.store, settings())
    after = shown.call("list_releases", caller=FEDERATION)["items"]
    assert before == after
    assert len(shown.events()) == told
    shown.clock.advance(-timedelta(days=4))
    assert shown.tick() == []


def test_an_installation_that_is_none_gets_none(desk):
    demo.load(desk.component.store, settings(DEMO="false"))
    assert desk.call("list_releases", caller=FEDERATION)["items"] == []


def test_families_find_a_release_for_them_with_parts_that_add_up(shown):
    (release,) = [
        item
        for item in shown.call("list_releases", caller=FEDERATION)["items"]
        if item["code"] == "QINZI"
    ]
    parts = shown.call("list_allocations", caller=FEDERATION, release_id=release["id"])
    kept = {item["pool"]: item["remaining"] for item in parts["items"]}
    assert kept["district:chaoyang"] == kept["district:haidian"] == 20
    assert parts["general"] + sum(kept.values()) == release["stock"]
    # Demo members as the members service makes them: most have a child who may come along.
    reasons = Counter()
    for person in members._people():
        if person.district != "chaoyang":
            continue
        who = dataclasses.replace(member(person.union), id=person.id)
        mine = shown.call("list_my_children", caller=who)["items"]
        (outcome,) = shown.ask(
            claim_of(release, who) | {"companions": [child["id"] for child in mine[:2]]}
        )
        reasons[outcome["reason"] or outcome["outcome"]] += 1
    assert reasons["won"] >= 8


def test_children_are_born_before_today(shown):
    with shown.component.database.reading() as session:
        born = session.scalars(sa.select(Child.birth_date)).all()
    assert len(born) > 60
    assert max(born) < shown.clock.now().date()
