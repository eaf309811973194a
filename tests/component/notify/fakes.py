"""What notify reaches for outside, as small real things."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chassis.context import CallContext
from chassis.errors import Unavailable
from services.notify.channels.port import Channel, Outcome, Outgoing


class Members:
    """The members service as notify sees it: its own contract, with contacts from a dictionary.

    ``asked`` runs before an answer: time may pass, or the service be away.
    """

    def __init__(self, phones: dict[str, str]) -> None:
        self.phones = phones
        self.away = False
        self.calls: list[list[str]] = []
        self.asked: Callable[[], None] = lambda: None

    def call(self, method: str, *, context: CallContext, **payload: Any) -> Any:
        assert method == "contacts_of"
        assert context.caller.kind == "system"
        assert set(payload) == {"member_ids"}
        self.calls.append(payload["member_ids"])
        self.asked()
        if self.away:
            raise Unavailable("members did not answer in time")
        return {
            "items": [
                {"member_id": member_id, "phone": self.phones[member_id], "name": "会员"}
                for member_id in payload["member_ids"]
                if member_id in self.phones
            ]
        }


class Crash(BaseException):
    """The process is gone: nothing catches it."""


class Crashing:
    """A channel in a process that is killed, before or after what it sends has left."""

    def __init__(self, inner: Channel, *, sends: bool) -> None:
        self._inner = inner
        self._sends = sends
        self.provider = inner.provider
        self.idempotent = inner.idempotent
        self.receipts = inner.receipts

    def longest(self, count: int) -> float:
        return self._inner.longest(count)

    def send(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        if self._sends:
            self._inner.send(batch)
        raise Crash


class SmsGateway:
    """Kannel's ``sendsms`` page: takes messages, or does what ``behaviour`` says.

    ``accept``, a status such as ``503``, ``vanish`` (reads and closes), ``silent`` (never answers).
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/cgi-bin/sendsms"
        self.behaviour = "accept"
        self.requests: list[dict[str, str]] = []
        self.closing = threading.Event()

    @property
    def environ(self) -> dict[str, str]:
        """How notify is told of it."""
        return {
            "SMS_GATEWAY_URL": self.url,
            "SMS_GATEWAY_USERNAME": "union",
            "SMS_GATEWAY_PASSWORD": "a password & more",
            "SMS_SENDER": "12351",
            "SMS_TIMEOUT": "1",
        }

    @property
    def arrived(self) -> list[tuple[str, str]]:
        """(number, text) of all that was asked for."""
        return [(request["to"], request["text"]) for request in self.requests]


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """A gateway on a port of its own."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query, strict_parsing=True)
            gateway.requests.append({key: value for key, (value,) in query.items()})
            if gateway.behaviour == "silent":
                gateway.closing.wait(10)
            elif gateway.behaviour != "vanish":
                status = 202 if gateway.behaviour == "accept" else int(gateway.behaviour)
                body = b"0: Accepted for delivery" if status == 202 else b"as you wish"
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Numbers and texts belong in no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    gateway = SmsGateway(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield gateway
    finally:
        gateway.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
