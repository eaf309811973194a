"""Reading and writing accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.accounts.tables import Account, AccountRole


def find(session: Session, account_id: str) -> Account | None:
    """An account with its roles."""
    return session.get(Account, account_id)


def by_username(session: Session, username: str) -> Account | None:
    """The account with this name."""
    return session.scalars(sa.select(Account).where(Account.username == username)).one_or_none()


def with_role(
    session: Session, role: str, *, beyond: Sequence[Any], limit: int
) -> Sequence[Account]:
    """The accounts in use that hold a role anywhere, by name, after the user name ``beyond``."""
    holders = sa.select(AccountRole.account_id).where(AccountRole.role == role)
    select = sa.select(Account).where(Account.id.in_(holders), Account.disabled_at.is_(None))
    if beyond:
        select = select.where(Account.username > beyond[0])
    return session.scalars(select.order_by(Account.username).limit(limit)).all()


def add(session: Session, account: Account) -> None:
    """Add an account with its roles."""
    session.add(account)
    session.flush()
