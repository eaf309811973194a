"""Tables of accounts and their roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from chassis.tables import Id, UtcDateTime
from services.members.database import Base


class Account(Base):
    """Somebody of the staff, or of a provider, who logs in with name and password."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(64))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_by: Mapped[str] = mapped_column(String(64), default="")
    roles: Mapped[list[AccountRole]] = relationship(
        lazy="selectin", order_by="AccountRole.role, AccountRole.scope"
    )

    @property
    def disabled(self) -> bool:
        """Whether nobody can log in with it any more."""
        return self.disabled_at is not None


class AccountRole(Base):
    """A role and the part of the union in which it holds."""

    __tablename__ = "account_roles"

    account_id: Mapped[str] = mapped_column(
        Id, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    scope: Mapped[str] = mapped_column(String(120), ForeignKey("unions.path"), primary_key=True)
