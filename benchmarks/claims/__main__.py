"""``make bench-claims``: prints one line of figures, all measured in this run.

On RabbitMQ and PostgreSQL (fsync on). Each contender is loaded for the same time by wrk from
another process; a release's stock is a third of the claims that the warm-up lets expect.
"""

from __future__ import annotations

import argparse
import re
import socket
import sys
import tempfile
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import sqlalchemy as sa
from nameko.standalone.rpc import ClusterRpcProxy

from benchmarks import processes
from benchmarks.claims import load, plain
from chassis.context import SYSTEM, Caller
from chassis.tokens import Tokens
from tests.support import databases as prepared
from tests.support import needs
from tests.support.component import ENVIRON
from tests.support.installation import Installation
from tests.support.ports import free_port
from tests.support.waiting import eventually

MEMBERS = 60_000


@dataclass(frozen=True, slots=True)
class Exactness:
    """What the database holds after a run."""

    oversold: int
    undersold: int
    duplicates: int


class Bench:
    """The contenders on one broker and one database server."""

    def __init__(self, installation: Installation, *, seconds: int, processes: int) -> None:
        self.installation = installation
        self.seconds = seconds
        self.processes = processes
        self.tokens = installation.folder / "tokens"
        tokens, now = Tokens(ENVIRON["TOKEN_SECRET"]), datetime.now(UTC)
        with self.tokens.open("w") as out:
            for _ in range(MEMBERS):
                caller = Caller(kind="member", id=str(uuid.uuid4()), union="chaoyang/jianwai/u0001")
                out.write(tokens.issue(caller, now=now) + "\n")

    def load(
        self,
        url: str,
        *,
        seconds: int = 0,
        rate: float | None = None,
        seed: int = 1,
        connections: int = 512,
    ) -> load.Load:
        """One run of the load generator."""
        return load.run(
            url,
            tokens=self.tokens,
            folder=self.installation.folder,
            seconds=seconds or self.seconds,
            rate=rate,
            seed=seed,
            connections=connections,
        )

    def release(self, stock: int) -> str:
        """A release that is open now."""
        now = datetime.now(UTC)
        with ClusterRpcProxy(
            {"AMQP_URI": self.installation.amqp_uri},
            context_data={"caller": SYSTEM.to_json()},
            timeout=10,
        ) as rpc:
            made = rpc.tickets.create_release(
                title="benchmark",
                districts=["chaoyang"],
                stock=stock,
                opens_at=(now - timedelta(seconds=1)).isoformat(),
                closes_at=(now + timedelta(hours=2)).isoformat(),
            )
        return str(made["id"])

    def check(self, release_id: str, stock: int) -> Exactness:
        """Count tickets after the fact."""
        ((given, people),) = self.installation.databases.query(
            "tickets",
            "SELECT count(*), count(DISTINCT member_id) FROM tickets WHERE release_id = %s",
            release_id,
        )
        return Exactness(
            oversold=max(0, given - stock),
            undersold=max(0, stock - given),
            duplicates=given - people,
        )


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when a ticket is missing or was given twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument(
        "--soak", type=int, nargs="?", const=1_000_000, default=0, help="claims; memory on the way"
    )
    parser.add_argument("--processes", type=int, default=1, help="tickets processes")
    options = parser.parse_args(arguments)
    for problem in (
        needs.rabbitmq_problem(),
        needs.postgres_problem(),
        "" if load.wrk_is_there() else "wrk is missing (Debian: apt install wrk)",
    ):
        if problem:
            print(problem, file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        installation = Installation(folder=Path(folder))
        try:
            installation.prepare(demo=False)
            bench = Bench(installation, seconds=options.seconds, processes=options.processes)
            return _soak(bench, options.soak) if options.soak else _measure(bench)
        finally:
            installation.close()
            prepared.drop_templates()


class Ours:
    """The house, with what it uses of the processors."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        installation = bench.installation
        installation.serve("members", "catalog", "projects", "notify")
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

    def receipts(self) -> int:
        """Answers 202 so far."""
        with urlopen(f"{self.address}/metrics", timeout=10) as page:
            text = page.read().decode()
        found = re.search(
            r'unionhall_request_seconds_count{operation="claimTicket",status="202"} ([0-9.e+]+)',
            text,
        )
        return int(float(found[1])) if found else 0


def _measure(bench: Bench) -> int:
    echo = _echo(bench)
    plain_rate = _plain(bench)
    ours = Ours(bench)
    warm = bench.release(1_000_000)
    expected = bench.load(ours.path.format(warm), seconds=3).rate * bench.seconds
    stock = min(int(expected / 3), MEMBERS // 2)
    release_id = bench.release(stock)
    before = ours.used()
    peak = bench.load(ours.path.format(release_id))
    spent = {name: after - before[name] for name, after in ours.used().items()}
    exact = bench.check(release_id, stock)

    calm_stock = min(int(expected / 6), MEMBERS // 2)
    calm_id = bench.release(calm_stock)
    calm = bench.load(ours.path.format(calm_id), rate=peak.rate / 2, seed=2)
    per_claim = " ".join(
        f"{name}={1e6 * used / peak.requests:.0f}us" for name, used in spent.items()
    )
    print(f"processor time a claim: {per_claim}")
    print(
        f"at half the peak: {calm.rate:.0f}/s; refused {peak.refused}, broken {peak.broken} "
        f"of {peak.requests}; stock {stock}"
    )
    overloaded = _overload(bench, ours, peak.rate)
    print(
        f"claims: ours={peak.rate:.0f}/s plain={plain_rate:.0f}/s echo={echo:.0f}/s "
        f"ours/plain={peak.rate / plain_rate:.1f} ours/echo={peak.rate / echo:.2f} "
        f"p50={calm.p50:.1f}ms p99={calm.p99:.1f}ms oversold={exact.oversold} "
        f"undersold={exact.undersold} duplicates={exact.duplicates}"
    )
    wrong = exact.oversold, exact.undersold, exact.duplicates, overloaded
    return int(any(wrong))


def _overload(bench: Bench, ours: Ours, peak: float) -> int:
    """Three times what can be decided is asked for; how many were refused or timed out."""
    release_id = bench.release(MEMBERS)
    before, memory = ours.receipts(), processes.memory_mb(ours.gateway.popen.pid)
    # So many connections that each waits longer than a request may.
    seen = bench.load(
        ours.path.format(release_id), rate=3 * peak, seed=3, connections=int(3 * peak) or 1
    )
    print(
        f"overload: asked {3 * peak:.0f}/s, answered {seen.rate:.0f}/s, receipts "
        f"{ours.receipts() - before} of {seen.requests}, refused {seen.refused}, "
        f"broken {seen.broken}, gateway {memory:.0f} MB before and "
        f"{processes.memory_mb(ours.gateway.popen.pid):.0f} MB after"
    )
    return seen.refused + seen.broken


def _soak(bench: Bench, claims: int) -> int:
    """Memory of each process while a million claims pass; release after release, as in a year."""
    ours = Ours(bench)
    asked = told = 0
    seed = 10
    while asked < claims:
        seed += 1
        asked += bench.load(ours.path.format(bench.release(5_000)), seconds=10, seed=seed).requests
        while told + 100_000 <= asked:
            told += 100_000
            used = " ".join(
                f"{name}={'+'.join(f'{processes.memory_mb(pid):.0f}' for pid in pids)}"
                for name, pids in ours.pids().items()
            )
            print(f"memory after {told} claims, MB: {used}", flush=True)
    return 0


def _echo(bench: Bench) -> float:
    port = free_port()
    process = bench.installation.spawn(
        "echo",
        [sys.executable, "-m", "benchmarks.claims.echo"],
        health=f"http://127.0.0.1:{port}/",
        PORT=str(port),
    )
    _await(port)
    url = f"http://127.0.0.1:{port}/v1/releases/x/claims"
    bench.load(url, seconds=2)
    rate = bench.load(url).rate
    process.stop()
    return rate


def _plain(bench: Bench) -> float:
    url = bench.installation.databases.url_of("tickets")
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg2:"))
    plain.metadata.create_all(engine)
    release_id = str(uuid.uuid4())
    with engine.begin() as connection:
        connection.execute(sa.insert(plain.releases).values(id=release_id, remaining=1_000))
    engine.dispose()
    port = free_port()
    processes = [
        bench.installation.spawn(
            f"plain-{part}",
            [sys.executable, "-m", "benchmarks.claims.plain", part],
            health="",
            PORT=str(port),
            DATABASE_URL=url,
        )
        for part in ("claims", "web")
    ]
    _await(port)
    address = f"http://127.0.0.1:{port}/v1/releases/{release_id}/claims"
    bench.load(address, seconds=2)
    measured = bench.load(address)
    if measured.refused or measured.broken or not measured.requests:
        raise RuntimeError(f"the yardstick is broken: {measured} {processes[1].tail()}")
    for process in processes:
        process.kill()
    return measured.rate


def _await(port: int) -> None:
    def look() -> bool:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True

    eventually(look, what=f"port {port} listens", seconds=30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
