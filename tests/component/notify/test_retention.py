"""Each kind of data goes when its time is over, in limited batches, and nothing else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.ids import uuid7
from services.notify.channels.tables import DemoPhoneMessage
from services.notify.inbox.tables import InboxEntry
from services.notify.messages.classes import MessageClass
from services.notify.messages.tables import Attempt, Message
from services.notify.preferences.tables import Suppression
from services.notify.receipts.tables import SmsReceipt
from services.notify.reconciliation.tables import CallListEntry, CallNote, Matter
from services.notify.retention import rules, use_cases
from tests.component.notify.test_reconciliation import OFFICER, calls, next_morning

YEARS = timedelta(days=3 * 365)


def count(house, table) -> int:
    with house.notify.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def login_code(house):
    ends = house.clock.now() + timedelta(minutes=5)
    house.notify.deliver(house.login_code(house.member(), ends=ends))
    house.send()


def test_every_class_of_messages_has_a_period_and_a_reason():
    assert set(rules.MESSAGES) == set(MessageClass)
    assert set(rules.OTHERS) == set(rules.Kept)
    for period in (*rules.MESSAGES.values(), *rules.OTHERS.values()):
        assert period.kept > timedelta()
        assert period.reason.endswith(".")


def test_login_codes_go_after_days_and_tickets_after_years(house):
    login_code(house)
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    next_morning(house)
    assert calls(house) != []
    house.clock.advance(timedelta(days=6) - timedelta(minutes=1))
    house.notify.tick("forget_old")
    assert count(house, Message) == 3
    house.clock.advance(timedelta(minutes=1, seconds=1))
    house.notify.tick("forget_old")
    assert count(house, Message) == 2
    assert count(house, Attempt) == 1  # the ticket's
    assert count(house, DemoPhoneMessage) == 0
    house.clock.advance(timedelta(days=31))
    house.notify.tick("reconcile")  # nobody phoned: it lapses
    house.clock.advance(YEARS)
    house.notify.tick("forget_old")
    for table in (Message, Attempt, InboxEntry, Matter, CallListEntry):
        assert count(house, table) == 0


def test_a_call_goes_with_its_notes_and_a_message_with_its_receipts(kannel_house):
    house = kannel_house
    house.notify.deliver(house.ticket(house.member()))
    house.send()
    with house.notify.database.writing() as session:
        session.add(
            SmsReceipt(
                id=uuid7(),
                message_id=house.sms().id,
                attempt=1,
                kind="delivered",
                detail="",
                carrier_id="",
                received_at=house.clock.now(),
                matched_at=house.clock.now(),
            )
        )
        session.commit()
    next_morning(house)
    (entry,) = calls(house)
    house.notify.call("tick_off_call", caller=OFFICER, entry_id=entry["id"], outcome="reached")
    house.clock.advance(YEARS)
    house.notify.tick("forget_old")
    for table in (Message, SmsReceipt, Matter, CallListEntry, CallNote):
        assert count(house, table) == 0


def test_what_is_still_under_way_stays(house):
    house.notify.deliver(house.ticket(house.member()))
    house.clock.advance(2 * YEARS)
    house.notify.tick("forget_old")
    assert [message.state for message in house.all_sms()] == ["created"]


def test_a_number_that_wants_nothing_is_remembered(house):
    with house.notify.database.writing() as session:
        session.add(Suppression(number_index="a" * 64, since=house.clock.now()))
        session.commit()
    house.clock.advance(10 * YEARS)
    house.notify.tick("forget_old")
    assert count(house, Suppression) == 1


@pytest.mark.parametrize("left", [0, 3])
def test_a_look_deletes_a_limited_number_and_the_next_goes_on(house, monkeypatch, left):
    monkeypatch.setattr(use_cases, "_BATCH", 2)
    monkeypatch.setattr(use_cases, "_BATCHES", 2)
    for _ in range(4 + left):
        login_code(house)
    house.clock.advance(timedelta(days=8))
    house.notify.tick("forget_old")
    assert count(house, Message) == left
    house.notify.tick("forget_old")
    assert count(house, Message) == 0
