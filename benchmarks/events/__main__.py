"""Events a second, from the commit that tells of them to the commit of what a consumer did."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from nameko.standalone.rpc import ClusterRpcProxy

from benchmarks.events import plain
from chassis.context import CallContext
from chassis.envelope import Event
from tests.support import databases as prepared
from tests.support import needs
from tests.support.house import NOTED, create_tables
from tests.support.installation import Installation
from tests.support.ports import free_port
from tests.support.waiting import eventually

EVENTS = 3000


def main() -> int:
    """Measure and print."""
    for problem in (needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            print(problem, file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        installation = Installation(folder=Path(folder))
        needs.add_vhost(installation.vhost)
        try:
            for name in ("alpha", "beta"):
                installation.databases.create_empty(name)
                create_tables(installation.databases.url_of(name)).database.close()
            ours, yard = _ours(installation), _plain(installation)
        finally:
            installation.close()
            prepared.drop_templates()
    print(f"events: ours={ours:.0f}/s plain={yard:.0f}/s ours/plain={ours / yard:.2f}")
    return 0


def _ours(installation: Installation) -> float:
    processes = []
    for name in ("alpha", "beta"):
        port = free_port()
        process = installation.spawn(
            name,
            [sys.executable, "-m", "tests.support.house", name],
            health=f"http://127.0.0.1:{port}/healthz",
            STATUS_PORT=str(port),
            LOG_LEVEL="WARNING",
        )
        eventually(process.healthy, what=f"{name} consumes", seconds=60)
        processes.append(process)
    store = create_tables(installation.databases.url_of("alpha"))

    def tell() -> None:
        with store.on_behalf_of(CallContext()).work() as work:
            for number in range(EVENTS):
                work.emit(Event(NOTED, f"note {number}", {"text": f"note {number}"}))
            work.commit()

    rate = _rate(tell, lambda: _count(installation, "notes"))
    store.database.close()
    for process in processes:
        process.kill()
    return rate


def _plain(installation: Installation) -> float:
    url = installation.databases.url_of("beta")
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg2:"))
    plain.metadata.create_all(engine)
    engine.dispose()
    processes = [
        installation.spawn(
            f"plain-{part}",
            [sys.executable, "-m", "benchmarks.events.plain", part],
            health="",
            DATABASE_URL=url,
        )
        for part in ("hearer", "teller")
    ]
    with ClusterRpcProxy({"AMQP_URI": installation.amqp_uri}, timeout=120) as rpc:

        def first() -> bool:
            rpc.plain_teller.tell(1)
            return _count(installation, "plain_notes") > 0

        eventually(first, what="both halves run", seconds=60)
        time.sleep(1)  # what the tries above have left behind
        rate = _rate(
            lambda: rpc.plain_teller.tell(EVENTS), lambda: _count(installation, "plain_notes")
        )
    for process in processes:
        process.kill()
    return rate


def _rate(tell: Callable[[], object], count: Callable[[], int]) -> float:
    before, started = count(), time.perf_counter()
    tell()
    eventually(lambda: count() >= before + EVENTS, what="all have arrived", seconds=180)
    return EVENTS / (time.perf_counter() - started)


def _count(installation: Installation, table: str) -> int:
    statement = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of this file
    return int(installation.databases.query("beta", statement)[0][0])


if __name__ == "__main__":
    sys.exit(main())
