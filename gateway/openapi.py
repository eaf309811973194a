"""The API's description (OpenAPI 3.1), made from the route table at start."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import problems
from gateway.answers import send_body
from gateway.binding import Binding
from gateway.route import Door, Key, Route
from gateway.shapes import Shapes

API_VERSION = "1.0.0"
_ABOUT = """\
The HTTP API of a city federation of trade unions: who its members are, what is offered to them,
and how places are given out.

* Errors are problem documents (RFC 9457); `code` is stable, `errors` name the fields.
* Lists are pages: pass `next_cursor` back as `cursor` until it is null.
* A POST with an `Idempotency-Key` may be sent again: the repeat gets the first answer.
* 202 on a claim is a receipt: ask at its `Location`, or send the claim again with its key.
* Times are RFC 3339 in UTC. After 429 and 503 wait `Retry-After` seconds.
"""
_TAGS = {
    "tickets": "Releases, claims, tickets, check-in",
    "members": "Sessions, cards, members",
    "catalog": "Services on offer",
    "projects": "What members need",
    "notify": "Messages to members",
}
_TABLES: dict[str, Any] = {
    "text/csv": {},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
}


class _Writer:
    """Turns rows into operations."""

    def __init__(self) -> None:
        plugin = MarshmallowPlugin()
        self.spec = APISpec(
            title="Unionhall",
            version=API_VERSION,
            openapi_version="3.1.0",
            info={
                "description": _ABOUT,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            servers=[{"url": "/"}],
            tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
            plugins=[plugin],
        )
        self._shapes = Shapes(plugin)
        components = self.spec.components
        components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
        components.security_scheme("secret", {"type": "apiKey", "in": "query", "name": "token"})
        components.schema("Problem", _PROBLEM)
        components.response(
            "Problem",
            {
                "description": "What went wrong",
                "headers": {
                    "Retry-After": {
                        "description": "Seconds to wait, after 429, 503 and 504",
                        "schema": {"type": "integer"},
                    }
                },
                "content": {
                    problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                },
            },
        )

    def add(self, path: str, rows: Iterable[Route]) -> None:
        """One path with all its methods."""
        operations = {row.method.lower(): self._operation(row) for row in rows}
        self.spec.path(path=path, operations=operations)

    def _operation(self, route: Route) -> dict[str, Any]:
        binding = Binding(route)
        token: dict[str, list[str]] = {"secret" if route.access.secret else "bearer": []}
        operation: dict[str, Any] = {
            "operationId": route.operation,
            "summary": route.summary,
            "description": f"Who may call: {route.access.describe()}.",
            "tags": [route.service or "notify"],
            "security": [{}, token] if route.access.open else [token],
            "parameters": list(self._parameters(route, binding)),
            "responses": self._responses(route, binding),
        }
        body = self._body(route, binding)
        if body:
            operation["requestBody"] = body
        return operation

    def _parameters(self, route: Route, binding: Binding) -> Iterable[dict[str, Any]]:
        declared = route.request().fields
        for name, field in binding.path_fields.items():
            schema = self._shapes.parameter(declared[field])
            yield {"name": name, "in": "path", "required": True, "schema": schema}
        for name, field in binding.query_fields.items():
            schema = self._shapes.parameter(field)
            yield {"name": name, "in": "query", "required": field.required, "schema": schema}
        if route.key is not Key.NONE:
            yield {
                "name": "Idempotency-Key",
                "in": "header",
                "required": route.key is Key.REQUIRED,
                "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
            }

    def _body(self, route: Route, binding: Binding) -> dict[str, Any] | None:
        if route.door is Door.UPLOAD:
            file = {"type": "string", "contentMediaType": "application/octet-stream"}
            form = {"type": "object", "properties": {"file": file}, "required": ["file"]}
            content = {"multipart/form-data": {"schema": form}, **_TABLES}
            return {"required": True, "content": content}
        if not binding.body_fields:
            return None
        schema = self._shapes.request(binding.body_fields)
        required = bool(schema["required"])
        return {"required": required, "content": {"application/json": {"schema": schema}}}

    def _responses(self, route: Route, binding: Binding) -> dict[str, Any]:
        statuses = {400, 401, 429, *route.problems}
        if not route.access.open:
            statuses.add(403)
        if binding.path_fields or binding.query_fields or binding.body_fields:
            statuses.add(422)
        if route.method == "POST":
            statuses |= {413, 415, 422}
        problem = {"$ref": "#/components/responses/Problem"}
        return {
            str(route.status): self._success(route),
            **({"202": self._receipt(route.receipt)} if route.receipt else {}),
            **{str(status): problem for status in sorted(statuses)},
            "default": problem,
        }

    def _receipt(self, shape: type[Schema]) -> dict[str, Any]:
        return {
            "description": "Received and not decided yet",
            "headers": {
                "Location": {"schema": {"type": "string"}},
                "Retry-After": {"schema": {"type": "integer"}},
            },
            "content": {"application/json": {"schema": self._shapes.answer(shape)}},
        }

    def _success(self, route: Route) -> dict[str, Any]:
        answer: dict[str, Any] = {"description": route.summary}
        if route.location:
            answer["headers"] = {"Location": {"schema": {"type": "string"}}}
        if route.status == 204:
            return answer
        schema: Any = {"type": "string"}
        if route.door is Door.FILE:
            schema = {"type": "object"}
        elif route.media_type == "application/json" and route.response is not None:
            schema = self._shapes.answer(route.response)
        answer["content"] = {route.media_type: {"schema": schema}}
        return answer


def document(table: Iterable[Route]) -> bytes:
    """The description of these routes, in JSON."""
    rows, writer = list(table), _Writer()
    for path in dict.fromkeys(row.path for row in rows):
        writer.add(path, [row for row in rows if row.path == path])
    content = writer.spec.to_dict()
    for name, schema in content["components"]["schemas"].items():
        if name != "Problem":
            # Answers may grow; whoever reads them must not stumble over what is new.
            schema.pop("additionalProperties", None)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def page(text: bytes) -> ASGIApp:
    """Serves the description."""

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send_body(
            send,
            text,
            headers=[(b"content-type", b"application/json"), (b"cache-control", b"no-cache")],
        )

    return answer


_PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; what clients read."},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
        "facts": {"type": "object"},
    },
    "required": ["type", "title", "status", "code", "detail", "errors"],
}
