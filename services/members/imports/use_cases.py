"""Sending a file of members, and asking what became of it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from chassis import paging
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.members import rights
from services.members.errors import ChunkOutOfOrder, ImportNotFound, ImportNotReceiving
from services.members.imports import rules, store
from services.members.imports.tables import Import, ImportPiece
from services.members.schemas.imports import PIECE
from services.members.security import Security

PIECE_PURPOSE = "import-piece"


def begin_import(
    work: Work, *, filename: str, format: str, size: int, skip_bad_lines: bool
) -> Import:
    """Announce a file. Its importer must be an officer; raises ``Forbidden``."""
    job = Import(
        id=uuid7(),
        created_by=work.caller.id or work.caller.kind,
        scopes=rights.scopes(work.caller, *rights.OFFICERS),
        filename=filename,
        format=format,
        size=size,
        skip_bad_lines=skip_bad_lines,
        state=rules.RECEIVING,
        created_at=work.now,
    )
    store.add(work.session, job)
    return job


def append_import(
    work: Work, security: Security, *, import_id: str, index: int, data: str
) -> Import:
    """Take the next piece of the file; the same piece once more changes nothing.

    Raises ``ImportNotFound``, ``ImportNotReceiving``, ``ChunkOutOfOrder`` and ``InvalidInput``.
    """
    job = _own(work, store.lock(work.session, import_id))
    piece = _decoded(data)
    digest = hashlib.sha256(piece).hexdigest()
    if index < job.pieces:
        known = store.find_piece(work.session, import_id, index)
        if known is not None and known.digest == digest:
            return job
    if job.state != rules.RECEIVING:
        raise ImportNotReceiving(f"the import is {job.state}")
    if index != job.pieces:
        raise ChunkOutOfOrder(f"the next piece is {job.pieces}", expected=job.pieces)
    if job.received + len(piece) > job.size:
        raise InvalidInput.of("data", f"the file is longer than the {job.size} bytes allowed")
    store.add_piece(
        work.session,
        ImportPiece(
            import_id=job.id,
            index=index,
            size=len(piece),
            digest=digest,
            sealed=security.personal.seal(data, purpose=PIECE_PURPOSE),
        ),
    )
    job.pieces += 1
    job.received += len(piece)
    return job


def finish_import(work: Work, *, import_id: str, size: int | None) -> Import:
    """Say that the file is whole; it is read in the background. Again changes nothing.

    ``size`` is for senders that learned only on the way how long the file is.

    Raises ``ImportNotFound``, ``ImportNotReceiving`` for one that was given up, and
    ``InvalidInput`` when bytes are missing.
    """
    job = _own(work, store.lock(work.session, import_id))
    if job.state == rules.ABANDONED:
        raise ImportNotReceiving("the import was given up")
    if job.state != rules.RECEIVING:
        return job
    job.size = size or job.size
    if job.received != job.size:
        raise InvalidInput.of("import_id", f"{job.size - job.received} bytes are missing")
    job.state = rules.QUEUED
    return job


def get_import(reading: Reading, *, import_id: str) -> Import:
    """How far an import is. Raises ``ImportNotFound``."""
    return _own(reading, store.find(reading.session, import_id))


def list_import_errors(
    reading: Reading, *, import_id: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of the error report, in the order of the file. Raises ``ImportNotFound``."""
    job = _own(reading, store.find(reading.session, import_id))
    beyond = paging.decode(cursor, length=2) if cursor else ()
    if beyond and (type(beyond[0]), type(beyond[1])) != (int, str):
        raise InvalidInput.of("cursor", "not a cursor of this list")
    found = store.problems(reading.session, job.id, beyond=beyond, limit=limit + 1)
    return paging.page(found, limit=limit, key=lambda row: (row.line, row.column))


def _own(reading: Reading, job: Import | None) -> Import:
    """The job, if the caller began it or is an officer over all that it may touch."""
    scopes = rights.scopes(reading.caller, *rights.OFFICERS)
    if job is None:
        raise ImportNotFound("there is no such import")
    over_all = all(rights.within(scope, scopes) for scope in job.scopes)
    if job.created_by != reading.caller.id and not over_all:
        raise ImportNotFound("there is no such import")
    return job


def _decoded(data: str) -> bytes:
    try:
        piece = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput.of("data", "is not base64") from error
    if not 0 < len(piece) <= PIECE:
        raise InvalidInput.of("data", f"is not between 1 and {PIECE} bytes")
    return piece
