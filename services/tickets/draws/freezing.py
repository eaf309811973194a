"""Freezing: from the closing of entries to the published root.

Three steps, each of which may be the last one before a crash. Under the release's lock the moment
and the places are fixed, which takes milliseconds; after that no entry can come or go, so reading
and hashing need no lock; then root and pieces are written and told at once. See ADR 0029.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import eventlet
from eventlet import tpool

from chassis.work import Reading, Store
from services.tickets.claims import store as claims
from services.tickets.draws import events, pieces, store
from services.tickets.draws.entries import PLAIN, Asked, Entries
from services.tickets.draws.pieces import Piece
from services.tickets.draws.rules import Fate
from services.tickets.releases import store as releases

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Read:
    """The entries that take part, and the ids of those that do not."""

    commitments: list[bytes]
    special: dict[bytes, Asked]
    left_out: list[str]


def freeze_due(db: Store) -> None:
    """The tick: freeze all draws whose entries have closed."""
    with db.reading() as reading:
        due = store.to_freeze(reading.session, at=reading.now)
    for release_id in due:
        _freeze(db, release_id)


def _freeze(db: Store, release_id: str) -> None:
    if not _fix(db, release_id):
        return
    with db.reading() as reading:
        read = _read(reading, release_id)
    # In a thread beside the hub: a million entries take seconds, and claims must not wait.
    frozen = tpool.execute(_hash, read)
    _publish(db, release_id, read=read, frozen=frozen)


def _fix(db: Store, release_id: str) -> bool:
    """Let no entry come or go any more; false if somebody else is at it."""
    with db.work() as work:
        release = releases.lock(work.session, release_id)
        draw = store.lock(work.session, release_id)
        if release is None or draw is None or release.cancelled_at or draw.root is not None:
            return False
        if draw.busy_until is not None and draw.busy_until > work.now:
            return False
        draw.busy_until = work.now + LEASE
        if draw.frozen_at is None:
            draw.frozen_at = release.frozen_at = work.now
            work.session.flush()
            rows = claims.lock(work.session, [release_id])
            draw.places = dict(claims.standings(work.session, rows)[release_id].pools)
    return True


def _read(reading: Reading, release_id: str) -> _Read:
    read = _Read(commitments=[], special={}, left_out=[])
    for portion in store.entries(reading.session, release_id):
        eventlet.sleep(0)  # let claims have their turn
        for row in portion:
            if row.suspended:
                read.left_out.append(row.id)
                continue
            commitment = bytes.fromhex(row.commitment)
            read.commitments.append(commitment)
            if row.pools or row.places != 1:
                asked = Asked(pools=row.pools, places=row.places)
                assert asked != PLAIN
                read.special[commitment] = asked
    return read


def _hash(read: _Read) -> list[Piece]:
    return list(pieces.cut(Entries.of(read.commitments, read.special)))


def _publish(db: Store, release_id: str, *, read: _Read, frozen: Sequence[Piece]) -> None:
    with db.work() as work:
        release = releases.find(work.session, release_id)
        draw = store.lock(work.session, release_id)
        assert release is not None
        assert draw is not None
        if draw.root is not None:
            return
        store.add_pieces(work.session, release_id=release_id, pieces=frozen)
        store.add_results(work.session, dict.fromkeys(read.left_out, (None, Fate.LEFT_OUT)))
        draw.root = pieces.together([piece.root for piece in frozen])
        draw.entries = len(read.commitments)
        draw.left_out = len(read.left_out)
        draw.busy_until = None
        work.emit(events.draw_frozen(release, draw))
