"""The door through which an SMS gateway hands over what members send.

Kannel's ``post-url`` puts what it knows into the query and the text into the body, as
``text/plain`` in UTF-8 or, for Chinese, UTF-16 (Kannel 1.4.5 user guide, chapter 7); others send a
form. Both are taken. The answer has no body: Kannel would send it on as an SMS.
"""

from __future__ import annotations

import codecs
import hmac
import time
from collections.abc import Mapping
from email.message import Message
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.context import SYSTEM, CallContext
from chassis.errors import InvalidInput, Unauthenticated
from gateway import answers
from gateway.binding import Binding, parse_query
from gateway.bodies import pieces
from gateway.guard import Guard
from gateway.problems import Problem, bad_request, not_found
from gateway.route import Route
from gateway.services import Services

_MOST = 20_000  # bytes; the longest SMS has 255 parts of 140
_TOKEN = "token"  # noqa: S105  (the name of the parameter)


class SmsDoor:
    """``POST /v1/sms/inbound``, for whoever knows the installation's ``SMS_INBOUND_TOKEN``."""

    def __init__(
        self, route: Route, *, guard: Guard, services: Services, timeout: float, token: str
    ) -> None:
        self.route = route
        self._guard = guard
        self._services = services
        self._timeout = timeout
        self._token = token.encode()
        self._binding = Binding(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._token:
            raise not_found()
        headers = Headers(scope=scope)
        query = parse_query(scope["query_string"])
        given = query.pop(_TOKEN, [""])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), self._token):
            # Counted by address, as every knock at a closed door.
            self._guard.admit(self.route, scope, headers)
            raise Unauthenticated("this needs the token of the SMS gateway")
        found = query | await _of_body(headers, receive, query)
        payload = self._binding.payload(path={}, query=found, body={})
        await self._hand_over(payload, request_id=scope["state"]["request_id"])
        await answers.send_body(
            send, b"", status=self.route.status, headers=[(b"content-type", b"text/plain")]
        )

    async def _hand_over(self, payload: Mapping[str, Any], *, request_id: str) -> None:
        await self._services.call(
            self.route.service,
            self.route.rpc_method,
            payload,
            context=CallContext(
                caller=SYSTEM,
                correlation_id=request_id,
                deadline=time.time() + self._timeout,
            ),
            timeout=self._timeout,
        )


async def _of_body(
    headers: Headers, receive: Receive, query: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """What the body says: the fields of a form, or the text. Raises ``Problem``."""
    raw = b"".join([piece async for piece in pieces(headers, receive, most=_MOST)])
    if not raw:
        return {}
    kind = Message()
    kind["content-type"] = headers.get("content-type", "")
    match kind.get_content_type():
        case "application/x-www-form-urlencoded":
            found = parse_query(raw)
        case "text/plain":
            found = {"text": [_decoded(raw, str(kind.get_param("charset", "utf-8")))]}
        case "application/octet-stream":  # no text, but a member who gets an answer
            found = {"text": [""]}
        case _:
            raise Problem(415, "unsupported_media_type", "Send a form, or the text itself.")
    for name in found.keys() & query.keys():
        raise InvalidInput.of(name, "Given more than once.")
    return found


def _decoded(raw: bytes, charset: str) -> str:
    try:
        text = codecs.decode(raw, charset)
    except (LookupError, ValueError) as error:
        raise bad_request("malformed_text", "The text is not in the charset it names.") from error
    if not isinstance(text, str) or "\0" in text:
        raise bad_request("malformed_text", "The body is not a text.")
    return text
