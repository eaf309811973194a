"""The demonstration's classes are those of the report, and alive."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from chassis.context import Caller, Role
from services.members import demo as members
from services.members.service import Members
from services.tickets import demo
from services.tickets.classes import demo_people
from services.tickets.classes.tables import ClassSeason
from services.tickets.days import years_on
from tests.component.tickets.desk import AUDITOR, CHAOYANG, EPOCH
from tests.support.component import settings

MOMENTS = [
    EPOCH,
    datetime(2026, 7, 20, 4, tzinfo=UTC),
    datetime(2026, 11, 23, 4, tzinfo=UTC),
    datetime(2027, 1, 1, 0, tzinfo=UTC),
]


def shown(desk, at=EPOCH):
    desk.clock.set(at)
    demo.load(desk.component.store, settings())
    seasons = desk.call("list_class_seasons", caller=CHAOYANG)["items"]
    return {(each["site"]["setup"], each["phase"]): each for each in seasons}


def minder(username: str, path: str) -> Caller:
    return Caller(
        kind="staff",
        id=demo_people.account_id(username),
        roles=(Role("class_staff", path),),
    )


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_last_summer_was_as_the_report_has_it(desk, at):
    seasons = shown(desk, at)
    assert set(seasons) == {
        ("union_station", "over"),
        ("union_station", "open"),
        ("employer", "over"),
        ("employer", "open"),
        ("joint", "running"),
    }
    street = seasons["union_station", "over"]["classes"]
    assert [each["held"] for each in street] == [30, 30, 29]
    assert all(each["volunteers"] >= 2 and not each["short"] for each in street)
    (museum,) = seasons["employer", "over"]["classes"]
    assert (museum["held"], museum["volunteers"]) == (35, 10)
    assert seasons["employer", "over"]["first_day"][5:] == "07-18"
    assert seasons["employer", "over"]["last_day"] < at.date().isoformat()
    for season in seasons.values():
        timetable = desk.call("get_class_timetable", class_id=season["classes"][0]["id"])
        outings = {e["title"] for e in timetable["entries"] if e["kind"] == "outing"}
        assert len(outings) in ({3} if season["phase"] != "running" else {1, 2})
    kinds = {e["title"] for e in timetable["entries"]}
    assert {"京剧", "鼻烟壶内画", "儿童心理", "手工"} <= kinds


def test_the_people_are_those_who_can_log_in(component, tmp_path):
    own = component(Members, dependencies={"settings": settings()})
    members.load(own.store, settings())
    with own.database.reading() as session:
        paths = dict(session.execute(sa.text("SELECT id, union_path FROM members")).all())
        accounts = set(session.scalars(sa.text("SELECT id FROM accounts")))
    by_id = {str(demo_people.uuid.UUID(key)): path for key, path in paths.items()}
    for place, number in enumerate(demo_people.CHAOYANG):
        assert by_id[demo_people.member_id(number)] == demo_people.UNIONS[place % 4]
    ids = {str(demo_people.uuid.UUID(each)) for each in accounts}
    assert {demo_people.account_id(name) for name in ("class-jianwai", "class-museum")} <= ids


def test_a_member_of_last_summer_applies_for_the_next(desk):
    season = shown(desk)["union_station", "open"]
    who = Caller(
        kind="member",
        id=demo_people.member_id(demo_people.CHAOYANG[0]),
        union=demo_people.UNIONS[0],
    )
    children = desk.call("list_my_children", caller=who)["items"]
    assert children
    (child,) = children
    first_day, born = (date.fromisoformat(d) for d in (season["first_day"], child["birth_date"]))
    age = years_on(first_day, born)
    (application,) = desk.call("list_my_class_applications", caller=who)["items"]
    assert (application["state"], application["rating"]) == ("placed", None)
    first = next(each for each in season["classes"] if each["least_age"] <= age <= each["most_age"])
    made = desk.call(
        "apply_for_class",
        caller=who,
        season_id=season["id"],
        children=[{"child_id": child["id"], "class_id": first["id"]}],
    )
    assert made["children"][0]["returning"] is True


def test_there_is_a_class_today_with_a_sheet(desk):
    season = shown(desk)["joint", "running"]
    class_id = season["classes"][0]["id"]
    staff = minder("class-jianwai", "chaoyang/jianwai")
    sheet = desk.call("get_class_sheet", caller=staff, class_id=class_id)
    assert len(sheet["children"]) == 12
    assert {row["mark"] for row in sheet["children"]} == {"none"}
    assert all(row["name"] and row["pickups"] for row in sheet["children"])
    assert len({row["age"] for row in sheet["children"]}) > 3
    assert {6 <= row["age"] <= 12 for row in sheet["children"]} == {True}
    numbers = desk.call("get_attendance_numbers", caller=AUDITOR, class_id=class_id)["items"]
    assert [each["came"] + each["absent"] for each in numbers] == [12] * 3


def test_it_is_loaded_once_and_tells_nobody(desk):
    before = shown(desk)
    demo.load(desk.component.store, settings())
    assert shown(desk) == before
    assert not [e for e in desk.events() if e["type"].startswith("tickets.class_")]
    with desk.component.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ClassSeason)) == 5
