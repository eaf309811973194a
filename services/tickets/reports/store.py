"""Counting requests and places, in one pass of the database each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.tickets.claims.tables import Claim
from services.tickets.releases.tables import ReleaseDistrict
from services.tickets.reports.rules import Cell, Places
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.tables import WaitingPlace

_MINUTE = 60


def hold_still(session: Session) -> None:
    """Let all that follows see the same moment, or claims in between would spoil the sums.

    To be called first. SQLite's transactions are like this anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def districts(session: Session, release_id: str) -> list[str]:
    """The districts of a release."""
    select = sa.select(ReleaseDistrict.district).where(ReleaseDistrict.release_id == release_id)
    return list(session.scalars(select.order_by(ReleaseDistrict.district)))


def by_district(session: Session, release_id: str, *, drawn: bool) -> list[Cell]:
    """Requests by outcome, rule and the asker's district."""
    outcome, district = _outcome(drawn), _district(session)
    key = (outcome.label("outcome"), Claim.reason, district.label("district"))
    return [
        Cell(row.requests, row.outcome, reason=row.reason, district=row.district)
        for row in session.execute(_counted(release_id, key, drawn=drawn))
    ]


def by_minute(session: Session, release_id: str, *, drawn: bool) -> list[Cell]:
    """Requests by outcome and minute."""
    minute = sa.cast(sa.extract("epoch", Claim.decided_at) // _MINUTE, sa.BigInteger)
    key = (_outcome(drawn).label("outcome"), minute.label("minute"))
    return [
        Cell(
            row.requests,
            row.outcome,
            minute=datetime.fromtimestamp(int(row.minute) * _MINUTE, UTC),
        )
        for row in session.execute(_counted(release_id, key, drawn=drawn))
    ]


def places(session: Session, release_id: str) -> Places:
    """Places of the release's tickets."""
    live = Ticket.cancelled_at.is_(None)
    row = session.execute(
        sa.select(
            _places(live).label("held"),
            _places(Ticket.used_at.is_not(None)).label("used"),
            _places(sa.not_(live)).label("given_back"),
        ).where(Ticket.release_id == release_id)
    ).one()
    return Places(held=int(row.held), used=int(row.used), given_back=int(row.given_back))


def _places(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, Ticket.places), else_=0)), 0)


def _counted(release_id: str, key: tuple[Any, ...], *, drawn: bool) -> sa.Select[Any]:
    select = sa.select(*key, sa.func.count().label("requests")).select_from(Claim)
    if drawn:
        select = select.outerjoin(Ticket, _won_by_draw()).outerjoin(
            WaitingPlace, WaitingPlace.id == Claim.id
        )
    return select.where(Claim.release_id == release_id).group_by(*(part.name for part in key))


def _won_by_draw() -> sa.ColumnElement[bool]:
    return sa.and_(Ticket.claim_id == Claim.id, Ticket.release_id == Claim.release_id)


def _outcome(drawn: bool) -> sa.ColumnElement[str]:
    """The outcome, with what the draw has made of an entry.

    A place that an entry gets later, from the waiting list, leaves it among those that wait: the
    draw is what decided about it.
    """
    if not drawn:
        return Claim.outcome.expression
    entered = Claim.outcome == "entered"
    return sa.case(
        (sa.and_(entered, WaitingPlace.id.is_not(None)), "waiting"),
        (sa.and_(entered, Ticket.id.is_not(None)), "won"),
        else_=Claim.outcome,
    )


def _district(session: Session) -> sa.ColumnElement[str]:
    """The first step of the path in the union tree, as each database says it."""
    path = Claim.union
    if session.get_bind().dialect.name == "postgresql":
        return sa.func.split_part(path, "/", 1)
    return sa.func.substr(path, 1, sa.func.instr(path.concat("/"), "/") - 1)
