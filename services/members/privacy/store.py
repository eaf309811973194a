"""Reading what members holds about a member, blanking it, and keeping erasures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.members.cards.tables import Card, CardChange, Member
from services.members.database import messaging
from services.members.logins.tables import LoginCode
from services.members.privacy.rules import OPEN, State
from services.members.privacy.tables import ErasedCard, Erasure, ErasurePart, Export
from services.members.sessions.tables import RefreshToken
from services.members.sessions.tables import Session as LogInSession


class Section(StrEnum):
    """The kinds of data that members holds about a member, in the order of the document."""

    MEMBER = "member"
    CARDS = "cards"
    CARD_CHANGES = "card_changes"
    SESSIONS = "sessions"
    ERASURES = "erasures"
    EXPORTS = "exports"


_HELD: dict[str, tuple[Any, Any, Any]] = {
    # table, whose row it is, the order
    Section.MEMBER: (Member, Member.id, Member.id),
    Section.CARDS: (Card, Card.member_id, Card.card_no),
    Section.CARD_CHANGES: (CardChange, CardChange.member_id, CardChange.id),
    Section.SESSIONS: (LogInSession, LogInSession.holder_id, LogInSession.id),
    Section.ERASURES: (Erasure, Erasure.member_id, Erasure.id),
    Section.EXPORTS: (Export, Export.member_id, Export.id),
}
_KEPT_BACK = ("phone_index", "sealed_phone")


def rows(
    session: Session, section: str, member_id: str, *, start: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of a section with their columns, in the order of making; keyed hashes are left out."""
    table, whose, order = _HELD[section]
    select = sa.select(table.__table__).where(whose == member_id)
    found = session.execute(select.order_by(order).offset(start).limit(limit)).mappings()
    return [{k: v for k, v in row.items() if k not in _KEPT_BACK} for row in found]


def member(session: Session, member_id: str, *, lock: bool = False) -> Member | None:
    """A member, erased or not."""
    return session.get(Member, member_id, with_for_update=lock or None)


def cards(session: Session, member_id: str) -> Sequence[str]:
    """The numbers of all cards that a member ever had."""
    return session.scalars(sa.select(Card.card_no).where(Card.member_id == member_id)).all()


def delete_cards(
    session: Session, member_id: str, *, card_indexes: Collection[str], at: datetime
) -> int:
    """Delete a member's cards and codes for them; hashes stay."""
    session.add_all(ErasedCard(card_index=index, erased_at=at) for index in card_indexes)
    _count(session, sa.delete(LoginCode).where(LoginCode.card_index.in_(card_indexes)))
    return _count(session, sa.delete(Card).where(Card.member_id == member_id))


def erased_cards(session: Session, card_indexes: Collection[str]) -> set[str]:
    """Those among keyed hashes of card numbers whose members were erased."""
    select = sa.select(ErasedCard.card_index).where(ErasedCard.card_index.in_(card_indexes))
    return set(session.scalars(select))


def blank_card_changes(session: Session, changes: sa.ColumnElement[bool]) -> int:
    """Take from changes of cards what was written; who did what and when stays."""
    written = sa.or_(CardChange.reason != "", CardChange.details != "", CardChange.card_no != "")
    update = sa.update(CardChange).where(changes, written)
    return _count(session, update.values(reason="", details="", card_no=""))


def delete_sessions(session: Session, member_id: str) -> int:
    """Delete a member's sessions; no refresh token of theirs is known any more."""
    mine = sa.select(LogInSession.id).where(LogInSession.holder_id == member_id)
    _count(session, sa.delete(RefreshToken).where(RefreshToken.session_id.in_(mine)))
    return _count(session, sa.delete(LogInSession).where(LogInSession.holder_id == member_id))


def delete_answers(session: Session, member_id: str) -> int:
    """Delete the answers that were kept for the member's repeated requests."""
    return _count(
        session, sa.delete(messaging.answers).where(messaging.answers.c.caller == member_id)
    )


def open_erasure(session: Session, member_id: str) -> Erasure | None:
    """The erasure of a member that is asked for or runs, locked."""
    select = sa.select(Erasure).where(Erasure.member_id == member_id, Erasure.state.in_(OPEN))
    return session.scalars(select.with_for_update()).one_or_none()


def newest(session: Session, member_id: str) -> Erasure | None:
    """The erasure of a member that was asked for last."""
    select = sa.select(Erasure).where(Erasure.member_id == member_id)
    return session.scalars(select.order_by(Erasure.id.desc()).limit(1)).one_or_none()


def find(session: Session, erasure_id: str, *, lock: bool = False) -> Erasure | None:
    """One erasure."""
    return session.get(Erasure, erasure_id, with_for_update=lock or None)


def page(
    session: Session, *, state: State | None, beyond: Sequence[Any], limit: int
) -> Sequence[Erasure]:
    """Erasures, the newest first, after the id ``beyond``."""
    select = sa.select(Erasure)
    if state is not None:
        select = select.where(Erasure.state == state.value)
    if beyond:
        select = select.where(after((Erasure.id,), beyond, descending=True))
    return session.scalars(select.order_by(Erasure.id.desc()).limit(limit)).all()


def part(erasure: Erasure, service: str) -> ErasurePart | None:
    """What one service has said."""
    return next((part for part in erasure.parts if part.service == service), None)


def _count(session: Session, statement: Any) -> int:
    result: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
