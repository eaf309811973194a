"""The claim route: the one path on which every microsecond is paid by everybody who waits.

It is a row of the table like all others, but checks its fields by hand.
"""

from __future__ import annotations

import re
from typing import Any

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from chassis.errors import InvalidInput
from gateway.answers import send_json
from gateway.claims import Claims, Receipt
from gateway.doors.claim_body import read_wishes
from gateway.guard import Guard, idempotency_key
from gateway.receipts import send_receipt
from gateway.route import Route

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class ClaimDoor:
    """``POST /v1/releases/{id}/claims``."""

    def __init__(self, route: Route, *, guard: Guard, claims: Claims) -> None:
        self.route = route
        self._guard = guard
        self._claims = claims

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        caller = self._guard.admit(self.route, scope, headers).caller
        key = idempotency_key(self.route, headers)
        release_id = scope["path_params"]["id"]
        if not _UUID.fullmatch(release_id):
            raise InvalidInput.of("id", "Not a UUID in lower case.")
        claim: dict[str, Any] = {
            "key": key,
            "release_id": release_id,
            "member_id": caller.id,
            "union": caller.union,
        }
        if caller.birth_year is not None:
            claim["birth_year"] = caller.birth_year
        if caller.audiences:
            claim["audiences"] = caller.audiences
        if wishes := await read_wishes(scope, headers, receive):
            claim |= wishes
        outcome = await self._claims.submit(claim)
        if isinstance(outcome, Receipt):
            await send_receipt(send, outcome, release_id=release_id, key=key)
        else:
            await send_json(send, outcome)
