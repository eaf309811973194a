"""What members write down about their children, and that nobody else reads it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.tickets.children.store import children_of
from services.tickets.children.tables import Child
from services.tickets.errors import ChildNotFound
from tests.component.tickets.desk import FEDERATION, member

XIAOMAN = {
    "name": "王小满",
    "birth_date": "2017-05-20",
    "relation": "grandchild",
    "guardians": [{"name": "王建国", "phone": "13800000001", "relation": "爷爷"}],
    "pickups": [{"name": "李阿姨", "phone": "13800000002", "relation": ""}],
    "health": "哮喘，随身带喷雾",
    "allergies": "花生",
}


def test_a_child_is_written_down_changed_and_forgotten(desk):
    who = member()
    added = desk.call("add_child", caller=who, **XIAOMAN)
    assert added == XIAOMAN | {"id": added["id"]}
    changed = desk.call("change_child", caller=who, child_id=added["id"], allergies="")
    assert changed == added | {"allergies": ""}
    assert desk.call("list_my_children", caller=who)["items"] == [changed]
    desk.call("remove_child", caller=who, child_id=added["id"])
    assert desk.call("list_my_children", caller=who)["items"] == []


def test_the_same_child_again_is_the_same_child(desk):
    who = member()
    first = desk.call("add_child", caller=who, **XIAOMAN)
    again = desk.call("add_child", caller=who, name="王小满", birth_date="2017-05-20")
    assert again == first
    other = desk.call("add_child", caller=who, name="王小雪", birth_date="2019-12-01")
    with pytest.raises(InvalidInput):
        desk.call("change_child", caller=who, child_id=other["id"], **XIAOMAN)


def test_what_is_stored_tells_nothing_but_the_birthday(desk):
    who = member()
    desk.call("add_child", caller=who, key="k", **XIAOMAN)
    with desk.component.database.reading() as session:
        rows = session.execute(sa.select(Child.__table__)).all()
        kept = session.execute(sa.select(desk.component.store.messaging.answers)).all()
        (known,) = children_of(session, who.id)
    assert known.birth_date.isoformat() == XIAOMAN["birth_date"]
    stored = str(rows)
    for secret in ("小满", "建国", "13800000001", "李阿姨", "哮喘", "花生"):
        assert secret not in stored
    assert kept == []


def test_children_are_their_members_alone(desk):
    added = desk.call("add_child", caller=member(), **XIAOMAN)
    stranger = member()
    assert desk.call("list_my_children", caller=stranger)["items"] == []
    for method, more in (("change_child", {"name": "x"}), ("remove_child", {})):
        with pytest.raises(ChildNotFound):
            desk.call(method, caller=stranger, child_id=added["id"], **more)
    with pytest.raises(Forbidden):
        desk.call("list_my_children", caller=FEDERATION)
    with pytest.raises(Unauthenticated):
        desk.call("list_my_children")


@pytest.mark.parametrize("birth_date", ["2026-04-26", "2008-04-25", "2008-02-30", 7, ""])
def test_who_cannot_be_a_child_is_refused(desk, birth_date):
    with pytest.raises(InvalidInput) as caught:
        desk.call("add_child", caller=member(), name="小满", birth_date=birth_date)
    assert [error.field for error in caught.value.errors] == ["birth_date"]


def test_the_eldest_comes_first_and_there_is_an_end(desk):
    who = member()
    for year in (2020, 2012, 2016, 2017, 2018, 2019, 2011, 2013, 2014, 2015):
        desk.call("add_child", caller=who, name="小满", birth_date=f"{year}-01-01")
    listed = desk.call("list_my_children", caller=who)["items"]
    assert [c["birth_date"][:4] for c in listed] == [str(year) for year in range(2011, 2021)]
    with pytest.raises(InvalidInput):
        desk.call("add_child", caller=who, name="小满", birth_date="2021-01-01")
