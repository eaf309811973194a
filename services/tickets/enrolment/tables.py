"""Tables of applications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base

_LIVE = text("ended_at IS NULL")


class ClassApplication(Base):
    """What a family asked for in a season; at most one at a time.

    ``rank`` is its place in the order of the draw, from 1; ``drawn`` what the placing gave it.
    """

    __tablename__ = "class_applications"
    __table_args__ = (
        Index(
            "uq_class_applications_season_id_member_id_live",
            "season_id",
            "member_id",
            unique=True,
            postgresql_where=_LIVE,
            sqlite_where=_LIVE,
        ),
        Index("ix_class_applications_member_id", "member_id"),
        Index("ix_class_applications_state_offer_ends_at", "state", "offer_ends_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    season_id: Mapped[str] = mapped_column(Id, ForeignKey("class_seasons.id"))
    member_id: Mapped[str] = mapped_column(Id)
    union: Mapped[str] = mapped_column("union_path", String(120))
    state: Mapped[str] = mapped_column(String(20))
    drawn: Mapped[str | None] = mapped_column(String(20))
    rank: Mapped[int | None]
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    offer_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClassEnrolment(Base):
    """One child of an application, the class it is for, and whether it was at the site before."""

    __tablename__ = "class_enrolments"

    application_id: Mapped[str] = mapped_column(
        Id, ForeignKey("class_applications.id"), primary_key=True
    )
    child_id: Mapped[str] = mapped_column(Id, primary_key=True, index=True)
    class_id: Mapped[str] = mapped_column(Id, ForeignKey("child_classes.id"), index=True)
    came_before: Mapped[bool]
