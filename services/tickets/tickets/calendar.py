"""A ticket as an entry of the member's own calendar (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration

_ZONE = ZoneInfo("Asia/Shanghai")
_WARNING = timedelta(hours=2)  # before the event; the evening before it the house itself reminds


def ics(ticket: Any, *, at: datetime) -> str:
    """The calendar file of a ticket whose release names the time of the event.

    In the time of Shanghai with its definition, so that it reads right in a calendar that is set
    to another zone. The same ticket has the same UID, so a file fetched again replaces the first.
    """
    event = Event()
    event.add("uid", f"{ticket.id}@unionhall")
    event.add("dtstamp", at)
    event.add("summary", ticket.title)
    event.add("dtstart", ticket.event_starts_at.astimezone(_ZONE))
    if ticket.event_ends_at is not None:
        event.add("dtend", ticket.event_ends_at.astimezone(_ZONE))
    if ticket.venue:
        event.add("location", ticket.venue)
    event.add("description", ticket.short_code)
    event.add("status", "CONFIRMED" if ticket.cancelled_at is None else "CANCELLED")
    if ticket.cancelled_at is None:
        event.add_component(_alarm(ticket.title))
    calendar = Calendar()
    calendar.add("prodid", "-//unionhall//tickets//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return str(calendar.to_ical(), "utf-8")


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm["trigger"] = vDuration(-_WARNING)
    return alarm
