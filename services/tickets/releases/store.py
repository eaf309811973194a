"""Reading and writing releases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.tickets.releases.rules import State
from services.tickets.releases.tables import Announcement, Release, ReleaseDistrict

SORT_KEY = (Release.opens_at, Release.id)


def add(session: Session, release: Release) -> None:
    """Add a release with its districts."""
    session.add(release)
    session.flush()
    for district in release.districts:
        session.add(ReleaseDistrict(release_id=release.id, district=district))


def find(session: Session, release_id: str) -> Release | None:
    """One release."""
    return session.get(Release, release_id)


def find_by_code(session: Session, code: str) -> Release | None:
    """One release by the code that people type."""
    return session.scalars(sa.select(Release).where(Release.code == code)).one_or_none()


def lock(session: Session, release_id: str) -> Release | None:
    """One release, kept from claims and other changes until the transaction ends."""
    return session.get(Release, release_id, with_for_update=True)


def code_taken(session: Session, code: str) -> bool:
    """Whether a release has this code."""
    return session.scalar(sa.select(Release.id).where(Release.code == code)) is not None


def search(
    session: Session,
    *,
    at: datetime,
    district: str,
    state: State | None,
    drafts_of: Collection[str],
    beyond: Sequence[Any],
    limit: int,
) -> Sequence[Release]:
    """Releases, those that open last first, after the sort key ``beyond``.

    Never scheduled ones are among them only if one of their districts is among ``drafts_of``.
    """
    visible: sa.ColumnElement[bool] = Release.scheduled_at.is_not(None)
    if drafts_of:
        visible = sa.or_(visible, _in_one_of(drafts_of))
    select = sa.select(Release).where(visible)
    if district:
        select = select.where(_in_one_of([district]))
    if state is not None:
        select = select.where(_in_state(state, at))
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    return session.scalars(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit)).all()


def _in_one_of(districts: Collection[str]) -> sa.ColumnElement[bool]:
    there = sa.select(ReleaseDistrict.release_id).where(ReleaseDistrict.district.in_(districts))
    return Release.id.in_(there)


def _in_state(state: State, at: datetime) -> sa.ColumnElement[bool]:
    """``rules.state_at`` as a condition."""
    if state is State.CANCELLED:
        return Release.cancelled_at.is_not(None)
    if state is State.DRAFT:
        return sa.and_(Release.cancelled_at.is_(None), Release.scheduled_at.is_(None))
    times = {
        State.SCHEDULED: Release.opens_at > at,
        State.OPEN: sa.and_(Release.opens_at <= at, Release.closes_at > at),
        State.CLOSED: Release.closes_at <= at,
    }
    return sa.and_(Release.cancelled_at.is_(None), Release.scheduled_at.is_not(None), times[state])


def recent(
    session: Session, *, districts: Collection[str], before: datetime, count: int
) -> list[str]:
    """The last ``count`` releases for any of the districts that opened earlier and were held."""
    if not count:
        return []
    held = sa.and_(Release.scheduled_at.is_not(None), Release.cancelled_at.is_(None))
    select = (
        sa.select(Release.id)
        .where(_in_one_of(districts), held, Release.opens_at < before)
        .order_by(Release.opens_at.desc(), Release.id.desc())
        .limit(count)
    )
    return list(session.scalars(select))


def announcement(session: Session, release_id: str) -> Announcement | None:
    """What was last told of a release, kept from the tick until the transaction ends."""
    return session.get(Announcement, release_id, with_for_update=True)


def due(session: Session, *, at: datetime, pause: timedelta, limit: int) -> Sequence[Announcement]:
    """What may have to be told, kept from other ticks; what another one holds is left to it.

    The stock is told again no sooner than ``pause`` after whatever was told before.
    """
    stock = sa.and_(
        Release.remaining != Announcement.remaining, Announcement.announced_at <= at - pause
    )
    changed = sa.or_(
        sa.and_(Announcement.state == State.SCHEDULED.value, Release.opens_at <= at),
        sa.and_(Announcement.state == State.OPEN.value, sa.or_(Release.closes_at <= at, stock)),
    )
    return session.scalars(
        sa.select(Announcement)
        .join(Release, Release.id == Announcement.release_id)
        .where(Announcement.state.in_([State.SCHEDULED.value, State.OPEN.value]), changed)
        .order_by(Announcement.release_id)
        .limit(limit)
        .with_for_update(of=Announcement, skip_locked=True)
    ).all()


def by_ids(session: Session, release_ids: Collection[str]) -> dict[str, Release]:
    """Releases as they are now, by id."""
    found = session.scalars(sa.select(Release).where(Release.id.in_(release_ids)))
    return {release.id: release for release in found}
