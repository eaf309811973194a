"""The usual way of a request: one call of a service, JSON in and JSON out."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.context import CallContext
from gateway import answers
from gateway.binding import Binding, parse_query
from gateway.bodies import read_json
from gateway.guard import Guard, Visitor, idempotency_key
from gateway.route import Route
from gateway.services import ServiceError, Services


class Call:
    """Answers the requests of one row of the route table."""

    def __init__(self, route: Route, *, guard: Guard, services: Services, timeout: float) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._timeout = timeout
        self._binding = Binding(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route, headers = self.route, Headers(scope=scope)
        visitor = self._guard.admit(route, scope, headers)
        key = idempotency_key(route, headers)
        payload = self._binding.payload(
            path=scope["path_params"],
            query=parse_query(scope["query_string"], lossy=route.lossy),
            body=await self._body(headers, receive),
        )
        result = await self._ask(payload, visitor=visitor, scope=scope, key=key)
        await self._answer(send, result)

    async def _body(self, headers: Headers, receive: Receive) -> Any:
        if not self._binding.takes_body:
            return None
        return await read_json(headers, receive, most=self.route.most_body)

    async def _ask(
        self, payload: Mapping[str, Any], *, visitor: Visitor, scope: Scope, key: str
    ) -> Any:
        context = context_of(visitor, scope, timeout=self._timeout, key=key)
        try:
            return await self._services.call(
                self.route.service,
                self.route.rpc_method,
                payload,
                context=context,
                timeout=self._timeout,
            )
        except ServiceError as error:
            error.errors = self._binding.named(error.errors)
            raise

    async def _answer(self, send: Send, result: Any) -> None:
        route = self.route
        headers: list[answers.Header] = [(b"cache-control", route.cache.encode())]
        if route.location:
            place = route.location.replace("{id}", str(result["id"]))
            headers.append((b"location", place.encode()))
        if route.status == 204:
            await answers.send_nothing(send, headers=headers)
        elif route.text_field:
            headers.append((b"content-type", route.media_type.encode()))
            await answers.send_body(send, result[route.text_field].encode(), headers=headers)
        elif route.file_field:
            name = quote(str(result["filename"]), safe="")
            headers += [
                (b"content-type", route.media_type.encode()),
                # RFC 6266, as RFC 8187 writes a name of any letters.
                (b"content-disposition", f"attachment; filename*=UTF-8''{name}".encode()),
            ]
            content = base64.b64decode(result[route.file_field])
            await answers.send_body(send, content, status=route.status, headers=headers)
        else:
            await answers.send_json(send, result, status=route.status, headers=headers)


def context_of(visitor: Visitor, scope: Scope, *, timeout: float, key: str = "") -> CallContext:
    """What travels beside a call: who, on which request, until when."""
    return CallContext(
        caller=visitor.caller_with_address,
        correlation_id=scope["state"]["request_id"],
        deadline=time.time() + timeout,
        idempotency_key=key,
    )
