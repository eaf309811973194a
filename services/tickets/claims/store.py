"""Reading and writing the ledger: a few statements a batch, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import Lookup, insert_many
from services.tickets.allocations.tables import Allocation
from services.tickets.claims.eligibility import EVERYBODY, Eligibility, Reason
from services.tickets.claims.pools import GENERAL
from services.tickets.claims.requests import Channel, Identity, Request
from services.tickets.claims.rules import Decision, Outcome, Standing
from services.tickets.claims.tables import Claim
from services.tickets.releases.rules import Mode
from services.tickets.releases.tables import Release
from services.tickets.waiting import store as waiting

_LOCKED = (
    sa.select(*Release.__table__.columns)
    .where(
        Release.id.in_(sa.bindparam("release_ids", expanding=True)),
        Release.scheduled_at.is_not(None),
    )
    .order_by(Release.id)
    .with_for_update()
)
_DECIDED = Lookup(
    (Claim.release_id, Claim.member_id, Claim.key),
    sa.select(*Claim.__table__.columns),
)


def lock(session: Session, release_ids: Collection[str]) -> Sequence[Any]:
    """Take releases for a batch, always in the same order, so that no two batches can wait for
    each other. Drafts and unknown ones are left out."""
    return session.execute(_LOCKED, {"release_ids": list(release_ids)}).all()


def standings(session: Session, rows: Sequence[Any]) -> dict[str, Standing]:
    """What the rules know of locked releases."""
    allotted = _allotted(session, [row.id for row in rows if row.allocated])
    # Where nothing is left nobody can take what others wait for: the list, however long, is not
    # read while a release is sold out.
    queued = waiting.queued(session, [row.id for row in rows if row.waiting and row.remaining])
    return {
        row.id: _standing(row, allotted=allotted.get(row.id, {}), queued=queued.get(row.id, {}))
        for row in rows
    }


def _standing(row: Any, *, allotted: Mapping[str, int], queued: Mapping[str, int]) -> Standing:
    return Standing(
        scheduled_at=row.scheduled_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        cancelled_at=row.cancelled_at,
        districts=frozenset(row.districts),
        pools={GENERAL: row.remaining - sum(allotted.values()), **allotted},
        requests=row.requests,
        mode=Mode(row.mode),
        entries_until=row.entries_until,
        frozen_at=row.frozen_at,
        drawn_at=row.drawn_at,
        event_starts_at=row.event_starts_at,
        asks=Eligibility.of(row.eligibility) if row.eligibility else EVERYBODY,
        has_waiting_list=row.has_waiting_list,
        waiting=row.waiting,
        queued=queued,
    )


def _allotted(session: Session, release_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """What is left of the parts of some releases."""
    parts: dict[str, dict[str, int]] = defaultdict(dict)
    if release_ids:
        select = sa.select(Allocation).where(
            Allocation.release_id.in_(release_ids), Allocation.rolled_over_at.is_(None)
        )
        for part in session.scalars(select):
            parts[part.release_id][part.pool] = part.remaining
    return parts


def stored(session: Session, identities: Collection[Identity]) -> dict[Identity, Decision]:
    """Earlier decisions on the same requests."""
    decisions = (
        Decision(
            claim_id=row.id,
            request=Request(
                release_id=row.release_id,
                member_id=row.member_id,
                key=row.key,
                union=row.union_path,
                companions=tuple(row.companions),
                channel=Channel(row.channel),
            ),
            outcome=Outcome(row.outcome),
            reason=Reason(row.reason),
            position=row.position,
            ticket_id=row.ticket_id,
            decided_at=row.decided_at,
        )
        for row in _DECIDED.find(session, identities)
    )
    return {decision.request.identity: decision for decision in decisions}


def add_claims(session: Session, decisions: Iterable[Decision]) -> None:
    """Write outcomes."""
    rows = [
        {
            "id": decision.claim_id,
            "release_id": decision.request.release_id,
            "member_id": decision.request.member_id,
            "key": decision.request.key,
            "position": decision.position,
            "union_path": decision.request.union,
            "places": decision.request.places,
            "companions": list(decision.request.companions),
            "channel": decision.request.channel,
            "asked_by": decision.request.by or None,
            "asked_because": decision.request.reason or None,
            "outcome": decision.outcome,
            "reason": decision.reason,
            "ticket_id": decision.ticket_id,
            "decided_at": decision.decided_at,
        }
        for decision in decisions
    ]
    insert_many(session, Claim.__table__, rows)


def count(
    session: Session, *, release_id: str, requests: int, taken: Mapping[str, int], waiting: int
) -> None:
    """Add to a locked release's requests and waiting members, and take places of its parts.

    The tables' checks refuse to go below nothing: the last guard against overselling.
    """
    session.execute(
        sa.update(Release)
        .where(Release.id == release_id)
        .values(
            requests=Release.requests + requests,
            remaining=Release.remaining - sum(taken.values()),
            waiting=Release.waiting + waiting,
        )
        .execution_options(synchronize_session=False)
    )
    for pool, places in taken.items():
        if pool != GENERAL:
            _take(session, release_id=release_id, pool=pool, places=places)


def _take(session: Session, *, release_id: str, pool: str, places: int) -> None:
    session.execute(
        sa.update(Allocation)
        .where(Allocation.release_id == release_id, Allocation.pool == pool)
        .values(remaining=Allocation.remaining - places)
        .execution_options(synchronize_session=False)
    )
