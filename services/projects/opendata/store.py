"""Reading releases."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.batches.tables import Batch
from services.projects.opendata.tables import OcdsRelease
from services.projects.tenders.tables import Tender

SORT_KEY = (OcdsRelease.released_at, OcdsRelease.id)
RECORD_KEY = (Tender.created_at, Tender.id)


def last_number(session: Session, tender_id: str) -> int:
    """The number of a tender's latest release; 0 before the first."""
    newest = sa.select(sa.func.max(OcdsRelease.number)).where(OcdsRelease.tender_id == tender_id)
    return session.scalar(newest) or 0


def newest_first(
    session: Session,
    *,
    release: str,
    tender: str,
    batch: str,
    beyond: Sequence[Any],
    limit: int,
) -> Sequence[tuple[OcdsRelease, str]]:
    """Releases with the codes of their tenders, after the sort key ``beyond``; those with a
    release's, tender's or batch's code, where one is given."""
    select = sa.select(OcdsRelease, Tender.code).join(Tender, Tender.id == OcdsRelease.tender_id)
    if release:
        select = select.where(OcdsRelease.code == release)
    if beyond:
        select = select.where(after(SORT_KEY, beyond, descending=True))
    select = _of(select, tender=tender, batch=batch)
    rows = session.execute(select.order_by(*(c.desc() for c in SORT_KEY)).limit(limit))
    return [(found, code) for found, code in rows]


def processes(
    session: Session, *, tender: str, batch: str, beyond: Sequence[Any], limit: int
) -> Sequence[Tender]:
    """Tenders of which anything was told, newest first, after the sort key ``beyond``."""
    told = sa.exists().where(OcdsRelease.tender_id == Tender.id)
    select = sa.select(Tender).where(told)
    if beyond:
        select = select.where(after(RECORD_KEY, beyond, descending=True))
    select = _of(select, tender=tender, batch=batch)
    return session.scalars(select.order_by(*(c.desc() for c in RECORD_KEY)).limit(limit)).all()


def of_tenders(session: Session, tender_ids: Collection[str]) -> Sequence[OcdsRelease]:
    """All releases of some tenders, each tender's by date."""
    select = sa.select(OcdsRelease).where(OcdsRelease.tender_id.in_(tender_ids))
    return session.scalars(select.order_by(OcdsRelease.released_at, OcdsRelease.number)).all()


def _of(select: Any, *, tender: str, batch: str) -> Any:
    if tender:
        select = select.where(Tender.code == tender)
    if batch:
        select = select.join(Batch, Batch.id == Tender.batch_id).where(Batch.code == batch)
    return select
