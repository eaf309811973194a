"""How a claim ended, for a client that got a receipt."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from gateway.answers import send_json
from gateway.binding import Binding, parse_query
from gateway.claims import Claims
from gateway.doors.call import context_of
from gateway.guard import Guard
from gateway.receipts import send_receipt
from gateway.route import Route
from gateway.services import Services


class OutcomeDoor:
    """``GET /v1/releases/{id}/claims/{key}``: the outcome, a receipt again, or 404.

    404 says that no outcome is known here, which another gateway process or a moment may change:
    the same claim with the same key is the answer to that.
    """

    def __init__(
        self, route: Route, *, guard: Guard, services: Services, claims: Claims, timeout: float
    ) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._claims = claims
        self._timeout = timeout
        self._binding = Binding(route)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        visitor = self._guard.admit(self.route, scope, Headers(scope=scope))
        payload = self._binding.payload(
            path=scope["path_params"], query=parse_query(scope["query_string"]), body=None
        )
        release_id, key = payload["release_id"], payload["key"]
        receipt = self._claims.receipt((release_id, visitor.caller.id, key))
        if receipt is not None:
            await send_receipt(send, receipt, release_id=release_id, key=key)
            return
        outcome = await self._services.call(
            self.route.service,
            self.route.rpc_method,
            payload,
            context=context_of(visitor, scope, timeout=self._timeout),
            timeout=self._timeout,
        )
        await send_json(send, outcome)
