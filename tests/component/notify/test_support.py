"""What support staff see and do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from chassis.context import SYSTEM, Caller, Role
from chassis.errors import DomainError, Forbidden, InvalidInput, Unauthenticated
from chassis.ids import uuid7
from services.notify.errors import CannotResend, MessageNotFound
from tests.component.notify.conftest import as_member

OFFICER = Caller(kind="staff", id="account-7", roles=(Role("federation"),))
AUDITOR = Caller(kind="staff", id="account-8", roles=(Role("auditor"),))
DISTRICT = Caller(kind="staff", id="account-9", roles=(Role("federation", "chaoyang"),))


def dead(house, gateway, phone="13800000001") -> str:
    """The id of a message that was refused too often."""
    member = house.member(phone)
    house.notify.deliver(house.ticket(member))
    gateway.behaviour = "503"
    while (message := house.all_sms()[-1]).state != "dead":
        house.clock.set(max(message.due_at, house.clock.now()))
        house.send()
    gateway.behaviour = "accept"
    return message.id


def story(house, message_id, caller=OFFICER):
    return house.notify.call("get_message", caller=caller, message_id=message_id)


def resend(house, message_id, caller=OFFICER, **more):
    return house.notify.call(
        "resend_message", caller=caller, message_id=message_id, reason="电信故障", **more
    )


def test_a_dead_message_is_listed_sent_again_by_hand_and_its_story_told(kannel_house, gateway):
    house = kannel_house
    message_id = dead(house, gateway)
    (listed,) = house.notify.call("list_messages", caller=OFFICER)["items"]
    assert (listed["id"], listed["state"], listed["attempts"]) == (message_id, "dead", 48)
    house.clock.advance(timedelta(days=30))  # long after its expiry
    assert resend(house, message_id)["message"]["state"] == "created"
    house.send()
    assert house.notify.call("list_messages", caller=OFFICER)["items"] == []
    told = story(house, message_id, caller=AUDITOR)
    assert (told["message"]["state"], told["message"]["attempts"]) == ("sent", 49)
    lines = [(line["what"], line["detail"]) for line in told["story"]]
    assert lines[:3] == [
        ("made", ""),
        ("attempt_began", ""),
        ("attempt_ended", "refused 503 as you wish"),
    ]
    assert lines[-3:] == [
        ("resent", "电信故障"),
        ("attempt_began", ""),
        ("attempt_ended", "accepted"),
    ]
    assert told["story"][-3]["by"] == "account-7"
    assert [line["at"] for line in told["story"]] == sorted(line["at"] for line in told["story"])


def test_a_story_shows_no_number_and_nothing_that_was_said(kannel_house, gateway):
    house = kannel_house
    member = house.member("13812345678")
    house.notify.deliver(house.ticket(member, title="秘密专场"))
    house.notify.deliver(house.login_code(member, ends=house.clock.now() + timedelta(minutes=5)))
    house.send()
    stories = [story(house, message.id) for message in house.all_sms()]
    assert [told["story"][-1]["number"] for told in stories] == ["138****5678"] * 2
    said = json.dumps(stories, ensure_ascii=False)
    for secret in ("13812345678", "秘密专场", "7K3M9QX2", "482913"):
        assert secret not in said


def test_a_members_messages_are_found_page_by_page(kannel_house):
    house = kannel_house
    member = house.member()
    for _ in range(5):
        house.notify.deliver(house.ticket(member))
    house.notify.deliver(house.ticket(house.member()))
    seen, cursor = [], ""
    while cursor is not None:
        page = house.notify.call(
            "list_messages", caller=OFFICER, member_id=member, limit=3, cursor=cursor
        )
        seen += page["items"]
        cursor = page["next_cursor"]
    ids = [item["id"] for item in seen]
    assert len(set(ids)) == len(ids) == 10  # inbox and SMS
    assert ids == sorted(ids, reverse=True)
    assert {item["member_id"] for item in seen} == {member}


def test_a_second_click_does_not_send_twice(kannel_house, gateway):
    house = kannel_house
    message_id = dead(house, gateway)
    first = resend(house, message_id, key="click")
    assert resend(house, message_id, key="click") == first
    with pytest.raises(CannotResend):
        resend(house, message_id, key="another click")
    sent_before = len(gateway.requests)
    for _ in range(2):
        house.send()
    assert len(gateway.requests) == sent_before + 1


def test_a_message_that_is_on_its_way_is_not_sent_again(kannel_house, gateway):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    with pytest.raises(CannotResend):
        resend(house, house.sms().id)
    gateway.behaviour = "vanish"
    house.send()
    with pytest.raises(CannotResend):  # uncertain, and it goes out again by itself
        resend(house, house.sms().id)
    house.send_when_due()
    house.send_when_due()
    assert resend(house, house.sms().id)["message"]["state"] == "created"


@pytest.mark.parametrize(
    ("caller", "error"),
    [
        (Caller(), Unauthenticated),
        (as_member(uuid7()), Forbidden),
        (DISTRICT, Forbidden),
    ],
)
def test_others_see_no_messages(kannel_house, gateway, caller, error):
    house = kannel_house
    message_id = dead(house, gateway)
    for ask in (
        lambda: house.notify.call("list_messages", caller=caller),
        lambda: story(house, message_id, caller=caller),
        lambda: resend(house, message_id, caller=caller),
    ):
        with pytest.raises(error):
            ask()
    assert house.sms().state == "dead"


def test_an_auditor_looks_and_changes_nothing(kannel_house, gateway):
    house = kannel_house
    message_id = dead(house, gateway)
    assert len(house.notify.call("list_messages", caller=AUDITOR)["items"]) == 1
    with pytest.raises(Forbidden):
        resend(house, message_id, caller=AUDITOR)


@pytest.mark.parametrize("ask", [story, resend])
def test_a_message_that_does_not_exist_is_not_found(kannel_house, ask):
    with pytest.raises(MessageNotFound):
        ask(kannel_house, uuid7())


@pytest.mark.parametrize(
    ("payload", "field"),
    [({"state": "sent"}, "state"), ({"member_id": "7"}, "member_id"), ({"cursor": "x"}, "cursor")],
)
def test_a_wrong_field_of_a_list_is_named(house, payload, field):
    with pytest.raises(InvalidInput) as caught:
        house.notify.call("list_messages", caller=OFFICER, **payload)
    assert [error.field for error in caught.value.errors] == [field]


def test_trouble_is_counted(kannel_house, gateway):
    house = kannel_house
    dead(house, gateway)
    house.notify.tick("count_in_trouble")
    counted = {
        state: REGISTRY.get_sample_value("unionhall_messages_in_trouble", {"state": state})
        for state in ("dead", "failed", "no_receipt", "uncertain")
    }
    assert counted == {"dead": 1, "failed": 0, "no_receipt": 0, "uncertain": 0}


def test_services_may_look_too(house):
    assert house.notify.call("list_messages", caller=SYSTEM)["items"] == []
    with pytest.raises(DomainError):
        story(house, uuid7(), caller=SYSTEM)
