"""The states of a broadcast, whom an office may tell, and who may approve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.notify.errors import BroadcastStands, SecondPersonNeeded

PAGE = 500  # recipients of one transaction
LINES_KEPT = timedelta(days=30)  # after the end; they hold what was written about members
AHEAD = 2000  # SMS of one broadcast that may wait; so a pause holds back few that are made


class State(StrEnum):
    """Where a broadcast stands."""

    CHECKING = "checking"  # the cards of its file are looked up
    DRAFT = "draft"
    APPROVED = "approved"  # it waits for its time
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


WAYS: dict[State, frozenset[State]] = {
    State.CHECKING: frozenset({State.DRAFT, State.CANCELLED}),
    State.DRAFT: frozenset({State.APPROVED, State.CANCELLED}),
    State.APPROVED: frozenset({State.RUNNING, State.PAUSED, State.CANCELLED}),
    State.RUNNING: frozenset({State.PAUSED, State.FINISHED, State.CANCELLED}),
    State.PAUSED: frozenset({State.APPROVED, State.RUNNING, State.CANCELLED}),
    State.FINISHED: frozenset(),
    State.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is told, with values of their own; ``place`` is where to go on after them."""

    member_id: str
    place: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some recipients in order. ``after`` is where the next page begins, ``None`` at the end."""

    recipients: list[Recipient]
    after: str | None


def check_way(state: State, to: State) -> None:
    """Raise ``BroadcastStands`` where no way leads from one state to another."""
    if to not in WAYS[state]:
        raise BroadcastStands(f"the broadcast is {state}", state=str(state))


def check_paused(state: State) -> None:
    """Raise ``BroadcastStands`` unless it is paused: nothing else can be resumed."""
    if state is not State.PAUSED:
        raise BroadcastStands(f"the broadcast is {state}", state=str(state))


def check_second(author: str, approver: str) -> None:
    """Raise ``SecondPersonNeeded`` when both are one."""
    if author == approver:
        raise SecondPersonNeeded("somebody else has to approve what you drew up")


def outside(office: str, unions: Iterable[str]) -> list[str]:
    """The paths that do not lie in an office's part of the union."""
    return [path for path in unions if office and not (path + "/").startswith(office + "/")]


def after_pause(started_at: datetime | None) -> State:
    """What a paused broadcast goes back to."""
    return State.RUNNING if started_at else State.APPROVED


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many messages may still leave by a provider; below nothing after retries of others."""

    tokens: float
    at: datetime

    def filled(self, now: datetime, *, rate: int) -> Bucket:
        """What it holds later: ``rate`` more a second, at most one second's worth."""
        passed = max(0.0, (now - self.at).total_seconds())
        return Bucket(min(float(rate), self.tokens + passed * rate), max(now, self.at))
