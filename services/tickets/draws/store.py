"""Reading and writing draws."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import Lookup, insert_many
from services.tickets.claims.tables import Claim
from services.tickets.draws import rules
from services.tickets.draws.entries import SALT_BYTES, commit
from services.tickets.draws.pieces import Piece
from services.tickets.draws.rules import Announced, Fate
from services.tickets.draws.tables import Draw, DrawEntry, DrawPiece, DrawResult
from services.tickets.projections.tables import CardState
from services.tickets.releases.tables import Release

_AT_ONCE = 10_000  # entries read from the database at once
_BY_COMMITMENT = Lookup(
    (DrawEntry.release_id, DrawEntry.commitment),
    sa.select(
        DrawEntry.id,
        DrawEntry.release_id,
        DrawEntry.commitment,
        DrawEntry.member_id,
        DrawEntry.pools,
        DrawEntry.places,
        Claim.union.label("union"),
        Claim.companions,
    ).join(Claim, Claim.id == DrawEntry.id),
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A claim that takes part in a draw; ``pools`` may serve it, the narrowest first."""

    claim_id: str
    release_id: str
    member_id: str
    pools: Sequence[str]
    places: int


def announce(session: Session, release: Release, announced: Announced) -> None:
    """Keep what is told of the draw of a new release."""
    assert release.entries_until is not None
    session.add(
        Draw(
            release_id=release.id,
            source=announced.source,
            fallback=announced.fallback,
            round=announced.round,
            due_at=announced.due,
            rules=rules.published(
                announced,
                mode=release.mode,
                entries_until=release.entries_until,
                has_waiting_list=release.has_waiting_list,
            ),
        )
    )


def add_entries(session: Session, entries: Iterable[NewEntry]) -> None:
    """Write new entries, each hidden under a salt of its own."""
    insert_many(session, DrawEntry.__table__, [_row(entry) for entry in entries])


def _row(entry: NewEntry) -> dict[str, object]:
    salt = secrets.token_bytes(SALT_BYTES)
    commitment = commit(release_id=entry.release_id, member_id=entry.member_id, salt=salt)
    return {
        "id": entry.claim_id,
        "release_id": entry.release_id,
        "member_id": entry.member_id,
        "pools": "|".join(entry.pools),
        "places": entry.places,
        "salt": salt.hex(),
        "commitment": commitment.hex(),
    }


def find(session: Session, release_id: str) -> Draw | None:
    """The draw of a release."""
    return session.get(Draw, release_id)


def lock(session: Session, release_id: str) -> Draw | None:
    """The same, kept from others until the transaction ends. After the release, where both are
    locked."""
    return session.get(Draw, release_id, with_for_update=True)


def to_freeze(session: Session, *, at: datetime) -> Sequence[str]:
    """Releases whose entries have closed and have no root yet."""
    return session.scalars(
        sa.select(Draw.release_id)
        .join(Release, Release.id == Draw.release_id)
        .where(
            Draw.root.is_(None),
            Release.scheduled_at.is_not(None),
            Release.cancelled_at.is_(None),
            Release.entries_until <= at - rules.GRACE,
            _idle(at),
        )
        .order_by(Release.entries_until)
    ).all()


def to_fetch(session: Session, *, at: datetime) -> Sequence[tuple[str, int]]:
    """Frozen draws whose value is a drand round that is out, with the round."""
    rows = session.execute(
        sa.select(Draw.release_id, Draw.round)
        .join(Release, Release.id == Draw.release_id)
        .where(
            Draw.root.is_not(None),
            Draw.value.is_(None),
            Draw.round.is_not(None),
            Draw.due_at <= at,
            Release.cancelled_at.is_(None),
        )
    )
    return [(row.release_id, row.round) for row in rows]


def to_draw(session: Session, *, at: datetime) -> Sequence[str]:
    """Releases whose value is known and whose draw is not finished."""
    return session.scalars(
        sa.select(Draw.release_id)
        .join(Release, Release.id == Draw.release_id)
        .where(
            Draw.value.is_not(None),
            Draw.finished_at.is_(None),
            Release.cancelled_at.is_(None),
            _idle(at),
        )
        .order_by(Draw.value_at)
    ).all()


def _idle(at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(Draw.busy_until.is_(None), Draw.busy_until <= at)


def entries(session: Session, release_id: str) -> Iterator[Sequence[Any]]:
    """All entries in portions: id, commitment, pools, places, and whether the card is suspended."""
    select = (
        sa.select(
            DrawEntry.id,
            DrawEntry.commitment,
            DrawEntry.pools,
            DrawEntry.places,
            sa.func.coalesce(CardState.suspended, sa.false()).label("suspended"),
        )
        .outerjoin(CardState, CardState.member_id == DrawEntry.member_id)
        .where(DrawEntry.release_id == release_id)
    )
    result = session.execute(select, execution_options={"yield_per": _AT_ONCE})
    yield from result.partitions()


def by_commitment(
    session: Session, *, release_id: str, commitments: Iterable[bytes]
) -> dict[bytes, Any]:
    """Entries with what their claims say of the member, by commitment."""
    keys = [(release_id, commitment.hex()) for commitment in commitments]
    return {bytes.fromhex(row.commitment): row for row in _BY_COMMITMENT.find(session, keys)}


def entry_of(session: Session, *, release_id: str, member_id: str) -> DrawEntry | None:
    """A member's entry."""
    return session.scalars(
        sa.select(DrawEntry).where(
            DrawEntry.release_id == release_id, DrawEntry.member_id == member_id
        )
    ).one_or_none()


def count_entries(session: Session, release_id: str) -> int:
    """How many entries there are, those left out among them."""
    select = sa.select(sa.func.count()).where(DrawEntry.release_id == release_id)
    return session.scalar(select) or 0


def add_pieces(session: Session, *, release_id: str, pieces: Iterable[Piece]) -> None:
    """Write the frozen entries."""
    for piece in pieces:
        session.execute(
            sa.insert(DrawPiece).values(release_id=release_id, **asdict(piece)),
        )


def piece_heads(session: Session, release_id: str) -> Sequence[Any]:
    """``first`` and ``root`` of all pieces in their order."""
    select = sa.select(DrawPiece.first, DrawPiece.root).where(DrawPiece.release_id == release_id)
    return session.execute(select.order_by(DrawPiece.number)).all()


def piece_lines(session: Session, *, release_id: str, number: int) -> str | None:
    """The lines of one piece, none if there is no such piece."""
    return session.scalar(
        sa.select(DrawPiece.lines).where(
            DrawPiece.release_id == release_id, DrawPiece.number == number
        )
    )


def add_results(session: Session, results: Mapping[str, tuple[int | None, Fate]]) -> None:
    """Write ranks and fates by entry."""
    rows = [
        {"id": entry_id, "rank": rank, "fate": fate.value}
        for entry_id, (rank, fate) in results.items()
    ]
    insert_many(session, DrawResult.__table__, rows)


def results(session: Session, entry_ids: Collection[str]) -> dict[str, DrawResult]:
    """What the draw made of some entries, as far as it is known."""
    found = session.scalars(sa.select(DrawResult).where(DrawResult.id.in_(entry_ids)))
    return {result.id: result for result in found}
