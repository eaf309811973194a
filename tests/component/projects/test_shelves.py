"""An S3-compatible store as a shelf: signed as AWS publishes it, and refused when it is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from services.projects.documents.shelves import shelf_of
from services.projects.documents.signing import Credentials, signed_headers
from services.projects.errors import DocumentMissing
from tests.component.projects.applying import PDF, account, registered, upload
from tests.support.component import settings

EXAMPLE = Credentials(
    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"
)


class Bucket(BaseHTTPRequestHandler):
    """Takes and gives objects to whoever signs with the example's key."""

    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])))

    def do_GET(self) -> None:
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        given = dict(self.headers.items())
        names = given["authorization"].partition("SignedHeaders=")[2].partition(",")[0]
        expected = signed_headers(
            self.command,
            path=self.path,
            headers={name: self.headers[name] for name in names.split(";")},
            body=body,
            credentials=EXAMPLE,
            now=datetime.strptime(given["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
        )
        status = 200
        if given["authorization"] != expected["authorization"]:
            status, body = 403, b""
        elif self.command == "PUT":
            self.objects[self.path], body = body, b""
        elif self.path in self.objects:
            body = self.objects[self.path]
        else:
            status = 404
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def bucket() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Where the store is, and what lies in it."""
    handler = type("OwnBucket", (Bucket,), {"objects": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.objects
    server.shutdown()
    server.server_close()


def environ(endpoint: str, **change: str) -> dict[str, str]:
    return {
        "DOCUMENTS_S3_ENDPOINT": endpoint,
        "DOCUMENTS_S3_BUCKET": "papers",
        "DOCUMENTS_S3_ACCESS_KEY": EXAMPLE.access_key,
        "DOCUMENTS_S3_SECRET_KEY": EXAMPLE.secret_key,
    } | change


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {"Range": "bytes=0-9"},
            b"",
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {
                "Date": "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class": "REDUCED_REDUNDANCY",
            },
            b"Welcome to Amazon S3.",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
    ],
)
def test_requests_are_signed_as_in_the_published_examples(method, path, headers, body, signature):
    signed = signed_headers(
        method,
        path=path,
        headers={"Host": "examplebucket.s3.amazonaws.com"} | headers,
        body=body,
        credentials=EXAMPLE,
        now=datetime(2013, 5, 24, tzinfo=UTC),
    )
    assert signed["authorization"].endswith(f"Signature={signature}")


def test_a_document_goes_to_the_store_encrypted_and_comes_back(projects, bucket):
    endpoint, objects = bucket
    projects.use(settings=settings(**environ(endpoint)))
    registered(projects)
    document = upload(projects, account("org-1"))
    ((path, kept),) = objects.items()
    assert path == f"/papers/{document['id']}"
    assert PDF[:9] not in kept
    request = {"caller": account("org-1"), "document_id": document["id"]}
    assert projects.call("get_document", **request)["filename"] == "登记证书.pdf"
    objects.clear()
    with pytest.raises(DocumentMissing):
        projects.call("get_document", **request)


def test_a_store_that_refuses_or_is_away_is_unavailable_and_nothing_is_half_done(projects, bucket):
    endpoint, objects = bucket
    registered(projects)
    for wrong in (
        environ(endpoint, DOCUMENTS_S3_SECRET_KEY="another secret"),
        environ("http://127.0.0.1:9"),
        environ(endpoint, DOCUMENTS_S3_BUCKET=""),
    ):
        projects.use(settings=settings(**wrong))
        with pytest.raises(DocumentMissing):
            upload(projects, account("org-1"))
    assert objects == {}
    assert projects.call("get_my_provider", caller=account("org-1"))["documents"] == []


def test_without_a_place_for_files_that_is_said():
    with pytest.raises(DocumentMissing, match="DOCUMENTS_FOLDER"):
        shelf_of(settings(DATABASE_URL="postgresql://x@127.0.0.1/{service}"))
