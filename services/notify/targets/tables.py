"""Tables of the addresses of offices, and of how far they have been told of dead messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class NoticeTarget(Base):
    """One mailbox or robot of an office (a district, or "" for the city) for one topic.

    Address and signing key are sealed: whoever has a robot's key can write into its group.
    """

    __tablename__ = "notice_targets"
    __table_args__ = (UniqueConstraint("district", "topic", "channel", "address_index"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    district: Mapped[str] = mapped_column(String(40))
    topic: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    address_index: Mapped[str] = mapped_column(String(64))
    address_sealed: Mapped[str] = mapped_column(Text)
    address_masked: Mapped[str] = mapped_column(String(260))
    secret_sealed: Mapped[str | None] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfficeReport(Base):
    """Until when offices have been told of something that is counted; one row a topic."""

    __tablename__ = "office_reports"

    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
    told_until: Mapped[datetime] = mapped_column(UtcDateTime)
