"""Tables of panels, the people in them, and the seats that they take in tenders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.projects.database import Base


class Panel(Base):
    """Who judges some tenders of a batch: how many seats there are for each role."""

    __tablename__ = "panels"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    batch_id: Mapped[str] = mapped_column(Id, ForeignKey("batches.id"), index=True)
    seats: Mapped[dict[str, int]] = mapped_column(Json)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PanelPerson(Base):
    """Somebody who sits on a panel (``member``) or may be called to it."""

    __tablename__ = "panel_people"

    panel_id: Mapped[str] = mapped_column(Id, ForeignKey("panels.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20))
    employer: Mapped[str] = mapped_column(String(120))
    union: Mapped[str] = mapped_column(String(120))
    member: Mapped[bool] = mapped_column()


class PanelTender(Base):
    """A tender and the one panel that judges it."""

    __tablename__ = "panel_tenders"

    tender_id: Mapped[str] = mapped_column(Id, ForeignKey("tenders.id"), primary_key=True)
    panel_id: Mapped[str] = mapped_column(Id, ForeignKey("panels.id"), index=True)


class PanelSeat(Base):
    """Somebody's part in judging one tender. ``hints`` are those that the person was shown."""

    __tablename__ = "panel_seats"
    __table_args__ = (Index("ix_panel_seats_account_id_tender_id", "account_id", "tender_id"),)

    tender_id: Mapped[str] = mapped_column(
        Id, ForeignKey("panel_tenders.tender_id"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    hints: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict)
