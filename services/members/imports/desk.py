"""The file that a process is reading, kept open from one tick to the next."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

import eventlet
from nameko.extensions import DependencyProvider

from chassis.ids import uuid7
from chassis.work import Store
from services.members.cards.rules import YOUNGEST
from services.members.imports import csv_file, excel_file, rules, store
from services.members.imports.pieces import PiecedFile
from services.members.imports.tables import Import
from services.members.imports.use_cases import PIECE_PURPOSE
from services.members.security import Security

Lines = Iterator[tuple[int, rules.Cells]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How much at once: rows a batch (how long the hub is kept), batches a tick (how long a stop
    has to wait)."""

    rows: int = 400
    batches: int = 100


@dataclass(slots=True)
class OpenFile:
    """A file between two ticks: what comes next, and after which line."""

    import_id: str
    lines: Lines
    checker: rules.Checker
    last_line: int


class Desk:
    """Where one process keeps the file that it is reading."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.worker = uuid7()
        self.pace = pace or Pace()
        self.open: OpenFile | None = None


class ImportDesk(DependencyProvider):
    """The dependency ``desk``."""

    def setup(self) -> None:
        self._desk = Desk()

    def get_dependency(self, worker_ctx: Any) -> Desk:
        return self._desk


def open_file(db: Store, security: Security, job: Import) -> OpenFile:
    """Open a job's file after the last line that was kept.

    Raises ``UnreadableFile`` for a file without the right columns.
    """

    def load(index: int) -> bytes:
        with db.reading() as reading:
            sealed = store.sealed_piece(reading.session, job.id, index)
        return base64.b64decode(security.personal.open(sealed, purpose=PIECE_PURPOSE))

    def pause() -> None:
        eventlet.sleep(0)

    with db.reading() as reading:
        file = PiecedFile(store.piece_sizes(reading.session, job.id), load)
    buffered = cast(IO[bytes], io.BufferedReader(file))
    lines = (
        csv_file.lines(buffered) if job.format == "csv" else excel_file.lines(buffered, pause=pause)
    )
    filled = ((line, cells) for line, cells in lines if not rules.is_blank(cells))
    line, heads = next(filled, (1, ()))
    checker = rules.Checker(
        places=rules.columns(line, heads),
        scopes=job.scopes,
        latest_birth_year=job.created_at.year - YOUNGEST,
    )
    rest = _after(job.last_line, filled, pause)
    return OpenFile(import_id=job.id, lines=rest, checker=checker, last_line=job.last_line)


def _after(last_line: int, lines: Lines, pause: Callable[[], None]) -> Lines:
    for number, (line, cells) in enumerate(lines):
        if line > last_line:
            yield line, cells
        elif number % 1000 == 0:
            pause()
