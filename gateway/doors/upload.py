"""A file in, piece by piece: ``begin_…``, ``append_…`` for each piece, ``finish_…``."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.errors import InvalidInput
from chassis.ids import uuid7
from gateway.answers import NO_STORE, send_json
from gateway.binding import Binding, parse_query
from gateway.bodies import announced_size
from gateway.doors.call import context_of
from gateway.guard import Guard, Visitor, idempotency_key
from gateway.route import Route
from gateway.services import ServiceError, Services
from gateway.uploads import MOST, Upload

_TRIES = 4
_PAUSE = 0.5  # seconds before a call is tried again, with its key


class UploadDoor:
    """``POST /v1/members/imports``. The route names the first of the three methods."""

    def __init__(self, route: Route, *, guard: Guard, services: Services, timeout: float) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._timeout = timeout
        self._binding = Binding(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        visitor = self._guard.admit(self.route, scope, headers)
        options = self._binding.of_query(parse_query(scope["query_string"]))
        # A key of our own, if the client sent none, makes each step safe to try again.
        key = idempotency_key(self.route, headers) or uuid7()
        transfer = _Transfer(self._services, visitor, scope, timeout=self._timeout, key=key)
        upload, job = Upload(headers, receive), None
        index = size = 0
        async for piece in upload.pieces():
            if job is None:
                job = await transfer.step(
                    "begin_import",
                    key,
                    filename=upload.filename,
                    format=upload.format,
                    size=announced_size(headers) or MOST,
                    **options,
                )
            data = base64.b64encode(piece).decode()
            await transfer.step(
                "append_import", f"{key}.{index}", import_id=job["id"], index=index, data=data
            )
            index += 1
            size += len(piece)
        if job is None:
            raise InvalidInput.of("file", "The file is empty, or none was sent.")
        done = await transfer.step("finish_import", key, import_id=job["id"], size=size)
        place = self.route.location.replace("{id}", done["id"]).encode()
        await send_json(
            send, done, status=self.route.status, headers=(NO_STORE, (b"location", place))
        )


class _Transfer:
    """The calls that carry one file."""

    def __init__(
        self, services: Services, visitor: Visitor, scope: Scope, *, timeout: float, key: str
    ) -> None:
        self._services = services
        self._visitor = visitor
        self._scope = scope
        self._timeout = timeout
        self._key = key

    async def step(self, method: str, key: str, **payload: Any) -> Mapping[str, Any]:
        """One call, tried again while the service is away for a moment."""
        for left in reversed(range(_TRIES)):
            context = context_of(self._visitor, self._scope, timeout=self._timeout, key=key)
            try:
                answer: Mapping[str, Any] = await self._services.call(
                    "members", method, payload, context=context, timeout=self._timeout
                )
                return answer
            except ServiceError as error:
                if not error.passing or not left:
                    raise
                await asyncio.sleep(_PAUSE)
        raise AssertionError("the last try answers or raises")
