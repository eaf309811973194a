"""Tables of categories and services."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from chassis.tables import Id, Json
from services.catalog.database import Base


class Category(Base):
    """One of the federation's categories of services."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]


class Offer(Base):
    """A service that members can use. No districts means all of them."""

    __tablename__ = "offers"
    __table_args__ = (
        Index("ix_offers_name_id", "name", "id"),
        Index("ix_offers_category_code_name_id", "category_code", "name", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text)
    summary_en: Mapped[str] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(String(120))
    districts: Mapped[list[str]] = mapped_column(Json)
    audiences: Mapped[list[str]] = mapped_column(Json)
    search_text: Mapped[str] = mapped_column(Text)


class OfferDistrict(Base):
    """One row for each district of an offer, or one with an empty code for all districts."""

    __tablename__ = "offer_districts"

    offer_id: Mapped[str] = mapped_column(
        Id, ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    district: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
