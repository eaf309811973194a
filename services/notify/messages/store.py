"""Reading and writing messages and attempts, always many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import among, insert_many, insert_unknown, looked_up
from services.notify.channels.failover import Tried
from services.notify.channels.port import OutcomeKind
from services.notify.messages.classes import Lane, MessageClass
from services.notify.messages.pacing import CAPPED, Gone
from services.notify.messages.rules import Standing, State, Step, taken
from services.notify.messages.tables import Attempt, Message

BY_RECEIPT = "by receipt"
"""The detail of an attempt whose end a receipt has told."""
_OPEN = (State.DISPATCHING, State.UNCERTAIN)
_GONE = (State.SENT, State.DELIVERED, State.NO_RECEIPT, State.UNCERTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A message as the sender takes it out."""

    id: str
    event_id: str
    recipient: str
    template: str
    template_version: int
    language: str
    variables: dict[str, Any]
    standing: Standing
    provider: str = ""
    """By whom it is being sent."""

    def after(self, step: Step, *, provider: str = "") -> Stored:
        """The same message once it has taken a step, by a provider if it leaves the house."""
        return replace(self, standing=taken(self.standing, step), provider=provider)


def add(session: Session, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Insert messages; the ids of those that were not there yet."""
    return insert_unknown(session, Message.__table__, rows, key=Message.id)


def anything_due(session: Session, *, channel: str, lane: Lane, now: datetime) -> bool:
    """Whether the sender has anything to look at: one look at one index."""
    return session.scalar(_due(sa.select(sa.true()), channel, lane, now).limit(1)) is not None


def take_due(
    session: Session, *, channel: str, lane: Lane, now: datetime, limit: int
) -> list[Stored]:
    """The messages due first, locked; those that somebody else holds are passed over."""
    # Columns and not entities: nothing is changed through them, and there are many.
    select = _due(sa.select(*Message.__table__.columns), channel, lane, now)
    select = select.order_by(Message.due_at).limit(limit).with_for_update(skip_locked=True)
    return [stored(row) for row in session.execute(select)]


def _due(select: Any, channel: str, lane: Lane, now: datetime) -> Any:
    return select.where(Message.channel == channel, Message.lane == lane, Message.due_at <= now)


def stored(message: Message | sa.Row[Any]) -> Stored:
    """A row as the sender and the receipts see it."""
    return Stored(
        id=message.id,
        event_id=message.event_id,
        recipient=message.recipient,
        template=message.template,
        template_version=message.template_version,
        language=message.language,
        variables=message.variables,
        standing=Standing(
            state=State(message.state),
            message_class=MessageClass(message.message_class),
            expires_at=message.expires_at,
            attempts=message.attempts,
            refusals=message.refusals,
            unanswered=message.unanswered,
        ),
    )


def take_step(session: Session, step: Step, ids: Iterable[str], *, now: datetime) -> None:
    """Move messages that this transaction has locked."""
    session.execute(_move(session, step, ids, now=now))


def end_step(session: Session, step: Step, ids: Iterable[str], *, now: datetime) -> None:
    """Move messages whose attempt has ended, unless a later one has begun or ended them."""
    session.execute(
        _move(session, step, ids, now=now).where(
            Message.attempts == step.attempts, Message.state.in_(_OPEN)
        )
    )


def _move(session: Session, step: Step, ids: Iterable[str], *, now: datetime) -> sa.Update:
    return (
        sa.update(Message)
        .where(among(session, Message.id, ids))
        .values(
            state=step.state,
            due_at=step.due_at,
            reason=step.reason[:120],
            attempts=step.attempts,
            refusals=step.refusals,
            unanswered=step.unanswered,
            changed_at=now,
        )
        .execution_options(synchronize_session=False)
    )


def gone_to(session: Session, members: Iterable[str], *, since: datetime) -> dict[str, list[Gone]]:
    """The bulk SMS that members got since a time, or that are just leaving to them."""
    select = sa.select(Message.recipient, Message.id, Message.state, Message.changed_at).where(
        among(session, Message.recipient, set(members)),
        Message.channel == "sms",
        Message.message_class.in_(CAPPED),
        Message.state.in_((*_GONE, State.DISPATCHING)),
        Message.changed_at > since,
    )
    found: dict[str, list[Gone]] = {}
    for row in session.execute(select):
        leaving = row.id if row.state == State.DISPATCHING else None
        found.setdefault(row.recipient, []).append(Gone(row.changed_at, leaving))
    return found


def last_attempts(session: Session, ids: Iterable[str]) -> dict[str, Tried]:
    """The newest attempts of messages that had one, by message."""
    newest = sa.and_(Attempt.message_id == Message.id, Attempt.number == Message.attempts)
    select = sa.select(Attempt.message_id, Attempt.provider, Attempt.outcome)
    select = select.join(Message, newest).where(Message.id.in_(ids))
    return {row.message_id: Tried(row.provider, row.outcome) for row in session.execute(select)}


def begin_attempts(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Open attempts."""
    insert_many(session, Attempt.__table__, rows)


def end_attempts(
    session: Session,
    ids: Iterable[str],
    *,
    number: int | None = None,
    outcome: str,
    detail: str,
    parts: int | None = None,
    masked: Mapping[str, str] | None = None,
    now: datetime,
) -> None:
    """Close attempts that are open, or were closed in doubt; without a number, the open ones. What
    a receipt has said already stays, and is completed. ``masked`` are the phones that they went
    to, by message."""
    update = sa.update(Attempt).where(among(session, Attempt.message_id, ids))
    if number is None:
        update = update.where(Attempt.ended_at.is_(None))
    else:
        said = sa.and_(Attempt.detail == BY_RECEIPT, Attempt.outcome == outcome)
        unsettled = sa.or_(
            Attempt.outcome.is_(None), Attempt.outcome == OutcomeKind.UNCERTAIN, said
        )
        update = update.where(Attempt.number == number, unsettled)
    if masked:
        number_of = looked_up(session, Attempt.message_id, masked)
        update = update.values(masked_number=sa.func.coalesce(number_of, Attempt.masked_number))
    session.execute(
        update.values(
            ended_at=now, outcome=outcome, detail=detail[:120], parts=parts
        ).execution_options(synchronize_session=False)
    )
