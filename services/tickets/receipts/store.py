"""Looking up receipts. See ADR 0062 for why the ledger has no index by member."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.tickets.claims.rules import Outcome
from services.tickets.claims.tables import Claim
from services.tickets.draws import store as draws
from services.tickets.draws.tables import DrawEntry, DrawResult
from services.tickets.receipts.rules import Draw
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.rules import State
from services.tickets.waiting.tables import WaitingPlace

SORT_KEY = (Release.opens_at, Release.id, Claim.position)
MOST_AHEAD = 10_000
_SHOWN = sa.select(
    Claim.id,
    Claim.release_id,
    Claim.member_id,
    Claim.position,
    Claim.outcome,
    Claim.reason,
    Claim.places,
    Claim.channel,
    Claim.decided_at,
    Release.title,
    Release.code,
    Release.mode,
    Release.opens_at,
    Release.entries_until,
    Release.cancelled_at,
).join(Release, Release.id == Claim.release_id)


def of_member(
    session: Session, *, member_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[Any]:
    """A member's requests: the release that opens last first, of each the last request first."""
    select = _SHOWN.where(Claim.member_id == member_id)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.execute(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit)).all()


def find(session: Session, claim_id: str) -> Any:
    """One request, or none."""
    return session.execute(_SHOWN.where(Claim.id == claim_id)).one_or_none()


def tickets(session: Session, *, member_id: str, claim_ids: Collection[str]) -> dict[str, Any]:
    """A member's tickets by the request that they came from, the latest of each."""
    select = (
        sa.select(Ticket.id, Ticket.claim_id, Ticket.used_at, Ticket.cancelled_at)
        .where(Ticket.member_id == member_id, Ticket.claim_id.in_(claim_ids))
        .order_by(Ticket.issued_at)
    )
    return {row.claim_id: row for row in session.execute(select)}


def places(session: Session, claim_ids: Collection[str]) -> dict[str, Any]:
    """Places on the waiting list by request."""
    select = sa.select(
        WaitingPlace.id,
        WaitingPlace.release_id,
        WaitingPlace.rank,
        WaitingPlace.state,
        WaitingPlace.offer_until,
    ).where(WaitingPlace.id.in_(claim_ids))
    return {row.id: row for row in session.execute(select)}


def entries(session: Session, claim_ids: Collection[str]) -> dict[str, Any]:
    """Entries of draws by request, with rank and fate where the draw is made."""
    select = (
        sa.select(DrawEntry.id, DrawResult.rank, DrawResult.fate)
        .outerjoin(DrawResult, DrawResult.id == DrawEntry.id)
        .where(DrawEntry.id.in_(claim_ids))
    )
    return {row.id: row for row in session.execute(select)}


def ahead(session: Session, *, release_id: str, rank: int) -> int:
    """How many wait before a rank; no more than ``MOST_AHEAD`` are counted."""
    before = (
        sa.select(sa.literal(1))
        .where(
            WaitingPlace.release_id == release_id,
            WaitingPlace.state == State.WAITING.value,
            WaitingPlace.rank < rank,
        )
        .limit(MOST_AHEAD)
        .subquery()
    )
    return session.scalar(sa.select(sa.func.count()).select_from(before)) or 0


def outcomes(session: Session, release_id: str) -> dict[tuple[Outcome, str], int]:
    """How many requests of a release ended how, and why."""
    select = (
        sa.select(Claim.outcome, Claim.reason, sa.func.count().label("number"))
        .where(Claim.release_id == release_id)
        .group_by(Claim.outcome, Claim.reason)
    )
    return {(Outcome(row.outcome), row.reason): row.number for row in session.execute(select)}


def draw(session: Session, release_id: str) -> Draw | None:
    """The numbers of a release's draw, if it has one."""
    found = draws.find(session, release_id)
    if found is None:
        return None
    return Draw(
        entries=draws.count_entries(session, release_id),
        finished=found.finished_at is not None,
        won=found.won,
        waiting=found.waiting,
        lost=found.lost,
        left_out=found.left_out,
    )
