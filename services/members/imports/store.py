"""Reading and writing import jobs, the pieces of their files and their error reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.paging import after
from services.members.imports import rules
from services.members.imports.tables import Import, ImportPiece, ImportProblem, ImportRow

PROBLEM_KEY = (ImportProblem.line, ImportProblem.column)
_IN_WORK = (rules.QUEUED, rules.READING)


def add(session: Session, job: Import) -> None:
    """Add a job."""
    session.add(job)
    session.flush()


def find(session: Session, import_id: str) -> Import | None:
    """A job."""
    return session.get(Import, import_id)


def lock(session: Session, import_id: str) -> Import | None:
    """A job that nobody else changes until the transaction ends."""
    return session.get(Import, import_id, with_for_update=True, populate_existing=True)


def is_any_waiting(session: Session) -> bool:
    """Whether there is something to take."""
    return (
        session.scalar(sa.select(Import.id).where(Import.state.in_(_IN_WORK)).limit(1)) is not None
    )


def lock_oldest(session: Session, *, worker: str, now: datetime) -> Import | None:
    """The oldest job in work that nobody else holds, locked."""
    free = sa.or_(Import.held_until.is_(None), Import.held_until <= now, Import.worker == worker)
    return session.scalars(
        sa.select(Import)
        .where(Import.state.in_(_IN_WORK), free)
        .order_by(Import.created_at, Import.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def forgotten(session: Session, *, before: datetime) -> Sequence[Import]:
    """Jobs whose file never arrived whole, locked."""
    return session.scalars(
        sa.select(Import)
        .where(Import.state == rules.RECEIVING, Import.created_at < before)
        .with_for_update(skip_locked=True)
    ).all()


def find_piece(session: Session, import_id: str, index: int) -> ImportPiece | None:
    """One piece of the file."""
    return session.get(ImportPiece, (import_id, index))


def add_piece(session: Session, piece: ImportPiece) -> None:
    """Add a piece."""
    session.add(piece)
    session.flush()


def piece_sizes(session: Session, import_id: str) -> Sequence[int]:
    """Bytes of each piece, in order."""
    select = sa.select(ImportPiece.size).where(ImportPiece.import_id == import_id)
    return session.scalars(select.order_by(ImportPiece.index)).all()


def sealed_piece(session: Session, import_id: str, index: int) -> str:
    """The sealed bytes of a piece."""
    select = sa.select(ImportPiece.sealed).where(
        ImportPiece.import_id == import_id, ImportPiece.index == index
    )
    return session.scalars(select).one()


def add_problems(session: Session, import_id: str, problems: Iterable[rules.Problem]) -> None:
    """Add lines to the error report."""
    rows: list[dict[str, Any]] = [
        {
            "import_id": import_id,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "message": problem.message[:200],
        }
        for problem in problems
    ]
    if rows:
        session.execute(sa.insert(ImportProblem), rows)


def problems(
    session: Session, import_id: str, *, beyond: Sequence[Any], limit: int
) -> Sequence[ImportProblem]:
    """Lines of the error report in the order of the file, after the sort key ``beyond``."""
    select = sa.select(ImportProblem).where(ImportProblem.import_id == import_id)
    if beyond:
        select = select.where(after(PROBLEM_KEY, beyond, descending=False))
    return session.scalars(select.order_by(*PROBLEM_KEY).limit(limit)).all()


def drop_contents(session: Session, import_id: str) -> None:
    """Delete the file and its rows; job and error report stay."""
    session.execute(sa.delete(ImportPiece).where(ImportPiece.import_id == import_id))
    session.execute(sa.delete(ImportRow).where(ImportRow.import_id == import_id))
