"""Rolling over what is left of parts, and showing what became of each."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading, Store, Work
from services.tickets import events
from services.tickets.allocations import store
from services.tickets.allocations.tables import Allocation
from services.tickets.errors import ReleaseNotFound
from services.tickets.releases import store as releases

_MOST = 100  # releases a tick; the next one takes the rest
_WHO_SEES = ("federation", "district", "auditor")


def roll_over_due(opened: Store) -> None:
    """The tick: what is left of parts whose time has come goes to the general part.

    Each release is a transaction of its own under its lock. Who comes second finds nothing left
    to do, so that several may tick at once.
    """
    with opened.reading() as reading:
        due = store.due(reading.session, at=reading.now, limit=_MOST)
    for release_id in due:
        with opened.work() as work:
            _roll_over(work, release_id)


def list_allocations(reading: Reading, *, release_id: str) -> dict[str, Any]:
    """The parts of a release: places, those taken, those rolled over and when.

    What belongs to no part is the general one, which ``general`` tells of. For who answers for a
    district of the release. Raises ``ReleaseNotFound`` and ``Forbidden``.
    """
    release = releases.find(reading.session, release_id)
    if release is None:
        raise ReleaseNotFound("there is no such release")
    caller = reading.caller
    if not any(caller.has(role, d) for role in _WHO_SEES for d in release.districts):
        caller.require()
    parts = store.of_release(reading.session, release_id)
    return {
        "stock": release.stock,
        "remaining": release.remaining,
        "general": release.remaining - sum(p.remaining for p in parts if not p.rolled_over_at),
        "items": [_shown(part) for part in parts],
    }


def _roll_over(work: Work, release_id: str) -> None:
    release = releases.lock(work.session, release_id)
    if release is None or release.cancelled_at is not None:
        return
    # Read under the lock: what another process has rolled over is no longer due.
    for part in store.of_release(work.session, release_id):
        due = part.rolls_over_at is not None and part.rolls_over_at <= work.now
        if part.rolled_over_at is None and due:
            part.rolled_over, part.remaining = part.remaining, 0
            part.rolled_over_at = work.now
            work.emit(
                events.allocation_rolled_over(
                    release, pool=part.pool, places=part.rolled_over, at=work.now
                )
            )


def _shown(part: Allocation) -> dict[str, Any]:
    return {
        "pool": part.pool,
        "places": part.stock,
        "taken": part.stock - part.remaining - part.rolled_over,
        "remaining": part.remaining,
        "rolls_over_at": part.rolls_over_at,
        "rolled_over_at": part.rolled_over_at,
        "rolled_over": part.rolled_over,
    }
