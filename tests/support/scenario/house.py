"""The house that the scenario takes place in, and the calls that people make to it."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from chassis.context import Caller
from chassis.tokens import Tokens
from tests.support.client import PASSING, new_key
from tests.support.component import ENVIRON
from tests.support.installation import Installation
from tests.support.ports import free_port
from tests.support.scenario.clock import MovedClock
from tests.support.waiting import eventually

T, R = TypeVar("T"), TypeVar("R")
AT_ONCE = 8  # people who act at the same time
BEGINS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday of a year whose holidays are known
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body: JSON where it is that, else bytes."""

    status: int
    body: Any


class House:
    """Services, gateway, clock; everything below goes over HTTP."""

    def __init__(self, installation: Installation, *, projects: int = 2) -> None:
        self._installation = installation
        self._tokens, self._issued = Tokens(ENVIRON["TOKEN_SECRET"]), dict[Caller, str]()
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        file = installation.folder / "clock"
        self.clock = MovedClock(file)
        self.clock.move_to(BEGINS)
        # People do here in a minute what takes them half a year, at a machine that has others.
        installation.environ |= {
            "LIMIT_FACTOR": "1000",
            "RPC_TIMEOUT": "60",
            "LOG_LEVEL": "WARNING",
            "DOCUMENTS_FOLDER": str(installation.folder / "documents"),
        }
        installation.prepare(demo=())
        processes = [self._serve("members", "catalog", "tickets", "notify")]
        processes += [self._serve("projects") for _ in range(projects)]
        for process in processes:
            eventually(process.healthy, what=f"{process.name} consumes", seconds=60)
        _, address = installation.gateway()
        self._place = urlsplit(address)
        self.address = address

    def _serve(self, *services: str) -> Any:
        port = free_port()
        return self._installation.spawn(
            "-".join(services),
            [
                sys.executable,
                "-m",
                "tests.support.scenario.serve",
                str(self._installation.folder / "clock"),
                *services,
            ],
            health=f"http://127.0.0.1:{port}/healthz",
            STATUS_PORT=str(port),
        )

    def call(self, caller: Caller, method: str, path: str, body: Any = None) -> Answer:
        """One request as ``caller``; again, with its key, while nothing can answer it."""
        headers = {"Idempotency-Key": new_key()} if method == "POST" else {}
        if caller.id:
            headers["Authorization"] = f"Bearer {self.token(caller)}"
        sent = None
        if body is not None:
            sent, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        until = time.monotonic() + _PATIENCE
        while True:
            answer = self._send(method, path, sent, headers)
            if answer.status not in PASSING or time.monotonic() > until:
                return answer
            time.sleep(0.1)  # not a wait for a result: the pause that the answer asks for

    def _send(self, method: str, path: str, sent: bytes | None, headers: dict[str, str]) -> Answer:
        line = getattr(self._own, "line", None)
        if line is None:
            place = str(self._place.hostname), self._place.port
            line = self._own.line = http.client.HTTPConnection(*place, timeout=90)
        try:
            line.request(method, path, sent, headers)
            answer = line.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException):
            self._own.line = None
            return Answer(503, None)
        kind = answer.getheader("content-type", "").partition(";")[0]
        told = kind in {"application/json", "application/problem+json"}
        return Answer(answer.status, json.loads(raw) if told else raw)

    def token(self, caller: Caller) -> str:
        """An access token; people of the scenario do not log in ten thousand times."""
        if caller not in self._issued:
            self._issued[caller] = self._tokens.issue(caller, now=datetime.now(UTC))
        return self._issued[caller]

    def get(self, caller: Caller, path: str, **params: Any) -> Any:
        """What is to be seen there."""
        query = f"?{urlencode(params)}" if params else ""
        answer = self.call(caller, "GET", f"{path}{query}")
        assert answer.status == 200, f"{path}: {answer}"
        return answer.body

    def pages(self, caller: Caller, path: str, **params: Any) -> Iterator[Any]:
        """All items of all pages."""
        while True:
            page = self.get(caller, path, **params)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            params["cursor"] = page["next_cursor"]

    def post(self, caller: Caller, path: str, body: Any = None, *, expect: int = 200) -> Any:
        """The answer to a change that succeeds."""
        answer = self.call(caller, "POST", path, body)
        assert answer.status == expect, f"{path}: {answer}"
        return answer.body

    def refused(self, caller: Caller, path: str, body: Any = None, *, code: str) -> Any:
        """The problem document of a change that must not succeed."""
        answer = self.call(caller, "POST", path, body)
        assert 400 <= answer.status < 500, f"{path}: {answer}"
        assert answer.body["code"] == code, f"{path}: {answer}"
        return answer.body

    def together(self, act: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """``act`` for each of ``items``, several at the same time; the answers in their order."""
        return list(self._pool.map(act, items))

    def member_ids(self) -> list[str]:
        """Whose cards were imported so far, by what no front end is told."""
        rows = self._installation.databases.query("members", "SELECT id FROM members ORDER BY id")
        return [str(row[0]) for row in rows]

    def move_a_day(self) -> None:
        """It is tomorrow."""
        self.clock.move_to(self.clock.now() + timedelta(days=1))

    def until(self, moment: datetime | str) -> None:
        """Let it be a moment that lies ahead, and a second more."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        assert at > self.clock.now(), f"{at} has passed"
        self.clock.move_to(at + timedelta(seconds=1))

    def in_days(self, days: float) -> str:
        """The moment so many days from now, as it is sent."""
        return (self.clock.now() + timedelta(days=days)).isoformat()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage and tell how long it took."""
        begun = time.monotonic()
        yield
        sys.stdout.write(f" {name} {time.monotonic() - begun:.1f} s")
        sys.stdout.flush()

    @contextmanager
    def opened(self) -> Iterator[House]:
        """Itself, and afterwards nobody acts any more."""
        try:
            yield self
        finally:
            self._pool.shutdown(cancel_futures=True)
