"""Reading and writing one-time codes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.members.logins.tables import LoginCode


def put(
    session: Session, *, card_index: str, login_code_id: str, code_hash: str, expires_at: datetime
) -> None:
    """Store a card number's code; the one before is gone, so only the newest is ever valid."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {"id": login_code_id, "code_hash": code_hash, "tries": 0, "expires_at": expires_at}
    session.execute(
        insert(LoginCode)
        .values(card_index=card_index, **values)
        .on_conflict_do_update(index_elements=[LoginCode.card_index], set_=values)
    )


def try_one(session: Session, card_index: str, *, tries: int, now: datetime) -> LoginCode | None:
    """Count a try at a valid code and return it; None when there is no valid one.

    The try is counted before anybody compares, so five at once are five.
    """
    return session.scalars(
        sa.update(LoginCode)
        .where(
            LoginCode.card_index == card_index,
            LoginCode.tries < tries,
            LoginCode.expires_at > now,
        )
        .values(tries=LoginCode.tries + 1)
        .returning(LoginCode)
    ).one_or_none()


def use_up(session: Session, code: LoginCode) -> None:
    """A code that was right is gone."""
    session.execute(sa.delete(LoginCode).where(LoginCode.card_index == code.card_index))


def forget(session: Session, *, before: datetime) -> None:
    """Delete codes that expired before a moment."""
    session.execute(sa.delete(LoginCode).where(LoginCode.expires_at < before))
