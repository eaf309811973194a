"""Reading and writing chains."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.projects.audit.rules import NOTHING, Head, Link
from services.projects.audit.tables import (
    AuditChain,
    AuditEntry,
    AuditPublication,
    PublishedHead,
)


def lock(session: Session, chain: str) -> Head:
    """The end of a chain, kept from others until the transaction ends; a new chain is begun."""
    postgres = session.get_bind().dialect.name == "postgresql"
    insert = (postgresql if postgres else sqlite).insert(AuditChain)
    session.execute(insert.values(chain=chain, sequence=0, hash=NOTHING).on_conflict_do_nothing())
    row = session.execute(
        sa.select(AuditChain.sequence, AuditChain.hash)
        .where(AuditChain.chain == chain)
        .with_for_update()
    ).one()
    return Head(chain=chain, sequence=row.sequence, hash=row.hash)


def append(session: Session, chain: str, link: Link) -> None:
    """Write the entry that follows the end of a locked chain."""
    session.execute(
        sa.insert(AuditEntry).values(
            chain=chain, sequence=link.sequence, body=link.body, hash=link.hash
        )
    )
    session.execute(
        sa.update(AuditChain)
        .where(AuditChain.chain == chain)
        .values(sequence=link.sequence, hash=link.hash)
    )


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
