"""Our own way, in processes as `make serve` starts them."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import urlopen

from benchmarks import processes
from benchmarks.claims.ground import Bench
from tests.support.waiting import eventually

_IDLE = 0.15  # seconds of processor time a second, which clocks and ticks use


class Ours:
    """The house, with what it uses of the processors."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        installation = bench.installation
        self.others = installation.serve("members", "catalog", "projects", "notify")
        self.tickets = [installation.serve("tickets") for _ in range(bench.processes)]
        self.gateway, address = installation.gateway(LIMIT_FACTOR="10000")
        self.address = address
        self.path = address + "/v1/releases/{}/claims"
        self.database = urlsplit(installation.databases.url_of("tickets")).path.strip("/")

    def pids(self) -> dict[str, list[int]]:
        """The processes on a claim's way, by name."""
        return {
            "gateway": [self.gateway.popen.pid],
            "tickets": [process.popen.pid for process in self.tickets],
            "postgres": processes.backends(self.database),
        }

    def used(self) -> dict[str, float]:
        """Seconds of processor time so far."""
        return {name: processes.cpu_seconds(*pids) for name, pids in self.pids().items()}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The services that no claim waits for stand still, as if on machines of their own; what
        they are told meanwhile waits in their queues."""
        self.others.popen.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.others.popen.send_signal(signal.SIGCONT)

    def rest(self) -> float:
        """Return when nothing is left to do, such as telling winners; seconds that it took."""
        pids = [self.others.popen.pid, *(pid for group in self.pids().values() for pid in group)]
        started = time.monotonic()

        def idle() -> bool:
            before = processes.cpu_seconds(*pids)
            time.sleep(1)
            return processes.cpu_seconds(*pids) - before < _IDLE

        eventually(idle, what="the house is at rest", seconds=300)
        return time.monotonic() - started

    def receipts(self) -> int:
        """Answers 202 so far."""
        with urlopen(f"{self.address}/metrics", timeout=10) as page:
            text = page.read().decode()
        found = re.search(
            r'unionhall_request_seconds_count{operation="claimTicket",status="202"} ([0-9.e+]+)',
            text,
        )
        return int(float(found[1])) if found else 0
