"""What stands before every route: who is it, may they, and not too often."""

from __future__ import annotations

import dataclasses
import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers
from starlette.types import Scope

from chassis.clock import Clock
from chassis.context import ANONYMOUS, Caller
from chassis.errors import Unauthenticated
from chassis.tokens import Tokens
from gateway.access import KINDS
from gateway.addresses import Addresses
from gateway.limits import BY_ADDRESS, Limit, Limiter
from gateway.problems import bad_request
from gateway.route import Key, Route

_TOKENS = 20_000  # verified ones that are remembered, about 1 kB each
_LONGEST_TOKEN = 4096
_LONGEST_KEY = 128
_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``until`` is when the token ends (seconds since the epoch), 0 without one."""

    caller: Caller
    until: float = 0.0
    address: str = ""

    @property
    def caller_with_address(self) -> Caller:
        """The caller as services want it: some count tries by network address."""
        return dataclasses.replace(self.caller, address=self.address)


class Bearers:
    """Verifies access tokens, and remembers those it has seen until they end."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._seen: OrderedDict[str, Visitor] = OrderedDict()

    def visitor(self, authorization: str | None, *, now: float) -> Visitor:
        """Who the header stands for; without one, nobody. Raises ``Unauthenticated``."""
        if authorization is None:
            return Visitor(ANONYMOUS)
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN:
            raise Unauthenticated("the Authorization header must be: Bearer, a space, the token")
        seen = self._seen.get(token)
        if seen is not None and now < seen.until:
            self._seen.move_to_end(token)
            return seen
        caller, until = self._tokens.verify(token, now=datetime.fromtimestamp(now, UTC))
        if caller.kind not in KINDS:
            raise Unauthenticated("the access token is not valid")
        visitor = Visitor(caller, until)
        self._seen[token] = visitor
        if len(self._seen) > _TOKENS:
            self._seen.popitem(last=False)
        return visitor


class Guard:
    """Lets a request in, or raises why not."""

    def __init__(
        self, *, bearers: Bearers, limiter: Limiter, addresses: Addresses, clock: Clock
    ) -> None:
        self._bearers = bearers
        self._limiter = limiter
        self._addresses = addresses
        self._clock = clock

    def admit(self, route: Route, scope: Scope, headers: Headers) -> Visitor:
        """Who asks. Raises ``RateLimited``, ``Unauthenticated``, ``Forbidden``."""
        client = scope.get("client")
        address = self._addresses.of(client[0] if client else "", headers)
        now = self._clock.now().timestamp()
        try:
            visitor = self._bearers.visitor(headers.get("authorization"), now=now)
        except Unauthenticated:
            self._limiter.take(Limit.OPEN, address, now=now)
            raise
        if route.limit in BY_ADDRESS or not visitor.caller.id:
            limit = route.limit if route.limit in BY_ADDRESS else Limit.OPEN
            self._limiter.take(limit, address, now=now)
        else:
            self._limiter.take(route.limit, visitor.caller.id, now=now)
        route.access.check(visitor.caller)
        return Visitor(visitor.caller, visitor.until, address)


def idempotency_key(route: Route, headers: Headers) -> str:
    """The key that makes a repeat safe; empty when the route can do without and none was sent.

    Raises ``Problem`` (400) that names the header.
    """
    found = headers.getlist("idempotency-key") if route.key is not Key.NONE else []
    if not found and route.key is not Key.REQUIRED:
        return ""
    if len(found) != 1 or len(found[0]) > _LONGEST_KEY or not _VISIBLE_ASCII.fullmatch(found[0]):
        raise bad_request(
            "idempotency_key_needed",
            f"Send one Idempotency-Key of 1 to {_LONGEST_KEY} visible ASCII characters.",
            field="Idempotency-Key",
        )
    return found[0]
