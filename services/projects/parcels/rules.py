"""How a tender is parted, what an application for some of its lots must say, and what fits.

A tender's lots are kept as it was told them: dictionaries with ``code``, ``title``,
``requirements`` and ``budget`` in fen. A tender without lots has none of these, and is one whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from chassis.errors import FieldError, InvalidInput

Lots = Sequence[Mapping[str, Any]]


def check(lots: Lots, *, budget: int) -> None:
    """Refuse lots that do not part a tender's ``budget`` (fen). Raises ``InvalidInput``."""
    if wrong := tuple(_wrong_parts(lots, budget)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong_parts(lots: Lots, budget: int) -> Iterator[FieldError]:
    if not lots:
        return
    if len(lots) == 1:
        yield FieldError("lots", "one lot is no part; leave it out")
    if len(set(codes(lots))) < len(lots):
        yield FieldError("lots", "a code is there twice")
    if (total := sum(lot["budget"] for lot in lots)) != budget:
        yield FieldError("lots", f"the budgets make {total} fen, not the {budget} there are")


def codes(lots: Lots) -> list[str]:
    """The lots of a tender by code, in their order."""
    return [lot["code"] for lot in lots]


def require_known(lots: Lots, code: str) -> None:
    """Name one of the lots where there are any, and none else. Raises ``InvalidInput``."""
    if code not in (codes(lots) or [""]):
        raise InvalidInput.of("lot", "is no lot of this tender")


def budget_of(lots: Lots, code: str, *, whole: int) -> int:
    """What there is for a lot, or for a tender that is one ``whole``, in fen."""
    return sum(lot["budget"] for lot in lots if lot["code"] == code) if code else whole


def lines_to_answer(requirements: str, lots: Lots, chosen: Collection[str]) -> list[int]:
    """The numbers, from 1, of the lines that an application for ``chosen`` lots answers.

    The tender's own come first, then each lot's in their order.
    """
    numbers: list[int] = []
    last = 0
    parts = [(requirements, True), *((lot["requirements"], lot["code"] in chosen) for lot in lots)]
    for text, asked in parts:
        count = len(requirement_lines(text))
        if asked:
            numbers += range(last + 1, last + count + 1)
        last += count
    return numbers


def requirement_lines(requirements: str) -> list[str]:
    """What is required, a line each; an application answers each by its number from 1."""
    return [line.strip() for line in requirements.splitlines() if line.strip()]


def prices(budget: Sequence[Mapping[str, Any]], chosen: Sequence[str]) -> dict[str, int]:
    """What each chosen lot costs by an application's ``budget``, in fen."""
    return {
        code: sum(item["amount"] for item in budget if item.get("lot", "") == code)
        for code in chosen
    }


def wrong_choice(
    lots: Lots, *, chosen: Sequence[str], budget: Sequence[Mapping[str, Any]]
) -> Iterator[FieldError]:
    """What is wrong with the lots that an application is for, and with what it asks for them."""
    known = codes(lots)
    if not set(chosen) <= set(known):
        yield FieldError("lots", "name lots of this tender")
        return
    if known and not chosen:
        yield FieldError("lots", "name the lots that it is for")
        return
    if not {item.get("lot", "") for item in budget} <= set(chosen or [""]):
        yield FieldError("budget", "each item belongs to one of the lots that it is for")
        return
    for code, price in prices(budget, chosen).items():
        ceiling = budget_of(lots, code, whole=0)
        if not price:
            yield FieldError("budget", f"has nothing for lot {code}")
        elif price > ceiling:
            yield FieldError(
                "budget", f"makes {price} fen for lot {code}, more than the {ceiling} there are"
            )


def within(asked: Mapping[str, int], lots: Lots, *, price: int, whole: int) -> bool:
    """Whether an application asks no more than there is, for each of its lots. Amounts in fen."""
    parts = all(0 < fen <= budget_of(lots, code, whole=whole) for code, fen in asked.items())
    return bool(asked or not lots) and parts and 0 < price <= whole


def comparable(asked: Mapping[str, int], lots: Lots, *, price: int, whole: int) -> int:
    """A price as it would be for the whole tender, in whole fen: who applies for less of it is not
    cheaper by that."""
    ceiling = sum(budget_of(lots, code, whole=whole) for code in asked) or whole
    return price * whole // ceiling
