"""Tables of the audit."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.projects.database import Base


class AuditChain(Base):
    """The end of a chain, and the lock under which it grows."""

    __tablename__ = "audit_chains"

    chain: Mapped[str] = mapped_column(String(60), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class AuditEntry(Base):
    """One entry, written once: triggers refuse to change or delete it."""

    __tablename__ = "audit_entries"

    chain: Mapped[str] = mapped_column(String(60), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class AuditPublication(Base):
    """A day, by the calendar of the union, on which the ends of all chains were told."""

    __tablename__ = "audit_publications"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)


class PublishedHead(Base):
    """The end of a chain as it was told on a day; triggers refuse to change or delete it."""

    __tablename__ = "audit_published_heads"

    day: Mapped[str] = mapped_column(
        String(10), ForeignKey("audit_publications.day"), primary_key=True
    )
    chain: Mapped[str] = mapped_column(String(60), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
