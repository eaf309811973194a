"""``make bench-notify``: one broadcast to 100,000, beside a bare loop, in one run.

On PostgreSQL at ``DATABASE_URL``. Each contender is a process of its own on an empty database of
its own, so that the peak of memory is ours, and they work in turns of 2,000 recipients. The last
line holds the figures; the one before shows a stricter yardstick: the same loop, but one statement
for the rows of 500 recipients.
"""

from __future__ import annotations

if __name__ == "__main__":
    import warnings

    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg2

from benchmarks.notify import bare, ours
from benchmarks.notify.sink import Sink
from benchmarks.notify.turns import Contender, in_turns, work
from chassis import migration
from tests.support.component import migrations_of

SERVER = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
_WAYS = ("bare", "ours", "batched")


def main(arguments: list[str]) -> int:
    """Measure and print; 1 when somebody was not told, or not once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--way", choices=_WAYS, help="be this contender, on the database given")
    parser.add_argument("--url", default="")
    options = parser.parse_args(arguments)
    count = options.recipients
    if options.way:
        sink = Sink()
        work(_steps(options.way, options.url, count, sink=sink), sink)
        return 0
    with ExitStack() as stack:
        urls = {way: stack.enter_context(_Database(way)) for way in _WAYS}
        found = {way: _contender(way, url, count) for way, url in urls.items()}
        for contender in found.values():
            stack.enter_context(closing(contender))
        in_turns(list(found.values()))
        rows = {_rows(url) for url in urls.values()}
    rates = {way: count / contender.took for way, contender in found.items()}
    print(
        f"notify, rows in batches: batched={rates['batched']:.0f}/s "
        f"ours/batched={rates['ours'] / rates['batched']:.2f}"
    )
    print(
        f"notify: ours={rates['ours']:.0f}/s bare={rates['bare']:.0f}/s "
        f"ours/bare={rates['ours'] / rates['bare']:.2f} peak={found['ours'].told['peak']}MB"
    )
    told = {(each.told["taken"], each.told["sum"]) for each in found.values()}
    return int(len(told) > 1 or rows != {count} or {taken for taken, _ in told} != {count})


def _steps(way: str, url: str, count: int, *, sink: Sink) -> Iterator[None]:
    if way == "ours":
        return ours.run(url, count, sink=sink)
    return bare.run(url, count, sink=sink, batched=way == "batched")


def _contender(way: str, url: str, count: int) -> Contender:
    command = [sys.executable, "-m", "benchmarks.notify", "--way", way, "--url", url]
    return Contender([*command, "--recipients", str(count)])


class _Database:
    """A migrated database for one contender, removed at the end."""

    def __init__(self, way: str) -> None:
        self._name = f"unionhall_notify_{way}_{os.getpid()}"

    def __enter__(self) -> str:
        _administer(f"CREATE DATABASE {self._name}")
        url = SERVER.rpartition("/")[0] + "/" + self._name
        migration.migrate(url, migrations=migrations_of("notify"))
        return url

    def __exit__(self, *_error: object) -> None:
        _administer(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


def _administer(statement: str) -> None:
    with closing(psycopg2.connect(SERVER)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _rows(url: str) -> int:
    """How many were sent one SMS, as the tables tell."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT recipient) FROM messages JOIN attempts ON id = message_id"
            " WHERE state = 'sent' AND outcome = 'accepted' AND masked_number IS NOT NULL"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
