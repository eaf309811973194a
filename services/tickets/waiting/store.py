"""Reading and writing the waiting list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from chassis.bulk import Lookup, insert_many
from services.tickets.claims.tables import Claim
from services.tickets.releases.tables import Release
from services.tickets.waiting.rules import LIVE, NewWaitingPlace, Offer, Queued, State
from services.tickets.waiting.tables import WaitingPlace

_OF = Lookup(
    (WaitingPlace.release_id, WaitingPlace.member_id),
    sa.select(WaitingPlace.release_id, WaitingPlace.member_id).where(WaitingPlace.state.in_(LIVE)),
)


def of(session: Session, pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those among pairs of release and member who wait or have an open offer."""
    return {(row.release_id, row.member_id) for row in _OF.find(session, pairs)}


def queued(session: Session, release_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """For each part of the stock of some releases the smallest number of places waited for."""
    smallest: dict[str, dict[str, int]] = defaultdict(dict)
    if not release_ids:
        return smallest
    select = (
        sa.select(WaitingPlace.release_id, WaitingPlace.pools, sa.func.min(WaitingPlace.places))
        .where(WaitingPlace.release_id.in_(release_ids), WaitingPlace.state == State.WAITING.value)
        .group_by(WaitingPlace.release_id, WaitingPlace.pools)
    )
    for release_id, pools, places in session.execute(select):
        for pool in pools.split("|"):
            known = smallest[release_id].get(pool, places)
            smallest[release_id][pool] = min(known, places)
    return smallest


def add(session: Session, places: Iterable[NewWaitingPlace]) -> None:
    """Write new places on the list."""
    rows = [
        {
            "id": place.claim_id,
            "release_id": place.release_id,
            "member_id": place.member_id,
            "rank": place.rank,
            "pools": "|".join(place.pools),
            "places": place.places,
            "state": State.WAITING.value,
        }
        for place in places
    ]
    insert_many(session, WaitingPlace.__table__, rows)


def listed(session: Session, *, limit: int) -> Sequence[Any]:
    """Releases on whose list somebody is, the one that opened longest ago first."""
    select = sa.select(*Release.__table__.columns).where(Release.waiting > 0)
    return session.execute(select.order_by(Release.opens_at, Release.id).limit(limit)).all()


def with_overdue(session: Session, *, at: datetime) -> set[str]:
    """Releases with offers that have run out."""
    select = sa.select(WaitingPlace.release_id).where(
        WaitingPlace.state == State.OFFERED.value, WaitingPlace.offer_until <= at
    )
    return set(session.scalars(select.distinct()))


def overdue(session: Session, release_id: str, *, at: datetime) -> Sequence[WaitingPlace]:
    """A release's offers that have run out."""
    select = sa.select(WaitingPlace).where(
        WaitingPlace.release_id == release_id,
        WaitingPlace.state == State.OFFERED.value,
        WaitingPlace.offer_until <= at,
    )
    return session.scalars(select.order_by(WaitingPlace.rank)).all()


def next_in_line(
    session: Session, release_id: str, *, most_places: int, limit: int
) -> Sequence[Queued]:
    """The first who wait for no more than ``most_places``."""
    select = (
        sa.select(WaitingPlace.id, WaitingPlace.pools, WaitingPlace.places)
        .where(
            WaitingPlace.release_id == release_id,
            WaitingPlace.state == State.WAITING.value,
            WaitingPlace.places <= most_places,
        )
        .order_by(WaitingPlace.rank, WaitingPlace.id)
        .limit(limit)
    )
    return [Queued(id, pools.split("|"), places) for id, pools, places in session.execute(select)]


def offer(session: Session, offers: Iterable[Offer], *, at: datetime, until: datetime) -> None:
    """Write that places are offered."""
    for made in offers:
        session.execute(
            sa.update(WaitingPlace)
            .where(WaitingPlace.id == made.id)
            .values(state=State.OFFERED.value, pool=made.pool, offered_at=at, offer_until=until)
            .execution_options(synchronize_session=False)
        )


def members(session: Session, place_ids: Collection[str]) -> dict[str, str]:
    """Whose places on the list these are."""
    select = sa.select(WaitingPlace.id, WaitingPlace.member_id)
    found = session.execute(select.where(WaitingPlace.id.in_(place_ids)))
    return {row.id: row.member_id for row in found}


def release_of(session: Session, place_id: str) -> str | None:
    """The release of a place on the list; read before its row, which is locked after it."""
    return session.scalar(sa.select(WaitingPlace.release_id).where(WaitingPlace.id == place_id))


def get(session: Session, place_id: str) -> WaitingPlace:
    """One place on the list, kept until the transaction ends."""
    return session.get_one(WaitingPlace, place_id, with_for_update=True)


def offered(session: Session, release_id: str) -> dict[str, int]:
    """The places in a release's open offers, by part of the stock."""
    select = (
        sa.select(WaitingPlace.pool, sa.func.sum(WaitingPlace.places))
        .where(WaitingPlace.release_id == release_id, WaitingPlace.state == State.OFFERED.value)
        .group_by(WaitingPlace.pool)
    )
    return {pool or "": int(places) for pool, places in session.execute(select)}


def close(session: Session, release_id: str, *, at: datetime) -> int:
    """End all places on a release's list; how many there were."""
    result: Any = session.execute(
        sa.update(WaitingPlace)
        .where(WaitingPlace.release_id == release_id, WaitingPlace.state.in_(LIVE))
        .values(state=State.CLOSED.value, ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


_BEFORE = aliased(WaitingPlace)
_AHEAD = (
    sa.select(sa.func.count())
    .select_from(_BEFORE)
    .where(
        _BEFORE.release_id == WaitingPlace.release_id,
        _BEFORE.state == State.WAITING.value,
        _BEFORE.rank < WaitingPlace.rank,
    )
    .scalar_subquery()
)
_SHOWN = sa.select(
    *WaitingPlace.__table__.columns,
    Release.code.label("release_code"),
    Release.title,
    Release.venue,
    Release.event_starts_at,
    sa.case((WaitingPlace.state == State.WAITING.value, _AHEAD), else_=None).label("ahead"),
).join(Release, Release.id == WaitingPlace.release_id)


def shown(session: Session, place_id: str) -> Any:
    """One place with what is shown of its release and how many are before it."""
    return session.execute(_SHOWN.where(WaitingPlace.id == place_id)).one()


def of_member(
    session: Session, member_id: str, *, beyond: Sequence[Any], limit: int
) -> Sequence[Any]:
    """A member's places, newest first, after the id ``beyond``."""
    select = _SHOWN.where(WaitingPlace.member_id == member_id)
    if beyond:
        select = select.where(WaitingPlace.id < beyond[0])
    return session.execute(select.order_by(WaitingPlace.id.desc()).limit(limit)).all()


def claim_of(session: Session, place_id: str) -> Claim:
    """The request by which a place on the list was got."""
    return session.get_one(Claim, place_id)
