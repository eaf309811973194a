"""Where random values can be fetched: a small port, and drand's servers behind it."""

from __future__ import annotations

from typing import Any, Protocol

import requests
from nameko.extensions import DependencyProvider

from services.tickets.draws import drand

_TIMEOUT = (3.05, 5.0)  # seconds to connect, and for each piece of the answer


class SourceAway(Exception):
    """The source has no value, or none that can be believed; later it may have."""


class RandomSource(Protocol):
    """What draws need of a source. Tests bring their own."""

    @property
    def enabled(self) -> bool:
        """Whether this installation fetches values by itself."""

    def fetch(self, number: int) -> str:
        """The value of a drand round. Raises ``SourceAway``."""


class Drand:
    """A drand server, such as ``https://api.drand.sh``; none if the address is empty."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    @property
    def enabled(self) -> bool:
        return bool(self._address)

    def fetch(self, number: int) -> str:
        url = f"{self._address}/{drand.CHAIN}/public/{number}"
        try:
            answer = requests.get(url, timeout=_TIMEOUT)
            answer.raise_for_status()
            return drand.value_of(answer.json(), number=number)
        except (requests.RequestException, ValueError) as error:
            raise SourceAway(repr(error)[:300]) from error


class DrandSource(DependencyProvider):
    """The dependency ``random_source``, from the setting ``DRAND_URL``."""

    def get_dependency(self, worker_ctx: Any) -> RandomSource:
        settings = worker_ctx.container.config["settings"]
        return Drand(settings.extra.get("DRAND_URL", "").strip())
