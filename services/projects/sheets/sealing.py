"""What was entered from a sheet, encrypted: it holds a card number beside answers."""

from __future__ import annotations

import json
from typing import Any

from chassis.personal import PersonalData
from services.projects.sheets.rules import Form

_PURPOSE = "survey-sheet"


class Sealing:
    """Seals and opens entries with the installation's secret."""

    def __init__(self, secret: str) -> None:
        self._personal = PersonalData(secret)

    def seal(self, form: Form) -> str:
        """Encrypt an entry."""
        return self._personal.seal(json.dumps(form, ensure_ascii=False), purpose=_PURPOSE)

    def open(self, sealed: str) -> dict[str, Any]:
        """The entry again."""
        form: dict[str, Any] = json.loads(self._personal.open(sealed, purpose=_PURPOSE))
        return form
