"""Which needs take support."""

from __future__ import annotations

from services.projects.errors import WrongState

OPEN = ("accepted", "merged")
HIDDEN = ("draft", "submitted", "rejected", "withdrawn")  # nothing for members to see yet


def require_open(state: str, *, root_state: str) -> None:
    """Raises ``WrongState`` before a need is accepted, and once members vote on it."""
    if state not in OPEN or root_state != "accepted":
        raise WrongState(
            "this need does not take support now",
            step="support",
            state=state if state not in OPEN else root_state,
            possible_in=sorted(OPEN),
        )
