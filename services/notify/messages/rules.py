"""The state machine of a message: at least once, with the uncertainty visible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.notify.channels.port import Outcome, OutcomeKind
from services.notify.messages.classes import POLICIES, MessageClass, Policy
from services.notify.messages.quiet import NEVER, QuietHours


class State(StrEnum):
    """Where a message stands."""

    CREATED = "created"
    DEFERRED = "deferred"  # it waits for the end of the quiet hours
    DISPATCHING = "dispatching"  # an attempt is open, under a lease
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"  # it lies where the member reads it
    NO_RECEIPT = "no_receipt"  # the provider had it and never said what became of it
    UNCERTAIN = "uncertain"  # nobody knows whether the provider has it
    RETRY_WAIT = "retry_wait"
    FAILED = "failed"  # it can never be sent
    DEAD = "dead"  # refused too often
    EXPIRED = "expired"  # not worth sending any more
    SUPPRESSED = "suppressed"  # there is nowhere to send it, or it is not wanted there
    CANCELLED = "cancelled"  # its broadcast was called off before it left


TRANSITIONS: dict[State, frozenset[State]] = {
    # Delivered at once: an attempt that a restored backup has forgotten.
    State.CREATED: frozenset(
        {State.DISPATCHING, State.DEFERRED, State.EXPIRED, State.DELIVERED, State.CANCELLED}
    ),
    State.DEFERRED: frozenset(
        {State.DISPATCHING, State.EXPIRED, State.SENT, State.DELIVERED, State.CANCELLED}
    ),
    State.DISPATCHING: frozenset(
        {
            State.SENT,
            State.DELIVERED,  # a receipt may overtake the answer
            State.UNCERTAIN,
            State.RETRY_WAIT,
            State.FAILED,
            State.DEAD,
            State.EXPIRED,
            State.SUPPRESSED,
        }
    ),
    State.RETRY_WAIT: frozenset(
        # Sent, delivered: an earlier attempt.
        {
            State.DISPATCHING,
            State.DEFERRED,
            State.EXPIRED,
            State.SENT,
            State.DELIVERED,
            State.CANCELLED,
        }
    ),
    # The end of an attempt may still become known after its lease.
    State.UNCERTAIN: frozenset(
        {
            State.DISPATCHING,
            State.SENT,
            State.DELIVERED,
            State.RETRY_WAIT,
            State.FAILED,
            State.DEAD,
            State.CREATED,
        }
    ),
    State.SENT: frozenset(
        {State.DELIVERED, State.FAILED, State.RETRY_WAIT, State.DEAD, State.NO_RECEIPT}
    ),
    State.DELIVERED: frozenset(),
    # Created: somebody sends it again by hand. Delivered: an earlier attempt than the one that
    # ended it may have arrived.
    State.NO_RECEIPT: frozenset({State.DELIVERED, State.FAILED, State.CREATED}),
    State.FAILED: frozenset({State.DELIVERED, State.CREATED}),
    State.DEAD: frozenset({State.DELIVERED, State.CREATED}),
    State.EXPIRED: frozenset({State.DELIVERED}),
    State.SUPPRESSED: frozenset({State.DELIVERED}),
    State.CANCELLED: frozenset({State.DELIVERED}),
}
UNSENT = frozenset({State.CREATED, State.DEFERRED, State.RETRY_WAIT})

SILENCE = timedelta(hours=72)  # after which no receipt is expected any more


class Withheld(StrEnum):
    """Why an attempt ended before anything left the house."""

    CONTACTS_AWAY = "contacts away"
    NO_NUMBER = "no number"
    NO_ADDRESS = "no address"  # the office is not told there any more
    NOT_WANTED = "not wanted"  # the member has switched this topic off
    OPTED_OUT = "opted out"  # the number wants nothing any more
    OFTEN_ENOUGH = "often enough"  # the member had as many of this topic as one gets
    FOR_DIGEST = "for the digest"  # the member wants this topic as one SMS a day
    NOT_RENDERED = "not rendered"
    EXPIRED = "expired"


class Hold(StrEnum):
    """Why what was to be sent is not sent now."""

    PAUSED = "paused"
    CALLED_OFF = "called off"


_SUPPRESSING = frozenset(
    {
        Withheld.NO_NUMBER,
        Withheld.NO_ADDRESS,
        Withheld.NOT_WANTED,
        Withheld.OPTED_OUT,
        Withheld.OFTEN_ENOUGH,
        Withheld.FOR_DIGEST,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the rules know of a message."""

    state: State
    message_class: MessageClass
    expires_at: datetime
    attempts: int = 0
    refusals: int = 0
    unanswered: int = 0

    @property
    def policy(self) -> Policy:
        """How its class is sent."""
        return POLICIES[self.message_class]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a message becomes. Equal steps of many messages are one statement.

    ``due_at`` is when somebody has to look at it again; ``None`` means never.
    """

    state: State
    due_at: datetime | None
    reason: str
    attempts: int
    refusals: int
    unanswered: int


def expiry(message_class: MessageClass, *, now: datetime, ends: datetime | None) -> datetime:
    """When a message made now stops being worth sending."""
    return ends or now + POLICIES[message_class].lifetime


def when_due(
    standing: Standing,
    *,
    now: datetime,
    lease: timedelta,
    idempotent: bool,
    quiet: QuietHours = NEVER,
    hold: Hold | None = None,
) -> Step:
    """What to do with a message whose time has come: try, try again, wait, or give up. Held are
    only those that nobody can have got; a paused one waits until somebody gives it a time."""
    if hold and standing.state in UNSENT:
        if hold is Hold.CALLED_OFF:
            return move(standing, State.CANCELLED, reason=hold)
        return move(standing, standing.state, reason=hold)
    if standing.state is State.DISPATCHING:
        return _in_doubt(standing, "lease over", now=now, idempotent=idempotent)
    if standing.state is State.SENT:
        return move(standing, State.NO_RECEIPT)
    if standing.state is State.UNCERTAIN:
        if now >= standing.expires_at:
            return move(standing, State.UNCERTAIN, reason="expired")
        if not idempotent and standing.unanswered > standing.policy.resends:
            return move(standing, State.UNCERTAIN, reason="sent often enough")
    elif now >= standing.expires_at:
        return move(standing, State.EXPIRED)
    morning = quiet.until(now) if standing.policy.topic else None
    if morning:
        waiting = State.UNCERTAIN if standing.state is State.UNCERTAIN else State.DEFERRED
        return move(standing, waiting, due_at=morning, reason="quiet hours")
    tried = replace(standing, attempts=standing.attempts + 1)
    return move(tried, State.DISPATCHING, due_at=now + lease)


def taken(standing: Standing, step: Step) -> Standing:
    """How a message stands once it has taken a step."""
    return replace(
        standing,
        state=step.state,
        attempts=step.attempts,
        refusals=step.refusals,
        unanswered=step.unanswered,
    )


def after(
    standing: Standing,
    result: Outcome | Withheld,
    *,
    now: datetime,
    jitter: float,
    idempotent: bool,
    receipts: bool = False,
) -> Step:
    """What an attempt's end makes of a message. ``jitter`` lies between 0 and 1; with ``receipts``
    the provider says later what became of what it took."""
    if isinstance(result, Withheld):
        return _after_withholding(standing, result, now=now, jitter=jitter)
    match result.kind:
        case OutcomeKind.ACCEPTED:
            return move(standing, State.SENT, due_at=now + SILENCE if receipts else None)
        case OutcomeKind.REJECTED:
            return move(standing, State.FAILED, reason=result.detail)
        case OutcomeKind.UNCERTAIN:
            return _in_doubt(standing, result.detail, now=now, idempotent=idempotent)
        case OutcomeKind.REFUSED:
            return refused(standing, result.detail, now=now, jitter=jitter)


def refused(standing: Standing, detail: str, *, now: datetime, jitter: float) -> Step:
    """What one more refusal makes of a message: a pause, or its end."""
    counted = replace(standing, refusals=standing.refusals + 1)
    if counted.refusals >= standing.policy.refusals:
        return move(counted, State.DEAD, reason=detail)
    pause = backoff(standing.policy, counted.refusals, jitter=jitter)
    return move(counted, State.RETRY_WAIT, due_at=now + pause, reason=detail)


def _after_withholding(standing: Standing, why: Withheld, *, now: datetime, jitter: float) -> Step:
    if why in _SUPPRESSING:
        return move(standing, State.SUPPRESSED, reason=why)
    match why:
        case Withheld.EXPIRED:
            return move(standing, State.EXPIRED)
        case Withheld.NOT_RENDERED:
            return move(standing, State.FAILED, reason=why)
        case _:  # Contacts are away
            # Nobody refused it, so it does not count; its expiry is the end of it.
            pause = backoff(standing.policy, standing.attempts, jitter=jitter)
            return move(standing, State.RETRY_WAIT, due_at=now + pause, reason=why)


def backoff(policy: Policy, count: int, *, jitter: float) -> timedelta:
    """The pause after the ``count``-th failure: doubling to a limit, between half and one and a
    half times that."""
    doublings = max(0, min(count - 1, 16))
    return min(policy.first_pause * (1 << doublings), policy.longest_pause) * (0.5 + jitter)


def _in_doubt(standing: Standing, reason: str, *, now: datetime, idempotent: bool) -> Step:
    doubted = replace(standing, unanswered=standing.unanswered + 1)
    wait = standing.policy.doubt
    if idempotent:  # sending again does no harm, so nothing is waited for
        wait = backoff(standing.policy, doubted.unanswered, jitter=0.5)
    return move(doubted, State.UNCERTAIN, due_at=now + wait, reason=reason)


def move(
    standing: Standing, state: State, *, due_at: datetime | None = None, reason: str = ""
) -> Step:
    """The step into a state. Raises ``ValueError`` where no way leads there."""
    if state is not standing.state and state not in TRANSITIONS[standing.state]:
        raise ValueError(f"no way from {standing.state} to {state}")
    return Step(
        state=state,
        due_at=due_at,
        reason=reason,
        attempts=standing.attempts,
        refusals=standing.refusals,
        unanswered=standing.unanswered,
    )
