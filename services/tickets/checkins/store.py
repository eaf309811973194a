"""Reading and writing check-ins."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.ids import uuid7
from services.tickets.checkins.rules import Refusal, Result
from services.tickets.checkins.tables import CheckIn
from services.tickets.tickets import store as tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A code in front of a gate."""

    gate: str
    device: str
    account: str
    scanned_at: datetime
    recorded_at: datetime


def admit(session: Session, scan: Scan, *, ticket: Any) -> None:
    """Make this scan the use of a locked ticket, instead of whichever was before."""
    tickets.use(session, ticket_id=ticket.id, by=scan.account, at=scan.scanned_at)
    session.execute(
        sa.update(CheckIn)
        .where(CheckIn.ticket_id == ticket.id, CheckIn.is_first)
        .values(is_first=False)
        .execution_options(synchronize_session=False)
    )
    record(session, scan, ticket=ticket, result=Result.ADMITTED, refusal=Refusal.NONE)


def record(session: Session, scan: Scan, *, ticket: Any, result: Result, refusal: Refusal) -> None:
    """Write a scan down with what the gate hears; one that admits is the use of its ticket."""
    session.add(
        CheckIn(
            id=uuid7(),
            ticket_id=ticket.id if ticket else None,
            release_id=ticket.release_id if ticket else None,
            places=ticket.places if ticket else 0,
            result=result.value,
            reason=refusal.value,
            is_first=result is Result.ADMITTED,
            **asdict(scan),
        )
    )


def gate_of_first(session: Session, ticket_id: str) -> str:
    """The gate at which a ticket was used first; empty where none was named."""
    return (
        session.scalar(
            sa.select(CheckIn.gate).where(CheckIn.ticket_id == ticket_id, CheckIn.is_first)
        )
        or ""
    )
