"""Reading rows of documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.projects.documents.tables import Document


def find(session: Session, document_id: str) -> Document | None:
    """One document."""
    return session.get(Document, document_id)


def count(session: Session, *, provider_id: str, tender_id: str | None = None) -> int:
    """How many an organisation has for a tender, or for its registration."""
    select = sa.select(sa.func.count()).select_from(Document)
    found = session.scalar(select.where(*_of(provider_id, tender_id)))
    return int(found or 0)


def same(
    session: Session, *, provider_id: str, tender_id: str | None, sha256: str, sealed_for: str
) -> Document | None:
    """The document that came before with the same bytes for the same purpose."""
    select = sa.select(Document).where(*_of(provider_id, tender_id))
    select = select.where(Document.sha256 == sha256, Document.sealed_for == sealed_for)
    return session.scalars(select.limit(1)).one_or_none()


def of_registration(session: Session, provider_id: str) -> Sequence[Document]:
    """What an organisation handed in to be verified, oldest first."""
    select = sa.select(Document).where(*_of(provider_id, None))
    return session.scalars(select.order_by(Document.uploaded_at, Document.id)).all()


def several(
    session: Session, ids: Collection[str], *, provider_id: str, tender_id: str
) -> Sequence[Document]:
    """Those of these documents that an organisation sent for a tender."""
    select = sa.select(Document).where(*_of(provider_id, tender_id), Document.id.in_(ids))
    return session.scalars(select.order_by(Document.id)).all()


def by_ids(session: Session, ids: Collection[str]) -> Sequence[Document]:
    """Documents by id."""
    return session.scalars(sa.select(Document).where(Document.id.in_(ids))).all()


def _of(provider_id: str, tender_id: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    place = Document.tender_id.is_(None) if tender_id is None else Document.tender_id == tender_id
    return Document.provider_id == provider_id, place
