"""The digest: what a member's bulk messages of a day were about, as one SMS in the evening."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta

import sqlalchemy as sa

from chassis.work import Store, Work
from services.notify.broadcasts.rules import State
from services.notify.broadcasts.tables import Broadcast
from services.notify.messages import use_cases as messages
from services.notify.messages.classes import MessageClass
from services.notify.messages.notices import Notice
from services.notify.messages.rules import Withheld
from services.notify.messages.tables import Message
from services.notify.templates.rules import SHANGHAI

HOUR = time(18, 0)  # in Shanghai
IN_DIGEST = "in a digest"
_BATCH = 500
_BATCHES = 10
_TITLES = 100  # characters


def last_hour(now: datetime) -> datetime:
    """When digests were due last."""
    here = now.astimezone(SHANGHAI)
    today = here.replace(hour=HOUR.hour, minute=HOUR.minute, second=0, microsecond=0)
    return today if here >= today else today - timedelta(days=1)


def send_digests(store: Store) -> None:
    """Make the digests that are due, some hundred members a transaction. Their event follows from
    the day, so nobody gets two of one day."""
    for _ in range(_BATCHES):
        with store.work() as work:
            if _digest_some(work) < _BATCH:
                return


def _digest_some(work: Work) -> int:
    until = last_hour(work.now)
    waiting = (
        sa.select(Message.recipient)
        .where(_waits(), Message.changed_at < until)
        .distinct()
        .order_by(Message.recipient)
        .limit(_BATCH)
    )
    members = work.session.scalars(waiting).all()
    if not members:
        return 0
    held = work.session.execute(
        sa.select(Message.id, Message.recipient, Message.event_id, Message.language)
        .where(_waits(), Message.recipient.in_(members), Message.changed_at < until)
        .order_by(Message.id)
        .with_for_update()
    ).all()
    titles = _titles(work, {row.event_id for row in held})
    about: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    for row in held:
        if row.event_id not in titles:  # called off
            continue
        about.setdefault(row.recipient, []).append(titles[row.event_id])
        languages[row.recipient] = row.language
    messages.tell(
        work,
        event_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"digest {until.isoformat()}")),
        notices=[
            Notice(
                recipient=member,
                template="news_digest",
                message_class=MessageClass.DIGEST,
                channels=("sms",),
                variables={"count": str(len(subjects)), "titles": _joined(subjects)},
                language=languages[member],
            )
            for member, subjects in about.items()
        ],
    )
    work.session.execute(
        sa.update(Message)
        .where(Message.id.in_([row.id for row in held]))
        .values(reason=IN_DIGEST)
        .execution_options(synchronize_session=False)
    )
    return len(members)


def _waits() -> sa.ColumnElement[bool]:
    # Written out, so that the databases see that the partial index holds all of it.
    return sa.literal_column("reason") == sa.literal_column(f"'{Withheld.FOR_DIGEST}'")


def _titles(work: Work, ids: set[str]) -> dict[str, str]:
    select = sa.select(Broadcast.id, Broadcast.title).where(
        Broadcast.id.in_(ids), Broadcast.state != State.CANCELLED
    )
    return {row.id: row.title for row in work.session.execute(select)}


def _joined(subjects: Sequence[str]) -> str:
    text = "; ".join(subjects)
    return text if len(text) <= _TITLES else text[: _TITLES - 1] + "…"
