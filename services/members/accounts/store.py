"""Reading and writing accounts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.accounts.tables import Account


def find(session: Session, account_id: str) -> Account | None:
    """An account with its roles."""
    return session.get(Account, account_id)


def by_username(session: Session, username: str) -> Account | None:
    """The account with this name."""
    return session.scalars(sa.select(Account).where(Account.username == username)).one_or_none()


def add(session: Session, account: Account) -> None:
    """Add an account with its roles."""
    session.add(account)
    session.flush()
