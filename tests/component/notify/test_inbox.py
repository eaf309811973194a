"""The inbox as a member uses it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis import paging
from chassis.context import SYSTEM, Caller
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.notify.errors import MessageNotFound, NoDemoPhone
from services.notify.service import Notify
from tests.component.notify.conftest import as_member
from tests.support.component import settings


def fill(house, member: str, count: int) -> None:
    for number in range(count):
        house.notify.deliver(house.ticket(member, title=f"第{number}场"))
        if number % 3 == 0:  # several in one moment
            house.clock.advance(timedelta(seconds=1))


def test_pages_are_newest_first_and_hold_every_message_once(house):
    member = house.member()
    fill(house, member, 23)
    fill(house, house.member(), 5)
    seen, cursor = [], ""
    while cursor is not None:
        page = house.inbox(member, limit=5, cursor=cursor)
        assert page["unread"] == 23
        seen += page["items"]
        cursor = page["next_cursor"]
    assert len({item["id"] for item in seen}) == len(seen) == 23
    assert [i["created_at"] for i in seen] == sorted((i["created_at"] for i in seen), reverse=True)
    assert {item["title"] for item in seen} == {f"抢票成功：第{n}场" for n in range(23)}


def test_reading_a_message_lowers_the_count_once(house):
    member = house.member()
    fill(house, member, 3)
    one = house.inbox(member)["items"][1]
    for _ in range(2):
        marked = house.notify.call(
            "mark_message_read", caller=as_member(member), message_id=one["id"]
        )
        assert marked == one | {"read": True}
        assert house.inbox(member)["unread"] == 2
    assert [item["read"] for item in house.inbox(member)["items"]] == [False, True, False]


def test_another_members_message_is_not_found(house):
    owner, other = house.member(), house.member()
    fill(house, owner, 1)
    (message,) = house.inbox(owner)["items"]
    for message_id in (message["id"], uuid7()):
        with pytest.raises(MessageNotFound):
            house.notify.call("mark_message_read", caller=as_member(other), message_id=message_id)
    assert house.inbox(other) == {"items": [], "next_cursor": None, "unread": 0}
    assert house.inbox(owner)["unread"] == 1


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (Caller(), Unauthenticated),
        (Caller(kind="staff", id=uuid7()), Forbidden),
        (SYSTEM, Forbidden),
    ],
)
def test_only_members_have_an_inbox(house, caller, error):
    with pytest.raises(error):
        house.notify.call("list_my_messages", caller=caller)
    with pytest.raises(error):
        house.notify.call("mark_message_read", caller=caller, message_id=uuid7())


@pytest.mark.parametrize(
    "values", [["now", uuid7()], ["2026-01-01T00:00:00Z", "1"], ["x"], [1, 2], [uuid7(), "now"]]
)
def test_a_forged_cursor_is_refused(house, values):
    with pytest.raises(InvalidInput) as caught:
        house.inbox(house.member(), cursor=paging.encode(values))
    assert caught.value.errors[0].field == "cursor"


@pytest.mark.parametrize("payload", [{"limit": 0}, {"limit": "5"}, {"unread": True}])
def test_a_wrong_field_of_a_page_is_named(house, payload):
    with pytest.raises(InvalidInput) as caught:
        house.inbox(house.member(), **payload)
    assert [error.field for error in caught.value.errors] == list(payload)


def test_the_phone_shows_its_newest_fifty(house):
    member = house.member()
    for number in range(60):
        house.notify.deliver(house.ticket(member, title=f"第{number}场"))
        house.send()
        house.clock.advance(timedelta(seconds=1))
    texts = house.phone()
    assert len(texts) == 50
    assert [int(text.partition("第")[2].partition("场")[0]) for text in texts] == list(
        range(59, 9, -1)
    )


def test_without_the_demonstration_there_is_no_phone_to_look_at(component):
    notify = component(Notify, dependencies={"settings": settings(DEMO="false")})
    with pytest.raises(NoDemoPhone):
        notify.call("demo_phone", number="13800000001")


@pytest.mark.parametrize(
    "number", ["", "12", "138 0000", "13800000001'", "１３８００００", 138, "1" * 30]
)
def test_what_is_no_number_is_named(house, number):
    with pytest.raises(InvalidInput) as caught:
        house.notify.call("demo_phone", number=number)
    assert [error.field for error in caught.value.errors] == ["number"]
