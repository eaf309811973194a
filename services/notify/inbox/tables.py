"""The table of the inbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.notify.database import Base


class InboxEntry(Base):
    """A message as a member reads it; its id is the message's. Outlives the message's row."""

    __tablename__ = "inbox_entries"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member_id: Mapped[str] = mapped_column(Id)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def read(self) -> bool:
        """Whether the member has marked it."""
        return self.read_at is not None


Index(
    "ix_inbox_entries_member_id_created_at_id",
    InboxEntry.member_id,
    InboxEntry.created_at,
    InboxEntry.id,
)
_UNREAD = InboxEntry.read_at.is_(None)
Index(
    "ix_inbox_entries_unread",
    InboxEntry.member_id,
    postgresql_where=_UNREAD,
    sqlite_where=_UNREAD,
)
