"""Access tokens: who somebody is, for fifteen minutes, without a look-up.

HS256: the gateway states the caller's identity to the services anyway, so a key that could only
verify would protect nothing, and an Ed25519 check costs as much as the rest of a claim (ADR 0003).

PyJWT issues. Verifying is done here in few steps, because at the opening second every claim comes
with a token that nobody has seen: 9 microseconds instead of 41 (ADR 0050).
"""

from __future__ import annotations

import base64
import hmac
import json
from datetime import datetime, timedelta

import jwt

from chassis.context import Caller, Role
from chassis.errors import Unauthenticated
from chassis.ids import uuid7

LIFETIME = timedelta(minutes=15)
_ISSUER = "unionhall"
# RFC 7515: {"alg":"HS256","typ":"JWT"}. No other algorithm is ever looked at.
_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=")


class Tokens:
    """Issues and verifies access tokens with one installation secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._key = secret.encode()

    def issue(self, caller: Caller, *, now: datetime) -> str:
        """A signed token for ``caller``, valid for ``LIFETIME``."""
        claims = {
            "iss": _ISSUER,
            "sub": caller.id,
            "kind": caller.kind,
            "union": caller.union,
            "roles": [[role.role, role.scope] for role in caller.roles],
            "sid": caller.session_id,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "jti": uuid7(),
        }
        if caller.birth_year is not None:
            claims["birth_year"] = caller.birth_year
        if caller.audiences:
            claims["audiences"] = list(caller.audiences)
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def verify(self, token: str, *, now: datetime) -> tuple[Caller, float]:
        """Who the token stands for and when it ends (seconds since the epoch).

        Raises ``Unauthenticated`` for one that is forged, expired or not ours.
        """
        try:
            signed, _, signature = token.encode("ascii").rpartition(b".")
            if not hmac.compare_digest(self._signature(signed), signature):
                raise Unauthenticated("the access token is not valid")
            # Only a token of ours comes as far as this; the checks below are for those that an
            # earlier version has issued.
            header, _, body = signed.partition(b".")
            claims = json.loads(base64.urlsafe_b64decode(body + b"=="))
            if header != _HEADER or claims["iss"] != _ISSUER:
                raise Unauthenticated("the access token is not valid")
            caller = Caller(
                kind=claims["kind"],
                id=claims["sub"],
                union=claims["union"],
                roles=tuple(Role(role, scope) for role, scope in claims["roles"]),
                session_id=claims["sid"],
                birth_year=claims.get("birth_year"),
                audiences=tuple(claims.get("audiences", ())),
            )
            ends = float(claims["exp"])
        except (KeyError, TypeError, ValueError) as error:
            raise Unauthenticated("the access token is not valid") from error
        if now.timestamp() >= ends:
            raise Unauthenticated("the access token has expired", reason="expired")
        return caller, ends

    def _signature(self, signed: bytes) -> bytes:
        return base64.urlsafe_b64encode(hmac.digest(self._key, signed, "sha256")).rstrip(b"=")
