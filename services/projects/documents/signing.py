"""How a request to an S3-compatible store is signed: AWS Signature Version 4, one chunk."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs, and for which region."""

    access_key: str
    secret_key: str = field(repr=False)
    region: str


def signed_headers(
    method: str,
    *,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    credentials: Credentials,
    now: datetime,
) -> dict[str, str]:
    """The headers of a request without a query, with its signature; ``host`` is among them.

    ``path`` is not escaped yet, ``now`` is in UTC.
    """
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    digest = sha256(body).hexdigest()
    named = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    named |= {"x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(sorted(named))
    canonical = "\n".join(
        [
            method,
            quote(path, safe="/-_.~"),
            "",
            *(f"{name}:{named[name]}" for name in sorted(named)),
            "",
            names,
            digest,
        ]
    )
    scope = f"{moment[:8]}/{credentials.region}/s3/aws4_request"
    told = "\n".join([_ALGORITHM, moment, scope, sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, told.encode(), "sha256").hex()
    credential = f"{credentials.access_key}/{scope}"
    authorization = (
        f"{_ALGORITHM} Credential={credential},SignedHeaders={names},Signature={signature}"
    )
    return named | {"authorization": authorization}
