"""The demonstration catalogue: 15 categories and 100 services, from the files in demo_data/."""

from __future__ import annotations

import csv
import uuid
from pathlib import Path

from chassis.config import Settings
from chassis.work import Store
from services.catalog.offers import store as offers
from services.catalog.offers import use_cases
from services.catalog.offers.rules import NewService
from services.catalog.offers.tables import Category

_FOLDER = Path(__file__).parent / "demo_data"
_NAMESPACE = uuid.UUID("5f0d8c0e-3a44-5d0b-9c1e-7f6f2b7a1c01")


def service_id(code: str) -> str:
    """The id of a demonstration service: the same in every installation."""
    return str(uuid.uuid5(_NAMESPACE, code))


def load(store: Store, _settings: Settings) -> None:
    """Put the demonstration services on offer; does nothing where a catalogue already is."""
    with store.reading() as reading:
        if offers.categories(reading.session):
            return
    with store.work() as work:
        work.session.add_all(categories())
        work.session.flush()
        for service in services():
            use_cases.publish_service(work, service_id=service_id(service.code), service=service)


def categories() -> list[Category]:
    """The 15 categories in their order."""
    return [Category(position=place, **row) for place, row in enumerate(_rows("categories.csv"))]


def services() -> list[NewService]:
    """The 100 services."""
    return [
        NewService(
            districts=tuple(row.pop("districts").split()),
            audiences=tuple(row.pop("audiences").split()),
            **row,
        )
        for row in _rows("services.csv")
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
