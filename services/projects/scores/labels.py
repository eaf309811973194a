"""Numbers for the applications of a tender, where names must not be seen."""

from __future__ import annotations

from collections.abc import Iterable

from services.projects.lots.rules import order_of


def of_tender(tender_id: str, application_ids: Iterable[str]) -> dict[str, str]:
    """Of each application its number in the tender.

    The order is a hash's, so that a number does not tell who handed in first.
    """
    shuffled = order_of(application_ids, value=tender_id, subject="labels")
    return {name: str(number) for number, name in enumerate(shuffled, start=1)}
