"""What is published about applications; never what one says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.clock import rfc3339
from chassis.envelope import Event
from services.projects.events import TenderFacts

APPLICATION_BEGUN = "projects.application_begun.v1"
APPLICATION_SEALED = "projects.application_sealed.v1"
APPLICATION_WITHDRAWN = "projects.application_withdrawn.v1"
APPLICATION_OUTDATED = "projects.application_outdated.v1"
APPLICATIONS_OPENED = "projects.applications_opened.v1"
CORRECTION_ASKED = "projects.correction_asked.v1"
CORRECTION_HANDED_IN = "projects.correction_handed_in.v1"
APPLICATION_ADMITTED = "projects.application_admitted.v1"
APPLICATION_DISQUALIFIED = "projects.application_disqualified.v1"


class ApplicationFacts(Protocol):
    """What an event tells of an application."""

    id: str
    provider_id: str
    version: int
    receipt: str
    correction_until: datetime | None


def application_changed(
    event_type: str,
    application: ApplicationFacts,
    tender: TenderFacts,
    *,
    at: datetime,
    reason: str = "",
    step: str = "",
) -> Event:
    """An application took a step; ``event_type`` is one of the types above. ``step`` tells a new
    one (``seal``) from one that replaces or confirms another."""
    until = application.correction_until
    told = {
        "application_id": application.id,
        "provider_id": application.provider_id,
        "version": application.version,
        "receipt_sha256": application.receipt,
        "correction_until": until and rfc3339(until),
        "reason": reason,
        "step": step,
    }
    return Event(type=event_type, subject=application.id, data=_tender(tender, at) | told)


def application_begun(
    tender: TenderFacts, *, provider_id: str, closes_at: datetime, at: datetime
) -> Event:
    """An organisation works on an application that is not handed in: its first file has come."""
    data = _tender(tender, at) | {"provider_id": provider_id, "call_closes_at": rfc3339(closes_at)}
    return Event(type=APPLICATION_BEGUN, subject=tender.id, data=data)


def applications_opened(
    tender: TenderFacts, *, count: int, providers: Sequence[str], at: datetime
) -> Event:
    """The applications of ``providers`` for a tender can be read now; there are ``count``."""
    data = _tender(tender, at) | {"applications": count, "providers": list(providers)}
    return Event(type=APPLICATIONS_OPENED, subject=tender.id, data=data)


def _tender(tender: TenderFacts, at: datetime) -> dict[str, Any]:
    return {
        "tender_id": tender.id,
        "batch_id": tender.batch_id,
        "code": tender.code,
        "title": tender.title,
        "need_class": tender.need_class,
        "at": rfc3339(at),
    }
