"""Tables kept from others' events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base


class KnownService(Base):
    """A service of the catalogue that a release may refer to."""

    __tablename__ = "known_services"

    service_id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CardState(Base):
    """Whether a member's card is suspended. Members never suspended have no row."""

    __tablename__ = "card_states"

    member_id: Mapped[str] = mapped_column(Id, primary_key=True)
    suspended: Mapped[bool]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
