"""Reading and writing organisations and who acts for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.providers.tables import Provider, ProviderInvitation, ProviderUser

SORT_KEY = (Provider.name, Provider.id)


def find(session: Session, provider_id: str, *, lock: bool = False) -> Provider | None:
    """One organisation."""
    return session.get(Provider, provider_id, with_for_update=lock)


def of_account(session: Session, account_id: str) -> Provider | None:
    """The organisation that an account acts for, one that was refused included."""
    select = sa.select(Provider).join(ProviderUser, ProviderUser.provider_id == Provider.id)
    return session.scalars(select.where(ProviderUser.account_id == account_id)).one_or_none()


def acted_for(session: Session, account_ids: Collection[str]) -> list[str]:
    """The ids of the organisations that some accounts act for."""
    select = sa.select(ProviderUser.provider_id).distinct()
    return sorted(session.scalars(select.where(ProviderUser.account_id.in_(account_ids))))


def live(session: Session, credit_code: str) -> Provider | None:
    """The organisation with this code that was not refused."""
    select = sa.select(Provider).where(Provider.credit_code == credit_code)
    return session.scalars(select.where(Provider.state != "refused")).one_or_none()


def by_name(
    session: Session, *, state: str, beyond: Sequence[Any], limit: int
) -> Sequence[Provider]:
    """Organisations in a state after the sort key ``beyond``."""
    select = sa.select(Provider).where(Provider.state == state)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=False))
    return session.scalars(select.order_by(*SORT_KEY).limit(limit)).all()


def users(session: Session, provider_id: str) -> Sequence[ProviderUser]:
    """Who acts for an organisation, in the order of joining."""
    select = sa.select(ProviderUser).where(ProviderUser.provider_id == provider_id)
    return session.scalars(select.order_by(ProviderUser.added_at, ProviderUser.account_id)).all()


def user(session: Session, account_id: str) -> ProviderUser | None:
    """Whom an account acts for."""
    return session.get(ProviderUser, account_id, with_for_update=True)


def invitation(session: Session, code_hash: str) -> ProviderInvitation | None:
    """One invitation, kept from others."""
    return session.get(ProviderInvitation, code_hash, with_for_update=True)
