"""Counting who did not come, and excusing them."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.work import Reading, Store, Work
from services.tickets.cooldowns import use_cases as cooldowns
from services.tickets.cooldowns.scope import districts_of, require_officer
from services.tickets.errors import NoShowNotFound
from services.tickets.noshows import events, store
from services.tickets.noshows.tables import NoShow, NoShowCount
from services.tickets.releases import store as releases

_RELEASES = 20  # counted in one tick
_CHUNK = 500  # tickets in one transaction


def count_due(opened: Store) -> None:
    """The tick: count the no-shows of events that are over, each once."""
    with opened.reading() as reading:
        due = store.due(reading.session, at=reading.now, limit=_RELEASES)
    for release_id in due:
        more = True
        while more:
            with opened.work() as work:
                more = count(work, release_id)


def count(work: Work, release_id: str) -> bool:
    """Count the next tickets of one release; whether there are more."""
    release = releases.lock(work.session, release_id)
    if release is None or store.is_counted(work.session, release_id):
        return False
    came = store.anybody_came(work.session, release_id)
    unused = store.unused(work.session, release_id, limit=_CHUNK) if came else ()
    members: dict[str, set[str]] = {}
    for ticket in unused:
        assert release.event_starts_at is not None
        no_show = NoShow(
            ticket_id=ticket.id,
            release_id=release_id,
            member_id=ticket.member_id,
            district=ticket.union.partition("/")[0],
            places=ticket.places,
            event_at=release.event_starts_at,
            recorded_at=work.now,
        )
        work.session.add(no_show)
        members.setdefault(no_show.district, set()).add(no_show.member_id)
        work.emit(events.no_show_recorded(no_show, release))
    work.session.flush()
    for district, found in members.items():
        cooldowns.begin_due(work, district=district, members=found)
    if len(unused) == _CHUNK:
        return True
    work.session.add(NoShowCount(release_id=release_id, counted_at=work.now, checked_in=came))
    return False


def list_no_shows(reading: Reading, *, district: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the no-shows that the caller answers for, the newest tickets first.

    Raises ``Forbidden``.
    """
    found = store.search(
        reading.session,
        districts=districts_of(reading.caller, district),
        beyond=paging.decode(cursor, length=1) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda row: (row.ticket_id,))


def excuse_no_show(work: Work, *, ticket_id: str, reason: str) -> dict[str, Any]:
    """Let a no-show count for nothing, with the reason on record; a cool-down that rests on it is
    lifted when too few are left. The first excuse stays.

    Raises ``NoShowNotFound`` and ``Forbidden``.
    """
    no_show = work.session.get(NoShow, ticket_id, with_for_update=True)
    if no_show is None:
        raise NoShowNotFound("there is no such no-show")
    require_officer(work.caller, no_show.district)
    if no_show.excused_at is None:
        no_show.excused_at, no_show.excused_by, no_show.excuse = work.now, work.caller.id, reason
        work.session.flush()
        if no_show.cool_down_id is not None:
            cooldowns.look_again(work, no_show.cool_down_id, because=reason)
    return dict(store.shown(work.session, ticket_id)._mapping)
