"""The table of unions."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.members.database import Base


class Union(Base):
    """One place in the tree. Its path is its key: unions never move and are never deleted."""

    __tablename__ = "unions"

    path: Mapped[str] = mapped_column(String(120), primary_key=True)
    parent: Mapped[str | None] = mapped_column(
        String(120), ForeignKey("unions.path"), index=True, nullable=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
