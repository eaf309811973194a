"""From an application to a place, by way of the draw, the waiting list and an offer."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.tickets.enrolment import rules
from services.tickets.enrolment.tables import ClassApplication
from services.tickets.errors import (
    AlreadyApplied,
    ApplicationNotFound,
    CardSuspended,
    ChildInClass,
    NotOpenToMember,
    OfferEnded,
    WrongPhase,
    WrongState,
)
from tests.component.tickets.desk import AUDITOR, CHAOYANG, HAIDIAN, member
from tests.component.tickets.nursery import VALUE, Nursery, minder
from tests.support import contracts


def check_events(nursery: Nursery) -> None:
    """All that was told keeps its contract and names no child."""
    for event in nursery.desk.events():
        contracts.check(event["type"], event["data"])
        assert set(event["data"]) == set(contracts.sample(event["type"]))
        assert "小满" not in str(event)


@pytest.fixture
def nursery(desk) -> Nursery:
    return Nursery(desk)


def test_a_family_applies_for_all_of_its_children(nursery):
    season = nursery.season()
    who, children = nursery.family(2)
    made = nursery.apply(season, who, *children)
    assert made["state"] == "applied"
    assert sorted(each["child_id"] for each in made["children"]) == sorted(children)
    assert not any(each["returning"] for each in made["children"])
    assert nursery.mine(who) == made
    assert nursery.look(season)["classes"][0]["applied"] == 2
    with pytest.raises(AlreadyApplied):
        nursery.apply(season, who, children[0])
    nursery.act(who, "withdraw")
    nursery.apply(season, who, children[0])


def test_siblings_of_different_ages_are_still_one(nursery):
    small = nursery.plan()["classes"][0]
    large = small | {"title": "大班", "least_age": 9, "most_age": 12, "places": 1}
    season = nursery.season(classes=[small, large])
    ids = [each["id"] for each in season["classes"]]
    families = []
    for _ in range(3):
        who = member()
        wanted = [
            {"child_id": nursery.child(who, age=age, name=f"小满{age}"), "class_id": ids[number]}
            for number, age in enumerate((7, 10))
        ]
        nursery.call("apply_for_class", caller=who, season_id=season["id"], children=wanted)
        families.append(who)
    nursery.place(season)
    assert len(nursery.in_state(families, "placed")) == 1
    assert len(nursery.in_state(families, "waiting")) == 2
    assert [each["held"] for each in nursery.look(season)["classes"]] == [1, 1]


def test_what_does_not_fit_is_named(nursery):
    season, other = nursery.season(), nursery.season()
    who, (child,) = nursery.family()
    young = nursery.child(who, age=5, name="小小")
    _, (foreign,) = nursery.family()
    class_id = season["classes"][0]["id"]
    for wanted, field in (
        ([(young, class_id)], "children.0.class_id"),
        ([(child, other["classes"][0]["id"])], "children.0.class_id"),
        ([(child, class_id), (foreign, class_id)], "children.1.child_id"),
        ([(child, class_id), (child, class_id)], "children.0.child_id"),
    ):
        with pytest.raises(InvalidInput) as caught:
            nursery.call(
                "apply_for_class",
                caller=who,
                season_id=season["id"],
                children=[{"child_id": c, "class_id": k} for c, k in wanted],
            )
        assert caught.value.errors[0].field == field
    assert nursery.call("list_my_class_applications", caller=who)["items"] == []


def test_who_may_apply(nursery):
    season = nursery.season(open_to="chaoyang/jianwai")
    elsewhere = member("chaoyang/jianwai2/u0001")
    assert nursery.look(season, elsewhere)["open_to_caller"] is False
    assert nursery.look(season, member())["open_to_caller"] is True
    with pytest.raises(NotOpenToMember):
        nursery.apply(season, elsewhere, nursery.child(elsewhere))
    who, (child,) = nursery.family()
    nursery.desk.deliver_card("suspended", who)
    with pytest.raises(CardSuspended):
        nursery.apply(season, who, child)
    for caller, error in ((CHAOYANG, Forbidden), (minder(), Forbidden)):
        with pytest.raises(error):
            nursery.apply(season, caller, child)
    nursery.desk.deliver_card("reinstated", who)
    nursery.desk.wait(days=10)
    with pytest.raises(WrongPhase):
        nursery.apply(season, who, child)


def test_the_database_itself_holds_one_application_a_member(nursery):
    season = nursery.season()
    nursery.families(season, 1)
    with nursery.desk.component.store.work() as work:
        row = work.session.scalars(sa.select(ClassApplication)).one()
        copied = {c.key: getattr(row, c.key) for c in sa.inspect(ClassApplication).column_attrs}
        work.session.add(ClassApplication(**copied | {"id": season["id"]}))
        with pytest.raises(IntegrityError):
            work.session.flush()
        work.session.rollback()


def test_the_placing_fills_what_is_open_and_tells_everybody(nursery):
    season = nursery.season(volunteers=3)
    families = nursery.families(season, 2, 2, 2, 2, 1)
    placing = nursery.place(season)
    only = nursery.look(season)["classes"][0]
    assert only["open_places"] == 6
    assert only["held"] >= 5
    given, waiting = nursery.told("place_given"), nursery.told("waitlisted")
    assert {each["member_id"] for each in given} == {
        who.id for who in nursery.in_state(families, "placed")
    }
    assert [each["position"] for each in waiting] == list(range(1, len(waiting) + 1))
    check_events(nursery)
    assert placing["entries"] == 5
    with pytest.raises(WrongPhase):
        nursery.call("place_class_season", caller=CHAOYANG, season_id=season["id"], value="another")


def test_anybody_can_check_the_placing(nursery):
    season = nursery.season(returning_percent=50)
    families = nursery.families(season, 1, 2, 1, 1, 2)
    nursery.act(families[0], "withdraw")
    look = {"season_id": season["id"]}
    assert nursery.call("get_class_placing", **look)["items"] == []
    nursery.desk.wait(days=10)
    frozen = nursery.call("get_class_placing", **look)
    assert (frozen["value"], frozen["entries"]) == (None, 5)
    nursery.call("place_class_season", caller=CHAOYANG, value=VALUE, **look)
    shown = nursery.call("get_class_placing", **look)
    assert shown["entries_hash"] == frozen["entries_hash"]
    assert shown["entries_hash"] == rules.entries_hash(each["id"] for each in shown["items"])
    taking_part = [each for each in shown["items"] if each["rank"]]
    again = rules.place(
        [
            rules.Ask(
                each["id"],
                {want["class_id"]: want["children"] for want in each["wants"]},
                each["returning"],
            )
            for each in taking_part
        ],
        season_id=season["id"],
        value=shown["value"],
        open_places={each["class_id"]: each["opened"] for each in shown["classes"]},
        returning_percent=shown["returning_percent"],
    )
    assert again.order == [each["id"] for each in taking_part]
    assert again.drawn == {each["id"]: each["drawn"] for each in taking_part}


def test_officers_of_elsewhere_place_nothing_and_nobody_before_the_end(nursery):
    season = nursery.season()
    place = {"season_id": season["id"], "value": VALUE}
    with pytest.raises(WrongPhase):
        nursery.call("place_class_season", caller=CHAOYANG, **place)
    nursery.desk.wait(days=10)
    for caller in (HAIDIAN, AUDITOR, member()):
        with pytest.raises(Forbidden):
            nursery.call("place_class_season", caller=caller, **place)
        with pytest.raises(Forbidden):
            nursery.call("list_class_applications", caller=caller, season_id=season["id"])
    with pytest.raises(Unauthenticated):
        nursery.call("place_class_season", **place)


def test_children_who_come_back_come_first_within_the_quota(nursery):
    past = nursery.season(volunteers=5)
    families = nursery.families(past, 1, 1, 1)
    nursery.place(past)
    nursery.desk.wait(days=60)
    season = nursery.season(volunteers=2, returning_percent=50)  # four places, two of them kept
    strangers = nursery.families(season, *[1] * 10)
    for who in families:
        made = nursery.apply(
            season, who, nursery.call("list_my_children", caller=who)["items"][0]["id"]
        )
        assert made["children"][0]["returning"] is True
    assert nursery.look(season)["classes"][0]["quota"] == 2
    nursery.place(season)
    drawn = [nursery.mine(who)["drawn"] for who in families]
    assert drawn.count("returning") == 2
    assert {nursery.mine(who)["drawn"] for who in strangers} <= {"drawn", "waiting"}
    placed = nursery.in_state(families + strangers, "placed")
    assert len(placed) == 4


def test_who_gives_up_a_place_gives_it_to_the_next_who_has_a_time_to_take_it(nursery):
    season = nursery.season(volunteers=2, offer_hours=24)
    families = nursery.families(season, *[1] * 7)
    nursery.place(season)
    waiting = sorted(nursery.in_state(families, "waiting"), key=lambda w: nursery.mine(w)["rank"])
    assert [nursery.mine(who)["waiting_position"] for who in waiting] == [1, 2, 3]
    nursery.act(nursery.in_state(families, "placed")[0], "withdraw")
    first, second, third = waiting
    assert nursery.in_state(families, "offered") == [first]
    (offered,) = nursery.told("place_offered")
    assert offered["member_id"] == first.id
    assert nursery.mine(second)["waiting_position"] == 1
    # Nobody else gets it meanwhile, and the offer ends to the moment.
    nursery.desk.wait(hours=24)
    with pytest.raises(OfferEnded):
        nursery.act(first, "accept")
    nursery.desk.component.tick("expire_class_offers")
    assert nursery.mine(first)["state"] == "lapsed"
    assert nursery.told("place_withdrawn")[-1]["reason"] == "lapsed"
    assert nursery.in_state(families, "offered") == [second]
    assert nursery.act(second, "accept")["state"] == "placed"
    nursery.desk.wait(hours=48)
    nursery.desk.component.tick("expire_class_offers")
    assert nursery.mine(second)["state"] == "placed"
    assert nursery.mine(third)["state"] == "waiting"
    assert nursery.look(season)["classes"][0]["held"] == 4
    with pytest.raises(WrongState):
        nursery.act(second, "accept")
    check_events(nursery)


def test_siblings_are_promoted_together_or_not(nursery):
    season = nursery.season(volunteers=2)
    families = nursery.families(season, 2, 2, 2)
    nursery.place(season)
    (waiting,) = nursery.in_state(families, "waiting")
    (only,) = season["classes"]
    nursery.call(
        "withdraw_class_volunteer",
        caller=CHAOYANG,
        volunteer_id=nursery.volunteer(only, confirm=False)["id"],
    )
    assert nursery.mine(waiting)["state"] == "waiting"
    nursery.volunteer(only)
    assert nursery.mine(waiting)["state"] == "offered"
    assert nursery.told("place_offered")[0]["children"] == 2


def test_an_offer_that_is_given_up_goes_to_the_next(nursery):
    season = nursery.season(volunteers=2)
    families = nursery.families(season, *[1] * 6)
    nursery.place(season)
    nursery.act(nursery.in_state(families, "placed")[0], "withdraw")
    (offered,) = nursery.in_state(families, "offered")
    nursery.act(offered, "withdraw")
    (after,) = nursery.in_state(families, "offered")
    assert after is not offered
    assert nursery.look(season)["classes"][0]["held"] == 4


def test_applications_are_their_members_alone(nursery):
    season = nursery.season()
    (who,) = nursery.families(season, 1)
    stranger = member()
    for method in ("accept_class_offer", "withdraw_class_application"):
        with pytest.raises(ApplicationNotFound):
            nursery.call(method, caller=stranger, application_id=nursery.mine(who)["id"])
    assert nursery.call("list_my_class_applications", caller=stranger)["items"] == []
    (row,) = nursery.call("list_class_applications", caller=CHAOYANG, season_id=season["id"])[
        "items"
    ]
    assert row["wants"] == [{"class_id": season["classes"][0]["id"], "children": 1}]
    assert who.id not in str(row)


def test_a_child_in_a_class_is_not_forgotten(nursery):
    season = nursery.season()
    who, (child,) = nursery.family()
    nursery.apply(season, who, child)
    with pytest.raises(ChildInClass):
        nursery.call("remove_child", caller=who, child_id=child)
    nursery.act(who, "withdraw")
    nursery.call("remove_child", caller=who, child_id=child)
