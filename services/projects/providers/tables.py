"""Tables of social organisations and of the accounts that act for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base

LIVE = text("state != 'refused'")


class Provider(Base):
    """An organisation. One that was refused keeps its row and leaves its credit code to others."""

    __tablename__ = "providers"
    __table_args__ = (
        Index(
            "uq_providers_credit_code_live",
            "credit_code",
            unique=True,
            postgresql_where=LIVE,
            sqlite_where=LIVE,
        ),
        Index("ix_providers_state_name", "state", "name"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    credit_code: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(Text)
    has_union: Mapped[bool] = mapped_column(Boolean, server_default=false())
    bank_sealed: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500))
    applied_by: Mapped[str] = mapped_column(String(64))
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProviderUser(Base):
    """An account that acts for an organisation; it acts for one only."""

    __tablename__ = "provider_users"

    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"), index=True)
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProviderInvitation(Base):
    """A code by which one more account joins, once; only its hash is kept."""

    __tablename__ = "provider_invitations"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    invited_by: Mapped[str] = mapped_column(String(64))
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    used_by: Mapped[str | None] = mapped_column(String(64))
