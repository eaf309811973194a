"""After the opening: the one correction window, and who is admitted or not, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chassis.errors import InvalidInput
from chassis.work import Work
from services.projects.applications import events, intake, reading, rules
from services.projects.applications.tables import Application
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.documents import store as documents
from services.projects.tenders.tables import Tender


def ask_correction(
    work: Work, *, application_id: str, text: str, until: datetime
) -> dict[str, Any]:
    """Ask an organisation, once, to complete its application until a time; never its price.

    Raises ``Unauthenticated``, ``Forbidden``, ``ApplicationNotFound``, ``WrongState`` and
    ``InvalidInput``.
    """
    application, tender = intake.with_tender(work, application_id, lock=True)
    with _office(work, tender, "application.ask_correction", application_id):
        rules.require_first_correction(application.correction_until)
        _take(application, "ask_correction")
        rules.require_window(until, now=work.now)
        application.correction_asked, application.correction_until = text, until
        return _recorded(work, application, tender, "ask_correction", reason=text)


def hand_in_correction(
    work: Work, *, application_id: str, text: str, document_ids: Sequence[str]
) -> dict[str, Any]:
    """Answer to what was asked for, within the window; documents are sent beforehand.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ApplicationNotFound``,
    ``NotYours``, ``WrongState``, ``TooLate`` and ``InvalidInput``.
    """
    act = "application.correct"
    application, tender, provider = intake.own_application(work, application_id, act=act)
    until = application.correction_until
    step = rules.STATES.take("correct", state=application.state)
    assert until is not None  # it was asked for
    with recorded(work, audit.batch_chain(tender.batch_id), act, subject=application_id):
        rules.require_before(until, now=work.now, what="the correction")
    found = documents.several(
        work.session, document_ids, provider_id=provider.id, tender_id=tender.id
    )
    readable = {document.id for document in found if document.sealed_for == "house"}
    if missing := sorted(set(document_ids) - readable):
        raise InvalidInput.of("document_ids", f"{missing[0]} was not sent for this correction")
    application.state = step.target
    application.correction = {"text": text, "document_ids": sorted(readable)}
    return _recorded(work, application, tender, "correct", reason=text)


def admit_application(work: Work, *, application_id: str) -> dict[str, Any]:
    """Let an application go to the panel. Raises as ``disqualify_application`` does."""
    application, tender = intake.with_tender(work, application_id, lock=True)
    with _office(work, tender, "application.admit", application_id):
        if application.state in rules.READABLE:
            rules.require_checks(reading.checks(work, application, tender))
        return _decide(work, application, tender, "admit", reason="")


def disqualify_application(work: Work, *, application_id: str, reason: str) -> dict[str, Any]:
    """Exclude an application, with the reason that the organisation reads.

    Raises ``Unauthenticated``, ``Forbidden``, ``ApplicationNotFound`` and ``WrongState`` (it is
    sealed or decided, or its time to correct still runs).
    """
    application, tender = intake.with_tender(work, application_id, lock=True)
    with _office(work, tender, "application.disqualify", application_id):
        return _decide(work, application, tender, "disqualify", reason=reason)


@contextmanager
def _office(work: Work, tender: Tender, act: str, application_id: str) -> Iterator[None]:
    """What only the federation does; a refusal is kept in the chain."""
    with recorded(work, audit.batch_chain(tender.batch_id), act, subject=application_id):
        work.caller.require("federation")
        yield


def _decide(
    work: Work, application: Application, tender: Tender, step: str, *, reason: str
) -> dict[str, Any]:
    rules.require_window_over(application.state, until=application.correction_until, now=work.now)
    _take(application, step)
    application.decided_by, application.decided_at = work.caller.id, work.now
    application.reason = reason
    return _recorded(work, application, tender, step, reason=reason)


def _take(application: Application, step: str) -> None:
    application.state = rules.STATES.take(step, state=application.state).target


def _recorded(
    work: Work, application: Application, tender: Tender, step: str, *, reason: str
) -> dict[str, Any]:
    work.session.flush()
    event = rules.STATES.steps[step].event
    told = "" if step == "correct" else reason  # what it says is for the offices alone
    work.emit(events.application_changed(event, application, tender, at=work.now, reason=told))
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        f"application.{step}",
        subject=application.id,
        data={"tender": tender.code, "state": application.state},
        reason=reason,
    )
    return reading.shown(work, application, tender)
