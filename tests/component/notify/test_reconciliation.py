"""Every ticket and offer has been heard of, or somebody is asked to phone."""

from __future__ import annotations

import base64
import io
import random
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from chassis.clock import rfc3339
from chassis.context import Caller, Role
from chassis.envelope import Event
from chassis.errors import Forbidden, InvalidInput, Unavailable
from chassis.ids import uuid7
from services.notify.errors import CallClosed, CallNotFound
from tests.component.notify.conftest import House, as_member
from tests.support import contracts

OFFICER = Caller(kind="staff", id="account-7", roles=(Role("federation"),))
AUDITOR = Caller(kind="staff", id="account-8", roles=(Role("auditor"),))
DISTRICT = Caller(kind="staff", id="account-9", roles=(Role("district", "chaoyang"),))
TOKEN = "receipt-token-0123456789"
NUMBER = "13812345678"


@pytest.fixture
def house(component, gateway) -> House:
    return House(
        component,
        **gateway.environ,
        SMS_RECEIPT_URL="https://union.example/v1/sms/receipts",
        SMS_RECEIPT_TOKEN=TOKEN,
    )


def happened(house: House, event_type: str, member: str, **changes) -> Event:
    data = contracts.sample(event_type) | {"member_id": member} | changes
    return Event(event_type, member, data)


def offer(house: House, member: str, **changes) -> Event:
    until = rfc3339(house.clock.now() + timedelta(hours=2))
    changes = {"offer_id": uuid7(), "release_id": uuid7(), "offer_until": until} | changes
    return happened(house, "tickets.offer_made.v1", member, **changes)


def receipt(house: House, *, status: int = 1) -> None:
    message = house.all_sms()[-1]
    house.notify.call(
        "receive_receipt",
        token=TOKEN,
        message_id=message.id,
        attempt=message.attempts,
        status=status,
    )
    house.notify.tick("match_receipts")


def next_morning(house: House) -> None:
    house.clock.advance(timedelta(hours=24))
    house.notify.tick("reconcile")


def calls(house: House, caller: Caller = OFFICER, **payload):
    return house.notify.call("list_calls", caller=caller, **payload)["items"]


def standings(house: House, kind: str = "ticket", day: str = "2026-04-25") -> dict[str, int]:
    told = house.notify.call("get_reconciliation", caller=AUDITOR, day=day)
    (counts,) = [item for item in told["items"] if item["kind"] == kind]
    total = counts.pop("total")
    counts.pop("kind")
    assert total == sum(counts.values())
    return {name: count for name, count in counts.items() if count}


def read_all(house: House, member: str) -> None:
    for entry in house.inbox(member)["items"]:
        house.notify.call("mark_message_read", caller=as_member(member), message_id=entry["id"])


def test_a_receipt_or_a_reader_settles_a_ticket_and_silence_lists_it(house):
    by_receipt, by_reading, silent = (house.member() for _ in range(3))
    house.notify.deliver(house.ticket(by_reading))
    house.notify.deliver(house.ticket(silent))
    house.notify.deliver(house.ticket(by_receipt))
    house.send()
    receipt(house)
    read_all(house, by_reading)
    house.notify.tick("reconcile")
    assert standings(house) == {"open": 3}  # nothing is looked at before its time
    next_morning(house)
    assert standings(house) == {"reached": 2, "listed": 1}
    (entry,) = calls(house)
    assert (entry["member_id"], entry["reason"], entry["kind"]) == (silent, "unconfirmed", "ticket")


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [("no number", "no_number"), ("dead", "not_sent"), ("not wanted", "not_wanted")],
)
def test_an_entry_says_why_somebody_has_to_phone(house, gateway, trouble, reason):
    member = house.member()
    if trouble == "no number":
        house.members.phones.clear()
    elif trouble == "dead":
        gateway.behaviour = "400"
    else:
        house.notify.call(
            "set_my_preferences",
            caller=as_member(member),
            topics=[{"topic": "tickets", "sms": False}],
        )
    house.notify.deliver(house.ticket(member))
    house.send()
    next_morning(house)
    assert [entry["reason"] for entry in calls(house)] == [reason]
    assert calls(house, reason=reason) != []
    assert calls(house, reason="opted_out") == []


def test_an_offer_is_looked_at_while_it_still_stands(house):
    member = house.member()
    house.notify.deliver(offer(house, member))
    house.send()
    house.clock.advance(timedelta(minutes=59))
    house.notify.tick("reconcile")
    assert calls(house) == []
    house.clock.advance(timedelta(minutes=1))
    house.notify.tick("reconcile")
    (entry,) = calls(house)
    assert (entry["kind"], entry["member_id"]) == ("offer", member)
    assert entry["ends_at"] > rfc3339(house.clock.now())


def test_who_takes_an_offer_or_lets_it_go_is_not_phoned(house):
    takes, lets_go = house.member(), house.member()
    release, offered = uuid7(), uuid7()
    # Others may be heard of first.
    house.notify.deliver(house.ticket(takes, release_id=release))
    house.clock.advance(timedelta(seconds=-1))
    house.notify.deliver(offer(house, takes, release_id=release))
    house.notify.deliver(offer(house, lets_go, offer_id=offered))
    house.notify.deliver(happened(house, "tickets.offer_expired.v1", lets_go, offer_id=offered))
    next_morning(house)
    assert standings(house, "offer") == {"taken": 1, "ended": 1}
    assert [entry["kind"] for entry in calls(house)] == ["ticket"]


def test_events_twice_late_and_in_any_order_come_to_the_same(house):
    order = random.Random(7)
    members = [house.member() for _ in range(20)]
    events = []
    for number, member in enumerate(members):
        ticket = house.ticket(member)
        events.append(ticket)
        if number % 2:
            gone = {"ticket_id": ticket.data["ticket_id"]}
            kind = "returned" if number % 4 == 1 else "cancelled"
            events.append(happened(house, f"tickets.ticket_{kind}.v1", member, **gone))
    order.shuffle(events)
    envelopes = [house.notify.deliver(event) for event in events]
    order.shuffle(envelopes)
    for envelope in envelopes:  # all of them again, some of them long after
        house.notify.deliver(envelope)
        house.clock.advance(timedelta(minutes=1))
    next_morning(house)
    house.notify.tick("reconcile")
    assert standings(house) == {"ended": 10, "listed": 10}
    assert {entry["member_id"] for entry in calls(house)} == set(members[::2])


def test_families_in_classes_are_counted_too(house):
    member, other = house.member(), house.member()
    until = rfc3339(house.clock.now() + timedelta(days=2))
    for who, application in ((member, uuid7()), (other, uuid7())):
        house.notify.deliver(
            happened(
                house,
                "tickets.class_place_offered.v1",
                who,
                application_id=application,
                offer_ends_at=until,
            )
        )
        kind = "given" if who == member else "withdrawn"
        house.notify.deliver(
            happened(house, f"tickets.class_place_{kind}.v1", who, application_id=application)
        )
    next_morning(house)
    assert standings(house, "class_offer") == {"taken": 1, "ended": 1}
    assert standings(house, "class_place") == {"listed": 1}


def test_what_arrives_after_all_leaves_the_list_by_itself(house):
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    next_morning(house)
    (entry,) = calls(house)
    receipt(house)
    house.clock.advance(timedelta(hours=1))
    house.notify.tick("reconcile")
    assert calls(house) == []
    (closed,) = calls(house, state="closed")
    assert (closed["id"], closed["outcome"], closed["closed_by"]) == (entry["id"], "reached", "")
    assert standings(house) == {"reached": 1}


def test_nobody_phones_for_ever(house):
    house.notify.deliver(house.ticket(house.member()))
    next_morning(house)
    house.clock.advance(timedelta(days=30))
    house.notify.tick("reconcile")
    assert [entry["outcome"] for entry in calls(house, state="closed")] == ["lapsed"]
    assert standings(house) == {"listed": 1}


def listed(house: House) -> tuple[str, str]:
    member = house.member(NUMBER)
    house.notify.deliver(house.ticket(member, title="=1+1 亲子专场"))
    next_morning(house)
    return calls(house)[0]["id"], member


def test_calls_are_ticked_off_with_who_when_and_what_came_of_it(house):
    entry_id, _ = listed(house)

    def tick_off(outcome, **more):
        return house.notify.call(
            "tick_off_call", caller=OFFICER, entry_id=entry_id, outcome=outcome, **more
        )

    assert tick_off("no_answer", note="晚上再打")["entry"]["closed_at"] is None
    assert [entry["tries"] for entry in calls(house)] == [1]
    house.clock.advance(timedelta(hours=9))
    house.notify.tick("reconcile")  # it stays on the list
    told = tick_off("reached", key="click")
    assert tick_off("reached", key="click") == told
    now = rfc3339(house.clock.now())
    assert told["entry"]["closed_at"] == now
    assert (told["entry"]["closed_by"], told["entry"]["outcome"]) == ("account-7", "reached")
    assert [(note["what"], note["by"], note["note"]) for note in told["notes"]] == [
        ("no_answer", "account-7", "晚上再打"),
        ("reached", "account-7", ""),
    ]
    assert calls(house) == []
    for ask in (lambda: tick_off("reached"), lambda: number(house, entry_id)):
        with pytest.raises(CallClosed):
            ask()
    next_morning(house)
    assert standings(house) == {"listed": 1}


def number(house: House, entry_id: str, caller: Caller = OFFICER):
    return house.notify.call("show_call_number", caller=caller, entry_id=entry_id)


def test_a_number_is_shown_to_who_phones_and_that_is_noted(house):
    entry_id, _ = listed(house)
    assert NUMBER not in str(house.notify.call("list_calls", caller=OFFICER))
    assert number(house, entry_id, OFFICER) == {"name": "会员", "number": NUMBER}
    story = house.notify.call("get_call", caller=AUDITOR, entry_id=entry_id)
    assert [(note["what"], note["by"]) for note in story["notes"]] == [
        ("number_shown", "account-7")
    ]
    assert NUMBER not in str(story)


def exported(house: House, caller: Caller = OFFICER, **payload):
    answer = house.notify.call("export_call_list", caller=caller, **payload)
    book = load_workbook(io.BytesIO(base64.b64decode(answer["data"])))
    return list(book["calls"].iter_rows(values_only=True))


def test_the_list_is_taken_along_as_excel_and_that_is_noted(house):
    entry_id, _ = listed(house)
    head, row = exported(house)
    line = dict(zip(head, row, strict=True))
    assert (line["name"], line["number"], line["entry"]) == ("会员", NUMBER, entry_id)
    assert line["title"] == "'=1+1 亲子专场"  # no formula
    assert line["listed"] == "2026-04-26 09:00"
    story = house.notify.call("get_call", caller=OFFICER, entry_id=entry_id)
    assert [note["what"] for note in story["notes"]] == ["exported"]
    assert exported(house, reason="no_number") == [head]


def test_without_the_members_service_nothing_is_shown_or_noted(house):
    entry_id, _ = listed(house)
    house.members.away = True
    for ask in (lambda: number(house, entry_id), lambda: exported(house)):
        with pytest.raises(Unavailable):
            ask()
    assert house.notify.call("get_call", caller=OFFICER, entry_id=entry_id)["notes"] == []


@pytest.mark.parametrize("caller", [AUDITOR, DISTRICT, as_member(uuid7())])
def test_others_see_no_number_and_tick_nothing_off(house, caller):
    entry_id, _ = listed(house)
    asked = len(house.members.calls)
    for ask in (
        lambda: number(house, entry_id, caller),
        lambda: exported(house, caller),
        lambda: house.notify.call(
            "tick_off_call", caller=caller, entry_id=entry_id, outcome="reached"
        ),
    ):
        with pytest.raises(Forbidden):
            ask()
    assert len(house.members.calls) == asked
    if caller is not AUDITOR:
        with pytest.raises(Forbidden):
            calls(house, caller)
        with pytest.raises(Forbidden):
            house.notify.call("get_reconciliation", caller=caller, day="2026-04-25")


def test_the_list_comes_page_by_page(house):
    for _ in range(5):
        house.notify.deliver(house.ticket(house.member()))
    next_morning(house)
    seen, cursor = [], ""
    while cursor is not None:
        page = house.notify.call("list_calls", caller=OFFICER, limit=2, cursor=cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 5
    assert len(exported(house, limit=3)) == 1 + 3


@pytest.mark.parametrize(
    ("method", "payload", "field"),
    [
        ("get_reconciliation", {"day": "yesterday"}, "day"),
        ("list_calls", {"reason": "bored"}, "reason"),
        ("tick_off_call", {"entry_id": uuid7(), "outcome": "done"}, "outcome"),
        ("export_call_list", {"limit": 501}, "limit"),
    ],
)
def test_a_wrong_field_is_named(house, method, payload, field):
    with pytest.raises(InvalidInput) as caught:
        house.notify.call(method, caller=OFFICER, **payload)
    assert [error.field for error in caught.value.errors] == [field]


def test_an_entry_that_does_not_exist_is_not_found(house):
    with pytest.raises(CallNotFound):
        number(house, uuid7())
