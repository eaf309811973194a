"""The scripted gateway on a socket: for what happens below the page, in its service worker."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.component.web.gateway import POLICY, WEB, Call, ScriptedGateway


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gateway: ScriptedGateway

    def do_GET(self) -> None:
        """A page, or a call that only asks."""
        path = self.path.partition("?")[0]
        if path.startswith("/v1/"):
            self._call(path)
            return
        place = WEB / (path + "index.html" if path.endswith("/") else path).removeprefix("/")
        if not place.is_file():
            self._send(404, b"", "text/plain")
            return
        kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
        self._send(200, place.read_bytes(), kind)

    def do_POST(self) -> None:
        """A call that changes something."""
        self._call(self.path)

    def _call(self, path: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.gateway.answer(
            f"{self.command} {path}", Call(headers, json.loads(body) if body else None)
        )
        self._send(answer.status, json.dumps(answer.body).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def served(gateway: ScriptedGateway) -> Iterator[str]:
    """Its address, until the block ends."""
    handler = type("Handler", (_Handler,), {"gateway": gateway})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
