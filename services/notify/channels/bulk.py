"""How fast an installation sends to many, how often to one, and what a part costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.errors import ConfigurationError
from services.notify.messages import pacing
from services.notify.messages.pacing import Caps

_RATES = ("BULK_RATE", "BULK_RATE_2")
_USUAL_RATE = "50"
_USUAL_PRICE = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """``rates``: SMS a second by provider; ``price``: fen a part."""

    rates: Mapping[str, int]
    caps: Caps
    price: int


def configured(environ: Mapping[str, str], providers: Sequence[str]) -> Bulk:
    """``BULK_RATE`` and ``BULK_RATE_2`` for the SMS gateways, ``BULK_CAPS``, and
    ``SMS_PART_PRICE`` in fen. Raises ``ConfigurationError``."""
    return Bulk(
        rates={
            provider: _number(environ, name, _USUAL_RATE, least=1)
            for provider, name in zip(providers, _RATES, strict=False)
        },
        caps=pacing.configured(environ),
        price=_number(environ, "SMS_PART_PRICE", _USUAL_PRICE, least=0),
    )


def _number(environ: Mapping[str, str], name: str, usual: str, *, least: int) -> int:
    value = environ.get(name, "").strip() or usual
    if not value.isascii() or not value.isdecimal() or not least <= int(value) <= 100_000:
        raise ConfigurationError(f"{name} must be a whole number from {least}, not {value!r}")
    return int(value)
