"""Seasons, classes and volunteers: who decides, and how places open and stay."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from chassis.errors import Forbidden, InvalidInput
from services.tickets.classes.tables import ClassVolunteer
from services.tickets.errors import ClassNotFound, SiteNotFound, WrongPhase, WrongState
from tests.component.tickets.desk import AUDITOR, CHAOYANG, FEDERATION, HAIDIAN, member
from tests.component.tickets.nursery import PATH, Nursery, minder
from tests.support import contracts


@pytest.fixture
def nursery(desk) -> Nursery:
    return Nursery(desk)


def test_a_site_in_each_of_the_three_set_ups(nursery):
    for setup, path, partner in (
        ("employer", "chaoyang/qiche-bowuguan", ""),
        ("joint", "chaoyang/wangjing", "望京社会工作事务所"),
    ):
        made = nursery.call(
            "create_class_site",
            caller=CHAOYANG,
            name="站",
            setup=setup,
            path=path,
            partner=partner,
        )
        assert (made["setup"], made["partner"]) == (setup, partner)
    listed = nursery.call("list_class_sites", caller=CHAOYANG)["items"]
    assert [each["setup"] for each in listed] == ["union_station", "employer", "joint"]
    assert nursery.call("list_class_sites", caller=HAIDIAN)["items"] == []
    assert len(nursery.call("list_class_sites", caller=AUDITOR, limit=2)["items"]) == 2


@pytest.mark.parametrize("caller", [HAIDIAN, AUDITOR, member(), minder()])
def test_only_officers_of_the_place_make_seasons(nursery, caller):
    with pytest.raises(Forbidden):
        nursery.call("create_class_season", caller=caller, **nursery.plan())


def test_a_district_promises_no_places_to_the_whole_city(nursery):
    with pytest.raises(Forbidden):
        nursery.season(open_to="")
    whole = nursery.call("create_class_season", caller=FEDERATION, **nursery.plan(open_to=""))
    other = member("haidian/xueyuanlu/u0001")
    listed = nursery.call("list_class_seasons", caller=other)["items"]
    assert [each["id"] for each in listed] == [whole["id"]]
    for within, number in (("chaoyang", 1), (PATH, 1), ("chaoyang/jian", 0), ("haidian", 0)):
        found = nursery.call("list_class_seasons", caller=CHAOYANG, within=within)["items"]
        assert len(found) == number, within


def test_a_season_of_nowhere_is_refused(nursery):
    with pytest.raises(SiteNotFound):
        nursery.season(site_id="0196a8a0-0000-7000-8000-000000000001")
    with pytest.raises(InvalidInput):
        nursery.season(one={"least_age": 9})
    with pytest.raises(InvalidInput):
        nursery.season(one={"least_volunteers": 1})


def test_places_open_with_volunteers(nursery):
    season = nursery.season(volunteers=0)
    opened = []
    for _ in range(6):
        (only,) = season["classes"]
        opened.append((only["volunteers"], only["open_places"], only["short"]))
        nursery.volunteer(only, confirm=False)  # who is only named opens nothing
        nursery.volunteer(only)
        season = nursery.look(season)
    assert opened == [
        (0, 0, True),
        (1, 0, True),
        (2, 4, False),
        (3, 6, False),
        (4, 8, False),
        (5, 10, False),
    ]


def test_nobody_counts_twice(nursery):
    season = nursery.season(
        volunteers=0,
        classes=[nursery.plan()["classes"][0], nursery.plan()["classes"][0] | {"title": "大班"}],
    )
    one, other = (each["id"] for each in season["classes"])
    zhao = {"name": "赵老师", "phone": "138 0000 0003"}
    named = nursery.call("add_class_volunteer", caller=CHAOYANG, class_id=one, **zhao)
    again = nursery.call(
        "add_class_volunteer", caller=CHAOYANG, class_id=one, name="赵", phone="13800000003"
    )
    assert again == named
    with pytest.raises(InvalidInput):
        nursery.call("add_class_volunteer", caller=CHAOYANG, class_id=other, **zhao)
    for _ in range(2):
        nursery.call("confirm_class_volunteer", caller=CHAOYANG, volunteer_id=named["id"])
    assert nursery.look(season)["classes"][0]["volunteers"] == 1
    nursery.call("withdraw_class_volunteer", caller=CHAOYANG, volunteer_id=named["id"])
    with pytest.raises(WrongState):
        nursery.call("confirm_class_volunteer", caller=CHAOYANG, volunteer_id=named["id"])
    nursery.call("add_class_volunteer", caller=CHAOYANG, class_id=other, **zhao)


def test_volunteers_are_sealed_and_for_officers_and_the_staff(nursery):
    season = nursery.season(volunteers=1)
    class_id = season["classes"][0]["id"]
    with nursery.desk.component.database.reading() as session:
        stored = str(session.execute(sa.select(ClassVolunteer.__table__)).all())
    assert "赵老师" not in stored
    assert "13800000001" not in stored
    (listed,) = nursery.call("list_class_volunteers", caller=CHAOYANG, class_id=class_id)["items"]
    assert (listed["name"], listed["phone"], listed["state"]) == (
        "赵老师",
        "13800000001",
        "confirmed",
    )
    staff = minder()
    for caller in (HAIDIAN, AUDITOR, member(), staff):
        with pytest.raises(Forbidden):
            nursery.call("list_class_volunteers", caller=caller, class_id=class_id)
    nursery.call("add_class_staff", caller=CHAOYANG, class_id=class_id, account_id=staff.id)
    assert nursery.call("list_class_volunteers", caller=staff, class_id=class_id)["items"]


def test_a_volunteer_who_withdraws_takes_no_place_and_is_told_of(nursery):
    season = nursery.season(volunteers=2)
    families = nursery.families(season, 1, 1, 1, 1, 1)
    nursery.place(season)
    waiting = nursery.in_state(families, "waiting")
    assert len(waiting) == 1
    (only,) = season["classes"]
    first = nursery.call("list_class_volunteers", caller=CHAOYANG, class_id=only["id"])["items"][0]
    nursery.call("withdraw_class_volunteer", caller=CHAOYANG, volunteer_id=first["id"])
    assert len(nursery.in_state(families, "placed")) == 4
    assert nursery.in_state(families, "waiting") == waiting
    (short,) = nursery.told("volunteers_short")
    contracts.check("tickets.class_volunteers_short.v1", short)
    assert (short["confirmed"], short["needed"]) == (1, 2)
    assert nursery.look(season)["classes"][0]["short"] is True
    # One comes back in: still no more places than children, so nobody is promoted.
    nursery.volunteer(only)
    assert nursery.in_state(families, "waiting") == waiting
    nursery.volunteer(only)
    assert nursery.in_state(families, "offered") == waiting


def test_a_timetable_with_courses_and_outings(nursery):
    season = nursery.season()
    class_id = season["classes"][0]["id"]
    outing = {
        "day": season["last_day"],
        "starts": "09:00",
        "ends": "16:00",
        "kind": "outing",
        "title": "汽车博物馆",
        "place": "丰台区",
    }
    course = outing | {"day": season["first_day"], "kind": "course", "title": "京剧", "place": ""}
    later = course | {"starts": "16:00", "ends": "17:00", "title": "鼻烟壶内画"}
    nursery.call(
        "set_class_timetable",
        caller=CHAOYANG,
        class_id=class_id,
        entries=[outing, later, course],
    )
    shown = nursery.call("get_class_timetable", class_id=class_id)
    assert shown["entries"] == [course, later, outing]
    for change in ({"day": "2027-01-01"}, {"ends": "09:00"}, {"starts": "24:00"}):
        with pytest.raises(InvalidInput):
            nursery.call(
                "set_class_timetable",
                caller=CHAOYANG,
                class_id=class_id,
                entries=[course | change],
            )
    with pytest.raises(Forbidden):
        nursery.call("set_class_timetable", caller=minder(), class_id=class_id, entries=[])
    with pytest.raises(ClassNotFound):
        nursery.call("get_class_timetable", class_id=season["id"])
    assert nursery.call("get_class_timetable", class_id=class_id) == shown


def test_a_season_that_is_called_off_ends_all_applications(nursery):
    season = nursery.season()
    families = nursery.families(season, 2, 2, 1)
    nursery.place(season)
    assert len(nursery.in_state(families, "waiting")) == 1
    cancel = {"caller": CHAOYANG, "season_id": season["id"], "reason": "停电"}
    assert nursery.call("cancel_class_season", **cancel)["phase"] == "cancelled"
    assert nursery.in_state(families, "cancelled") == families
    ended = nursery.told("place_withdrawn")
    assert [each["reason"] for each in ended] == ["cancelled"] * 3
    assert {each["member_id"] for each in ended} == {who.id for who in families}
    with pytest.raises(WrongPhase):
        nursery.call("cancel_class_season", **cancel)
    assert nursery.look(season)["classes"][0]["held"] == 0
