"""Deadlines are heard of and move, parties wait for a reminder or need none, and are reminded.

Events may come twice and in any order: of each thing the newest one counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from chassis.clock import rfc3339
from chassis.ids import uuid7
from chassis.work import Work
from services.notify.deadlines import rules, store
from services.notify.purchases import use_cases as purchases
from services.notify.purchases.notices import Telling
from services.notify.purchases.rules import Party

_BATCH = 200


def know(
    work: Work, group_id: str, times: Mapping[str, datetime | None], *, known_at: datetime
) -> None:
    """Keep up with the deadlines of a group; their reminders move with them."""
    for name, due_at in sorted(times.items()):
        if due_at is None:
            continue
        found = store.deadline(work.session, group_id, name)
        if found.known_at is not None and known_at <= found.known_at:
            continue
        moved, found.due_at, found.known_at = found.due_at != due_at, due_at, known_at
        if moved and not found.over:
            remind_at = rules.remind_at(due_at, now=work.now)
            store.move(work.session, group_id, name, remind_at=remind_at)


def call_off(work: Work, group_id: str, *, names: Collection[str], known_at: datetime) -> None:
    """A group has no deadlines any more, and never again."""
    for name in sorted(names):
        store.deadline(work.session, group_id, name)
    for found in store.deadlines(work.session, group_id):
        found.over = True
        found.known_at = found.known_at or known_at
        store.move(work.session, group_id, found.name, remind_at=None)


def await_deadline(
    work: Work,
    name: str,
    *,
    group_id: str,
    subject: str,
    party: Party,
    template: str,
    title: str,
    known_at: datetime,
) -> None:
    """Let a party be reminded of a deadline."""
    deadline = store.deadline(work.session, group_id, name)
    closed = store.closed_at(work.session, subject, rules.CLOSED)
    row = {
        "id": uuid7(),
        "name": name,
        "group_id": group_id,
        "subject": subject,
        "inbox": party.inbox,
        "owner": party.owner,
        "template": template,
        "title": title,
        "wanted": True,
        "known_at": known_at,
        "remind_at": None,
    }
    new = store.add(work.session, row)
    found = store.reminder(work.session, name=name, subject=subject, inbox=party.inbox)
    if closed is not None and closed >= known_at:
        found.wanted, found.remind_at = False, None
        return
    if not new and known_at <= found.known_at:
        return
    was_waiting = found.wanted and not new
    found.wanted, found.known_at = True, known_at
    found.group_id, found.template, found.title = group_id, template, title
    if deadline.due_at is not None and not deadline.over and not was_waiting:
        found.remind_at = rules.remind_at(deadline.due_at, now=work.now)


def need_no_more(
    work: Work, name: str, *, group_id: str, subject: str, party: Party, known_at: datetime
) -> None:
    """A party has done what it was to be reminded of, or need not any more."""
    row = {
        "id": uuid7(),
        "name": name,
        "group_id": group_id,
        "subject": subject,
        "inbox": party.inbox,
        "owner": party.owner,
        "template": "",
        "title": "",
        "wanted": False,
        "known_at": known_at,
        "remind_at": None,
    }
    if store.add(work.session, row):
        return
    found = store.reminder(work.session, name=name, subject=subject, inbox=party.inbox)
    if known_at >= found.known_at:
        found.wanted, found.known_at, found.remind_at = False, known_at, None


def close(work: Work, name: str, *, group_id: str, subject: str, known_at: datetime) -> None:
    """Nobody needs to be reminded of a project any more."""
    store.deadline(work.session, group_id, name)  # whoever begins to wait now is waited for
    mark = store.deadline(work.session, subject, rules.CLOSED)
    mark.due_at = mark.known_at = max(mark.known_at or known_at, known_at)
    store.close(work.session, subject, name, before=known_at)


def remind(work: Work, *, offered: Collection[str]) -> bool:
    """Remind a batch of those whose moment has come; of nothing that has passed. Whether more may
    be waiting."""
    due = store.take_due(work.session, now=work.now, limit=_BATCH)
    for reminder, deadline in due:
        reminder.remind_at = None
        if deadline.due_at is None or deadline.over or work.now >= deadline.due_at:
            continue
        telling = Telling(
            to=(Party(inbox=reminder.inbox, owner=reminder.owner),),
            template=reminder.template,
            variables={"title": reminder.title, "until": rfc3339(deadline.due_at)},
            ends=deadline.due_at,
        )
        event_id = rules.event_of(reminder.name, reminder.subject, deadline.due_at)
        purchases.tell(work, event_id=event_id, tellings=[telling], offered=offered)
    return len(due) == _BATCH
