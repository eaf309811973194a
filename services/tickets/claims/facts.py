"""Looking up what the rules must know of the members of a batch; only what a release asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import Lookup
from services.tickets.children.tables import Child
from services.tickets.claims.eligibility import Facts
from services.tickets.claims.requests import Holding, Request
from services.tickets.claims.rules import Held, Standing
from services.tickets.cooldowns.store import COOLING
from services.tickets.draws.tables import DrawEntry
from services.tickets.projections.tables import CardState
from services.tickets.releases.rules import Mode
from services.tickets.tickets.tables import Ticket
from services.tickets.waiting import store as waiting

_TICKETS = Lookup(
    (Ticket.release_id, Ticket.member_id),
    sa.select(Ticket.release_id, Ticket.member_id, Ticket.id).where(Ticket.cancelled_at.is_(None)),
)
_ENTRIES = Lookup(
    (DrawEntry.release_id, DrawEntry.member_id),
    sa.select(DrawEntry.release_id, DrawEntry.member_id),
)
_BIRTHS = Lookup(
    (Child.member_id, Child.id),
    sa.select(Child.member_id, Child.id, Child.birth_date),
)
_SUSPENDED = Lookup(
    (CardState.member_id,),
    sa.select(CardState.member_id).where(CardState.suspended),
)


def held(
    session: Session, requests: Collection[Request], standings: Mapping[str, Standing]
) -> Held:
    """Tickets, entries and places on the waiting list that members of a batch have already."""
    pairs = {request.holding for request in requests}
    drawn = {r for r, s in standings.items() if s.mode is not Mode.FIRST_COME}
    listed = {r for r, s in standings.items() if s.waiting}
    return Held(
        tickets=_tickets(session, pairs),
        # A draw that has been made leaves its entries to the tickets and the waiting list.
        entries=_entries(
            session, {p for p in pairs if p[0] in drawn and standings[p[0]].drawn_at is None}
        ),
        waiting=waiting.of(session, {pair for pair in pairs if pair[0] in listed}),
    )


def facts(
    session: Session,
    requests: Collection[Request],
    *,
    recent: Mapping[str, Sequence[str]],
    at: datetime,
) -> Facts:
    """What speaks against members at a moment. ``recent`` names for each release those whose
    winners it does not want."""
    members = {request.member_id for request in requests}
    return Facts(
        suspended=suspended(session, members),
        cooling=cooling(session, members, at=at),
        recent=_recent(session, requests, recent),
        births=_births(session, requests),
    )


def _tickets(session: Session, pairs: Collection[Holding]) -> dict[Holding, str]:
    return {(row.release_id, row.member_id): row.id for row in _TICKETS.find(session, pairs)}


def _entries(session: Session, pairs: Collection[Holding]) -> set[Holding]:
    return {(row.release_id, row.member_id) for row in _ENTRIES.find(session, pairs)}


def suspended(session: Session, members: Collection[str]) -> set[str]:
    """Those among the members whose card is suspended."""
    keys = [(member_id,) for member_id in members]
    return {row.member_id for row in _SUSPENDED.find(session, keys)}


def cooling(session: Session, members: Collection[str], *, at: datetime) -> set[str]:
    """Those among members for whom a cool-down lasts."""
    keys = [(member_id,) for member_id in members]
    return {row.member_id for row in COOLING.find(session, keys, at=at)}


def _recent(
    session: Session, requests: Collection[Request], recent: Mapping[str, Sequence[str]]
) -> set[Holding]:
    asked = defaultdict(set)
    for request in requests:
        for earlier in recent[request.release_id]:
            asked[earlier, request.member_id].add(request.holding)
    return set().union(*(asked[pair] for pair in _tickets(session, asked)))


def _births(session: Session, requests: Collection[Request]) -> dict[tuple[str, str], date]:
    """Birthdays of those companions whom the registry has for the member who names them."""
    named = {(r.member_id, companion) for r in requests for companion in r.companions}
    return {(row.member_id, row.id): row.birth_date for row in _BIRTHS.find(session, named)}
