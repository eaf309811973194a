"""Beginning, prolonging and ending sessions, and telling who somebody is."""

from __future__ import annotations

from typing import Any

from chassis.context import Caller, Role
from chassis.errors import Unauthenticated
from chassis.ids import uuid7
from chassis.tokens import LIFETIME
from chassis.work import Reading, Work
from services.members.accounts import store as accounts
from services.members.cards import rules as card_rules
from services.members.cards import store as cards
from services.members.errors import SessionEnded
from services.members.security import Security
from services.members.sessions import rules, store
from services.members.sessions.tables import Session


def start(work: Work, security: Security, *, kind: str, holder_id: str) -> dict[str, Any]:
    """Begin a session for a member or an account that has proved who it is; its tokens."""
    row = Session(
        id=uuid7(),
        kind=kind,
        holder_id=holder_id,
        started_at=work.now,
        ends_at=rules.ends_at(kind, now=work.now),
        ended_at=None,
        ended_because="",
    )
    store.add(work.session, row)
    token = rules.first_token()
    store.add_token(work.session, token_hash=rules.fingerprint(token), session_id=row.id)
    return _answer(work, security, row, token)


def refresh(work: Work, security: Security, *, refresh_token: str) -> dict[str, Any]:
    """Exchange a refresh token for new tokens.

    Raises ``SessionEnded`` for an unknown token, an ended session, a holder who may not log in
    any more, and for a token that two have used: that also ends the session, for both.
    """
    token = store.lock_token(work.session, rules.fingerprint(refresh_token))
    if token is None:
        raise SessionEnded("log in again")
    row = store.find(work.session, token.session_id)
    if row is None or row.ended_at is not None or work.now >= row.ends_at:
        raise SessionEnded("log in again")
    following = rules.successor(refresh_token, security.sign_refresh)
    following_hash = rules.fingerprint(following)
    verdict = rules.judge(
        used_at=token.used_at,
        successor_used=token.used_at is not None and store.is_used(work.session, following_hash),
        now=work.now,
    )
    if verdict is rules.Verdict.STOLEN:
        store.end(work.session, row.id, at=work.now, because="refresh token used by two")
        work.commit()
        raise SessionEnded("log in again", reason="reused")
    if verdict is rules.Verdict.FRESH:
        token.used_at = work.now
        store.add_token(work.session, token_hash=following_hash, session_id=row.id)
    return _answer(work, security, row, following)


def end(work: Work) -> None:
    """End the caller's own session; its access token still lives out its minutes.

    Raises ``Unauthenticated`` for a caller without a session.
    """
    if not work.caller.session_id:
        raise Unauthenticated("log in first")
    store.end(work.session, work.caller.session_id, at=work.now, because="logged out")


def get_me(reading: Reading) -> dict[str, Any]:
    """Who the caller is, as of now. Raises ``SessionEnded`` for one who may not log in any more
    and ``Unauthenticated`` for nobody."""
    caller = reading.caller
    if caller.kind not in ("member", "staff", "provider"):
        raise Unauthenticated("log in first")
    name, now = _identity(reading, kind=caller.kind, holder_id=caller.id, session_id="")
    return {
        "id": now.id,
        "kind": now.kind,
        "name": name,
        "district": now.district or next((r.scope.partition("/")[0] for r in now.roles), ""),
        "union": now.union,
        "roles": now.roles,
        "audiences": now.audiences,
    }


def _answer(work: Work, security: Security, row: Session, refresh_token: str) -> dict[str, Any]:
    _, caller = _identity(work, kind=row.kind, holder_id=row.holder_id, session_id=row.id)
    return {
        "access_token": security.tokens.issue(caller, now=work.now),
        "refresh_token": refresh_token,
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
    }


def _identity(
    reading: Reading, *, kind: str, holder_id: str, session_id: str
) -> tuple[str, Caller]:
    """Name and identity of a holder who may log in now. Raises ``SessionEnded``."""
    if kind == rules.MEMBER:
        found = cards.by_member(reading.session, holder_id)
        if found is None or found[1].state != card_rules.ACTIVE:
            raise SessionEnded("log in again")
        member = found[0]
        return member.name, Caller(
            kind=kind,
            id=member.id,
            union=member.union_path,
            session_id=session_id,
            birth_year=member.birth_year,
            audiences=tuple(member.audiences),
        )
    account = accounts.find(reading.session, holder_id)
    if account is None or account.disabled_at is not None:
        raise SessionEnded("log in again")
    roles = tuple(Role(role.role, role.scope) for role in account.roles)
    return account.name, Caller(
        kind=account.kind, id=account.id, roles=roles, session_id=session_id
    )
