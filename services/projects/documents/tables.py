"""The table of documents; the files themselves lie on a shelf."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, UtcDateTime
from services.projects.database import Base


class Document(Base):
    """A file of an organisation, for its registration or (``tender_id``) for an application.

    ``key_sealed`` holds the key to the file: sealed with the installation's secret (``house``), or
    to the two offices of a call (``offices``), who then hold the name as well. ``sha256`` is the
    hash of the file as it came.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_provider_id_tender_id", "provider_id", "tender_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(Id, ForeignKey("providers.id"))
    tender_id: Mapped[str | None] = mapped_column(Id, ForeignKey("tenders.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    sealed_for: Mapped[str] = mapped_column(String(8))
    key_sealed: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[str] = mapped_column(String(64))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
