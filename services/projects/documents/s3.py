"""A shelf in an S3-compatible store: objects by key in one bucket, addressed by path."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import requests

from chassis.clock import Clock
from services.projects.documents.signing import Credentials, signed_headers
from services.projects.errors import DocumentMissing

_TIMEOUT: Final = (1.0, 3.0)  # seconds to connect, and for each piece; a call has five


class S3Shelf:
    """``endpoint`` is an origin such as ``https://s3.example.org``."""

    def __init__(
        self, *, endpoint: str, bucket: str, credentials: Credentials, clock: Clock
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._bucket = bucket
        self._credentials = credentials
        self._clock = clock

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes. Raises ``DocumentMissing``."""
        self._ask("PUT", key, data)

    def get(self, key: str) -> bytes:
        """The bytes. Raises ``DocumentMissing``."""
        return self._ask("GET", key, b"")

    def _ask(self, method: str, key: str, body: bytes) -> bytes:
        path = f"/{self._bucket}/{key}"
        headers = signed_headers(
            method,
            path=path,
            headers={"host": urlsplit(self._endpoint).netloc},
            body=body,
            credentials=self._credentials,
            now=self._clock.now(),
        )
        try:
            with requests.Session() as session:
                session.trust_env = False  # a .netrc would replace the signature
                answer = session.request(
                    method,
                    self._endpoint + path,
                    headers=headers,
                    data=body or None,
                    timeout=_TIMEOUT,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise DocumentMissing("the store of files is away") from error
        if answer.status_code != requests.codes.ok:
            raise DocumentMissing("the store of files refused", status=answer.status_code)
        return answer.content
