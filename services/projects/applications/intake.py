"""Whether something can be handed in now, and what it is sealed to."""

from __future__ import annotations

from chassis.work import Reading, Work
from services.projects.applications import rules, store
from services.projects.applications.tables import Application
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.batches import store as batches
from services.projects.batches.tables import Batch
from services.projects.errors import ApplicationNotFound, NotYours, TenderNotFound
from services.projects.providers import acting
from services.projects.providers.tables import Provider
from services.projects.seals import use_cases as seals
from services.projects.tenders import store as tenders
from services.projects.tenders.rules import PUBLIC
from services.projects.tenders.tables import Tender


def open_tender(work: Work, tender_id: str, *, act: str) -> tuple[Tender, Batch]:
    """A tender whose call takes applications, kept from the tick that closes it.

    What comes too early or late is recorded. Raises ``TenderNotFound``, ``WrongState`` and
    ``TooLate``.
    """
    tender, batch = _public(work, tender_id, lock=True)
    with recorded(work, audit.batch_chain(batch.id), act, subject=tender_id):
        _require_open(work, tender, batch)
    return tender, batch


def place_for_files(reading: Reading, *, tender_id: str, provider_id: str) -> dict[str, str]:
    """The keys that a file for a tender is sealed to; none for one that completes an application.

    Raises ``TenderNotFound``, ``WrongState``, ``TooLate`` and ``SealNotSet``.
    """
    tender, batch = _public(reading, tender_id, lock=False)
    found = store.of_provider(reading.session, tender_id=tender_id, provider_id=provider_id)
    if found is not None and found.state == "correcting":
        assert found.correction_until is not None  # set with the state
        rules.require_before(found.correction_until, now=reading.now, what="the correction")
        return {}
    _require_open(reading, tender, batch)
    return seals.public_keys(reading, batch.id)


def own_application(
    work: Work, application_id: str, *, act: str
) -> tuple[Application, Tender, Provider]:
    """The caller's application, locked; a try at another's is recorded.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ApplicationNotFound`` and
    ``NotYours``.
    """
    provider = acting.own(work)
    application, tender = with_tender(work, application_id, lock=True)
    with recorded(work, audit.batch_chain(tender.batch_id), act, subject=application_id):
        if application.provider_id != provider.id:
            raise NotYours("it is another organisation's; this is recorded")
    return application, tender, provider


def with_tender(
    reading: Reading, application_id: str, *, lock: bool = False
) -> tuple[Application, Tender]:
    """An application and its tender. Raises ``ApplicationNotFound``."""
    application = store.find(reading.session, application_id)
    if application is None:
        raise ApplicationNotFound("there is no such application")
    # The tender first: whoever hands in and whoever opens take their locks in this order.
    tender = tenders.find(reading.session, application.tender_id, lock=lock)
    assert tender is not None  # the foreign key
    if lock:
        reading.session.refresh(application, with_for_update=True)
    return application, tender


def _public(reading: Reading, tender_id: str, *, lock: bool) -> tuple[Tender, Batch]:
    tender = tenders.find(reading.session, tender_id, lock=lock)
    if tender is None or tender.state not in PUBLIC:
        raise TenderNotFound("there is no such tender")
    batch = batches.find(reading.session, tender.batch_id)
    assert batch is not None  # the foreign key
    return tender, batch


def _require_open(reading: Reading, tender: Tender, batch: Batch) -> None:
    asked = tenders.questions(reading.session, [tender.id])
    rules.require_open(
        tender.state,
        opens_at=batch.call_opens_at,
        closes_at=batch.call_closes_at,
        answered=[question.answered_at for question in asked],
        now=reading.now,
    )
