"""What notify publishes, hears and asks keeps the contracts of both sides."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import jsonschema
import pytest

from chassis.clock import rfc3339
from chassis.context import SYSTEM, CallContext
from chassis.envelope import Event
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.schema import dump, load
from chassis.topology import subscriptions
from services.notify import schemas
from services.notify.broadcasts.audiences import Audiences
from services.notify.channels.rules import size
from services.notify.channels.selection import Channels
from services.notify.purchases.doors import HEARD as PURCHASES
from services.notify.service import Notify
from tests.component.notify.fakes import Members
from tests.support import contracts
from tests.support.component import Component, settings
from tests.support.erasure import member_erased

PUBLISHED = "notify.message_created.v1"
CLASSES = (
    "tickets.class_place_given.v1",
    "tickets.class_place_offered.v1",
    "tickets.class_place_withdrawn.v1",
    "tickets.class_waitlisted.v1",
)
PLACES = (
    "tickets.offer_made.v1",
    "tickets.offer_expired.v1",
    "tickets.ticket_returned.v1",
    "tickets.ticket_cancelled.v1",
    "tickets.cool_down_began.v1",
    "tickets.cool_down_lifted.v1",
)
OF_RELEASES = ("tickets.release_cancelled.v1", "tickets.release_sold_out.v1")
HEARD = (
    "members.login_code_issued.v1",
    "members.member_erased.v1",
    "tickets.ticket_claimed.v1",
    "tickets.ticket_reminder_due.v1",
    *CLASSES,
    *PLACES,
    *OF_RELEASES,
    "tickets.release_scheduled.v1",
    *PURCHASES,
)
PHONE = "13800000001"
LATER = "2999-01-01T00:00:00.000000Z"


@pytest.fixture
def members() -> Members:
    return Members({})


@pytest.fixture
def notify(component, members) -> Component:
    own = settings()
    return component(
        Notify, dependencies={"settings": own, "members": members, "channels": Channels(own)}
    )


def deliver_sample(notify: Component, members: Members, event_type: str, **changes: str) -> str:
    """Let the publisher's own example happen; whom it is about."""
    data = contracts.sample(event_type) | changes
    members.phones[data["member_id"]] = PHONE
    notify.deliver(Event(event_type, data["member_id"], data))
    return data["member_id"]


def test_these_are_the_events_that_notify_hears():
    assert [event_type for _, event_type in subscriptions(Notify)] == sorted(HEARD)


def test_a_published_example_of_a_won_ticket_is_told_and_published_by_contract(notify, members):
    member_id = deliver_sample(notify, members, "tickets.ticket_claimed.v1")
    (event,) = notify.events(PUBLISHED)
    contracts.check(PUBLISHED, event["data"])
    assert set(event["data"]) == set(contracts.sample(PUBLISHED))
    assert event["data"]["member_id"] == member_id
    assert event["subject"] == event["data"]["message_id"]
    notify.tick("send_regular")
    (sms,) = notify.call("demo_phone", number=PHONE)["messages"]
    won = contracts.sample("tickets.ticket_claimed.v1")
    assert won["short_code"] in sms["text"]
    assert won["title"][:6] in sms["text"]


@pytest.mark.parametrize("venue", ["朝阳区文化馆", ""])
def test_a_published_example_of_a_reminder_is_told_until_the_event_begins(notify, members, venue):
    sample = contracts.sample("tickets.ticket_reminder_due.v1")
    deliver_sample(notify, members, "tickets.ticket_reminder_due.v1", venue=venue)
    notify.tick("send_regular")
    (sms,) = notify.call("demo_phone", number=PHONE)["messages"]
    assert sample["short_code"] in sms["text"]
    assert venue in sms["text"]
    begun = rfc3339(notify.clock.now())
    deliver_sample(notify, members, "tickets.ticket_reminder_due.v1", event_starts_at=begun)
    notify.tick("send_regular")
    assert len(notify.call("demo_phone", number=PHONE)["messages"]) == 1


@pytest.mark.parametrize(
    ("event_type", "changes", "words"),
    [
        (CLASSES[0], {}, "2026-07-13开班"),
        (CLASSES[1], {"offer_ends_at": "2999-06-24T02:00:00.000000Z"}, "6月24日"),
        (CLASSES[2], {"reason": "lapsed"}, "已顺延"),
        (CLASSES[2], {"reason": "cancelled"}, "已取消"),
        (CLASSES[3], {}, "候补第3位"),
    ],
)
def test_a_family_is_told_of_its_places(notify, members, event_type, changes, words):
    contracts.check(event_type, contracts.sample(event_type) | changes)
    deliver_sample(notify, members, event_type, **changes)
    notify.tick("send_regular")
    (sms,) = notify.call("demo_phone", number=PHONE)["messages"]
    assert words in sms["text"]
    assert contracts.sample(event_type)["title"] in sms["text"]


def test_who_withdraws_by_themselves_is_told_nothing(notify, members):
    deliver_sample(notify, members, CLASSES[2], reason="withdrawn")
    assert notify.events(PUBLISHED) == []


@pytest.mark.parametrize("event_type", PLACES)
def test_what_becomes_of_places_is_told_in_the_inbox_and_in_one_sms(notify, members, event_type):
    change = {"offer_until": LATER} if event_type == "tickets.offer_made.v1" else {}
    member_id = deliver_sample(notify, members, event_type, **change)
    (event,) = notify.events(PUBLISHED)
    contracts.check(PUBLISHED, event["data"])
    assert event["data"]["member_id"] == member_id
    notify.tick("send_regular")
    (sms,) = notify.call("demo_phone", number=PHONE)["messages"]
    assert size(sms["text"]).parts == 1
    title = contracts.sample(event_type).get("title", "")
    assert title[:6] in sms["text"]


@pytest.mark.parametrize("event_type", OF_RELEASES)
def test_a_published_example_of_a_releases_end_is_told_to_the_office(notify, event_type):
    notify.call(
        "set_notice_target",
        caller=SYSTEM,
        district="chaoyang",
        topic="releases",
        channel="wecom",
        name="朝阳区总工会群",
        address="12345678-key",
    )
    data = contracts.sample(event_type)
    notify.deliver(Event(event_type, data["release_id"], data))
    (target,) = notify.call("list_notice_targets", caller=SYSTEM, district="chaoyang")["items"]
    assert target["last_message"]["state"] == "created"


def test_a_published_example_of_a_login_code_is_told(notify, members):
    sealed = PersonalData(notify.settings.personal_data_secret).seal("482913", purpose="login-code")
    changes = {"sealed_code": sealed, "expires_at": "2999-01-01T00:00:00.000000Z"}
    contracts.check(HEARD[0], contracts.sample(HEARD[0]) | changes)
    deliver_sample(notify, members, HEARD[0], **changes)
    notify.tick("send_urgent")
    (sms,) = notify.call("demo_phone", number=PHONE)["messages"]
    assert "482913" in sms["text"]


def test_an_erasure_is_answered_by_contract(notify):
    event = notify.deliver(member_erased(uuid7(), PHONE))
    contracts.check(event["type"], event["data"])
    (told,) = notify.events()
    contracts.check("notify.member_erased.v1", told["data"])
    assert told["data"]["erasure_id"] == event["data"]["erasure_id"]


@pytest.mark.parametrize(
    "change", [{"message_id": "1"}, {"title": ""}, {"body": None}, {"created_at": "today"}]
)
def test_the_contract_refuses_what_it_should(change):
    with pytest.raises(jsonschema.ValidationError):
        contracts.check(PUBLISHED, contracts.sample(PUBLISHED) | change)


def test_members_would_take_the_question_and_give_this_answer(notify, members):
    theirs = import_module("services.members.schemas")
    member_id = deliver_sample(notify, members, "tickets.ticket_claimed.v1")
    notify.tick("send_regular")
    (asked,) = members.calls
    assert load(theirs.ContactsOf, {"member_ids": asked}) == {"member_ids": [member_id]}
    load(theirs.ContactsOf, {"member_ids": [member_id] * 500})  # as many as notify asks at once
    answer = {"items": [{"member_id": member_id, "phone": PHONE, "name": "会员"}]}
    assert dump(theirs.Contacts, load(theirs.Contacts, answer)) == answer


def test_projects_would_take_the_question_for_whom_somebody_acts_and_tell_its_id():
    theirs = import_module("services.projects.schemas")
    provider: Any = theirs.OwnProvider().fields["provider"]
    assert load(theirs.Empty, {}) == {}
    assert provider.schema.fields["id"].required


class Theirs:
    """Another service that takes what its own contract takes, and knows one member."""

    def __init__(self, service: str, **shapes: tuple[str, str]) -> None:
        self.schemas = import_module(f"services.{service}.schemas")
        self.shapes = shapes

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        asked, answered = (getattr(self.schemas, name) for name in self.shapes[method])
        load(asked, payload)
        answer: Any = {"member_ids": [uuid7()], "more": False, "total": 1}
        if method == "members_of_cards":
            holder = {"card_no": payload["card_nos"][0], "member_id": uuid7(), "union": "chaoyang"}
            more = {"birth_year": 1990, "audiences": [], "name_masked": "王*"}
            answer = {"items": [holder | more]}
        return dump(answered, load(answered, answer))


def test_others_would_take_what_broadcasts_ask_and_give_these_answers(notify):
    audiences = Audiences(
        store=notify.store,
        members=Theirs(
            "members",
            members_of_segment=("MembersOfSegment", "Segment"),
            members_of_cards=("MembersOfCards", "CardHolders"),
        ),
        tickets=Theirs("tickets", holders_of_release=("HoldersOfRelease", "Holders")),
        context=CallContext(caller=SYSTEM),
    )
    groups = list(import_module("services.members.cards.audiences").Audience)
    segment = {"kind": "segment", "unions": ["chaoyang"], "groups": [str(g) for g in groups]}
    shape: Any = schemas.CreateBroadcast().fields["audience"]
    shape.schema.load({"unions": ["chaoyang"], "groups": segment["groups"]})
    for whom in (segment, {"kind": "holders", "release_id": uuid7()}):
        for after in (None, uuid7()):
            page = audiences.page(uuid7(), whom, after=after)
            assert (len(page.recipients), page.after) == (1, None)
        assert audiences.total(whom) == 1
    cards = [f"{number:016d}" for number in range(200)]  # as many as notify asks at once
    assert list(audiences.members_of_cards(cards)) == cards[:1]
