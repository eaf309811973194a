"""The services as the gateway sees them, in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chassis.clock import rfc3339
from chassis.context import CallContext
from chassis.envelope import Event, seal
from chassis.ids import uuid7
from gateway.routes import ROUTES
from gateway.services import NAMES, Heard, ServiceError
from tests.component.gateway.samples import sample_of
from tests.support.component import EPOCH


@dataclass(frozen=True)
class Call:
    """One call that arrived."""

    name: str
    payload: Mapping[str, Any]
    context: CallContext
    timeout: float


class FakeServices:
    """Keeps the contract of ``gateway.services.Services``.

    A method without an answer of its own gives a sample of what its schema says. Payloads and
    answers pass through JSON, as they do on the wire.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: dict[str, Callable[[Call], Any]] = {}
        self.delay = 0.0
        self.state = dict.fromkeys(("broker", *NAMES), True)
        self.running = False
        self._subscriptions: list[tuple[frozenset[str], Heard, Callable[[], None]]] = []
        self._responses = {route.calls: route.response for route in ROUTES}
        # An upload's route names the first of its three methods.
        self._responses["members.append_import"] = self._responses["members.begin_import"]
        self._responses["members.finish_import"] = self._responses["members.begin_import"]

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        *,
        context: CallContext,
        timeout: float,
    ) -> Any:
        call = Call(f"{service}.{method}", json.loads(json.dumps(payload)), context, timeout)
        self.calls.append(call)
        if not self.state["broker"]:
            raise ServiceError("unavailable", message="the broker is away")
        if self.delay > timeout:
            await asyncio.sleep(timeout)
            raise ServiceError("timeout", message="no answer in time")
        await asyncio.sleep(self.delay)
        answer = self.answers.get(call.name) or self._sample
        return json.loads(json.dumps(answer(call)))

    def _sample(self, call: Call) -> Any:
        response = self._responses[call.name]
        return sample_of(response) if response else {}

    def subscribe(self, types: Any, heard: Heard, *, interrupted: Callable[[], None]) -> None:
        self._subscriptions.append((frozenset(types), heard, interrupted))

    async def ready(self) -> Mapping[str, bool]:
        return dict(self.state)

    def publish(self, event: Event) -> None:
        """An event arrives from the broker."""
        envelope = seal(event, at=EPOCH, correlation_id="", causation_id="")
        for types, heard, _ in self._subscriptions:
            if event.type in types:
                heard(json.loads(json.dumps(envelope)))

    def interrupt(self) -> None:
        """The connection to the broker is lost and comes back."""
        for _, _, interrupted in self._subscriptions:
            interrupted()

    def called(self, name: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.name == name]


class ClaimBook:
    """``tickets.claim_batch`` as its contract has it: an outcome for each claim, in order, kept by
    member, release and key, so that a repeat gets the same."""

    def __init__(self, *, stock: int = 10**9) -> None:
        self.stock = stock
        self.batches: list[int] = []
        self.outcomes: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.refused: dict[str, dict[str, str]] = {}  # key → error

    def __call__(self, call: Call) -> dict[str, Any]:
        claims = call.payload["claims"]
        self.batches.append(len(claims))
        return {"outcomes": [self._decide(claim) for claim in claims]}

    def _decide(self, claim: Mapping[str, str]) -> dict[str, Any]:
        if claim["key"] in self.refused:
            return {"error": self.refused[claim["key"]]}
        who = (claim["member_id"], claim["release_id"], claim["key"])
        if who not in self.outcomes:
            won = self.stock > 0
            self.stock -= won
            self.outcomes[who] = {
                "claim_id": uuid7(),
                "release_id": claim["release_id"],
                "outcome": "won" if won else "sold_out",
                "reason": "",
                "ticket_id": uuid7() if won else None,
                "position": 1,
                "decided_at": rfc3339(EPOCH),
            }
        return self.outcomes[who]
