"""For whom the caller acts."""

from __future__ import annotations

from chassis.errors import Forbidden
from chassis.work import Reading
from services.projects.errors import NotRegistered, ProviderNotVerified
from services.projects.providers import store
from services.projects.providers.tables import Provider


def require_account(reading: Reading) -> str:
    """The id of a social organisation's account. Raises ``Unauthenticated`` and ``Forbidden``."""
    if reading.caller.kind != "provider":
        reading.caller.require()
        raise Forbidden("only a social organisation does this")
    return reading.caller.id


def own(reading: Reading) -> Provider:
    """The organisation that the caller acts for. Raises ``NotRegistered`` and as above."""
    provider = store.of_account(reading.session, require_account(reading))
    if provider is None:
        raise NotRegistered("register your organisation first, or join it with an invitation")
    return provider


def verified(reading: Reading) -> Provider:
    """The same, once it is verified. Raises ``ProviderNotVerified`` and as above."""
    provider = own(reading)
    if provider.state != "verified":
        raise ProviderNotVerified("the federation has not verified it", state=provider.state)
    return provider
