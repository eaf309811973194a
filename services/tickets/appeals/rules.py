"""What may become of an appeal."""

from __future__ import annotations

from enum import StrEnum


class Decision(StrEnum):
    """What staff decide: the cool-down is lifted or kept."""

    LIFT = "lift"
    KEEP = "keep"


class Standing(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    LIFTED = "lifted"
    KEPT = "kept"


def standing_of(decision: str | None) -> Standing:
    """The standing that follows from a decision, or from none."""
    if decision is None:
        return Standing.OPEN
    return Standing.LIFTED if decision == Decision.LIFT else Standing.KEPT
