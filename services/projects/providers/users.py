"""Several accounts act for one organisation: whoever acts for it invites, and removes."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from chassis.ids import short_code
from chassis.work import Work
from services.projects.audit import use_cases as audit
from services.projects.errors import InvitationNotFound, ProviderUserNotFound, WrongState
from services.projects.providers import acting, store
from services.projects.providers.tables import Provider, ProviderInvitation, ProviderUser

_VALID: Final = timedelta(days=7)
_LENGTH: Final = 16  # signs of base 32: 80 bits, which nobody guesses within a week


def invite_provider_user(work: Work) -> dict[str, Any]:
    """A code with which one more account joins the caller's organisation, within seven days.

    Raises ``Unauthenticated``, ``Forbidden`` and ``NotRegistered``.
    """
    provider = acting.own(work)
    code = short_code(_LENGTH)
    invitation = ProviderInvitation(
        code_hash=_hash(code),
        provider_id=provider.id,
        invited_by=work.caller.id,
        valid_until=work.now + _VALID,
    )
    work.session.add(invitation)
    _record(work, provider, "provider.invite")
    return {"code": code, "valid_until": invitation.valid_until}


def join_provider(work: Work, *, code: str) -> Provider:
    """Act for the organisation that gave the code.

    Raises ``Unauthenticated``, ``Forbidden``, ``InvitationNotFound`` (also for one that is used
    or over) and ``WrongState`` (the account acts for one).
    """
    account_id = acting.require_account(work)
    invitation = store.invitation(work.session, _hash(code.upper()))
    if invitation is None or invitation.used_by or invitation.valid_until <= work.now:
        raise InvitationNotFound("there is no such invitation, or not any more")
    if store.user(work.session, account_id) is not None:
        raise WrongState("you act for an organisation", step="join", state="registered")
    provider = store.find(work.session, invitation.provider_id)
    assert provider is not None  # the foreign key
    invitation.used_by = account_id
    work.session.add(
        ProviderUser(
            account_id=account_id,
            provider_id=provider.id,
            added_by=invitation.invited_by,
            added_at=work.now,
        )
    )
    _record(work, provider, "provider.join", account=account_id)
    return provider


def remove_provider_user(work: Work, *, account_id: str) -> Provider:
    """An account acts no longer for the caller's organisation; the last one stays.

    Raises ``Unauthenticated``, ``Forbidden``, ``NotRegistered``, ``ProviderUserNotFound`` and
    ``WrongState``.
    """
    provider = acting.own(work)
    store.find(work.session, provider.id, lock=True)  # two at a time could remove each other
    acting_now = {each.account_id: each for each in store.users(work.session, provider.id)}
    if account_id not in acting_now:
        raise ProviderUserNotFound("nobody with this account acts for it")
    if len(acting_now) == 1:
        raise WrongState("somebody has to act for it", step="remove", state="last")
    work.session.delete(acting_now[account_id])
    _record(work, provider, "provider.remove_user", account=account_id)
    return provider


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _record(work: Work, provider: Provider, act: str, **data: Any) -> None:
    work.session.flush()
    audit.record(work, audit.PROVIDERS, act, subject=provider.id, data=data)
