"""When a call is opened, the keys of its documents pass from the two offices to the house."""

from __future__ import annotations

import json
from collections.abc import Mapping

from chassis.personal import PersonalData
from services.projects.documents import files
from services.projects.documents.tables import Document
from services.projects.seals import rules as seals


def unseal(document: Document, personal: PersonalData, *, private_keys: Mapping[str, str]) -> None:
    """Make a document readable, and tell its name. Raises ``Unopenable``."""
    if document.sealed_for == "house":
        return
    about = f"document:{document.id}"
    told = json.loads(seals.unseal(document.key_sealed, private_keys=private_keys, about=about))
    document.name = told["name"]
    document.key_sealed = personal.seal(told["key"], purpose=files.PURPOSE)
    document.sealed_for = "house"
