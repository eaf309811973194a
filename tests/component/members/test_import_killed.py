"""An import that is killed goes on where it was, in another process, and nothing is doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from itertools import islice

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from chassis.clock import SystemClock
from services.members.cards.tables import Card, Member
from services.members.imports import processing
from services.members.imports.desk import Desk, Pace
from services.members.imports.tables import Import, ImportRow
from tests.component.members.conftest import FEDERATION
from tests.component.members.files import csv_of, excel_of, number, row
from tests.support.component import ROOT
from tests.support.waiting import eventually

PACE = Pace(rows=5, batches=1)


def count(hall, table):
    with hall.component.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


def job_of(hall, import_id):
    with hall.component.database.reading() as session:
        return session.get(Import, import_id)


def another_process(hall):
    """What a restart leaves: no open file, another name."""
    hall.component._dependencies["desk"] = Desk(PACE)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_another_process_takes_a_file_up_where_the_first_one_left_it(hall, format):
    hall = hall(pace=PACE)
    before = count(hall, Member)
    rows = [row(n) for n in range(23)]
    rows[3], rows[17] = row(3, phone="x"), row(17, phone="x")
    content = (csv_of if format == "csv" else excel_of)(rows)
    import_id = hall.send(content, format=format, skip_bad_lines=True)
    for _ in range(2):
        hall.component.tick("process_imports")
    another_process(hall)
    hall.component.tick("process_imports")
    assert job_of(hall, import_id).rows_read == 10  # the first one may still be at it
    hall.later(seconds=60)
    job = hall.work_off(import_id)
    assert (job["state"], job["rows_read"], job["rows_ok"], job["rows_failed"]) == (
        "done",
        23,
        21,
        2,
    )
    assert hall.errors(import_id) == [(5, "phone", "not_a_mobile"), (19, "phone", "not_a_mobile")]
    assert count(hall, Member) == before + 21


def test_a_process_that_was_only_slow_does_not_write_into_what_another_took_over(hall):
    hall = hall(pace=PACE)
    import_id = hall.send(csv_of([row(n) for n in range(20)]))
    slow = hall.component._dependencies["desk"]
    hall.component.tick("process_imports")
    in_hand = list(islice(slow.open.lines, 5))
    hall.later(seconds=60)
    another_process(hall)
    hall.component.tick("process_imports")
    assert not processing._keep(hall.store, hall.security, slow, slow.open, in_hand)
    hall.component._dependencies["desk"] = slow
    hall.component.tick("process_imports")
    assert job_of(hall, import_id).rows_read == 10
    assert count(hall, ImportRow) == 10


def test_a_failure_in_the_last_step_leaves_nothing_half_done(hall):
    hall = hall()
    before = (count(hall, Member), count(hall, Card))
    import_id = hall.send(csv_of([row(n) for n in range(20)]))
    with hall.component.database.writing() as session:
        session.execute(
            sa.text(
                "CREATE TRIGGER broken BEFORE INSERT ON cards WHEN NEW.card_no = "
                f"'{number(13)}' BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        )
        session.commit()
    with pytest.raises(DBAPIError):
        hall.component.tick("process_imports")
    assert (count(hall, Member), count(hall, Card)) == before
    assert hall.events("members.members_imported.v1") == []
    with hall.component.database.writing() as session:
        session.execute(sa.text("DROP TRIGGER broken"))
        session.commit()
    assert hall.work_off(import_id)["state"] == "done"
    assert count(hall, Member) == before[0] + 20
    assert len(hall.events("members.members_imported.v1")) == 1


def test_what_fails_again_and_again_ends(hall):
    hall = hall()
    import_id = hall.send(csv_of([row(1)]))
    with hall.component.database.writing() as session:
        session.execute(
            sa.text(
                "CREATE TRIGGER broken BEFORE INSERT ON import_rows "
                "BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        )
        session.commit()
    for _ in range(10):
        with pytest.raises(DBAPIError):
            hall.component.tick("process_imports")
    hall.component.tick("process_imports")
    job = hall.call("get_import", caller=FEDERATION, import_id=import_id)
    assert job["state"] == "failed"
    assert hall.errors(import_id) == [(0, "", "gave_up")]


def test_a_killed_process_loses_and_doubles_nothing(hall):
    hall = hall()
    hall.clock.set(SystemClock().now())
    before = count(hall, Member)
    import_id = hall.send(csv_of([row(n) for n in range(400)]))
    url = str(hall.component.database.engine.url)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.component.members.reading_process", url],
        cwd=ROOT,
    )
    try:
        eventually(
            lambda: job_of(hall, import_id).rows_read >= 50, what="a part of the file was read"
        )
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
    read = job_of(hall, import_id).rows_read
    assert 50 <= read < 400
    assert count(hall, ImportRow) == read
    assert count(hall, Member) == before
    hall.clock.set(SystemClock().now() + timedelta(minutes=2))
    job = hall.work_off(import_id)
    assert (job["state"], job["rows_ok"]) == ("done", 400)
    assert count(hall, Member) == before + 400
