"""The tick of reminders."""

from __future__ import annotations

from chassis.work import Work
from services.tickets import events
from services.tickets.releases import store as releases
from services.tickets.reminders import rules, store

_MOST_RELEASES = 100
_MOST_TICKETS = 500  # a tick reminds so many holders; the next one the rest


def plan_reminders(work: Work) -> None:
    """Set the reminders of new releases, and move those of events that have moved."""
    for release in store.unplanned(work.session, at=work.now, limit=_MOST_RELEASES):
        store.plan(
            work.session,
            release_id=release.id,
            event_starts_at=release.event_starts_at,
            remind_at=rules.remind_at(release.event_starts_at),
        )


def remind(work: Work) -> None:
    """Tell of tickets whose reminder is due.

    Nobody is reminded of an event that has begun, was called off, or is at another time by now.
    """
    reminder = store.due(work.session, at=work.now)
    if reminder is None:
        return
    release = releases.find(work.session, reminder.release_id)
    stands = (
        release is not None
        and release.cancelled_at is None
        and release.event_starts_at == reminder.event_starts_at
        and reminder.event_starts_at > work.now
    )
    tickets = store.to_remind(work.session, reminder, limit=_MOST_TICKETS) if stands else ()
    if len(tickets) < _MOST_TICKETS:
        reminder.done_at = work.now
    if release is None or not tickets:
        return
    store.reminded(work.session, tickets, event_starts_at=reminder.event_starts_at, at=work.now)
    for ticket in tickets:
        work.emit(
            events.ticket_reminder_due(
                ticket_id=ticket.id,
                short_code=ticket.short_code,
                release_id=release.id,
                title=release.title,
                venue=release.venue,
                member_id=ticket.member_id,
                event_starts_at=reminder.event_starts_at,
            )
        )
