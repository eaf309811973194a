"""The projects service's database: the base of its tables and its messaging tables."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from chassis.tables import messaging_tables, new_metadata


class Base(DeclarativeBase):
    """Base of the projects service's tables."""

    metadata = new_metadata()


messaging = messaging_tables(Base.metadata)
