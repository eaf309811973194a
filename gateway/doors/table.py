"""A whole list as CSV: page after page from the service, straight on to the client."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from gateway.binding import Binding, parse_query
from gateway.doors.call import context_of
from gateway.guard import Guard, Visitor
from gateway.route import Route
from gateway.services import Services

_PAGE = 200
_BYTE_ORDER_MARK = "\ufeff"  # or Excel reads Chinese in the wrong encoding
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TableDoor:
    """A GET whose route names a method that answers pages."""

    def __init__(self, route: Route, *, guard: Guard, services: Services, timeout: float) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._timeout = timeout
        self._binding = Binding(route)
        assert route.response is not None
        self._columns = _columns(route.response)

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        visitor = self._guard.admit(self.route, scope, Headers(scope=scope))
        payload = self._binding.payload(
            path=scope["path_params"], query=parse_query(scope["query_string"]), body=None
        )
        payload["limit"] = _PAGE
        # The first page before the answer begins, so that a refusal has its own status.
        page = await self._page(payload, visitor, scope)
        name = self.route.operation.encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/csv; charset=utf-8"),
                    (b"content-disposition", b'attachment; filename="%s.csv"' % name),
                    (b"cache-control", b"no-store"),
                ],
            }
        )
        chunk = (_BYTE_ORDER_MARK + _lines([self._columns])).encode()
        while True:
            chunk += _lines(self._row(item) for item in page["items"]).encode()
            cursor = page["next_cursor"]
            await send(
                {"type": "http.response.body", "body": chunk, "more_body": cursor is not None}
            )
            if cursor is None:
                return
            chunk = b""
            page = await self._page({**payload, "cursor": cursor}, visitor, scope)

    async def _page(
        self, payload: Mapping[str, Any], visitor: Visitor, scope: Scope
    ) -> Mapping[str, Any]:
        page: Mapping[str, Any] = await self._services.call(
            self.route.service,
            self.route.rpc_method,
            payload,
            context=context_of(visitor, scope, timeout=self._timeout),
            timeout=self._timeout,
        )
        return page

    def _row(self, item: Mapping[str, Any]) -> list[Any]:
        return [_harmless(item.get(column)) for column in self._columns]


def _columns(page: type[Schema]) -> list[str]:
    items = page().fields["items"]
    assert isinstance(items, fields.List)
    assert isinstance(items.inner, fields.Nested)
    return [field.data_key or name for name, field in items.inner.schema.fields.items()]


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """A spreadsheet must not take a text that somebody wrote for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
