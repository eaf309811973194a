"""What became of a request since it was decided, and how all of a release's requests add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.tickets.claims.rules import Outcome
from services.tickets.draws import rules as draws
from services.tickets.tickets import rules as tickets
from services.tickets.waiting import rules as waiting


class Became(StrEnum):
    """What a request has become by now; ``nothing`` where its outcome is its end."""

    NOTHING = "nothing"
    TICKET = "ticket"
    USED = "used"
    CANCELLED = "cancelled"
    IN_DRAW = "in_draw"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left_out"
    LOST = "lost"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    LEFT = "left"
    CLOSED = "closed"


_TICKETS = {
    tickets.State.VALID: Became.TICKET,
    tickets.State.USED: Became.USED,
    tickets.State.CANCELLED: Became.CANCELLED,
}
_ON_LIST = {
    waiting.State.WAITING: Became.WAITING,
    waiting.State.OFFERED: Became.OFFERED,
    waiting.State.DECLINED: Became.DECLINED,
    waiting.State.EXPIRED: Became.EXPIRED,
    waiting.State.LEFT: Became.LEFT,
    waiting.State.CLOSED: Became.CLOSED,
}
_DRAWN = {
    draws.Fate.LEFT_OUT: Became.LEFT_OUT,
    draws.Fate.LOST: Became.LOST,
    draws.Fate.WON: Became.TICKET,
    draws.Fate.WAITING: Became.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What is stored about one request after its decision."""

    outcome: Outcome
    cancelled_at: datetime | None
    ticket: tickets.State | None = None
    on_list: waiting.State | None = None
    has_entry: bool = False
    fate: draws.Fate | None = None


def became(since: Since) -> Became:
    """The latest of all that happened to a request."""
    if since.ticket is not None:
        return _TICKETS[since.ticket]
    if since.on_list in _ON_LIST:
        return _ON_LIST[since.on_list]
    if since.outcome is not Outcome.ENTERED:
        return Became.NOTHING
    if since.fate is not None:
        return _DRAWN[since.fate]
    if not since.has_entry:
        return Became.WITHDRAWN
    return Became.CANCELLED if since.cancelled_at is not None else Became.IN_DRAW


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """The numbers of a release's draw; ``entries`` are those that were not withdrawn."""

    entries: int
    finished: bool
    won: int
    waiting: int
    lost: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Every request of a release once, by how it ended; one that entered a draw by the draw.

    ``in_draw`` are undecided yet, ``cancelled`` those whose draw was called off.
    """

    requests: int
    won: int = 0
    waiting: int = 0
    sold_out: int = 0
    not_eligible: int = 0
    repeated: int = 0
    not_open: int = 0
    in_draw: int = 0
    withdrawn: int = 0
    cancelled: int = 0


def account(
    *, outcomes: Mapping[Outcome, int], draw: Draw | None, release_cancelled: bool
) -> Account:
    """How the requests of a release add up."""
    entered = outcomes.get(Outcome.ENTERED, 0)
    entries = draw.entries if draw else 0
    drawn = draw if draw and draw.finished else None
    pending = 0 if drawn else entries
    return Account(
        requests=sum(outcomes.values()),
        won=outcomes.get(Outcome.WON, 0) + (drawn.won if drawn else 0),
        waiting=outcomes.get(Outcome.WAITING, 0) + (drawn.waiting if drawn else 0),
        sold_out=outcomes.get(Outcome.SOLD_OUT, 0) + (drawn.lost if drawn else 0),
        not_eligible=outcomes.get(Outcome.NOT_ELIGIBLE, 0) + (drawn.left_out if drawn else 0),
        repeated=outcomes.get(Outcome.ALREADY_CLAIMED, 0),
        not_open=outcomes.get(Outcome.NOT_OPEN, 0),
        in_draw=0 if release_cancelled else pending,
        withdrawn=entered - entries,
        cancelled=pending if release_cancelled else 0,
    )
