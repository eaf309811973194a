"""Every other way, by the library Apprise, for those who want one.

What it says cannot be relied on: some services answer 200 with an error inside, which it takes for
success, and a time-out after the request counts as failure. So ``accepted`` is the most that is
claimed here, never that something arrived, and its no is a doubt. An installation names the
schemas that officers may use: an Apprise address can lead anywhere, also into our own network.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import eventlet

from chassis.errors import ConfigurationError
from chassis.log import get_logger
from services.notify.channels.port import ACCEPTED, Outcome, OutcomeKind, Outgoing

_AT_ONCE = 20
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherSettings:
    """Which schemas may be used; ``timeout`` is the seconds that one message may take."""

    schemas: frozenset[str]
    timeout: float = 10.0


def configured(environ: Mapping[str, str]) -> FurtherSettings | None:
    """The settings from ``APPRISE_SCHEMAS`` (``bark,ntfys``) and ``APPRISE_TIMEOUT``; ``None``
    without schemas.

    Raises ``ConfigurationError``.
    """
    schemas = frozenset(environ.get("APPRISE_SCHEMAS", "").lower().replace(",", " ").split())
    if not schemas:
        return None
    timeout = environ.get("APPRISE_TIMEOUT", "").strip() or "10"
    if not timeout.isdecimal() or not 1 <= int(timeout) <= 60:
        raise ConfigurationError("APPRISE_TIMEOUT must be a whole number of seconds from 1 to 60")
    unknown = sorted(schemas - known_schemas())
    if unknown:
        raise ConfigurationError(f"APPRISE_SCHEMAS: Apprise does not know {', '.join(unknown)}")
    return FurtherSettings(schemas=schemas, timeout=float(timeout))


def known_schemas() -> frozenset[str]:
    """All that Apprise knows."""
    # Not at the top: it is large, and most installations do without.
    from apprise.manager_plugins import NotificationManager

    manager: Any = NotificationManager  # it has no types
    return frozenset(schema.lower() for schema in manager().schemas())


class Further:
    """Sends twenty messages at a time, each by an Apprise service of its own."""

    provider = "apprise"
    idempotent = False
    receipts = False

    def __init__(self, settings: FurtherSettings) -> None:
        import apprise

        # What they log may repeat addresses with their keys.
        for name in ("apprise", "urllib3"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._settings = settings
        self._make = apprise.Apprise.instantiate
        self._asset: Any = apprise.AppriseAsset(
            storage_mode="memory",
            allow_templates=False,
            async_mode=False,
            interpret_escapes=False,
            interpret_emojis=False,
        )

    def longest(self, count: int) -> float:
        """Twenty at a time, each at most the time-out."""
        return max(1, math.ceil(count / _AT_ONCE)) * self._settings.timeout

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        """One notification a message."""
        return list(eventlet.GreenPool(_AT_ONCE).imap(self._send, batch))

    def _send(self, message: Outgoing) -> Outcome:
        if message.to.partition("://")[0].lower() not in self._settings.schemas:
            return Outcome(OutcomeKind.REJECTED, "schema not allowed")
        service = self._make(message.to, asset=self._asset)
        if service is None:
            return Outcome(OutcomeKind.REJECTED, "not an address")
        for limit in ("socket_connect_timeout", "socket_read_timeout"):
            setattr(service, limit, min(getattr(service, limit), self._settings.timeout))
        try:
            with eventlet.Timeout(self._settings.timeout, TimeoutError()):
                done = service.notify(title=message.title, body=message.text)
        except Exception as error:
            # Whatever a plugin raises, and when: nobody knows.
            _log.warning("apprise broke off", error=type(error).__name__)
            return Outcome(OutcomeKind.UNCERTAIN, type(error).__name__)
        return ACCEPTED if done else Outcome(OutcomeKind.UNCERTAIN, "apprise says no")
