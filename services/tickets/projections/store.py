"""Reading and keeping what other services have told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.tickets.projections.tables import CardState, KnownService


def is_known_service(session: Session, service_id: str) -> bool:
    """Whether the catalogue has told of a service."""
    return session.get(KnownService, service_id) is not None


def keep_service(
    session: Session, *, service_id: str, code: str, name: str, told_at: datetime
) -> None:
    """Keep a service unless something newer is known of it."""
    kept = session.get(KnownService, service_id, with_for_update=True)
    if kept is None:
        kept = KnownService(service_id=service_id)
        session.add(kept)
    elif kept.told_at >= told_at:
        return
    kept.code, kept.name, kept.told_at = code, name, told_at


def keep_card(session: Session, *, member_id: str, suspended: bool, told_at: datetime) -> None:
    """Keep the state of a member's card unless something newer is known of it."""
    kept = session.get(CardState, member_id, with_for_update=True)
    if kept is None:
        kept = CardState(member_id=member_id)
        session.add(kept)
    elif kept.told_at >= told_at:
        return
    kept.suspended, kept.told_at = suspended, told_at
