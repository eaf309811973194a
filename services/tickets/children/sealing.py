"""A child's personal data as it is stored: one sealed text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from chassis.personal import PersonalData
from services.tickets.children.rules import Facts, Person

_PURPOSE = "child"


class Sealing:
    """Seals and opens with the installation's secret."""

    def __init__(self, secret: str) -> None:
        self._personal = PersonalData(secret)

    def seal(self, facts: Facts) -> str:
        """Encrypt."""
        return self._personal.seal(json.dumps(asdict(facts), ensure_ascii=False), purpose=_PURPOSE)

    def open(self, sealed: str) -> Facts:
        """The facts again."""
        raw: dict[str, Any] = json.loads(self._personal.open(sealed, purpose=_PURPOSE))
        return Facts(
            name=raw["name"],
            guardians=_people(raw["guardians"]),
            pickups=_people(raw["pickups"]),
            health=raw["health"],
            allergies=raw["allergies"],
        )

    def index(self, name: str, birth_date: date) -> str:
        """By which a child that was written down before is known again."""
        return self._personal.index(f"{name}\0{birth_date.isoformat()}", purpose=_PURPOSE)


def _people(raw: Sequence[dict[str, str]]) -> list[Person]:
    return [Person(**person) for person in raw]
