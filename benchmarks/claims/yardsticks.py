"""What claims are measured against, in the same run: an echo, and nameko's own way."""

from __future__ import annotations

import socket
import sys
import uuid

import sqlalchemy as sa

from benchmarks.claims import plain
from benchmarks.claims.ground import Bench
from tests.support.ports import free_port
from tests.support.waiting import eventually


def echo_rate(bench: Bench) -> float:
    """Requests a second that the gateway's own server echoes."""
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


def plain_rate(bench: Bench) -> float:
    """Claims a second by `@http`, `RpcProxy` and one transaction each."""
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
