"""Reading and writing no-shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.claims.tables import Claim
from services.tickets.noshows.rules import LATE_CHECK_INS, USUAL_LENGTH
from services.tickets.noshows.tables import NoShow, NoShowCount
from services.tickets.releases.tables import Release
from services.tickets.tickets.tables import Ticket


def due(session: Session, *, at: datetime, limit: int) -> list[str]:
    """Releases whose event is over and whose no-shows have not been counted."""
    ended = sa.case(
        (Release.event_ends_at.is_not(None), Release.event_ends_at <= at - LATE_CHECK_INS),
        else_=Release.event_starts_at <= at - USUAL_LENGTH - LATE_CHECK_INS,
    )
    counted = sa.select(NoShowCount.release_id).where(NoShowCount.release_id == Release.id)
    select = sa.select(Release.id).where(
        Release.event_starts_at.is_not(None),
        Release.scheduled_at.is_not(None),
        Release.cancelled_at.is_(None),
        ended,
        ~counted.exists(),
    )
    return list(session.scalars(select.order_by(Release.event_starts_at).limit(limit)))


def is_counted(session: Session, release_id: str) -> bool:
    """Whether a release's no-shows have been counted."""
    return session.get(NoShowCount, release_id) is not None


def anybody_came(session: Session, release_id: str) -> bool:
    """Whether the door has checked anybody in."""
    select = sa.select(Ticket.id).where(Ticket.release_id == release_id, _LIVE)
    return session.scalar(select.where(Ticket.used_at.is_not(None)).limit(1)) is not None


def unused(session: Session, release_id: str, *, limit: int) -> Sequence[Any]:
    """Valid tickets that nobody used and that are not counted, with the member's place in the
    union when they were asked for."""
    counted = sa.select(NoShow.ticket_id).where(NoShow.ticket_id == Ticket.id)
    select = (
        sa.select(Ticket.id, Ticket.release_id, Ticket.member_id, Ticket.places, Claim.union)
        .join(Claim, Claim.id == Ticket.claim_id)
        .where(Ticket.release_id == release_id, _LIVE, Ticket.used_at.is_(None), ~counted.exists())
    )
    return session.execute(select.order_by(Ticket.id).limit(limit)).all()


_LIVE = Ticket.cancelled_at.is_(None)


def counting(session: Session, members: Collection[str]) -> dict[str, list[NoShow]]:
    """What speaks against members: neither excused, nor used after all, nor followed by a
    cool-down before."""
    select = (
        sa.select(NoShow)
        .join(Ticket, Ticket.id == NoShow.ticket_id)
        .where(
            NoShow.member_id.in_(members),
            NoShow.excused_at.is_(None),
            NoShow.cool_down_id.is_(None),
            Ticket.used_at.is_(None),
        )
    )
    found: dict[str, list[NoShow]] = {member: [] for member in members}
    for no_show in session.scalars(select.order_by(NoShow.event_at)):
        found[no_show.member_id].append(no_show)
    return found


_SHOWN = sa.select(*NoShow.__table__.columns, Release.title).join(
    Release, Release.id == NoShow.release_id
)


def of_member(session: Session, member_id: str, *, limit: int) -> Sequence[Any]:
    """A member's no-shows, newest first."""
    select = _SHOWN.where(NoShow.member_id == member_id).order_by(NoShow.event_at.desc())
    return session.execute(select.limit(limit)).all()


def behind(session: Session, cool_down_ids: Collection[str]) -> dict[str, list[Any]]:
    """The no-shows that led to cool-downs."""
    found: dict[str, list[Any]] = {cool_down: [] for cool_down in cool_down_ids}
    select = _SHOWN.where(NoShow.cool_down_id.in_(cool_down_ids)).order_by(NoShow.event_at)
    for row in session.execute(select):
        found[row.cool_down_id].append(row)
    return found


def shown(session: Session, ticket_id: str) -> Any:
    """One no-show with the title of its release."""
    return session.execute(_SHOWN.where(NoShow.ticket_id == ticket_id)).one()


def search(
    session: Session, *, districts: Collection[str], beyond: Sequence[Any], limit: int
) -> Sequence[Any]:
    """No-shows of members of some districts, the newest tickets first."""
    select = _SHOWN.where(NoShow.district.in_(districts))
    if beyond:
        select = select.where(NoShow.ticket_id < beyond[0])
    return session.execute(select.order_by(NoShow.ticket_id.desc()).limit(limit)).all()
