"""State machines as data: which step leads from where to where, and what is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.projects.errors import WrongState


@dataclass(frozen=True, slots=True)
class Step:
    """One way through a machine. ``event`` is the type of event to publish, or empty."""

    sources: frozenset[str]
    target: str
    event: str = ""


def step(sources: str, target: str, event: str = "") -> Step:
    """A step from any of ``sources`` (words) to ``target``."""
    return Step(frozenset(sources.split()), target, event)


@dataclass(frozen=True, slots=True)
class Machine:
    """All steps of one kind of thing, by name."""

    initial: str
    steps: Mapping[str, Step]

    def take(self, name: str, *, state: str) -> Step:
        """The step ``name`` from ``state``. Raises ``WrongState`` where there is no such way."""
        found = self.steps[name]
        if state not in found.sources:
            raise WrongState(
                f"cannot {name.replace('_', ' ')} what is {state.replace('_', ' ')}",
                step=name,
                state=state,
                possible_in=sorted(found.sources),
            )
        return found

    @property
    def states(self) -> frozenset[str]:
        """Every state that can be reached, and the first one."""
        return frozenset({self.initial, *(found.target for found in self.steps.values())})
