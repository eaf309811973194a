"""Claims that arrive together travel as one call and are committed as one transaction.

A batch leaves when its first claim has waited ``gather`` seconds. At most ``most_flying`` batches
are on their way; claims that arrive meanwhile pile up into larger ones, so that the house works
in larger steps the more is asked of it.

A request waits ``answer_within`` seconds for its outcome, then it gets a receipt, and the claim
stays in the queue. The queue is bounded, and nothing in it is a promise: if this process dies, the
same claim with the same key is simply sent again.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.log import get_logger
from gateway.batches import Batches, Ending, Identity, OpenClaim
from gateway.metrics import CLAIMS_WAITING
from gateway.services import ServiceError, Services

_log = get_logger(__name__)
_SOONEST, _LATEST = 1, 15  # seconds after which a client may be told to come again


@dataclass(frozen=True, slots=True)
class Pace:
    """How claims are gathered and how long they are tried. Seconds, and numbers of claims."""

    gather: float = 0.003
    most_in_batch: int = 300
    most_flying: int = 2
    most_waiting: int = 20_000  # about 2 kB each
    attempt: float = 2.5
    answer_within: float = 2.0
    patience: float = 60.0  # since the client last asked


@dataclass(frozen=True, slots=True)
class Receipt:
    """A claim that came in and is not decided yet.

    ``ahead`` claims of this process are before it. One that is not ``queued`` was not kept: the
    client brings it again, with its key, after ``retry_after`` seconds.
    """

    queued: bool
    ahead: int
    retry_after: int


Told = Callable[[Mapping[str, Any], Mapping[str, Any]], None]


class Claims:
    """Gathers claims into batches and hands each its outcome, or a receipt.

    ``told`` hears of every claim with a receipt that is decided: the claim and its outcome.
    """

    def __init__(
        self, services: Services, pace: Pace | None = None, *, told: Told | None = None
    ) -> None:
        self._pace = pace or Pace()
        self._batches = Batches(services, attempt=self._pace.attempt, ended=self._end)
        self._told = told
        self._open: dict[Identity, OpenClaim] = {}
        self._waiting: deque[OpenClaim] = deque()
        self._arrived = self._departed = 0  # claims, since this process began
        self._flying: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._speed = _Speed()

    async def submit(self, content: Mapping[str, Any]) -> Mapping[str, Any] | Receipt:
        """The outcome of ``{key, release_id, member_id, union, …}``, or a receipt for it.

        The same claim again joins the one that waits. A batch that gets no answer is sent again
        with the same keys, which is safe, for ``patience`` seconds. Raises ``ServiceError``: the
        service's refusal of this claim.
        """
        identity = content["release_id"], content["member_id"], content["key"]
        claim = self._open.get(identity)
        deadline = time.monotonic() + self._pace.patience
        if claim is not None:
            claim.deadline = deadline
        elif len(self._open) >= self._pace.most_waiting:
            return self._turned_away()
        else:
            self._arrived += 1
            claim = OpenClaim(content, self._arrived, deadline)
            self._open[identity] = claim
            self._waiting.append(claim)
            self._hurry()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()
        claim.asking.append(answer)
        limit = loop.call_later(self._pace.answer_within, self._give_receipt, claim, answer)
        try:
            return await answer  # type: ignore[no-any-return]
        finally:
            limit.cancel()

    def receipt(self, identity: Identity) -> Receipt | None:
        """Where a claim stands that this process has and that is not decided; else none."""
        claim = self._open.get(identity)
        return None if claim is None else self._receipt(claim)

    def _hurry(self) -> None:
        if len(self._waiting) >= self._pace.most_in_batch:
            self._depart()
        elif self._timer is None and len(self._flying) < self._pace.most_flying:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._pace.gather, self._depart)

    def _depart(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        CLAIMS_WAITING.set(len(self._open))
        while self._waiting and len(self._flying) < self._pace.most_flying:
            size = min(len(self._waiting), self._pace.most_in_batch)
            batch = [self._waiting.popleft() for _ in range(size)]
            self._departed += size
            for claim in batch:
                claim.flying = True
            flight = asyncio.get_running_loop().create_task(self._fly(batch))
            self._flying.add(flight)
            flight.add_done_callback(self._landed)

    def _landed(self, flight: asyncio.Task[None]) -> None:
        self._flying.discard(flight)
        if not flight.cancelled():
            self._depart()

    async def _fly(self, batch: list[OpenClaim]) -> None:
        try:
            await self._batches.deliver(batch)
        except Exception:
            _log.exception("claims not delivered")
            for claim in batch:
                self._end(claim, ServiceError("internal"))

    def _end(self, claim: OpenClaim, ending: Ending) -> None:
        if self._open.get(claim.identity) is not claim:
            return
        del self._open[claim.identity]
        self._speed.count()
        refused = isinstance(ending, ServiceError)
        for answer in claim.asking:
            if answer.done():
                continue
            if not isinstance(ending, ServiceError):
                answer.set_result(ending)
            elif ending.passing:
                answer.set_result(self._turned_away())
            else:
                answer.set_exception(ending)
        if claim.receipt_given and self._told is not None and not refused:
            self._told(claim.content, ending)  # type: ignore[arg-type]

    def _give_receipt(self, claim: OpenClaim, answer: asyncio.Future[Any]) -> None:
        claim.asking.remove(answer)
        claim.receipt_given = True
        if not answer.done():
            answer.set_result(self._receipt(claim))

    def _receipt(self, claim: OpenClaim) -> Receipt:
        # Batches leave in the order of arrival, so this is exact for all that have not left.
        undecided = len(self._open) - len(self._waiting)
        ahead = 0 if claim.flying else claim.number - self._departed - 1 + undecided
        return Receipt(queued=True, ahead=ahead, retry_after=self._speed.seconds_for(ahead + 1))

    def _turned_away(self) -> Receipt:
        ahead = len(self._open)
        return Receipt(queued=False, ahead=ahead, retry_after=self._speed.seconds_for(ahead))


class _Speed:
    """How many claims a second are decided of late."""

    def __init__(self) -> None:
        self._since, self._counted, self._rate = time.monotonic(), 0, 0.0

    def count(self) -> None:
        """One more is decided."""
        self._counted += 1

    def seconds_for(self, claims: int) -> int:
        """How long so many will take: whole seconds, not too few and not too many."""
        now = time.monotonic()
        if now - self._since >= 1:
            self._rate = self._counted / (now - self._since)
            self._since, self._counted = now, 0
        if not self._rate:
            return _LATEST if claims > 1 else _SOONEST
        return max(_SOONEST, min(_LATEST, math.ceil(claims / self._rate)))
