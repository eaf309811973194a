"""Handing in, replacing and withdrawing: what an organisation does until the deadline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any, Final

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Work
from services.projects.applications import events, intake, rules, store
from services.projects.applications.tables import Application
from services.projects.audit import use_cases as audit
from services.projects.audit.rules import canonical
from services.projects.documents import store as documents
from services.projects.providers import acting
from services.projects.seals import rules as seals
from services.projects.seals import use_cases as seal_halves
from services.projects.tenders.tables import Tender

_SALT: Final = 16  # bytes


def hand_in_application(
    work: Work,
    *,
    tender_id: str,
    plan: str,
    team: Sequence[Mapping[str, str]],
    budget: Sequence[Mapping[str, Any]],
    answers: Sequence[Mapping[str, Any]],
    document_ids: Sequence[str],
    lots: Sequence[str] = (),
) -> dict[str, Any]:
    """Seal an application, or another in place of the one before; the answer is its receipt.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ProviderNotVerified``,
    ``TenderNotFound``, ``WrongState``, ``TooLate``, ``SealNotSet`` and ``InvalidInput``.
    """
    provider = acting.verified(work)
    tender, batch = intake.open_tender(work, tender_id, act="application.seal")
    public_keys = seal_halves.public_keys(work, batch.id)
    content = rules.written(
        plan=plan,
        team=team,
        budget=budget,
        answers=answers,
        documents=_documents(work, document_ids, provider_id=provider.id, tender_id=tender_id),
        lots=lots,
    )
    rules.check(content, ceiling=tender.budget, requirements=tender.requirements, lots=tender.lots)
    application = store.of_provider(
        work.session, tender_id=tender_id, provider_id=provider.id, lock=True
    )
    if application is None:
        application = Application(
            id=uuid7(),
            tender_id=tender_id,
            provider_id=provider.id,
            state=rules.STATES.initial,
            version=0,
        )
        work.session.add(application)
    else:
        application.state = rules.STATES.take("replace", state=application.state).target
    application.version += 1
    salt = token_hex(_SALT)
    application.receipt = rules.receipt(
        application_id=application.id, version=application.version, salt=salt, content=content
    )
    application.sealed = seals.seal(
        canonical({"salt": salt, "content": content}),
        public_keys=public_keys,
        about=about(application),
    )
    application.handed_in_at, application.handed_in_by = work.now, work.caller.id
    step = "seal" if application.version == 1 else "replace"
    _record(
        work, application, tender, "application.seal", event=events.APPLICATION_SEALED, step=step
    )
    return {
        "application_id": application.id,
        "version": application.version,
        "receipt_sha256": application.receipt,
        "salt": salt,
        "handed_in_at": application.handed_in_at,
    }


def withdraw_application(work: Work, *, application_id: str) -> dict[str, Any]:
    """Take an application back before the deadline; what it said is gone.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ApplicationNotFound``,
    ``NotYours``, ``WrongState`` and ``TooLate``.
    """
    act = "application.withdraw"
    application, tender, _ = intake.own_application(work, application_id, act=act)
    intake.open_tender(work, tender.id, act=act)
    step = rules.STATES.take("withdraw", state=application.state)
    application.state, application.sealed = step.target, ""
    _record(work, application, tender, act, event=step.event)
    return {"id": application.id, "state": application.state}


def confirm_application(work: Work, *, application_id: str) -> dict[str, Any]:
    """Let an application stand as it is although its call was amended; its receipt still holds.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ApplicationNotFound``,
    ``NotYours``, ``WrongState`` and ``TooLate``.
    """
    act = "application.confirm"
    application, tender, _ = intake.own_application(work, application_id, act=act)
    intake.open_tender(work, tender.id, act=act)
    step = rules.STATES.take("confirm", state=application.state)
    application.state = step.target
    _record(work, application, tender, act, event=step.event, step="confirm")
    return {"id": application.id, "state": application.state}


def about(application: Application) -> str:
    """What a sealed text is, so that it opens in no other place."""
    return f"application:{application.id}:{application.version}"


def _documents(
    work: Work, ids: Sequence[str], *, provider_id: str, tender_id: str
) -> list[dict[str, str]]:
    found = documents.several(work.session, ids, provider_id=provider_id, tender_id=tender_id)
    if missing := sorted(set(ids) - {document.id for document in found}):
        raise InvalidInput.of("document_ids", f"{missing[0]} was not sent for this tender")
    return [{"id": document.id, "sha256": document.sha256} for document in found]


def _record(
    work: Work, application: Application, tender: Tender, act: str, *, event: str, step: str = ""
) -> None:
    work.session.flush()
    work.emit(events.application_changed(event, application, tender, at=work.now, step=step))
    audit.record(
        work,
        audit.batch_chain(tender.batch_id),
        act,
        subject=application.id,
        data={
            "tender": tender.code,
            "version": application.version,
            "receipt": application.receipt,
            "state": application.state,
        },
    )
