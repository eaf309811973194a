"""Which parts a member's data has, where an erasure stands, and what must be given back first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from chassis.export import MOST_PIECES
from services.members.errors import ErasureDecided, HoldsPlaces

OWN: Final = "members"
OTHERS: Final = ("tickets", "projects", "notify")  # who is asked, and must say that it is done
PARTS: Final = (OWN, *OTHERS)
MOST: Final = MOST_PIECES * len(PARTS) * 2 ** len(PARTS)


class State(StrEnum):
    """Where an erasure stands. ``asked`` waits for an officer; ``running`` until all services have
    said that they are done."""

    ASKED = "asked"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    RUNNING = "running"
    DONE = "done"


OPEN: Final = (State.ASKED, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the document about a member: which part, which piece of it, and the parts before
    that could not be had."""

    part: int = 0
    piece: int = 0
    missing: int = 0  # a bit for each part

    @classmethod
    def of(cls, number: int) -> Place:
        """Read a piece's number."""
        rest, piece = divmod(number, MOST_PIECES)
        missing, part = divmod(rest, len(PARTS))
        return cls(part=part, piece=piece, missing=missing)

    @property
    def number(self) -> int:
        """As one number."""
        return (self.missing * len(PARTS) + self.part) * MOST_PIECES + self.piece

    @property
    def name(self) -> str:
        """The part's name."""
        return PARTS[self.part]

    def within(self, piece: int) -> Place:
        """The next piece of the same part."""
        return Place(part=self.part, piece=piece, missing=self.missing)

    def behind(self, *, had: bool) -> Place | None:
        """The first piece of the next part; ``None`` behind the last."""
        missing = self.missing if had else self.missing | 1 << self.part
        if self.part + 1 == len(PARTS):
            return None
        return Place(part=self.part + 1, missing=missing)

    def missing_names(self, *, had: bool) -> list[str]:
        """The parts that could not be had, this one among them unless it was."""
        missing = self.missing if had else self.missing | 1 << self.part
        return [name for number, name in enumerate(PARTS) if missing >> number & 1]


def require_nothing_held(held: Mapping[str, int]) -> None:
    """Who has places that others could have gives them back first, or waits until the event is
    over: only the member knows which, and the time for returns counts for everybody.

    Raises ``HoldsPlaces``.
    """
    found: dict[str, Any] = {what: number for what, number in held.items() if number}
    if found:
        raise HoldsPlaces("places must be given back first, or their event be over", **found)


def require_asked(state: State) -> None:
    """Only what nobody has decided can be decided. Raises ``ErasureDecided``."""
    if state is not State.ASKED:
        raise ErasureDecided(f"the erasure is {state.value}", state=state.value)


def state_after(done: Iterable[bool]) -> State:
    """The state of an erasure whose services are done or not."""
    return State.DONE if all(done) else State.RUNNING
