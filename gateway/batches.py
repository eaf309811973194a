"""A batch of claims on its way: sent until each of them has an outcome or no time left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.context import SYSTEM, CallContext
from chassis.ids import uuid7
from chassis.log import get_logger
from gateway.metrics import CLAIM_BATCH
from gateway.services import ServiceError, Services

_log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5  # seconds between two tries of a batch

Ending = Mapping[str, Any] | ServiceError  # an outcome, the service's refusal, or no answer
Identity = tuple[str, str, str]  # release, member, key: what makes two claims the same one


@dataclass(slots=True, eq=False)
class OpenClaim:
    """A claim without an outcome. ``number`` counts the claims of this process; ``deadline`` is
    on the monotonic clock; ``asking`` are the requests that wait for the outcome now."""

    content: Mapping[str, Any]
    number: int
    deadline: float
    asking: list[asyncio.Future[Any]] = field(default_factory=list)
    flying: bool = False
    receipt_given: bool = False

    @property
    def identity(self) -> Identity:
        """Two claims with the same identity are one."""
        content = self.content
        return content["release_id"], content["member_id"], content["key"]


class Batches:
    """Delivers batches; ``ended`` is called once for each claim."""

    def __init__(
        self,
        services: Services,
        *,
        attempt: float,
        ended: Callable[[OpenClaim, Ending], None],
    ) -> None:
        """``attempt`` is how long (seconds) one call may take."""
        self._services = services
        self._attempt = attempt
        self._ended = ended

    async def deliver(self, batch: list[OpenClaim]) -> None:
        """Send a batch until every claim of it has ended."""
        pause = _FIRST_PAUSE
        while batch:
            try:
                outcomes = await self._call(batch)
            except ServiceError as error:
                if not error.passing:
                    await self._divide(batch, error)
                    return
                _log.warning("claims not answered", claims=len(batch), error=error.code)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                batch = self._still_in_time(batch, error)
            else:
                for claim, outcome in zip(batch, outcomes, strict=True):
                    refused = outcome.get("error")
                    self._ended(claim, _refusal(refused) if refused else outcome)
                return

    async def _call(self, batch: list[OpenClaim]) -> list[Any]:
        CLAIM_BATCH.observe(len(batch))
        left = max(claim.deadline for claim in batch) - time.monotonic()
        timeout = max(_FIRST_PAUSE, min(self._attempt, left))
        answer = await self._services.call(
            "tickets",
            "claim_batch",
            {"claims": [claim.content for claim in batch]},
            context=CallContext(
                caller=SYSTEM, correlation_id=uuid7(), deadline=time.time() + timeout
            ),
            timeout=timeout,
        )
        outcomes = answer.get("outcomes") if isinstance(answer, dict) else None
        if (
            not isinstance(outcomes, list)
            or len(outcomes) != len(batch)
            or not all(isinstance(outcome, dict) for outcome in outcomes)
        ):
            _log.error("outcomes do not match claims", claims=len(batch))
            raise ServiceError("internal")
        return outcomes

    async def _divide(self, batch: list[OpenClaim], error: ServiceError) -> None:
        """One claim must not take the others with it: each half tries by itself."""
        if len(batch) == 1:
            self._ended(batch[0], error)
            return
        middle = len(batch) // 2
        await self.deliver(batch[:middle])
        await self.deliver(batch[middle:])

    def _still_in_time(self, batch: list[OpenClaim], error: ServiceError) -> list[OpenClaim]:
        """Those that may be tried again; the others end with what went wrong."""
        now = time.monotonic() + _FIRST_PAUSE
        for claim in batch:
            if claim.deadline <= now:
                self._ended(claim, error)
        return [claim for claim in batch if claim.deadline > now]


def _refusal(told: Mapping[str, Any]) -> ServiceError:
    return ServiceError(
        told.get("kind", "internal"),
        code=told.get("code", ""),
        message=told.get("message", ""),
    )
