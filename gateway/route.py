"""What one row of the route table says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from marshmallow import Schema

from chassis.schema import Empty
from gateway.access import Access
from gateway.bodies import MOST_JSON
from gateway.limits import Limit


class Key(Enum):
    """Whether a route takes an ``Idempotency-Key``."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Door(Enum):
    """How a request becomes calls of a service."""

    CALL = "call"  # JSON in, one call, JSON out
    CLAIM = "claim"  # many requests, one call
    OUTCOME = "outcome"  # how such a one ended
    STREAM = "stream"  # server-sent events
    UPLOAD = "upload"  # a file, in pieces
    SMS = "sms"  # as SMS gateways hand over what they receive
    FILE = "file"  # a file out, in pieces
    TABLE = "table"  # a list, all pages of it, as CSV


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation of the HTTP API.

    The fields of ``request`` that the path does not name come from the query (GET) or from the
    JSON body. ``{id}`` in the path is the field ``id_field``. Everything that the API's
    documentation and the tests of access say is read from here.
    """

    operation: str
    method: str
    path: str
    calls: str  # service.method
    summary: str
    access: Access
    limit: Limit
    response: type[Schema] | None = None
    request: type[Schema] = Empty
    id_field: str = ""
    query: tuple[str, ...] = ()  # fields that come from the query although there is a body
    status: int = 200
    key: Key = Key.NONE
    door: Door = Door.CALL
    problems: tuple[int, ...] = ()  # of its own, beside those that every route can end with
    receipt: type[Schema] | None = None  # what 202 says, where an answer may take its time
    location: str = ""  # where what was made is found: a path with {id}
    media_type: str = "application/json"
    text_field: str = ""  # the field of the answer that is the body, when it is not JSON
    file_field: str = ""  # the same for a file in base64; ``filename`` in the answer is its name
    most_body: int = MOST_JSON  # bytes
    cache: str = "no-store"
    lossy: bool = False  # the query may hold bytes that are no text: what a phone network passes on
    demo: bool = False  # exists in the demonstration only

    @property
    def service(self) -> str:
        """The service that answers."""
        return self.calls.partition(".")[0]

    @property
    def rpc_method(self) -> str:
        """Its method."""
        return self.calls.partition(".")[2]
