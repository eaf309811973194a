"""Reading and writing members and cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.cards import rules
from services.members.cards.tables import Card, CardChange, Member

Found = sa.Row[Member, Card]


def by_card(session: Session, card_no: str) -> Found | None:
    """The member to whom a card was given, with that very card, replaced or not."""
    return session.execute(_pairs().where(Card.card_no == card_no)).one_or_none()


def by_member(session: Session, member_id: str) -> Found | None:
    """A member with the card in force."""
    return session.execute(
        _pairs().where(Member.id == member_id, Card.state != rules.REPLACED)
    ).one_or_none()


def members(session: Session, ids: Iterable[str]) -> Sequence[Member]:
    """Members by their ids; unknown ids, and members who were erased, are left out."""
    select = sa.select(Member).where(Member.id.in_(list(ids)), Member.erased_at.is_(None))
    return session.scalars(select).all()


def by_phone_index(session: Session, indexes: Iterable[str]) -> Sequence[Found]:
    """Members by the blind index of their phone, with the card in force, by card number."""
    select = _pairs().where(Member.phone_index.in_(list(indexes)), Card.state != rules.REPLACED)
    return session.execute(select.order_by(Card.card_no)).all()


def in_force(session: Session, ids: Iterable[str]) -> Sequence[Found]:
    """Members whose card is active, with the card, by card number."""
    select = _pairs().where(Member.id.in_(list(ids)), Card.state == rules.ACTIVE)
    return session.execute(select.order_by(Card.card_no)).all()


def lock(session: Session, card: Card) -> Card:
    """The card as it is now, with nobody else changing it until the transaction ends."""
    session.refresh(card, with_for_update=True)
    return card


def by_cards(session: Session, card_nos: Iterable[str]) -> Sequence[Found]:
    """The members to whom cards were given, with those very cards, replaced or not."""
    return session.execute(_pairs().where(Card.card_no.in_(list(card_nos)))).all()


def is_free(session: Session, card_no: str) -> bool:
    """Whether nobody ever had this number."""
    return session.get(Card, card_no) is None


def add_card(session: Session, card: Card) -> None:
    """Add a card."""
    session.add(card)
    session.flush()


def record(session: Session, change: CardChange) -> None:
    """Keep who did what to a card."""
    session.add(change)


def segment(
    session: Session,
    *,
    unions: Sequence[str],
    audiences: Sequence[str],
    after: str | None,
    limit: int,
) -> Sequence[str]:
    """Ids of members with an active card in a part of the union, in their order."""
    select = sa.select(Member.id).where(_in_segment(unions, audiences))
    if after is not None:
        select = select.where(Member.id > after)
    return session.scalars(select.order_by(Member.id).limit(limit)).all()


def count_segment(session: Session, *, unions: Sequence[str], audiences: Sequence[str]) -> int:
    """How many they are."""
    select = sa.select(sa.func.count()).select_from(Member)
    return session.scalar(select.where(_in_segment(unions, audiences))) or 0


def _in_segment(unions: Sequence[str], audiences: Sequence[str]) -> sa.ColumnElement[bool]:
    active = sa.exists().where(Card.member_id == Member.id, Card.state == rules.ACTIVE)
    inside = [
        sa.or_(Member.union_path == path, Member.union_path.startswith(f"{path}/", autoescape=True))
        for path in unions
        if path
    ]
    # Groups are few fixed words, each in quotes in the stored list: no JSON operator is needed
    # that one of the databases would not have.
    stored = sa.cast(Member.audiences, sa.String)
    groups = [stored.like(f'%"{audience}"%') for audience in audiences]
    return sa.and_(
        active,
        sa.true() if "" in unions else sa.or_(*inside),
        sa.or_(*groups) if groups else sa.true(),
    )


def _pairs() -> sa.Select[Member, Card]:
    return sa.select(Member, Card).join(Card, Card.member_id == Member.id)
