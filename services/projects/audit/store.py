"""Reading and writing chains."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from chassis.bulk import insert_many
from services.projects.audit.rules import NOTHING, Head, Link
from services.projects.audit.tables import (
    AuditChain,
    AuditEntry,
    AuditPublication,
    PublishedHead,
)

_CHAINS: Any = AuditChain.__table__
_ENTRIES: Any = AuditEntry.__table__
# Written out once: hardly anything is done that adds no entry.
_END = (
    sa.select(_CHAINS.c.sequence, _CHAINS.c.hash)
    .where(_CHAINS.c.chain == sa.bindparam("named"))
    .with_for_update()
)
_ADD = sa.insert(_ENTRIES)
_MOVE_END = sa.update(_CHAINS).where(_CHAINS.c.chain == sa.bindparam("named"))


def lock(session: Session, chain: str) -> Head:
    """The end of a chain, kept from others until the transaction ends; a new chain is begun."""
    row = session.execute(_END, {"named": chain}).one_or_none()
    if row is None:
        postgres = session.get_bind().dialect.name == "postgresql"
        begin = (postgresql if postgres else sqlite).insert(_CHAINS).on_conflict_do_nothing()
        session.execute(begin, {"chain": chain, "sequence": 0, "hash": NOTHING})
        row = session.execute(_END, {"named": chain}).one()
    return Head(chain=chain, sequence=row.sequence, hash=row.hash)


def append(session: Session, chain: str, link: Link) -> None:
    """Write the entry that follows the end of a locked chain."""
    session.execute(_ADD, _row(chain, link))
    _move_end(session, chain, link)


def append_all(session: Session, chain: str, links: Sequence[Link]) -> None:
    """Write the entries that follow the end of a locked chain, each after the one before it."""
    if links:
        insert_many(session, _ENTRIES, [_row(chain, link) for link in links])
        _move_end(session, chain, links[-1])


def _row(chain: str, link: Link) -> dict[str, Any]:
    return {"chain": chain, "sequence": link.sequence, "body": link.body, "hash": link.hash}


def _move_end(session: Session, chain: str, link: Link) -> None:
    values = {"named": chain, "sequence": link.sequence, "hash": link.hash}
    session.execute(_MOVE_END, values)


def heads(session: Session) -> Sequence[Head]:
    """The ends of all chains by name."""
    rows = session.execute(
        sa.select(AuditChain.chain, AuditChain.sequence, AuditChain.hash).order_by(AuditChain.chain)
    )
    return [Head(chain=row.chain, sequence=row.sequence, hash=row.hash) for row in rows]


def head(session: Session, chain: str) -> Head | None:
    """The end of a chain, if there is one."""
    row = session.execute(
        sa.select(AuditChain.sequence, AuditChain.hash).where(AuditChain.chain == chain)
    ).one_or_none()
    return row and Head(chain=chain, sequence=row.sequence, hash=row.hash)


def bodies(session: Session, chain: str, *, up_to: int) -> Sequence[str]:
    """The entries of a chain in their order, no later one than number ``up_to``."""
    return session.scalars(
        sa.select(AuditEntry.body)
        .where(AuditEntry.chain == chain, AuditEntry.sequence <= up_to)
        .order_by(AuditEntry.sequence)
    ).all()


def refused(session: Session, chain: str, *, act: str, code: str) -> Counter[str]:
    """How often an act was refused with the error ``code``, by subject.

    The text narrows the search down; what an entry says is read from the entry itself.
    """
    rows = session.scalars(
        sa.select(AuditEntry.body).where(
            AuditEntry.chain == chain, AuditEntry.body.contains(f'"refused":"{code}"')
        )
    )
    entries = [json.loads(body) for body in rows]
    return Counter(
        entry["subject"]
        for entry in entries
        if entry["act"] == act and entry["data"].get("refused") == code
    )


def first_today(session: Session, day: str) -> bool:
    """Whether nothing was told on this day yet; from now on it was."""
    postgres = session.get_bind().dialect.name == "postgresql"
    insert = (postgresql if postgres else sqlite).insert(AuditPublication)
    added = session.execute(
        insert.values(day=day).on_conflict_do_nothing().returning(AuditPublication.day)
    )
    return added.scalar() is not None


def keep_published(session: Session, day: str, heads: Sequence[Head]) -> None:
    """Keep what is told on a day, for those who ask later."""
    rows = [
        {"day": day, "chain": head.chain, "sequence": head.sequence, "hash": head.hash}
        for head in heads
    ]
    session.execute(sa.insert(PublishedHead), rows)


def published(session: Session, day: str) -> Sequence[Head]:
    """The ends of all chains as they were told on a day; none where nothing was."""
    rows = session.scalars(
        sa.select(PublishedHead).where(PublishedHead.day == day).order_by(PublishedHead.chain)
    )
    return [Head(chain=row.chain, sequence=row.sequence, hash=row.hash) for row in rows]
