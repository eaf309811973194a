"""The table of the waiting list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.tickets.database import Base

_LIVE = text("state IN ('waiting', 'offered')")


class WaitingPlace(Base):
    """A claim that waits for places; it has the claim's id. A member waits once for a release.

    ``rank`` orders a release's list: the rank of a draw, or the position of the request. The
    entrants of a draw are before those who asked later, because no rank exceeds the number of
    entries. ``pools`` are the parts of the stock that may serve it, the narrowest first, joined
    by ``|``. While it is offered, ``pool`` and the places are taken from what remains.
    """

    __tablename__ = "waiting_places"
    __table_args__ = (
        Index(
            "uq_waiting_places_release_id_member_id_live",
            "release_id",
            "member_id",
            unique=True,
            postgresql_where=_LIVE,
            sqlite_where=_LIVE,
        ),
        Index("ix_waiting_places_release_id_state_rank", "release_id", "state", "rank"),
        Index("ix_waiting_places_member_id", "member_id"),
        Index("ix_waiting_places_state_offer_until", "state", "offer_until"),
        CheckConstraint("places > 0", name="places"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    release_id: Mapped[str] = mapped_column(Id)
    member_id: Mapped[str] = mapped_column(Id)
    rank: Mapped[int] = mapped_column(BigInteger)
    pools: Mapped[str] = mapped_column(String(200))
    places: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    pool: Mapped[str | None] = mapped_column(String(60))
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ticket_id: Mapped[str | None] = mapped_column(Id)
