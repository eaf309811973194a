"""Which provider an installation sends SMS by."""

from __future__ import annotations

import hmac
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.config import Settings
from chassis.errors import ConfigurationError
from chassis.work import Store
from services.notify.channels import bulk, email, further, kannel
from services.notify.channels.demo_phone import DemoPhone
from services.notify.channels.email import Email
from services.notify.channels.failover import Health
from services.notify.channels.further import Further
from services.notify.channels.kannel import Kannel
from services.notify.channels.port import Channel
from services.notify.channels.robots import ROBOTS, robots_configured
from services.notify.messages import quiet


class Channels:
    """The channels of one installation, the hours in which they are quiet, and how the providers
    do as far as this process has seen.

    Raises ``ConfigurationError`` where neither an SMS gateway nor the demonstration is named.
    """

    def __init__(self, settings: Settings) -> None:
        self._gateways = kannel.configured(settings.extra)
        self._email = email.configured(settings.extra)
        self._robots = robots_configured(settings.extra)
        self._further = further.configured(settings.extra)
        self._to_offices: dict[str, Channel] | None = None
        self.health = Health()
        self.bulk = bulk.configured(settings.extra, [one.name for one in self._gateways])
        self.quiet = quiet.configured(settings.extra, demo=settings.demo)
        if not self._gateways and not settings.demo:
            raise ConfigurationError(
                "SMS_GATEWAY_URL is missing: without it only a demonstration (DEMO=true) can send"
            )

    def is_gateway(self, token: str) -> bool:
        """Whether a token is the one that the SMS gateways were given for their receipts."""
        door = self._gateways[0].receipts if self._gateways else None
        return door is not None and hmac.compare_digest(door.token.encode(), token.encode())

    def sms(self, store: Store) -> list[Channel]:
        """The providers of SMS, in the order in which they are tried."""
        return [Kannel(gateway) for gateway in self._gateways] or [DemoPhone(store)]

    def to_offices(self, store: Store) -> dict[str, Channel]:
        """The channels by which offices are told, by their names; made once, for certificates and
        Apprise take a while to read."""
        if self._to_offices is None:
            origins, timeout = self._robots.origins, self._robots.timeout
            self._to_offices = {
                name: robot(origin=origins[name], now=store.clock.now, timeout=timeout)
                for name, robot in ROBOTS.items()
            }
            if self._email is not None:
                self._to_offices["email"] = Email(self._email)
            if self._further is not None:
                self._to_offices["apprise"] = Further(self._further)
        return self._to_offices

    @property
    def office_schemas(self) -> frozenset[str]:
        """What an Apprise address may begin with here."""
        return self._further.schemas if self._further else frozenset()

    @property
    def office_channels(self) -> frozenset[str]:
        """The names of the channels to offices that this installation has."""
        more = {"email": self._email, "apprise": self._further}
        return frozenset(ROBOTS) | {name for name, configured in more.items() if configured}

    @property
    def party_channels(self) -> frozenset[str]:
        """By what those are told whom a purchase concerns: as offices, and by SMS."""
        return self.office_channels | {"sms"}


class ServiceChannels(DependencyProvider):
    """The dependency ``channels``; a wrong configuration ends the start."""

    def setup(self) -> None:
        self._channels = Channels(self.container.config["settings"])

    def get_dependency(self, worker_ctx: Any) -> Channels:
        return self._channels
