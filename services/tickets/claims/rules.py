"""Who gets a place: requests in the order in which they came, decided without looking elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.tickets.claims.eligibility import (
    EVERYBODY,
    Eligibility,
    Facts,
    Reason,
    day_of,
    refusal,
)
from services.tickets.claims.pools import GENERAL, open_to
from services.tickets.claims.requests import Holding, Identity, Request, Wish
from services.tickets.releases.rules import Mode, State, state_at


class Outcome(StrEnum):
    """How a request ended. It never changes; what becomes of a place later is told elsewhere.

    ``entered`` takes part in a draw, ``waiting`` is on the waiting list.
    """

    WON = "won"
    ENTERED = "entered"
    WAITING = "waiting"
    SOLD_OUT = "sold_out"
    NOT_OPEN = "not_open"
    NOT_ELIGIBLE = "not_eligible"
    ALREADY_CLAIMED = "already_claimed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A release as the batch finds it; ``requests`` counts those decided before.

    ``pools`` are the free places by part of the stock. ``waiting`` counts the members on the
    waiting list, those with an open offer among them; ``queued`` tells for each part the
    smallest number of places that somebody on the waiting list wants from it, where any is left.
    Until ``drawn_at`` those who ask in the window or for the ballot enter the draw.
    """

    scheduled_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    cancelled_at: datetime | None
    districts: Set[str]
    pools: Mapping[str, int]
    requests: int
    mode: Mode = Mode.FIRST_COME
    entries_until: datetime | None = None
    frozen_at: datetime | None = None
    drawn_at: datetime | None = None
    event_starts_at: datetime | None = None
    asks: Eligibility = EVERYBODY
    has_waiting_list: bool = False
    waiting: int = 0
    queued: Mapping[str, int] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day on which ages count: that of the event, or of the closing where none is told."""
        return day_of(self.event_starts_at or self.closes_at)

    def takes_entries(self, at: datetime) -> bool:
        """Whether a request of this moment takes part in the draw."""
        # A batch that has waited for the lock may be of a moment before the freeze it finds.
        open_until = self.entries_until if self.frozen_at is None else None
        return open_until is not None and at < open_until

    def awaits_draw(self) -> bool:
        """Whether places are still kept for a draw."""
        return self.mode is not Mode.FIRST_COME and self.drawn_at is None


@dataclass(frozen=True, slots=True)
class Held:
    """What members have of a release already, each by release and member.

    ``tickets`` maps to the valid ticket.
    """

    tickets: Mapping[Holding, str] = field(default_factory=dict)
    entries: Set[Holding] = frozenset()
    waiting: Set[Holding] = frozenset()


NOTHING_HELD = Held()
NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one request. ``position`` numbers a release's requests from 1 without gap.

    ``ticket_id`` is the ticket that the member holds after it, won by this request or before;
    ``pool`` the part of the stock that a won place was taken from.
    """

    claim_id: str
    request: Request
    outcome: Outcome
    reason: Reason
    position: int
    ticket_id: str | None
    decided_at: datetime
    pool: str = GENERAL


def decide_batch(
    requests: Sequence[Request],
    *,
    at: datetime,
    standings: Mapping[str, Standing],
    stored: Mapping[Identity, Decision],
    held: Held = NOTHING_HELD,
    facts: Facts = NO_FACTS,
    new_id: Callable[[], str],
) -> list[Decision]:
    """Decide requests, first come, first served in their order.

    Every release must have a standing. ``stored`` are earlier decisions on the same requests:
    those are the answer, unchanged. Of two equal requests the first is decided and the other gets
    its decision.
    """
    desks = {release_id: _Desk(standing, at) for release_id, standing in standings.items()}
    tickets = dict(held.tickets)
    pending = dict.fromkeys(held.entries, Reason.ENTERED) | dict.fromkeys(
        held.waiting, Reason.WAITING
    )
    known = dict(stored)
    answers = []
    for request in requests:
        decision = known.get(request.identity)
        if decision is None:
            desk = desks[request.release_id]
            ticket_id = tickets.get(request.holding)
            outcome, reason, pool = desk.judge(
                request,
                facts=facts,
                has_ticket=ticket_id is not None,
                pending=pending.get(request.holding),
            )
            if outcome is Outcome.WON:
                ticket_id = tickets[request.holding] = new_id()
            elif outcome is Outcome.ENTERED:
                pending[request.holding] = Reason.ENTERED
            elif outcome is Outcome.WAITING:
                pending[request.holding] = Reason.WAITING
            decision = known[request.identity] = Decision(
                claim_id=new_id(),
                request=request,
                outcome=outcome,
                reason=reason,
                position=desk.number(),
                ticket_id=ticket_id,
                decided_at=at,
                pool=pool,
            )
        answers.append(decision)
    return answers


_NOT_OPEN = {
    State.DRAFT: Reason.TOO_EARLY,
    State.SCHEDULED: Reason.TOO_EARLY,
    State.CLOSED: Reason.TOO_LATE,
    State.CANCELLED: Reason.CANCELLED,
}
_Judgement = tuple[Outcome, Reason, str]


class _Desk:
    """A release while a batch is decided: what is left, who waits, how many have asked."""

    def __init__(self, standing: Standing, at: datetime) -> None:
        self._standing = standing
        self._state = state_at(standing, at)
        self._takes_entries = standing.takes_entries(at)
        self._day = standing.day
        self._left = dict(standing.pools)
        self._queued = dict(standing.queued)
        self._position = standing.requests

    def number(self) -> int:
        """The next request's number."""
        self._position += 1
        return self._position

    def judge(
        self, request: Request, *, facts: Facts, has_ticket: bool, pending: Reason | None
    ) -> _Judgement:
        """The outcome of a request; what it wins is taken."""
        standing = self._standing
        if self._state is not State.OPEN:
            return Outcome.NOT_OPEN, _NOT_OPEN[self._state], GENERAL
        reason = refusal(
            request,
            districts=standing.districts,
            asks=standing.asks,
            day=self._day,
            facts=facts,
        )
        if reason is not Reason.NONE:
            return Outcome.NOT_ELIGIBLE, reason, GENERAL
        if has_ticket or pending is not None:
            return Outcome.ALREADY_CLAIMED, pending or Reason.NONE, GENERAL
        if self._takes_entries:
            return Outcome.ENTERED, Reason.NONE, GENERAL
        return self._serve(request)

    def _serve(self, request: Request) -> _Judgement:
        standing, refused = self._standing, Reason.NONE
        mine = open_to(request, self._left)
        if not standing.awaits_draw():
            for pool in mine:
                if request.places > self._left[pool]:
                    continue
                if self._queued.get(pool, self._left[pool] + 1) <= self._left[pool]:
                    refused = Reason.OTHERS_WAIT
                    continue
                self._left[pool] -= request.places
                return Outcome.WON, Reason.NONE, pool
        if standing.has_waiting_list and (
            request.wish is Wish.WAITING or standing.mode is not Mode.FIRST_COME
        ):
            for pool in mine:
                self._queued[pool] = min(self._queued.get(pool, request.places), request.places)
            return Outcome.WAITING, Reason.NONE, GENERAL
        return Outcome.SOLD_OUT, refused, GENERAL
