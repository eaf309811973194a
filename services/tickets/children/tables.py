"""The table of children."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class Child(Base):
    """A child of a member's household.

    Name, guardians, pick-up persons and health are in ``sealed``; the date of birth is not, because
    ages decide who may take part. ``name_index`` makes a repeated request find the child there is.
    ``added_by`` are staff who wrote it down at the counter, and why; none where the member did.
    """

    __tablename__ = "children"
    __table_args__ = (UniqueConstraint("member_id", "name_index"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id)
    birth_date: Mapped[date] = mapped_column(Date)
    relation: Mapped[str] = mapped_column(String(20))
    name_index: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    added_by: Mapped[str | None] = mapped_column(String(64))
    added_because: Mapped[str | None] = mapped_column(String(200))
