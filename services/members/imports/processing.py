"""Reading files in the background, a bounded part at a time, so that a kill loses nothing.

Each batch is one transaction: its rows, its errors and how far the file was read. Whoever holds
the job goes on from there: the same process with its open file, or another one that opens the file
again and skips what was read. When all is read, one transaction checks the whole and moves it.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any

import eventlet

from chassis.ids import uuid7
from chassis.log import get_logger
from chassis.work import Store, Work
from services.members import events
from services.members.imports import rules, staging, store
from services.members.imports.desk import Desk, OpenFile, open_file
from services.members.imports.tables import Import
from services.members.privacy import store as privacy
from services.members.security import PHONE, Security

_HOLD = timedelta(seconds=60)  # longer than any single step but the last, which keeps a lock
_ATTEMPTS = 10
_UPLOAD = timedelta(hours=24)
_log = get_logger(__name__)


def process(db: Store, security: Security, desk: Desk) -> None:
    """Read on in the oldest file that nobody else is reading, and settle it at its end."""
    job = _take(db, desk)
    if job is None:
        desk.open = None
        return
    try:
        if desk.open is None or (desk.open.import_id, desk.open.last_line) != (
            job.id,
            job.last_line,
        ):
            desk.open = None
            desk.open = open_file(db, security, job)
        for _ in range(desk.pace.batches):
            batch = list(islice(desk.open.lines, desk.pace.rows))
            if not batch:
                _settle(db, desk, job.id)
                desk.open = None
                return
            if not _keep(db, security, desk, desk.open, batch):
                desk.open = None
                return
            eventlet.sleep(0)
    except rules.UnreadableFile as error:
        desk.open = None
        _fail(db, job.id, error.problem)
    except BaseException:
        desk.open = None  # half a step was taken in it
        raise


def give_up_unfinished(work: Work) -> None:
    """Drop uploads that were begun a day ago and never finished."""
    for job in store.forgotten(work.session, before=work.now - _UPLOAD):
        _end(work, job, rules.ABANDONED)


def _take(db: Store, desk: Desk) -> Import | None:
    with db.reading() as reading:
        if not store.is_any_waiting(reading.session):
            return None
    with db.work() as work:
        job = store.lock_oldest(work.session, worker=desk.worker, now=work.now)
        if job is None:
            return None
        if job.attempts >= _ATTEMPTS:
            _log.error("import given up", import_id=job.id, attempts=job.attempts)
            problem = rules.Problem(0, "", "gave_up", "this system could not read the file")
            store.add_problems(work.session, job.id, [problem])
            _end(work, job, rules.FAILED)
            return None
        job.state = rules.READING
        job.worker = desk.worker
        job.held_until = work.now + _HOLD
        job.attempts += 1
        return job


def _keep(
    db: Store,
    security: Security,
    desk: Desk,
    file: OpenFile,
    batch: list[tuple[int, rules.Cells]],
) -> bool:
    """Check a batch and put it aside; False if somebody else has taken the job over."""
    good, problems, failed = _checked(security, file, batch)
    with db.work() as work:
        job = store.lock(work.session, file.import_id)
        if job is None or job.worker != desk.worker or job.last_line != file.last_line:
            _log.warning("import taken over by another process", import_id=file.import_id)
            return False
        good, erased = _without_erased(work, security, good)
        problems, failed = [*problems, *erased], failed + len(erased)
        staging.put_aside(work.session, good)
        room = max(0, rules.MOST_ERRORS_KEPT - job.error_count)
        store.add_problems(work.session, job.id, problems[:room])
        job.error_count += len(problems)
        job.rows_read += len(batch)
        job.rows_ok += len(good)
        job.rows_failed += failed
        job.last_line = batch[-1][0]
        job.held_until = work.now + _HOLD
        job.attempts = 0
        if job.rows_read > rules.MOST_LINES:
            raise rules.UnreadableFile(
                job.last_line, "too_large", f"the file has more than {rules.MOST_LINES} lines"
            )
    file.last_line = batch[-1][0]
    return True


def _checked(
    security: Security, file: OpenFile, batch: list[tuple[int, rules.Cells]]
) -> tuple[list[dict[str, Any]], list[rules.Problem], int]:
    good: list[dict[str, Any]] = []
    problems: list[rules.Problem] = []
    for line, cells in batch:
        row = file.checker.check(line, cells)
        if isinstance(row, list):
            problems.extend(row)
            continue
        good.append(
            {
                "import_id": file.import_id,
                "line": line,
                "member_id": uuid7(),
                "card_no": row.card_no,
                "name": row.name,
                "phone_sealed": security.personal.seal(row.phone, purpose=PHONE),
                "phone_index": security.personal.index(row.phone, purpose=PHONE),
                "birth_year": row.birth_year,
                "union_path": row.union,
                "audiences": row.audiences,
                "bad": False,
            }
        )
    return good, problems, len(batch) - len(good)


def _without_erased(
    work: Work, security: Security, rows: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[rules.Problem]]:
    """The rows but those of cards whose members were erased, and these as problems: a file must
    not bring back who wanted to be forgotten."""
    indexes = {row["line"]: security.card_index(row["card_no"]) for row in rows}
    gone = privacy.erased_cards(work.session, set(indexes.values())) if rows else set()
    return [row for row in rows if indexes[row["line"]] not in gone], [
        rules.Problem(line, "card_no", "erased", "belonged to a member who was erased")
        for line, index in indexes.items()
        if index in gone
    ]


def _settle(db: Store, desk: Desk, import_id: str) -> None:
    """Check all rows together; move them all, or none. One transaction."""
    with db.work() as work:
        staging.prepare(work.session)
        job = store.lock(work.session, import_id)
        if job is None or job.worker != desk.worker or job.state != rules.READING:
            return
        staging.check_all(work.session, job)
        job.rows_total = job.rows_read
        job.rows_ok = staging.count_good(work.session, job)
        job.rows_failed = job.rows_read - job.rows_ok
        if job.rows_failed and not job.skip_bad_lines:
            _end(work, job, rules.REFUSED)
            return
        staging.move(work.session, job, now=work.now)
        _end(work, job, rules.DONE)
        work.emit(
            events.members_imported(
                import_id=job.id, rows_ok=job.rows_ok, rows_failed=job.rows_failed
            )
        )
    _log.info("import settled", import_id=import_id, state=job.state, rows=job.rows_read)


def _fail(db: Store, import_id: str, problem: rules.Problem) -> None:
    with db.work() as work:
        job = store.lock(work.session, import_id)
        if job is not None and job.state == rules.READING:
            store.add_problems(work.session, job.id, [problem])
            job.error_count += 1
            _end(work, job, rules.FAILED)


def _end(work: Work, job: Import, state: str) -> None:
    job.state = state
    job.finished_at = work.now
    job.held_until = None
    job.worker = ""
    store.drop_contents(work.session, job.id)
