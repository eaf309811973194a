"""Reminders and the calendar: what members have of the time of an event."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from services.tickets.errors import EventTimeUnknown, TicketNotFound
from services.tickets.releases.tables import Release
from tests.component.tickets.desk import EPOCH, FEDERATION, member

STARTS = EPOCH + timedelta(days=3)  # 28 April, nine in the morning in Shanghai
EVENING = STARTS - timedelta(hours=15)


def event_release(desk, **change):
    times = {
        "event_starts_at": rfc3339(STARTS),
        "event_ends_at": rfc3339(STARTS + timedelta(hours=2)),
    }
    return desk.release(venue="朝阳区文化馆", **{**times, **change})


def remind(desk):
    desk.component.tick("remind_due")
    return [
        (event["data"]["ticket_id"], event["data"]["event_starts_at"])
        for event in desk.events("tickets.ticket_reminder_due.v1")
    ]


def until(desk, moment):
    desk.clock.advance(moment - desk.clock.now())


def move(desk, release, moment):
    with desk.component.store.work() as work:
        work.session.execute(
            sa.update(Release).where(Release.id == release["id"]).values(event_starts_at=moment)
        )


def test_each_holder_is_reminded_once_the_evening_before(desk):
    release = event_release(desk)
    tickets = sorted(desk.claim(release, member())["ticket_id"] for _ in range(2))
    assert remind(desk) == []
    until(desk, EVENING - timedelta(seconds=1))
    assert remind(desk) == []
    until(desk, EVENING)
    expected = [(ticket, rfc3339(STARTS)) for ticket in tickets]
    assert sorted(remind(desk)) == expected
    desk.wait(minutes=5)
    assert sorted(remind(desk)) == expected


def test_a_reminder_moves_with_the_event(desk):
    release = event_release(desk)
    ticket = desk.claim(release, member())["ticket_id"]
    remind(desk)
    later = STARTS + timedelta(days=2)
    move(desk, release, later)
    until(desk, EVENING)
    assert remind(desk) == []
    until(desk, EVENING + timedelta(days=2))
    assert remind(desk) == [(ticket, rfc3339(later))]
    # Moved after all were told: they are told of the other time too.
    last = later + timedelta(days=1)
    move(desk, release, last)
    until(desk, EVENING + timedelta(days=3))
    assert remind(desk) == [(ticket, rfc3339(later)), (ticket, rfc3339(last))]


def test_cancelled_tickets_and_late_winners_are_not_reminded(desk):
    called_off, on = event_release(desk), event_release(desk, closes_at=rfc3339(STARTS))
    desk.claim(called_off, member())
    remind(desk)
    desk.call("cancel_release", caller=FEDERATION, release_id=called_off["id"], reason="x")
    until(desk, EVENING + timedelta(minutes=1))
    desk.claim(on, member())
    assert remind(desk) == []


def test_nobody_is_reminded_of_what_has_begun(desk):
    release = event_release(desk)
    desk.claim(release, member())
    remind(desk)
    until(desk, STARTS)
    assert remind(desk) == []


def test_a_ticket_goes_into_a_calendar_in_the_time_of_shanghai(desk):
    who = member()
    won = desk.claim(event_release(desk), who)
    file = desk.call("get_my_ticket_calendar", caller=who, ticket_id=won["ticket_id"])["ics"]
    calendar = icalendar.Calendar.from_ical(file)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert event.start == STARTS
    assert event["DTSTART"].to_ical() == b"20260428T090000"
    assert event.end == STARTS + timedelta(hours=2)
    assert (event["SUMMARY"], event["LOCATION"]) == ("五一亲子恐龙岛", "朝阳区文化馆")
    assert event["STATUS"] == "CONFIRMED"


def test_a_cancelled_ticket_is_cancelled_in_the_calendar(desk):
    who = member()
    release = event_release(desk)
    won = desk.claim(release, who)
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="x")
    file = desk.call("get_my_ticket_calendar", caller=who, ticket_id=won["ticket_id"])["ics"]
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert not event.walk("VALARM")


def test_no_time_and_no_ticket_make_no_calendar(desk):
    who = member()
    won = desk.claim(desk.release(), who)
    with pytest.raises(EventTimeUnknown):
        desk.call("get_my_ticket_calendar", caller=who, ticket_id=won["ticket_id"])
    with pytest.raises(TicketNotFound):
        desk.call("get_my_ticket_calendar", caller=member(), ticket_id=won["ticket_id"])
