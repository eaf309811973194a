"""The order of applications: by score, then by the rule for ties, then by a published lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# ProZorro's marks for an abnormally low price, in percent: below the mean, below the next one.
_BELOW_MEAN = 40
_BELOW_NEXT = 30
_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides an application's place. ``price`` is in fen, made comparable where some apply
    for less of the tender than others."""

    application_id: str
    score: Decimal
    price: int
    has_union: bool = False


def ordered(standings: Sequence[Standing], *, lot: Sequence[str] = ()) -> list[Standing]:
    """From the first place on.

    Of equal scores the lower price goes first, of equal prices who has a union, else ``lot``.
    """
    rank = {name: at for at, name in enumerate(lot)}

    def key(standing: Standing) -> tuple[Decimal, int, bool, int, str]:
        at = rank.get(standing.application_id, len(rank))
        return *_terms(standing), at, standing.application_id

    return sorted(standings, key=key)


def tied(standings: Sequence[Standing]) -> list[list[str]]:
    """Groups that the rule does not tell apart: for these the lot decides."""
    groups: dict[tuple[Decimal, int, bool], list[str]] = {}
    for standing in standings:
        groups.setdefault(_terms(standing), []).append(standing.application_id)
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)


def _terms(standing: Standing) -> tuple[Decimal, int, bool]:
    return -standing.score, standing.price, not standing.has_union


def abnormally_low(prices: Mapping[str, int]) -> set[str]:
    """Applications to ask how they can be so cheap: 40 % or more below the mean of all prices, or
    30 % or more below the next higher one."""
    if len(prices) < 2:
        return set()
    whole, count = sum(prices.values()), len(prices)
    found = set()
    for name, price in prices.items():
        dearer = [other for other in prices.values() if other > price]
        below_mean = price * count * _WHOLE <= whole * (_WHOLE - _BELOW_MEAN)
        below_next = dearer and price * _WHOLE <= min(dearer) * (_WHOLE - _BELOW_NEXT)
        if below_mean or below_next:
            found.add(name)
    return found
