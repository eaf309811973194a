"""Importing a million members, with a plain COPY of the same lines as its yardstick.

Run: ``python -m benchmarks.import_members [--rows N] [--format csv|xlsx]`` with PostgreSQL at
``DATABASE_URL`` (default ``postgresql://postgres@127.0.0.1:5432/postgres``). It makes a database of
its own and removes it. The reading process is one of its own, patched for eventlet as the service
is, so its peak memory and its longest pause are those of the service. The last line holds the
figures.
"""

from __future__ import annotations

if __name__ == "__main__":
    import sys

    if "--worker" in sys.argv:
        import warnings

        warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
        import eventlet

        eventlet.monkey_patch()

import argparse
import base64
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psycopg2

from chassis import config, log, migration
from chassis.clock import SystemClock
from chassis.context import SYSTEM, CallContext
from chassis.database import Database
from chassis.work import Store
from services.members.cards.rules import new_card_number
from services.members.database import messaging
from services.members.imports import use_cases
from services.members.schemas.imports import PIECE
from services.members.security import Security

SERVER = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
NAME = f"unionhall_import_{os.getpid()}"
UNIONS = 500


def settings(url: str) -> config.Settings:
    """An installation for this run only."""
    secrets = {name: name.lower() * 4 for name in ("TOKEN_SECRET", "PERSONAL_DATA_SECRET")}
    return config.load(
        secrets
        | {
            "AMQP_URI": "embedded://",
            "DATABASE_URL": url,
            "TICKET_SIGNING_SEED": "ticket-signing-seed" * 2,
        }
    )


def open_store(installation: config.Settings) -> Store:
    """The members' store, on behalf of the operator."""
    return Store(
        database=Database(installation.database_of("members"), pool_size=2),
        messaging=messaging,
        clock=SystemClock(),
        context=CallContext(caller=SYSTEM),
    )


def rows(count: int) -> Iterator[list[str]]:
    """Lines of members who all exist once."""
    names = ["王秀英", "李建国", "张丽华", "刘志强", "陈晓燕", "杨海涛", "赵淑珍"]
    for n in range(count):
        yield [
            new_card_number(3_000_000_000 + n),
            names[n % len(names)],
            f"13{n % 10}{n * 37 % 100_000_000:08d}",
            str(1960 + n % 40),
            f"chaoyang/bench/u{n % UNIONS:04d}",
        ]


def write_csv(file: IO[bytes], count: int) -> None:
    """The lines as CSV."""
    file.write("卡号,姓名,手机,出生年,工会\n".encode())
    for line in rows(count):
        file.write((",".join(line) + "\n").encode())


def write_excel(file: IO[bytes], count: int) -> None:
    """The lines as Excel itself writes them: every text shared, so they cannot be streamed."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    numbers: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr(
            "xl/workbook.xml",
            f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"<worksheet {main}><sheetData>".encode())
            for number, line in enumerate(_with_heads(count), start=1):
                shared_at = [numbers.setdefault(text, len(numbers)) for text in line]
                cells = "".join(
                    f'<c r="{letter}{number}" t="s"><v>{at}</v></c>'
                    for letter, at in zip("ABCDE", shared_at, strict=True)
                )
                sheet.write(f'<row r="{number}">{cells}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with package.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f"<sst {main}>".encode())
            for text in numbers:
                shared.write(f"<si><t>{text}</t></si>".encode())
            shared.write(b"</sst>")


def _with_heads(count: int) -> Iterator[list[str]]:
    yield ["卡号", "姓名", "手机", "出生年", "工会"]
    yield from rows(count)


def plain_copy(url: str, count: int) -> float:
    """Seconds that COPY takes for the same lines into a table without index or check."""
    with tempfile.TemporaryFile() as file:
        write_csv(file, count)
        file.seek(0)
        connection = psycopg2.connect(url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(
                    "CREATE TABLE plain (card_no text, name text, phone text,"
                    " birth_year int, union_path text)"
                )
                started = time.perf_counter()
                cursor.copy_expert("COPY plain FROM STDIN (FORMAT csv, HEADER)", file)
                connection.commit()
                took = time.perf_counter() - started
                cursor.execute("DROP TABLE plain")
        finally:
            connection.close()
    return took


def upload(store: Store, security: Security, file: IO[bytes], *, format: str) -> str:
    """Send the file as the gateway does; the import's id."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with store.work() as work:
        job = use_cases.begin_import(
            work, filename=f"members.{format}", format=format, size=size, skip_bad_lines=False
        )
    for index in range(-(-size // PIECE)):
        data = base64.b64encode(file.read(PIECE)).decode()
        with store.work() as work:
            use_cases.append_import(work, security, import_id=job.id, index=index, data=data)
    with store.work() as work:
        use_cases.finish_import(work, import_id=job.id, size=None)
    return job.id


def add_unions(url: str) -> None:
    """The unions to which the members belong."""
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO unions VALUES ('chaoyang/bench', 'chaoyang', 'street', 'b', 'b');"
                "INSERT INTO unions SELECT 'chaoyang/bench/u' || to_char(n, 'FM0000'),"
                " 'chaoyang/bench', 'grassroots', 'b', 'b' FROM generate_series(0, 499) AS n"
            )
    finally:
        connection.close()


def work_off(url: str, import_id: str) -> None:
    """In a process of its own: tick until the import has ended; print what it took."""
    import eventlet

    from services.members.imports.desk import Desk
    from services.members.imports.processing import process
    from services.members.service import Members

    assert Members.name == "members"  # with all that the service's process has in memory
    log.set_up("WARNING")
    installation = settings(url)
    store, security, desk = open_store(installation), Security.of(installation), Desk()
    longest = 0.0

    def somebody_else() -> None:
        nonlocal longest
        while True:
            started = time.perf_counter()
            eventlet.sleep(0.005)
            longest = max(longest, time.perf_counter() - started - 0.005)

    eventlet.spawn(somebody_else)
    started = time.perf_counter()
    job: Any = None
    while job is None or job.finished_at is None:
        process(store, security, desk)
        with store.reading() as reading:
            job = use_cases.get_import(reading, import_id=import_id)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "peak": peak_megabytes(),
                "longest": longest,
                "state": job.state,
                "rows": job.rows_ok,
            }
        )
    )


def peak_megabytes() -> int:
    """Of this process alone. On Linux ``ru_maxrss`` also holds the peak of whoever started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2  # macOS counts bytes


def main(count: int, format: str) -> int:
    """Run once beside the yardstick; 1 if rows are missing."""
    url = f"{SERVER.rsplit('/', 1)[0]}/{NAME}_{{service}}"
    installation = settings(url)
    database = installation.database_of("members")
    folder = Path(__file__).resolve().parents[1] / "services" / "members" / "migrations"
    migration.migrate(database, migrations=folder)
    try:
        add_unions(database)
        store, security = open_store(installation), Security.of(installation)
        with tempfile.TemporaryFile() as file:
            (write_csv if format == "csv" else write_excel)(file, count)
            import_id = upload(store, security, file, format=format)
        store.database.close()
        copied = plain_copy(database, count)
        worker = [sys.executable, "-m", "benchmarks.import_members", "--worker", url, import_id]
        found = json.loads(subprocess.run(worker, check=True, stdout=subprocess.PIPE).stdout)
    finally:
        _drop(f"{NAME}_members")
    ours, copy = found["rows"] / found["seconds"], count / copied
    print(
        f"import: format={format} rows={found['rows']} state={found['state']} "
        f"took={found['seconds']:.1f}s ours={ours:.0f}rows/s copy={copy:.0f}rows/s "
        f"ours/copy={ours / copy:.3f} peak={found['peak']}MB "
        f"others_waited_at_most={found['longest'] * 1000:.0f}ms"
    )
    return 0 if found["rows"] == count and found["state"] == "done" else 1


def _drop(name: str) -> None:
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    connection.close()


if __name__ == "__main__":
    if "--worker" in sys.argv:
        work_off(*sys.argv[2:4])
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--rows", type=int, default=1_000_000)
        parser.add_argument("--format", choices=["csv", "xlsx"], default="csv")
        options = parser.parse_args()
        sys.exit(main(options.rows, options.format))
