"""Reading applications. After the opening, other concepts read them from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.projects.applications.tables import Application
from services.projects.batches.tables import Batch
from services.projects.errors import WrongState
from services.projects.presentations.tables import Presentation
from services.projects.providers.tables import Provider
from services.projects.tenders.tables import Tender

_UNREADABLE = ("sealed", "stale", "withdrawn")


@dataclass(frozen=True, slots=True)
class AdmittedApplication:
    """An application that passed the checks after the opening. ``price`` is in fen, and ``lots`` is
    the price of each lot that it is for."""

    id: str
    tender_id: str
    provider_id: str
    provider_name: str
    price: int
    lots: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Applied:
    """An application with what it is for, and when it is presented."""

    application: Application
    tender: Tender
    batch: Batch
    presentation: Presentation | None


def admitted(session: Session, tender_id: str) -> list[AdmittedApplication]:
    """The applications for a tender that may be judged, in the order of their ids."""
    rows = session.execute(
        sa.select(Application, Provider.name)
        .join(Provider, Provider.id == Application.provider_id)
        .where(Application.tender_id == tender_id, Application.state == "admitted")
        .order_by(Application.id)
    )
    found = []
    for application, provider_name in rows:
        assert application.price is not None  # set when it was opened
        found.append(
            AdmittedApplication(
                id=application.id,
                tender_id=application.tender_id,
                provider_id=application.provider_id,
                provider_name=provider_name,
                price=application.price,
                lots=lots_of(application),
            )
        )
    return found


def teams(session: Session, tender_id: str) -> dict[str, list[str]]:
    """The names in the team of each application for a tender that may be judged, in one look."""
    rows = session.execute(
        sa.select(Application.id, Application.content).where(
            Application.tender_id == tender_id, Application.state == "admitted"
        )
    )
    return {row.id: [person["name"] for person in row.content["team"]] for row in rows}


def content(application: Application) -> dict[str, Any]:
    """What an opened application says: ``plan``, ``team``, ``budget``, ``answers``, ``documents``.

    Raises ``WrongState`` for one that is still sealed.
    """
    if application.content is None:
        raise WrongState("it is not opened", step="read", state=application.state)
    return dict(application.content)


def lots_of(application: Application) -> dict[str, int]:
    """The price in fen of each lot that an opened application is for; none without lots."""
    return dict((application.content or {}).get("lots", {}))


def find(session: Session, application_id: str, *, lock: bool = False) -> Application | None:
    """One application."""
    return session.get(Application, application_id, with_for_update=lock or None)


def of_provider(
    session: Session, *, tender_id: str, provider_id: str, lock: bool = False
) -> Application | None:
    """An organisation's application for a tender."""
    select = sa.select(Application).where(
        Application.tender_id == tender_id, Application.provider_id == provider_id
    )
    return session.scalars(select.with_for_update() if lock else select).one_or_none()


def of_batch(
    session: Session, batch_id: str, *, state: str
) -> Sequence[tuple[Application, Tender]]:
    """The applications of a batch that are in a state, by tender, kept from others."""
    rows = session.execute(
        sa.select(Application, Tender)
        .join(Tender, Tender.id == Application.tender_id)
        .where(Tender.batch_id == batch_id, Application.state == state)
        .order_by(Tender.code, Application.id)
        .with_for_update(of=Application)
    )
    return [(application, tender) for application, tender in rows]


def states(session: Session, tender_ids: Collection[str]) -> dict[str, Counter[str]]:
    """Of some tenders how many applications are in which state, in one statement."""
    rows = session.execute(
        sa.select(Application.tender_id, Application.state, sa.func.count())
        .where(Application.tender_id.in_(tender_ids))
        .group_by(Application.tender_id, Application.state)
    )
    found: dict[str, Counter[str]] = {tender_id: Counter() for tender_id in tender_ids}
    for tender_id, state, count in rows:
        found[tender_id][state] = count
    return found


def sealed_for(session: Session, tender_id: str) -> Sequence[Application]:
    """The sealed applications for a tender, kept from others."""
    select = sa.select(Application).where(
        Application.tender_id == tender_id, Application.state == "sealed"
    )
    return session.scalars(select.order_by(Application.id).with_for_update()).all()


def by_id(
    session: Session, *, tender_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[Application]:
    """The applications for a tender that can be read, after the id ``beyond``."""
    select = sa.select(Application).where(
        Application.tender_id == tender_id, Application.state.not_in(_UNREADABLE)
    )
    if beyond:
        select = select.where(Application.id > beyond[0])
    return session.scalars(select.order_by(Application.id).limit(limit)).all()


def latest_first(
    session: Session, *, provider_id: str, beyond: Sequence[Any], limit: int
) -> Sequence[Application]:
    """An organisation's applications, after the id ``beyond``."""
    select = sa.select(Application).where(Application.provider_id == provider_id)
    if beyond:
        select = select.where(Application.id < beyond[0])
    return session.scalars(select.order_by(Application.id.desc()).limit(limit)).all()


def applied(
    session: Session, *, provider_id: str, tender_id: str | None, beyond: Sequence[Any], limit: int
) -> list[Applied]:
    """The same with what they are for, in one statement; of one tender where it is named."""
    select = (
        sa.select(Application, Tender, Batch, Presentation)
        .join(Tender, Tender.id == Application.tender_id)
        .join(Batch, Batch.id == Tender.batch_id)
        .outerjoin(Presentation, Presentation.application_id == Application.id)
        .where(Application.provider_id == provider_id)
    )
    if tender_id:
        select = select.where(Application.tender_id == tender_id)
    if beyond:
        select = select.where(after((Application.id,), beyond, descending=True))
    rows = session.execute(select.order_by(Application.id.desc()).limit(limit))
    return [Applied(*row) for row in rows]
