"""Which needs may be merged, and until when that can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.errors import InvalidInput
from services.projects.errors import WrongState


def check(canonical_id: str, need_ids: Sequence[str]) -> None:
    """Raises ``InvalidInput`` where a need would be merged into itself or named twice."""
    if canonical_id in need_ids:
        raise InvalidInput.of("need_ids", "a need cannot be merged into itself")
    if len(set(need_ids)) < len(need_ids):
        raise InvalidInput.of("need_ids", "a need is named twice")


def require_open(state: str) -> None:
    """Raises ``WrongState`` unless the need that stands for others is still only accepted.

    Once members vote on it, they vote on all that it stands for.
    """
    if state != "accepted":
        raise WrongState(
            f"the need that stands for the others is {state.replace('_', ' ')}",
            step="merge",
            state=state,
            possible_in=["accepted"],
        )
