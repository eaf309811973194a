"""The sheet of a class: for its staff alone; and what families say."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.tickets.attendance.tables import Attendance, ClassFeedback
from services.tickets.errors import NotArrived, NotEnrolled, WrongPhase, WrongState
from tests.component.tickets.desk import AUDITOR, CHAOYANG, FEDERATION, HAIDIAN, member
from tests.component.tickets.nursery import PATH, Nursery, minder

GRANNY = {"name": "李奶奶", "phone": "13800000009", "relation": "奶奶"}


class Group:
    """A class on its first day, with one child and one of the staff."""

    def __init__(self, desk) -> None:
        self.nursery = Nursery(desk)
        self.season = self.nursery.season()
        self.class_id = self.season["classes"][0]["id"]
        self.parent = member()
        self.child = self.nursery.child(
            self.parent, health="哮喘", allergies="花生", pickups=[GRANNY]
        )
        self.nursery.apply(self.season, self.parent, self.child)
        self.nursery.place(self.season)
        self.staff = minder()
        self.nursery.call(
            "add_class_staff",
            caller=CHAOYANG,
            class_id=self.class_id,
            account_id=self.staff.id,
        )
        desk.wait(days=20)

    def sheet(self, caller=None, **day):
        return self.nursery.call(
            "get_class_sheet", caller=caller or self.staff, class_id=self.class_id, **day
        )

    def mark(self, mark, **more):
        asked = {"caller": self.staff, "class_id": self.class_id, "child_id": self.child}
        return self.nursery.call("mark_attendance", **asked | {"mark": mark} | more)


@pytest.fixture
def group(desk) -> Group:
    return Group(desk)


def test_the_staff_see_what_they_must_know(group):
    sheet = group.sheet()
    assert sheet["day"] == group.season["first_day"]
    assert sheet["short"] is False
    (row,) = sheet["children"]
    assert (row["name"], row["age"], row["health"], row["allergies"]) == (
        "小满",
        7,
        "哮喘",
        "花生",
    )
    assert row["pickups"] == [GRANNY]
    assert row["mark"] == "none"
    assert group.nursery.look(group.season, group.staff)["classes"][0]["minded"] is True


@pytest.mark.parametrize(
    "caller",
    [FEDERATION, CHAOYANG, HAIDIAN, AUDITOR, member(), minder(), minder("chaoyang")],
    ids=lambda caller: caller.roles[0].role if caller.roles else caller.kind,
)
def test_nobody_else_does(group, caller):
    with pytest.raises(Forbidden):
        group.sheet(caller)
    with pytest.raises(Forbidden):
        group.mark("arrived", caller=caller)


def test_being_named_is_not_enough_without_the_role_there(group):
    for scope in ("chaoyang/wangjing", "haidian", f"{PATH}/u0001"):
        elsewhere = minder(scope)
        group.nursery.call(
            "add_class_staff",
            caller=CHAOYANG,
            class_id=group.class_id,
            account_id=elsewhere.id,
        )
        with pytest.raises(Forbidden):
            group.sheet(elsewhere)
    group.nursery.call(
        "remove_class_staff",
        caller=CHAOYANG,
        class_id=group.class_id,
        account_id=group.staff.id,
    )
    with pytest.raises(Forbidden):
        group.sheet()
    with pytest.raises(Unauthenticated):
        group.nursery.call("get_class_sheet", class_id=group.class_id)


def test_a_child_comes_and_is_fetched_by_who_may(group):
    with pytest.raises(NotArrived):
        group.mark("left")
    arrived = group.mark("arrived")
    assert arrived["arrived_at"] is not None
    group.nursery.desk.wait(hours=6)
    with pytest.raises(InvalidInput) as caught:
        group.mark("left", picked_up_by="陌生人")
    assert [error.field for error in caught.value.errors] == ["picked_up_by"]
    left = group.mark("left", picked_up_by="李奶奶")
    assert (left["mark"], left["picked_up_by"]) == ("left", "李奶奶")
    assert left["arrived_at"] == arrived["arrived_at"]
    assert group.sheet()["children"] == [left]
    with group.nursery.desk.component.database.reading() as session:
        assert "李奶奶" not in str(session.execute(sa.select(Attendance.__table__)).all())
    numbers = group.nursery.call("get_attendance_numbers", caller=AUDITOR, class_id=group.class_id)
    assert numbers["items"] == [{"day": group.season["first_day"], "came": 1, "absent": 0}]
    # A mistake is put right by the next mark.
    absent = group.mark("absent")
    assert (absent["arrived_at"], absent["left_at"], absent["picked_up_by"]) == (None, None, "")


def test_only_days_of_the_season_that_have_come(group):
    for day in (group.season["last_day"], "2026-01-01"):
        with pytest.raises(InvalidInput):
            group.mark("arrived", day=day)
    other, (child,) = group.nursery.family()
    with pytest.raises(NotEnrolled):
        group.mark("arrived", child_id=child)
    with pytest.raises(InvalidInput):
        group.mark("none")
    assert other


def test_who_has_no_place_is_not_on_the_sheet(group):
    group.nursery.act(group.parent, "withdraw")
    assert group.sheet()["children"] == []
    with pytest.raises(NotEnrolled):
        group.mark("arrived")


def test_families_say_how_it_is(group):
    application = group.nursery.mine(group.parent)["id"]
    say = {"caller": group.parent, "application_id": application}
    for rating, text in ((2, "小满说午饭少"), (5, "小满很喜欢京剧课")):
        group.nursery.call("give_class_feedback", rating=rating, text=text, **say)
    assert group.nursery.mine(group.parent)["rating"] == 5
    with group.nursery.desk.component.database.reading() as session:
        assert "京剧" not in str(session.execute(sa.select(ClassFeedback.__table__)).all())
    read = {"season_id": group.season["id"]}
    for caller in (CHAOYANG, group.staff):
        said = group.nursery.call("list_class_feedback", caller=caller, **read)
        assert said["ratings"] == [0, 0, 0, 0, 1]
        assert said["texts"] == ["小满很喜欢京剧课"]
    assert group.nursery.call("list_class_feedback", caller=AUDITOR, **read) == {
        "season_id": group.season["id"],
        "ratings": [0, 0, 0, 0, 1],
        "texts": [],
    }
    for caller in (HAIDIAN, minder(), member()):
        with pytest.raises(Forbidden):
            group.nursery.call("list_class_feedback", caller=caller, **read)


def test_feedback_needs_a_place_and_classes_that_have_begun(desk):
    nursery = Nursery(desk)
    season = nursery.season()
    (who,) = nursery.families(season, 1)
    say = {"caller": who, "application_id": nursery.mine(who)["id"], "rating": 4}
    with pytest.raises(WrongState):
        nursery.call("give_class_feedback", **say)
    nursery.place(season)
    with pytest.raises(WrongPhase):
        nursery.call("give_class_feedback", **say)
