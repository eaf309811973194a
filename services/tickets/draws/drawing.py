"""Drawing: from the confirmed value to tickets and the waiting list.

The order follows from what was published, so every process computes the same; ``placed`` says how
far it has been written. It is written in portions, each under the release's lock for a moment and
each keeping the ledger's sums right, so claims of other members get in between and a process that
dies is followed by another that goes on where it ended. See ADR 0029.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import eventlet
import sqlalchemy as sa
from eventlet import tpool

from chassis.clock import rfc3339
from chassis.ids import short_code, uuid7
from chassis.work import Reading, Store, Work
from services.tickets import events
from services.tickets.allocations.tables import Allocation
from services.tickets.claims import store as claims
from services.tickets.draws import events as draws_events
from services.tickets.draws import pieces, proof, rules, store
from services.tickets.draws.entries import Asked, Entries
from services.tickets.draws.freezing import LEASE
from services.tickets.draws.rules import Fate
from services.tickets.draws.tables import Draw
from services.tickets.releases.rules import State, state_at
from services.tickets.releases.tables import Release
from services.tickets.tickets import store as tickets
from services.tickets.tickets.rules import SHORT_CODE_LENGTH, NewTicket
from services.tickets.waiting import store as waiting
from services.tickets.waiting.rules import NewWaitingPlace

PORTION = 2_000  # entries that are placed in one transaction


@dataclass(frozen=True, slots=True)
class _Drawn:
    """All entries in their order, and the pool from which each winner is served."""

    order: Sequence[bytes]
    winners: Mapping[bytes, str]
    fingerprint: str


def draw_due(db: Store) -> None:
    """The tick: make all draws whose value is known."""
    with db.reading() as reading:
        due = store.to_draw(reading.session, at=reading.now)
    for release_id in due:
        _draw(db, release_id)


def _draw(db: Store, release_id: str) -> None:
    placed = _take(db, release_id)
    if placed is None:
        return
    with db.reading() as reading:
        frozen, value = _frozen(reading, release_id)
    # In a thread beside the hub, as the freeze.
    drawn = tpool.execute(_rank, frozen, value)
    while placed is not None:
        eventlet.sleep(0)
        with db.work() as work:
            placed = _place(work, release_id, drawn=drawn, start=placed)


def _take(db: Store, release_id: str) -> int | None:
    """How many are placed already; none if somebody else is at it."""
    with db.work() as work:
        draw = store.lock(work.session, release_id)
        assert draw is not None
        busy = draw.busy_until is not None and draw.busy_until > work.now
        if busy or draw.finished_at is not None:
            return None
        draw.busy_until = work.now + LEASE
        return draw.placed


def _frozen(reading: Reading, release_id: str) -> tuple[proof.Frozen, str]:
    """What was published at the freeze, and the value."""
    draw = store.find(reading.session, release_id)
    assert draw is not None
    assert draw.value is not None
    assert draw.root is not None
    assert draw.frozen_at is not None
    commitments: list[bytes] = []
    special: dict[bytes, Asked] = {}
    for number in range(len(store.piece_heads(reading.session, release_id))):
        eventlet.sleep(0)  # let claims have their turn
        lines = store.piece_lines(reading.session, release_id=release_id, number=number)
        piece = pieces.read(lines or "")
        commitments += piece.commitments
        special |= piece.special
    frozen = proof.Frozen(
        release_id=release_id,
        rules=draw.rules,
        places=draw.places,
        frozen_at=rfc3339(draw.frozen_at),
        entries=Entries(commitments=commitments, special=special),
        root=bytes.fromhex(draw.root),
    )
    return frozen, draw.value


def _rank(frozen: proof.Frozen, value: str) -> _Drawn:
    finished = proof.draw(frozen, value=value)
    result = finished.result
    return _Drawn(
        order=finished.order,
        winners=dict.fromkeys(result.won, "") | dict(result.pools),
        fingerprint=proof.fingerprint(result),
    )


def _place(work: Work, release_id: str, *, drawn: _Drawn, start: int) -> int | None:
    """Write the next portion; how many are placed then, none if there is no more to do here."""
    (release,) = claims.lock(work.session, [release_id])
    draw = store.lock(work.session, release_id)
    assert draw is not None
    if release.cancelled_at is not None or draw.finished_at is not None or draw.placed != start:
        return None
    portion = drawn.order[start : start + PORTION]
    found = store.by_commitment(work.session, release_id=release_id, commitments=portion)
    ranked = [
        (rank, commitment, found[commitment]) for rank, commitment in enumerate(portion, start + 1)
    ]
    won = [(row, drawn.winners[c]) for _, c, row in ranked if c in drawn.winners]
    rest = [(row, rank) for rank, c, row in ranked if c not in drawn.winners]
    _issue(work, release, won)
    if release.has_waiting_list:
        waiting.add(work.session, [_waiting(release_id, row, rank) for row, rank in rest])
    loser = Fate.WAITING if release.has_waiting_list else Fate.LOST
    store.add_results(
        work.session,
        {row.id: (rank, Fate.WON if c in drawn.winners else loser) for rank, c, row in ranked},
    )
    taken: Counter[str] = Counter()
    for row, pool in won:
        taken[pool] += row.places
    claims.count(
        work.session,
        release_id=release_id,
        requests=0,
        taken=rules.by_general_pool(taken, rolled_over=_rolled_over(work, release)),
        waiting=len(rest) if release.has_waiting_list else 0,
    )
    draw.placed = start + len(portion)
    draw.won += len(won)
    draw.waiting += len(rest) if release.has_waiting_list else 0
    draw.lost += 0 if release.has_waiting_list else len(rest)
    draw.busy_until = work.now + LEASE
    if draw.placed < len(drawn.order):
        return draw.placed
    draw.result = drawn.fingerprint
    _finish(work, release, draw, remaining=release.remaining - taken.total())
    return None


def _issue(work: Work, release: Any, won: Sequence[tuple[Any, str]]) -> None:
    issued = []
    for row, pool in won:
        ticket = NewTicket(
            id=uuid7(),
            release_id=release.id,
            member_id=row.member_id,
            claim_id=row.id,
            short_code=short_code(SHORT_CODE_LENGTH),
            places=row.places,
            issued_at=work.now,
            pool=pool,
            companions=row.companions,
        )
        issued.append(ticket)
        work.emit(
            events.ticket_claimed(
                ticket_id=ticket.id,
                short_code=ticket.short_code,
                release=release,
                member_id=row.member_id,
                district=row.union.partition("/")[0],
                claimed_at=work.now,
            )
        )
    tickets.add(work.session, issued)


def _waiting(release_id: str, row: Any, rank: int) -> NewWaitingPlace:
    return NewWaitingPlace(
        claim_id=row.id,
        release_id=release_id,
        member_id=row.member_id,
        rank=rank,
        pools=row.pools.split("|"),
        places=row.places,
    )


def _rolled_over(work: Work, release: Any) -> frozenset[str]:
    if not release.allocated:
        return frozenset()
    select = sa.select(Allocation.pool).where(
        Allocation.release_id == release.id, Allocation.rolled_over_at.is_not(None)
    )
    return frozenset(work.session.scalars(select))


def _finish(work: Work, release: Any, draw: Draw, *, remaining: int) -> None:
    draw.finished_at = work.now
    draw.busy_until = None
    work.session.execute(
        sa.update(Release)
        .where(Release.id == release.id)
        .values(drawn_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.emit(draws_events.draw_finished(release, draw, remaining=remaining))
    state = state_at(release, work.now)
    if state is State.OPEN and not remaining:
        work.emit(events.release_sold_out(release))
    elif state is State.CLOSED and remaining != release.stock:
        # The tick tells of the stock of open releases only.
        work.emit(events.stock_changed(release, state, remaining=remaining))
