"""The table of what was tried."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from services.members.database import Base


class RateLimit(Base):
    """One limit for one card, phone, address or name, of which only a keyed hash is kept."""

    __tablename__ = "rate_limits"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    rest: Mapped[int] = mapped_column(BigInteger, index=True)  # microseconds since the epoch
