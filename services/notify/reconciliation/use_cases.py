"""Matters are noted with their messages, looked at in time, and settled or listed for a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chassis.envelope import ReceivedEvent
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.notify.metrics import CALL_LIST
from services.notify.privacy.erased import erased
from services.notify.reconciliation import rules, store
from services.notify.reconciliation.rules import Finding, Kind, Standing, Told
from services.notify.reconciliation.tables import CallListEntry, Matter

_BATCH = 200


def owe(
    work: Work,
    event: ReceivedEvent,
    *,
    kind: Kind,
    subject_id: str,
    member_id: str,
    title: str,
    group_id: str | None = None,
    ends_at: datetime | None = None,
) -> None:
    """Note what a member must hear of, in the transaction that makes the messages.

    Hearing of it again changes nothing; what had ended before it was heard of is over. Nobody can
    phone a member whose data was erased.
    """
    if erased(work.session, {member_id}):
        return
    row = _row(work, event, kind=kind, subject_id=subject_id, member_id=member_id, title=title)
    row |= {
        "event_id": event.id,
        "group_id": group_id,
        "ends_at": ends_at,
        "due_at": rules.first_look(now=work.now, ends_at=ends_at),
    }
    if store.add(work.session, row):
        return
    matter = store.lock_matter(work.session, kind=kind, subject_id=subject_id)
    if not matter.event_id:
        matter.event_id, matter.group_id, matter.ends_at = event.id, group_id, ends_at
        matter.happened_at = event.time


def end(
    work: Work,
    event: ReceivedEvent,
    *,
    kinds: Iterable[Kind],
    subject_id: str,
    member_id: str,
    title: str,
) -> None:
    """Note that something is over. Its end may be heard of first."""
    for kind in kinds:
        row = _row(work, event, kind=kind, subject_id=subject_id, member_id=member_id, title=title)
        over = {"standing": Standing.ENDED, "ended_at": event.time, "settled_at": work.now}
        if store.add(work.session, row | over):
            continue
        matter = store.lock_matter(work.session, kind=kind, subject_id=subject_id)
        if matter.ended_at is None:
            matter.ended_at = event.time
            if matter.due_at is not None:
                matter.due_at = work.now  # the next look settles it


def _row(
    work: Work, event: ReceivedEvent, *, kind: Kind, subject_id: str, member_id: str, title: str
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "kind": kind,
        "subject_id": subject_id,
        "event_id": "",
        "member_id": member_id,
        "group_id": None,
        "title": title,
        "happened_at": event.time,
        "ends_at": None,
        "ended_at": None,
        "standing": Standing.OPEN,
        "due_at": None,
        "settled_at": None,
    }


def look(work: Work) -> bool:
    """Look at a batch of matters that are due: settle them, or put them on the call list. Whether
    more may be waiting."""
    due = store.take_due(work.session, now=work.now, limit=_BATCH)
    if not due:
        return False
    told = store.told(work.session, {matter.event_id for matter in due})
    answered = store.answered(work.session, due)
    entries = store.entries_of(work.session, [matter.id for matter in due])
    for matter in due:
        finding = rules.find(
            _about(matter, told),
            ended=matter.ended_at is not None,
            answered=matter.id in answered,
        )
        _settle(work, matter, finding, entry=entries.get(matter.id))
    return len(due) == _BATCH


def _about(matter: Matter, told: Mapping[tuple[str, str], Sequence[Told]]) -> Sequence[Told]:
    """The messages about a matter. A letter is for one organisation, which has several ways."""
    if matter.kind != Kind.AWARD:
        return told.get((matter.event_id, matter.member_id), ())
    return [
        each
        for (event_id, _), all_of in told.items()
        if event_id == matter.event_id
        for each in all_of
    ]


def _settle(work: Work, matter: Matter, finding: Finding, *, entry: CallListEntry | None) -> None:
    if finding.standing is Standing.LISTED and finding.reason is not None:
        matter.standing = Standing.LISTED
        matter.due_at = work.now + rules.AGAIN
        if entry is None:
            work.session.add(
                CallListEntry(
                    id=uuid7(),
                    matter_id=matter.id,
                    reason=finding.reason,
                    listed_at=work.now,
                    tries=0,
                    outcome="",
                    closed_at=None,
                    closed_by="",
                )
            )
        elif work.now >= entry.listed_at + rules.LISTED_FOR:
            close(matter, entry, outcome=rules.LAPSED, by="", now=work.now)
        else:
            entry.reason = finding.reason
        return
    matter.standing = finding.standing
    matter.due_at, matter.settled_at = None, work.now
    if entry is not None and entry.closed_at is None:
        close(matter, entry, outcome=finding.standing, by="", now=work.now)


def close(matter: Matter, entry: CallListEntry, *, outcome: str, by: str, now: datetime) -> None:
    """End an entry; nobody looks at its matter any more. ``by`` is empty where nobody did it."""
    entry.outcome, entry.closed_at, entry.closed_by = outcome, now, by
    matter.due_at, matter.settled_at = None, now


def count_open(reading: Reading) -> None:
    """Set the gauge of people to phone."""
    CALL_LIST.set(store.count_open(reading.session))


def get_reconciliation(reading: Reading, *, day: date) -> dict[str, Any]:
    """The accounting of a day in Shanghai: what happened, and how many of it stand where.

    Raises ``Forbidden``.
    """
    reading.caller.require("federation", "auditor")
    begins, ends = rules.day_of(day)
    counts = store.counts(reading.session, begins=begins, ends=ends)
    items = [
        {
            "kind": kind,
            "total": sum(counts.get((kind, standing), 0) for standing in Standing),
            **{standing.value: counts.get((kind, standing), 0) for standing in Standing},
        }
        for kind in Kind
    ]
    return {"day": day, "items": items, "to_call": store.count_open(reading.session)}
