"""Tables of preferences and of numbers that have opted out."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class Preference(Base):
    """What one member has chosen for one topic. The inbox gets everything, so this is about the
    phone only; without a row the topic is wanted."""

    __tablename__ = "preferences"

    member_id: Mapped[str] = mapped_column(Id, primary_key=True)
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)
    sms: Mapped[bool]
    digest: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Suppression(Base):
    """A number that gets nothing but what it asks for, known by its blind index only."""

    __tablename__ = "suppressions"

    number_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
