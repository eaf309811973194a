"""Tables of imports: the job, the file's pieces, its rows before they are members, its errors."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, SmallInteger, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json, UtcDateTime
from services.members.database import Base

_JSON_OR_NULL = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Import(Base):
    """One file. ``worker`` holds it until ``held_until``; ``last_line`` is how far it got."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    created_by: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(Json)
    filename: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[int] = mapped_column(default=0)
    skip_bad_lines: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(12), index=True)
    last_line: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_ok: Mapped[int] = mapped_column(default=0)
    rows_failed: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(64), default="")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class ImportPiece(Base):
    """A piece of the file, sealed: it holds phone numbers. Gone when the import has ended."""

    __tablename__ = "import_pieces"

    import_id: Mapped[str] = mapped_column(
        Id, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    index: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str] = mapped_column(Text)


class ImportRow(Base):
    """A row that is right in itself. Gone when the import has ended.

    No foreign key: a million checks would cost more than they find. A file without
    the column ``audiences`` has none, and members keep theirs.
    """

    __tablename__ = "import_rows"

    import_id: Mapped[str] = mapped_column(Id, primary_key=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    member_id: Mapped[str] = mapped_column(Id)
    card_no: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(60))
    phone_sealed: Mapped[str] = mapped_column(Text)
    phone_index: Mapped[str] = mapped_column(String(64))
    birth_year: Mapped[int] = mapped_column(SmallInteger)
    union_path: Mapped[str] = mapped_column(String(120))
    audiences: Mapped[list[str] | None] = mapped_column(_JSON_OR_NULL)
    bad: Mapped[bool] = mapped_column(Boolean)


class ImportProblem(Base):
    """One line of the error report. Never holds what stood in the file."""

    __tablename__ = "import_problems"

    import_id: Mapped[str] = mapped_column(
        Id, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(String(200))
