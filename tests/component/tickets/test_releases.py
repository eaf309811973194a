"""Releases: who may make and see them, and how they open and close."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.tickets.errors import (
    ReleaseAlreadyCancelled,
    ReleaseNotDraft,
    ReleaseNotFound,
    ReleaseOver,
)
from tests.component.tickets.desk import (
    AUDITOR,
    CHAOYANG,
    EPOCH,
    FEDERATION,
    HAIDIAN,
    VENUE,
    member,
    staff,
)

LATER = {"opens_at": rfc3339(EPOCH + timedelta(minutes=3))}


def test_a_release_comes_back_as_it_was_made(desk):
    made = desk.release(description="一大一小\n带好证件", venue="朝阳公园", **LATER)
    found = desk.look(made, ANONYMOUS)
    assert found == made
    assert made["state"] == "scheduled"
    assert made["stock"] == made["remaining"] == 2
    assert made["districts"] == ["chaoyang"]
    assert made["server_time"] == made["created_at"] == rfc3339(EPOCH)
    assert made["service_id"] is None
    assert len(made["code"]) == 6


def test_the_same_key_makes_one_release(desk):
    plan = desk.plan()
    first = desk.call("create_release", caller=FEDERATION, key="k", **plan)
    again = desk.call("create_release", caller=FEDERATION, key="k", **plan)
    assert again == first
    assert len(desk.call("list_releases")["items"]) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": 5}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"description": "x" * 2001}, "description"),
        ({"venue": "x" * 201}, "venue"),
        ({"districts": []}, "districts"),
        ({"districts": "chaoyang"}, "districts"),
        ({"districts": ["atlantis"]}, "districts"),
        ({"districts": ["chaoyang"] * 2}, "districts"),
        ({"districts": [5]}, "districts.0"),
        ({"stock": 0}, "stock"),
        ({"stock": 1_000_001}, "stock"),
        ({"stock": "5"}, "stock"),
        ({"stock": True}, "stock"),
        ({"opens_at": "tomorrow"}, "opens_at"),
        ({"opens_at": "2026-04-25T10:00:00"}, "opens_at"),
        ({"closes_at": rfc3339(EPOCH)}, "closes_at"),
        ({"opens_at": "2020-01-01T00:00:00Z", "closes_at": "2020-01-02T00:00:00Z"}, "closes_at"),
        ({"draft": 1}, "draft"),
        ({"draft": "yes"}, "draft"),
        ({"service_id": "nope"}, "service_id"),
        ({"service_id": uuid7()}, "service_id"),
        ({"remaining": 5}, "remaining"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_made(desk, change, field):
    with pytest.raises(InvalidInput) as caught:
        desk.release(**change)
    assert [error.field for error in caught.value.errors] == [field]
    assert desk.call("list_releases", caller=FEDERATION)["items"] == []
    assert desk.events() == []


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (ANONYMOUS, Unauthenticated),
        (member(), Forbidden),
        (HAIDIAN, Forbidden),
        (VENUE, Forbidden),
        (AUDITOR, Forbidden),
        (staff("grassroots", "chaoyang/jianwai/u0001"), Forbidden),
        (staff("district", "chaoyang/jianwai"), Forbidden),
    ],
)
def test_only_an_officer_over_the_district_may_make_schedule_or_cancel(desk, caller, error):
    with pytest.raises(error):
        desk.release(caller)
    made = desk.release()
    for method, more in (("schedule_release", {}), ("cancel_release", {"reason": "x"})):
        with pytest.raises(error):
            desk.call(method, caller=caller, release_id=made["id"], **more)
    assert desk.look(made)["state"] == "open"


def test_a_district_officer_needs_every_district(desk):
    desk.release(CHAOYANG)
    with pytest.raises(Forbidden):
        desk.release(CHAOYANG, districts=["chaoyang", "haidian"])


def test_it_opens_and_closes_to_the_moment_without_a_tick(desk):
    made = desk.release(**LATER)
    opens, closes = EPOCH + timedelta(minutes=3), EPOCH + timedelta(days=1)
    moment = timedelta(microseconds=1)
    for at, state in (
        (opens - moment, "scheduled"),
        (opens, "open"),
        (closes - moment, "open"),
        (closes, "closed"),
    ):
        desk.clock.set(at)
        assert desk.look(made)["state"] == state
        lists = [
            asked
            for asked in ("scheduled", "open", "closed")
            if desk.call("list_releases", state=asked)["items"]
        ]
        assert lists == [state]


def test_the_tick_tells_each_step_once(desk):
    desk.release(**LATER)
    assert desk.tick() == []
    desk.wait(minutes=3)
    assert desk.tick() == ["tickets.release_opened.v1"]
    assert desk.tick() == []
    desk.wait(days=1)
    assert desk.tick() == ["tickets.release_closed.v1"]
    assert desk.tick() == []


def test_a_tick_that_comes_much_too_late_tells_every_step(desk):
    made = desk.release(**LATER)
    desk.wait(days=2)
    desk.tick()
    told = [(event["type"], event["data"]["state"]) for event in desk.events()]
    assert told == [
        ("tickets.release_scheduled.v1", "scheduled"),
        ("tickets.release_opened.v1", "open"),
        ("tickets.release_closed.v1", "closed"),
    ]
    assert {event["subject"] for event in desk.events()} == {made["id"]}


def test_an_opening_in_the_past_is_now(desk):
    made = desk.release(opens_at=rfc3339(EPOCH - timedelta(days=1)))
    assert made["state"] == "open"
    types = [event["type"] for event in desk.events()]
    assert types == ["tickets.release_scheduled.v1", "tickets.release_opened.v1"]
    assert desk.tick() == []


def test_a_draft_is_known_to_officers_and_auditors_of_its_districts_only(desk):
    draft = desk.release(districts=["chaoyang", "haidian"], draft=True)
    assert draft["state"] == "draft"
    assert desk.events() == []
    for caller in (FEDERATION, CHAOYANG, HAIDIAN, AUDITOR):
        assert desk.look(draft, caller)["id"] == draft["id"]
        assert len(desk.call("list_releases", caller=caller)["items"]) == 1
    for caller in (ANONYMOUS, member(), VENUE, staff("district", "fengtai")):
        with pytest.raises(ReleaseNotFound):
            desk.look(draft, caller)
        assert desk.call("list_releases", caller=caller)["items"] == []


def test_a_draft_is_scheduled_once(desk):
    draft = desk.release(draft=True, **LATER)
    scheduled = desk.call("schedule_release", caller=CHAOYANG, release_id=draft["id"])
    assert scheduled["state"] == "scheduled"
    assert [e["type"] for e in desk.events()] == ["tickets.release_scheduled.v1"]
    with pytest.raises(ReleaseNotDraft):
        desk.call("schedule_release", caller=CHAOYANG, release_id=draft["id"])


def test_a_draft_whose_time_is_over_stays_one(desk):
    draft = desk.release(draft=True)
    desk.wait(days=2)
    assert desk.look(draft)["state"] == "draft"
    assert desk.tick() == []
    with pytest.raises(ReleaseOver):
        desk.call("schedule_release", caller=FEDERATION, release_id=draft["id"])


def test_a_release_is_cancelled_once_and_told(desk):
    made = desk.release(**LATER)
    cancelled = desk.call(
        "cancel_release", caller=CHAOYANG, release_id=made["id"], reason="场馆维修"
    )
    assert cancelled["state"] == "cancelled"
    assert desk.look(made, ANONYMOUS)["state"] == "cancelled"
    assert [e["type"] for e in desk.events()][-1] == "tickets.release_cancelled.v1"
    with pytest.raises(ReleaseAlreadyCancelled):
        desk.call("cancel_release", caller=CHAOYANG, release_id=made["id"], reason="x")
    with pytest.raises(ReleaseNotDraft):
        desk.call("schedule_release", caller=CHAOYANG, release_id=made["id"])
    desk.wait(days=2)
    assert desk.tick() == []


def test_a_cancelled_draft_was_never_anybody_elses_business(desk):
    draft = desk.release(draft=True)
    desk.call("cancel_release", caller=FEDERATION, release_id=draft["id"], reason="x")
    assert desk.events() == []
    with pytest.raises(ReleaseNotFound):
        desk.look(draft, ANONYMOUS)


@pytest.mark.parametrize("reason", ["", " ", "x" * 501, None])
def test_a_cancellation_needs_a_reason(desk, reason):
    made = desk.release()
    with pytest.raises(InvalidInput) as caught:
        desk.call("cancel_release", caller=FEDERATION, release_id=made["id"], reason=reason)
    assert [error.field for error in caught.value.errors] == ["reason"]


@pytest.mark.parametrize("method", ["get_release", "schedule_release"])
def test_an_unknown_release_is_not_found(desk, method):
    with pytest.raises(ReleaseNotFound):
        desk.call(method, caller=FEDERATION, release_id=uuid7())


def test_a_release_is_found_by_its_code_unless_it_is_a_draft(desk):
    public, draft = desk.release(), desk.release(draft=True)
    found = desk.call("find_release_by_code", caller=ANONYMOUS, code=public["code"])
    assert found == desk.look(public)
    for code in (draft["code"], "NOSUCH", public["code"].lower() + "X"):
        with pytest.raises(ReleaseNotFound):
            desk.call("find_release_by_code", caller=member(), code=code)


def test_a_known_service_may_be_named(desk):
    service_id = uuid7()
    desk.deliver_service(service_id)
    assert desk.release(service_id=service_id)["service_id"] == service_id


def titles(desk, caller=ANONYMOUS, **asked) -> list[str]:
    """The titles of one list, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = desk.call("list_releases", caller=caller, limit=2, cursor=cursor, **asked)
        found += [item["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    return found


@pytest.fixture
def programme(desk):
    """One release in each state; cancelled and closed ones once were open."""

    def at(**span: float) -> str:
        return rfc3339(EPOCH + timedelta(**span))

    desk.release(title="closed", opens_at=at(hours=-1), closes_at=at(minutes=1))
    cancelled = desk.release(title="cancelled", opens_at=at(hours=-2))
    desk.call("cancel_release", caller=FEDERATION, release_id=cancelled["id"], reason="x")
    desk.wait(minutes=2)
    desk.release(title="open", opens_at=at(hours=-3), districts=["haidian", "chaoyang"])
    desk.release(title="scheduled", opens_at=at(hours=5))
    desk.release(title="elsewhere", opens_at=at(hours=5), districts=["fengtai"])
    desk.release(title="draft", opens_at=at(hours=6), draft=True)
    return desk


def test_lists_are_by_opening_time_and_show_all_that_is_public(programme):
    public = ["scheduled", "elsewhere", "closed", "cancelled", "open"]
    assert sorted(titles(programme)[:2]) == sorted(public[:2])
    assert titles(programme)[2:] == public[2:]
    assert titles(programme, FEDERATION)[0] == "draft"
    assert titles(programme, staff("district", "fengtai")) == titles(programme)


def test_a_member_sees_their_district_unless_another_is_named(programme):
    assert titles(programme, member()) == ["scheduled", "closed", "cancelled", "open"]
    assert titles(programme, member("haidian/zgc/u0007")) == ["open"]
    assert titles(programme, member(), district="fengtai") == ["elsewhere"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "open", "closed", "cancelled"])
def test_a_list_of_one_state_holds_what_is_in_that_state(programme, state):
    found = titles(programme, CHAOYANG, state=state, district="chaoyang")
    assert found == [state]
    (item,) = programme.call("list_releases", caller=CHAOYANG, state=state, district="chaoyang")[
        "items"
    ]
    assert item["state"] == state


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"district": "atlantis"}, "district"),
        ({"state": "asleep"}, "state"),
        ({"state": 5}, "state"),
        ({"limit": 0}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_question_is_refused_by_field(desk, asked, field):
    with pytest.raises(InvalidInput) as caught:
        desk.call("list_releases", **asked)
    assert [error.field for error in caught.value.errors] == [field]
