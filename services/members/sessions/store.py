"""Reading and writing sessions and refresh tokens."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from services.members.sessions.tables import RefreshToken, Session


def add(session: orm.Session, row: Session) -> None:
    """Begin a session."""
    session.add(row)
    session.flush()


def add_token(session: orm.Session, *, token_hash: str, session_id: str) -> None:
    """Make a refresh token valid."""
    session.add(RefreshToken(token_hash=token_hash, session_id=session_id, used_at=None))
    session.flush()


def find(session: orm.Session, session_id: str) -> Session | None:
    """A session."""
    return session.get(Session, session_id)


def lock_token(session: orm.Session, token_hash: str) -> RefreshToken | None:
    """A refresh token, which nobody else uses until the transaction ends."""
    return session.scalars(
        sa.select(RefreshToken).where(RefreshToken.token_hash == token_hash).with_for_update()
    ).one_or_none()


def is_used(session: orm.Session, token_hash: str) -> bool:
    """Whether a token was used, or is not there (any more)."""
    token = session.get(RefreshToken, token_hash)
    return token is None or token.used_at is not None


def end(session: orm.Session, session_id: str, *, at: datetime, because: str) -> None:
    """End a session, if it has not ended."""
    session.execute(
        sa.update(Session)
        .where(Session.id == session_id, Session.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )


def end_all(session: orm.Session, *, holder_id: str, at: datetime, because: str) -> None:
    """End all sessions of a member or an account."""
    session.execute(
        sa.update(Session)
        .where(Session.holder_id == holder_id, Session.ended_at.is_(None))
        .values(ended_at=at, ended_because=because)
    )


def forget(session: orm.Session, *, before: datetime) -> None:
    """Delete sessions, with their tokens, that had to end before a moment."""
    session.execute(sa.delete(Session).where(Session.ends_at < before))
