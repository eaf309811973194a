"""The demonstration: people in every district who can really log in."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa

from services.members import demo
from services.members.accounts.tables import Account
from services.members.cards.rules import is_card_number, mobile
from services.members.errors import NotInTheDemonstration
from services.members.service import Members
from services.members.tree.tables import Union
from tests.component.members.conftest import FEDERATION
from tests.support.component import settings


def test_everybody_it_tells_of_can_log_in(hall):
    hall = hall()
    for account in hall.accounts["staff"]:
        tokens = hall.call("log_in", username=account["username"], password=account["password"])
        caller = hall.who(tokens)
        assert [r.role for r in caller.roles] == account["roles"]
        assert caller.roles[0].scope == account["scope"]
    for member in (hall.accounts["members"][0], hall.accounts["members"][-1]):
        assert hall.who(hall.log_in(member["card_no"])).district == member["district"]


def test_there_are_enough_members_in_enough_places(hall):
    members = hall().accounts["members"]
    by_district = Counter(member["district"] for member in members)
    assert len(by_district) == 16
    assert by_district["chaoyang"] >= 30
    assert by_district["haidian"] >= 30
    assert min(by_district.values()) >= 2
    assert all(is_card_number(member["card_no"]) for member in members)
    phones = [member["phone"] for member in members]
    assert len(set(phones)) == len(phones)
    assert all(mobile(phone) == phone and phone.startswith("138") for phone in phones)


def test_every_district_has_a_tree(hall):
    hall = hall()
    with hall.component.database.reading() as session:
        unions = session.scalars(sa.select(Union)).all()
    by_district = Counter((u.path.split("/")[0], u.path.count("/")) for u in unions if u.path)
    for district in {path for path, _ in by_district}:
        assert by_district[district, 1] >= 2
        assert by_district[district, 2] >= 4


def test_there_is_an_account_for_every_role(hall):
    staff = hall().accounts["staff"]
    told = {(a["username"], a["roles"][0], a["scope"].partition("/")[0]) for a in staff}
    assert {
        ("federation", "federation", ""),
        ("chaoyang", "district", "chaoyang"),
        ("haidian", "district", "haidian"),
        ("chaoyang-union", "grassroots", "chaoyang"),
        ("haidian-union", "grassroots", "haidian"),
        ("venue", "venue", ""),
        ("venue-yanqing", "venue", "yanqing"),
        ("reviewer", "reviewer", ""),
        ("provider", "provider", ""),
        ("provider-2", "provider", ""),
        ("provider-3", "provider", ""),
        ("auditor", "auditor", ""),
    } <= told


def test_loading_it_twice_changes_nothing(hall):
    hall = hall()
    hall.call("suspend_card", caller=FEDERATION, card_no=hall.card(), reason="遗失")
    demo.load(hall.store, settings())
    assert len(hall.call("demo_accounts")["members"]) == len(hall.accounts["members"]) - 1


def test_an_installation_that_is_no_demonstration_tells_nothing(hall):
    with pytest.raises(NotInTheDemonstration):
        hall(demo_limits=False).call("demo_accounts")


def test_an_installation_that_is_no_demonstration_takes_nothing(component):
    members = component(Members)
    demo.load(members.store, settings(DEMO="false"))
    with members.database.reading() as session:
        assert session.scalars(sa.select(Account)).all() == []
        assert len(session.scalars(sa.select(Union)).all()) == 17
