"""Organisations register, the federation verifies them once, everybody sees who they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.projects.audit import use_cases as audit
from services.projects.audit.refusals import recorded
from services.projects.documents import store as documents
from services.projects.errors import ProviderExists, ProviderNotFound, WrongState
from services.projects.providers import acting, bank, events, rules, store
from services.projects.providers.tables import Provider, ProviderUser


def register_provider(
    work: Work,
    *,
    personal: PersonalData,
    credit_code: str,
    name: str,
    about: str,
    has_union: bool,
    bank_account: Mapping[str, str],
) -> dict[str, Any]:
    """An organisation enters itself; the caller is the first who acts for it.

    Raises ``Unauthenticated``, ``Forbidden``, ``WrongState`` (the account acts for one) and
    ``ProviderExists``.
    """
    account_id = acting.require_account(work)
    membership = store.user(work.session, account_id)
    former = store.of_account(work.session, account_id)
    if former is not None and former.state != "refused":
        raise WrongState("you act for an organisation", step="register", state=former.state)
    if store.live(work.session, credit_code) is not None:
        raise ProviderExists("it is registered; ask somebody who acts for it for an invitation")
    provider = Provider(
        id=uuid7(),
        credit_code=credit_code,
        name=name,
        about=about,
        has_union=has_union,
        bank_sealed=bank.seal(personal, bank_account),
        state=rules.STATES.initial,
        reason="",
        applied_by=account_id,
        applied_at=work.now,
    )
    work.session.add(provider)
    work.session.flush()
    if membership is None:
        membership = ProviderUser(account_id=account_id)
        work.session.add(membership)
    membership.provider_id = provider.id
    membership.added_by, membership.added_at = account_id, work.now
    work.emit(events.provider_changed(events.PROVIDER_REGISTERED, provider, at=work.now))
    _record(work, provider, "provider.register")
    return _own(work, personal, provider)


def describe_provider(
    work: Work, *, personal: PersonalData, about: str, has_union: bool
) -> dict[str, Any]:
    """Say anew what everybody reads of the caller's organisation.

    Raises ``Unauthenticated``, ``Forbidden`` and ``NotRegistered``.
    """
    provider = acting.own(work)
    provider.about, provider.has_union = about, has_union
    _record(work, provider, "provider.describe", has_union=int(has_union))
    return _own(work, personal, provider)


def decide_provider(work: Work, *, provider_id: str, step: str, reason: str = "") -> Provider:
    """Verify an organisation, or refuse it with a reason; ``step`` is ``verify`` or ``refuse``.

    Raises ``Unauthenticated``, ``Forbidden``, ``ProviderNotFound`` and ``WrongState``.
    """
    with recorded(work, audit.PROVIDERS, f"provider.{step}", subject=provider_id):
        work.caller.require("federation")
        provider = store.find(work.session, provider_id, lock=True)
        if provider is None:
            raise ProviderNotFound("there is no such organisation")
        taken = rules.STATES.take(step, state=provider.state)
        if step == "verify":
            rules.require_papers(documents.count(work.session, provider_id=provider.id))
        provider.state, provider.reason = taken.target, reason
        provider.decided_by, provider.decided_at = work.caller.id, work.now
        work.emit(events.provider_changed(taken.event, provider, at=work.now))
        _record(work, provider, f"provider.{step}", reason=reason)
        return provider


def get_my_provider(reading: Reading, *, personal: PersonalData) -> dict[str, Any]:
    """The caller's organisation. Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``."""
    return _own(reading, personal, acting.own(reading))


def get_provider(reading: Reading, *, provider_id: str) -> Provider:
    """An organisation as everybody sees it; the federation sees one not verified as well.

    Raises ``ProviderNotFound``.
    """
    provider = store.find(reading.session, provider_id)
    insider = reading.caller.has("federation") or reading.caller.has("auditor")
    if provider is None or (provider.state != "verified" and not insider):
        raise ProviderNotFound("there is no such organisation")
    return provider


def get_provider_papers(reading: Reading, *, provider_id: str) -> dict[str, Any]:
    """What an organisation is verified by: its documents, and why it was refused, if it was.

    Raises ``Unauthenticated``, ``Forbidden`` and ``ProviderNotFound``.
    """
    reading.caller.require("federation", "auditor")
    provider = store.find(reading.session, provider_id)
    if provider is None:
        raise ProviderNotFound("there is no such organisation")
    return {
        "provider": provider,
        "reason": provider.reason,
        "applied_at": provider.applied_at,
        "documents": documents.of_registration(reading.session, provider.id),
    }


def list_providers(reading: Reading, *, state: str, cursor: str, limit: int) -> dict[str, Any]:
    """One page of organisations by name; others than verified ones for the federation.

    Raises ``Unauthenticated`` and ``Forbidden``.
    """
    if state != "verified":
        reading.caller.require("federation", "auditor")
    found = store.by_name(
        reading.session,
        state=state,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda provider: (provider.name, provider.id))


def _own(reading: Reading, personal: PersonalData, provider: Provider) -> dict[str, Any]:
    account = bank.unseal(personal, provider.bank_sealed)
    return {
        "provider": provider,
        "reason": provider.reason,
        "bank": account["bank"],
        "bank_account": rules.mask_account(account["number"]),
        "users": [each.account_id for each in store.users(reading.session, provider.id)],
        "documents": documents.of_registration(reading.session, provider.id),
    }


def _record(work: Work, provider: Provider, act: str, *, reason: str = "", **data: Any) -> None:
    work.session.flush()
    audit.record(
        work,
        audit.PROVIDERS,
        act,
        subject=provider.id,
        data={"credit_code": provider.credit_code, "state": provider.state, **data},
        reason=reason,
    )
