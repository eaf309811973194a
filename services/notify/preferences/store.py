"""Reading and writing preferences and suppressions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.bulk import among
from services.notify.database import insert_new
from services.notify.messages.classes import Topic
from services.notify.preferences.tables import Preference, Suppression


def chosen(session: Session, member_id: str) -> dict[Topic, tuple[bool, bool]]:
    """What one member has chosen, by topic: on the phone at all, and as a digest."""
    columns = sa.select(Preference.topic, Preference.sms, Preference.digest)
    select = columns.where(Preference.member_id == member_id)
    return {Topic(topic): (sms, digest) for topic, sms, digest in session.execute(select)}


def digests(session: Session, member_ids: Collection[str]) -> frozenset[str]:
    """Who wants bulk messages as one SMS a day."""
    select = sa.select(Preference.member_id).where(
        among(session, Preference.member_id, member_ids),
        Preference.topic == Topic.NEWS,
        Preference.digest.is_(True),
    )
    return frozenset(session.scalars(select))


def unwanted(session: Session, member_ids: Collection[str]) -> frozenset[tuple[str, Topic]]:
    """Who does not want what on the phone."""
    select = sa.select(Preference.member_id, Preference.topic).where(
        among(session, Preference.member_id, member_ids), Preference.sms.is_(False)
    )
    return frozenset((member, Topic(topic)) for member, topic in session.execute(select))


def choose(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write down choices, over those that were there."""
    made = [{"digest": False} | row for row in rows]
    insert_new(session, Preference, made, key=Preference.topic)
    for row in rows:
        session.execute(
            sa.update(Preference)
            .where(Preference.member_id == row["member_id"], Preference.topic == row["topic"])
            .values({name: row[name] for name in ("sms", "digest", "changed_at") if name in row})
        )


def suppressed(session: Session, indexes: Collection[str]) -> set[str]:
    """Which of these numbers have opted out."""
    select = sa.select(Suppression.number_index).where(
        among(session, Suppression.number_index, indexes)
    )
    return set(session.scalars(select))


def suppress(session: Session, index: str, *, now: datetime) -> None:
    """Let a number opt out; its first time stays."""
    row = {"number_index": index, "since": now}
    insert_new(session, Suppression, [row], key=Suppression.number_index)


def release(session: Session, index: str) -> None:
    """Let a number back in."""
    session.execute(sa.delete(Suppression).where(Suppression.number_index == index))
