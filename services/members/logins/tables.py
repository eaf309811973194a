"""The table of one-time codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.members.database import Base


class LoginCode(Base):
    """The newest code for a card number, of which a keyed hash is kept.

    A number that is nobody's has a row as well, with a code that nobody knows, so that both take
    the same way through the service.
    """

    __tablename__ = "login_codes"

    card_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(Id)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(SmallInteger)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
