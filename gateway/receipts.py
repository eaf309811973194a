"""What a client hears of a claim that is not decided yet."""

from __future__ import annotations

from urllib.parse import quote

from marshmallow import fields
from starlette.types import Send

from chassis.schema import Identifier, Shape, WholeNumber
from gateway.answers import NO_STORE, Header, send_json
from gateway.claims import Receipt


class ClaimReceipt(Shape):
    """A claim that came in and is not decided yet.

    ``ahead`` claims are before it in the queue. If it is not ``queued``, the queue was full: send
    the same claim with the same key after ``retry_after`` seconds. Doing so is right at any time.
    """

    release_id = Identifier(required=True)
    key = fields.String(required=True)
    queued = fields.Boolean(required=True)
    ahead = WholeNumber(required=True)
    retry_after = WholeNumber(required=True)


async def send_receipt(send: Send, receipt: Receipt, *, release_id: str, key: str) -> None:
    """Answer 202: received, with where and when to ask."""
    headers: list[Header] = [NO_STORE, (b"retry-after", b"%d" % receipt.retry_after)]
    if "/" not in key:  # no address can hold it
        place = f"/v1/releases/{release_id}/claims/{quote(key, safe='')}"
        headers.append((b"location", place.encode()))
    content = {
        "release_id": release_id,
        "key": key,
        "queued": receipt.queued,
        "ahead": receipt.ahead,
        "retry_after": receipt.retry_after,
    }
    await send_json(send, content, status=202, headers=headers)
