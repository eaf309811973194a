"""The robots of WeCom, DingTalk and Feishu, and whoever takes what Apprise posts: one small real
server that answers as they do, HTTP 200 with an error inside."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.component import EPOCH

SECRET = "SEC-of-the-robot"
SIGNED = "signed-robot"  # the key of the robot that wants a signature
_OK = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {
        "StatusCode": 0,
        "StatusMessage": "success",
        "code": 0,
        "data": {},
        "msg": "success",
    },
}


@dataclass
class RobotHouse:
    """``behaviour`` is ``accept``, a status such as ``503``, ``code N`` (200 with an error inside),
    ``garbage``, ``vanish`` (reads and closes) or ``silent``."""

    origin: str
    behaviour: str = "accept"
    now: datetime = EPOCH
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    """(provider, key, text)"""
    bodies: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def arrived(self) -> list[tuple[str, str]]:
        return [(key, text) for _, key, text in self.requests]

    def read(self, path: str, body: bytes) -> tuple[str, str, dict[str, Any] | None]:
        """Provider, key and what is wrong."""
        parts = urlsplit(path)
        query = {name: value for name, (value,) in parse_qs(parts.query).items()}
        said = json.loads(body)
        if parts.path == "/cgi-bin/webhook/send":
            assert set(query) == {"key"}
            self._note("wecom", query["key"], said["text"]["content"], said["msgtype"])
            return "wecom", query["key"], None
        if parts.path == "/robot/send":
            key = query["access_token"]
            self._note("dingtalk", key, said["text"]["content"], said["msgtype"])
            moment = query.get("timestamp", "0")
            good = self._sign(SECRET.encode(), f"{moment}\n{SECRET}".encode())
            if key == SIGNED and not self._is_fresh(int(moment) / 1000, query, good):
                return "dingtalk", key, {"errcode": 310000, "errmsg": "sign not match"}
            return "dingtalk", key, None
        if parts.path.startswith("/open-apis/bot/v2/hook/"):
            key = parts.path.rpartition("/")[2]
            self._note("feishu", key, said["content"]["text"], said["msg_type"])
            moment = said.get("timestamp", "0")
            good = self._sign(f"{moment}\n{SECRET}".encode(), b"")
            if key == SIGNED and not self._is_fresh(int(moment), said, good):
                return "feishu", key, {"code": 19021, "msg": "sign match fail"}
            return "feishu", key, None
        self._note("apprise", parts.path.strip("/"), said["message"], "text")
        return "apprise", "", None

    def _note(self, provider: str, key: str, text: str, kind: str) -> None:
        assert kind == "text"
        self.requests.append((provider, key, text))

    def _sign(self, key: bytes, text: bytes) -> str:
        return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()

    def _is_fresh(self, moment: float, said: dict[str, Any], good: str) -> bool:
        near = abs(moment - self.now.timestamp()) < timedelta(hours=1).total_seconds()
        return near and hmac.compare_digest(said.get("sign", ""), good)


@contextmanager
def robot_house() -> Iterator[RobotHouse]:
    """A house on a port of its own."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            house.bodies.append(body)
            provider, _, wrong = house.read(self.path, body)
            word, _, rest = house.behaviour.partition(" ")
            if word == "silent":
                house.closing.wait(10)
            elif word == "code":
                error = {"errcode": int(rest), "errmsg": "no"}
                self._answer(200, error if provider != "feishu" else {"code": int(rest)})
            elif word == "accept":
                self._answer(200, wrong or _OK.get(provider, {}))
            elif word == "garbage":
                self._answer(200, None)
            elif word != "vanish":
                self._answer(int(word), None)

        def _answer(self, status: int, said: dict[str, Any] | None) -> None:
            body = b"<html>as you wish</html>" if said is None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keys and texts belong in no log."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128  # a whole batch knocks at once

    server = Server(("127.0.0.1", 0), Page)
    house = RobotHouse(origin=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield house
    finally:
        house.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
