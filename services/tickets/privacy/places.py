"""The places that a member holds, and giving them all up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from chassis.work import Reading, Work
from services.tickets import events
from services.tickets.claims import store as claims
from services.tickets.claims.places import give_back
from services.tickets.classes import store as classes
from services.tickets.classes.tables import ClassSeason
from services.tickets.days import day_of
from services.tickets.draws.tables import DrawEntry
from services.tickets.enrolment import promoting
from services.tickets.enrolment.rules import HOLDING
from services.tickets.enrolment.rules import State as Standing
from services.tickets.enrolment.tables import ClassApplication
from services.tickets.releases import store as releases
from services.tickets.releases.tables import Release
from services.tickets.tickets import store as tickets
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting.rules import LIVE, State
from services.tickets.waiting.tables import WaitingPlace


def places_held(reading: Reading, member_id: str) -> dict[str, int]:
    """How many tickets for what is to come, open offers, entries of a frozen draw and places in
    classes a member has: what others could have, or what can no longer be taken back unseen."""
    session, now = reading.session, reading.now
    offers = _waiting(member_id).where(
        WaitingPlace.state == State.OFFERED.value, WaitingPlace.offer_until > now
    )
    placed = _applications(member_id, now).where(
        ClassApplication.state.in_([state.value for state in HOLDING])
    )
    frozen = _entries(member_id).where(Release.frozen_at.is_not(None))
    return {
        "tickets": len(session.execute(_tickets(member_id, now)).all()),
        "offers": len(session.execute(offers).all()),
        "draw_entries": len(session.execute(frozen).all()),
        "class_places": len(session.execute(placed).all()),
    }


def give_up_all(work: Work, member_id: str) -> int:
    """Give up what a member waits for, and what was won while the erasure was on its way; how many.

    Nothing of it is lost: the places go to who is next.
    """
    return _give_up_places(work, member_id) + _withdraw_applications(work, member_id)


def _give_up_places(work: Work, member_id: str) -> int:
    session = work.session
    wanted = (_tickets(member_id, work.now), _waiting(member_id), _entries(member_id))
    release_ids = {row.release_id for select in wanted for row in session.execute(select)}
    given = 0
    # Every lock before anything changes, in the order in which claims take them.
    for row in claims.lock(session, release_ids):
        given += _give_up_in(work, row.id, member_id)
    return given


def _give_up_in(work: Work, release_id: str, member_id: str) -> int:
    session = work.session
    release = releases.find(session, release_id)
    assert release is not None
    given = 0
    for place in session.scalars(
        sa.select(WaitingPlace).where(
            WaitingPlace.release_id == release_id,
            WaitingPlace.member_id == member_id,
            WaitingPlace.state.in_(LIVE),
        )
    ).all():
        back = {place.pool or "": place.places} if place.state == State.OFFERED else {}
        place.state, place.ended_at = State.LEFT.value, work.now
        session.flush()
        give_back(session, release_id=release_id, places=back, gone=1)
        given += 1
    held = _tickets(member_id, work.now).where(Ticket.release_id == release_id)
    for ticket_id in session.scalars(held.with_only_columns(Ticket.id)).all():
        ticket = tickets.find(session, ticket_id)
        if tickets.give_up(session, ticket_id=ticket_id, at=work.now):
            give_back(session, release_id=release_id, places={ticket.pool: ticket.places})
            work.emit(events.ticket_returned(ticket, release, returned_at=work.now))
            given += 1
    if release.frozen_at is None:
        gone: Any = session.execute(
            sa.delete(DrawEntry).where(
                DrawEntry.release_id == release_id, DrawEntry.member_id == member_id
            )
        )
        given += int(gone.rowcount)
    return given


def _withdraw_applications(work: Work, member_id: str) -> int:
    found: Sequence[Any] = work.session.execute(_applications(member_id, work.now)).all()
    for season_id in sorted({row.season_id for row in found}):
        season = classes.lock(work.session, season_id)
        assert season is not None
        for row in found:
            if row.season_id == season_id:
                application = work.session.get_one(ClassApplication, row.id, populate_existing=True)
                if application.ended_at is None:
                    promoting.withdraw(work, application, season, Standing.WITHDRAWN)
        promoting.promote(work, season)
    return len(found)


def _tickets(member_id: str, now: datetime) -> sa.Select[str, str]:
    ends = sa.func.coalesce(Release.event_ends_at, Release.event_starts_at, Release.closes_at)
    return (
        sa.select(Ticket.release_id, Ticket.id)
        .join(Release, Release.id == Ticket.release_id)
        .where(
            Ticket.member_id == member_id,
            Ticket.cancelled_at.is_(None),
            Ticket.used_at.is_(None),
            ends > now,
        )
    )


def _waiting(member_id: str) -> sa.Select[str, str]:
    return sa.select(WaitingPlace.release_id, WaitingPlace.id).where(
        WaitingPlace.member_id == member_id, WaitingPlace.state.in_(LIVE)
    )


def _entries(member_id: str) -> sa.Select[str, str]:
    return (
        sa.select(DrawEntry.release_id, DrawEntry.id)
        .join(Release, Release.id == DrawEntry.release_id)
        .where(
            DrawEntry.member_id == member_id,
            Release.drawn_at.is_(None),
            Release.cancelled_at.is_(None),
        )
    )


def _applications(member_id: str, now: datetime) -> sa.Select[str, str]:
    return (
        sa.select(ClassApplication.season_id, ClassApplication.id)
        .join(ClassSeason, ClassSeason.id == ClassApplication.season_id)
        .where(
            ClassApplication.member_id == member_id,
            ClassApplication.ended_at.is_(None),
            ClassSeason.last_day >= day_of(now),
        )
    )
