"""A file out, piece by piece from the service, straight on to the client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from gateway.binding import Binding, parse_query
from gateway.doors.call import context_of
from gateway.guard import Guard, Visitor
from gateway.route import Route
from gateway.services import Services


class FileDoor:
    """A GET whose route names a method that answers ``text`` and the ``next_piece``'s number."""

    def __init__(self, route: Route, *, guard: Guard, services: Services, timeout: float) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._timeout = timeout
        self._binding = Binding(route)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        visitor = self._guard.admit(self.route, scope, Headers(scope=scope))
        payload = self._binding.payload(
            path=scope["path_params"], query=parse_query(scope["query_string"]), body=None
        )
        # The first piece before the answer begins, so that a refusal has its own status.
        piece = await self._piece(payload, visitor, scope)
        name = self.route.path.rpartition("/")[2].encode()
        await send(
            {
                "type": "http.response.start",
                "status": self.route.status,
                "headers": [
                    (b"content-type", self.route.media_type.encode()),
                    (b"content-disposition", b'attachment; filename="%s"' % name),
                    (b"cache-control", self.route.cache.encode()),
                ],
            }
        )
        while True:
            following = piece["next_piece"]
            await send(
                {
                    "type": "http.response.body",
                    "body": piece["text"].encode(),
                    "more_body": following is not None,
                }
            )
            if following is None:
                return
            piece = await self._piece({**payload, "piece": following}, visitor, scope)

    async def _piece(
        self, payload: Mapping[str, Any], visitor: Visitor, scope: Scope
    ) -> Mapping[str, Any]:
        piece: Mapping[str, Any] = await self._services.call(
            self.route.service,
            self.route.rpc_method,
            payload,
            context=context_of(visitor, scope, timeout=self._timeout),
            timeout=self._timeout,
        )
        return piece
