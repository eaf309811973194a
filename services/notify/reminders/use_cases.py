"""Openings are heard of, members wish to be reminded of them, and are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from chassis.clock import rfc3339
from chassis.envelope import ReceivedEvent
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.notify.errors import AlreadyOpen, OpeningNotFound, TooManyReminders
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import Notice
from services.notify.reminders import rules, store
from services.notify.reminders.tables import Opening, OpeningReminder

_BATCH = 500


def hear(work: Work, event: ReceivedEvent, heard: Mapping[str, Any], *, cancelled: bool) -> None:
    """Keep up with a release: reminders move with its opening and end with it. Events may come
    twice and in any order: the newest counts, and what was called off stays so."""
    row = {
        "release_id": heard["release_id"],
        "code": heard["code"],
        "title": heard["title"],
        "opens_at": heard["opens_at"],
        "known_at": event.time,
        "cancelled": cancelled,
    }
    if store.add_opening(work.session, row):
        return
    opening = store.opening_to_change(work.session, heard["release_id"])
    if opening is None or opening.cancelled or (not cancelled and event.time <= opening.known_at):
        return
    moved = opening.opens_at != heard["opens_at"]
    for name, value in row.items():
        setattr(opening, name, value)
    if cancelled:
        store.drop(work.session, opening.release_id)
    elif moved:
        store.move(work.session, opening.release_id, opens_at=opening.opens_at)


def set_reminder(work: Work, *, release_id: str, minutes_before: int) -> dict[str, Any]:
    """Let the caller be reminded of an opening; asking again changes the moment.

    Raises ``OpeningNotFound``, ``AlreadyOpen``, ``TooManyReminders``, ``InvalidInput`` for a moment
    that has passed, and ``Forbidden``.
    """
    member_id = work.caller.require_member()
    opening = store.opening_that_stays(work.session, release_id)
    if opening is None or opening.cancelled:
        raise OpeningNotFound("there is no such release to come")
    if work.now >= opening.opens_at:
        raise AlreadyOpen("the release is open already")
    remind_at = rules.remind_at(opening.opens_at, minutes_before=minutes_before)
    if work.now > remind_at:
        raise InvalidInput.of("minutes_before", "this moment has passed")
    reminder = store.reminder(work.session, release_id=release_id, member_id=member_id)
    if reminder is None:
        if len(store.of_member(work.session, member_id)) >= rules.MOST:
            raise TooManyReminders(f"a member has {rules.MOST} reminders at most")
        reminder = OpeningReminder(id=uuid7(), release_id=release_id, member_id=member_id)
        work.session.add(reminder)
    reminder.minutes_before, reminder.remind_at = minutes_before, remind_at
    reminder.asked_at = work.now
    return _shown(reminder, opening)


def remove_reminder(work: Work, *, release_id: str) -> dict[str, Any]:
    """Let the caller not be reminded of an opening. Repeating it changes nothing."""
    member_id = work.caller.require_member()
    reminder = store.reminder(work.session, release_id=release_id, member_id=member_id)
    if reminder is not None:
        work.session.delete(reminder)
    return {}


def list_my_reminders(reading: Reading) -> dict[str, Any]:
    """The caller's reminders to come, the next first."""
    found = store.of_member(reading.session, reading.caller.require_member())
    return {"items": [_shown(reminder, opening) for reminder, opening in found]}


def remind(work: Work) -> bool:
    """Remind a batch of those whose moment has come; nobody of what is open already. Whether more
    may be waiting."""
    due = store.take_due(work.session, now=work.now, limit=_BATCH)
    notices: dict[str, list[Notice]] = defaultdict(list)
    for reminder, opening in due:
        if work.now < opening.opens_at and not opening.cancelled:
            event_id = rules.event_of(opening.release_id, opening.opens_at)
            notices[event_id].append(_notice(reminder.member_id, opening))
        reminder.remind_at = None
    for event_id, of_one_opening in notices.items():
        messages.tell(work, event_id=event_id, notices=of_one_opening)
    return len(due) == _BATCH


def _notice(member_id: str, opening: Opening) -> Notice:
    return Notice(
        recipient=member_id,
        template="opening_reminder",
        message_class=MessageClass.REMINDER,
        channels=("inbox", "sms"),
        variables={
            "title": opening.title,
            "code": opening.code,
            "opens_at": rfc3339(opening.opens_at),
        },
        expires_at=opening.opens_at,
    )


def _shown(reminder: OpeningReminder, opening: Opening) -> dict[str, Any]:
    return {
        "release_id": opening.release_id,
        "title": opening.title,
        "opens_at": opening.opens_at,
        "minutes_before": reminder.minutes_before,
        "remind_at": reminder.remind_at,
    }
