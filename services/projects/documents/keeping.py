"""What taking and giving back a file means, whoever it belongs to."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from chassis.config import Settings
from chassis.ids import uuid7
from chassis.personal import PersonalData
from services.projects.documents import files, rules
from services.projects.documents.shelves import Shelf, shelf_of
from services.projects.errors import DocumentRefused


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was looked at and is not kept yet; ``sha256`` is of the file as it came."""

    name: str
    raw: bytes
    media_type: str
    sha256: str


def means(settings: Settings) -> dict[str, Any]:
    """What a use case with files needs of this installation: ``shelf`` and ``personal``."""
    return {
        "shelf": shelf_of(settings),
        "personal": PersonalData(settings.personal_data_secret),
    }


def incoming(name: str, data: str) -> Incoming:
    """A file that came in base64. Raises ``DocumentRefused`` with the field."""
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DocumentRefused.of("data", "not base64") from error
    return Incoming(name, raw, rules.check(name, raw), sha256(raw).hexdigest())


def put(shelf: Shelf, file: Incoming) -> tuple[str, bytes]:
    """Lay a file on the shelf, encrypted: its id there, and its key. Outside of units of work.

    Raises ``DocumentMissing``.
    """
    document_id, key = uuid7(), files.new_key()
    shelf.put(document_id, files.lock(file.raw, key=key, document_id=document_id))
    return document_id, key


def seal_key(personal: PersonalData, key: bytes) -> str:
    """A file's key, sealed with the installation's secret."""
    return personal.seal(base64.b64encode(key).decode(), purpose=files.PURPOSE)


def get(
    shelf: Shelf, personal: PersonalData, *, document_id: str, key_sealed: str, digest: str
) -> bytes:
    """A file again, whose key ``seal_key`` sealed. Outside of units of work.

    Raises ``DocumentMissing``.
    """
    key = base64.b64decode(personal.open(key_sealed, purpose=files.PURPOSE))
    return files.unlock(shelf.get(document_id), key=key, document_id=document_id, digest=digest)
