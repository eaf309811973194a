"""Reading and writing targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notify.database import insert_new
from services.notify.messages.classes import MessageClass
from services.notify.messages.rules import State
from services.notify.messages.tables import Message
from services.notify.targets.tables import NoticeTarget, OfficeReport


def of_district(session: Session, district: str) -> Sequence[NoticeTarget]:
    """The targets of one office."""
    order = (NoticeTarget.topic, NoticeTarget.channel, NoticeTarget.id)
    select = sa.select(NoticeTarget).where(NoticeTarget.district == district).order_by(*order)
    return session.scalars(select).all()


def find(session: Session, target_id: str) -> NoticeTarget | None:
    """One target."""
    return session.get(NoticeTarget, target_id)


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, NoticeTarget]:
    """Targets by their ids; those that were removed are missing."""
    found = session.scalars(sa.select(NoticeTarget).where(NoticeTarget.id.in_(set(ids))))
    return {target.id: target for target in found}


def same(
    session: Session, *, district: str, topic: str, channel: str, address_index: str
) -> NoticeTarget | None:
    """The target that has this address already."""
    return session.scalar(
        sa.select(NoticeTarget).where(
            NoticeTarget.district == district,
            NoticeTarget.topic == topic,
            NoticeTarget.channel == channel,
            NoticeTarget.address_index == address_index,
        )
    )


def listening(
    session: Session, *, districts: Collection[str], topic: str, channels: Collection[str]
) -> Sequence[NoticeTarget]:
    """The targets of some offices for a topic, by channels that this installation has."""
    return session.scalars(
        sa.select(NoticeTarget)
        .where(
            NoticeTarget.district.in_(districts),
            NoticeTarget.topic == topic,
            NoticeTarget.channel.in_(channels),
        )
        .order_by(NoticeTarget.id)
    ).all()


def newest_messages(session: Session, target_ids: Sequence[str]) -> dict[str, Message]:
    """The last message to each target that had one; a look at one index for each, of which an
    office has few."""
    found = {}
    for target_id in target_ids:
        select = sa.select(Message).where(Message.recipient == target_id)
        newest = session.scalars(select.order_by(Message.id.desc()).limit(1)).first()
        if newest is not None:
            found[target_id] = newest
    return found


def hold_report(session: Session, topic: str, *, now: datetime) -> OfficeReport:
    """How far offices have been told, held until the end of the transaction."""
    row = {"topic": topic, "told_until": now}
    insert_new(session, OfficeReport, [row], key=OfficeReport.topic)
    held = session.get(OfficeReport, topic, with_for_update=True, populate_existing=True)
    assert held is not None
    return held


def count_died(session: Session, *, after: datetime, until: datetime) -> int:
    """How many messages to members died in a time; an office that cannot be told of its own dead
    messages is not told of them."""
    select = sa.select(sa.func.count()).where(
        Message.state == State.DEAD,
        Message.message_class != MessageClass.OFFICE,
        Message.changed_at > after,
        Message.changed_at <= until,
    )
    return session.scalar(select) or 0
