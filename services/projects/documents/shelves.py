"""Where files lie: a small port, and a folder or an S3-compatible store behind it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from chassis.clock import SystemClock
from chassis.config import Settings
from services.projects.documents.s3 import S3Shelf
from services.projects.documents.signing import Credentials
from services.projects.errors import DocumentMissing

_KEY: Final = re.compile(r"[0-9a-f-]{36}")


class Shelf(Protocol):
    """Keeps bytes by a key, and gives them back. Both may wait for a disk or a network."""

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes; the same again changes nothing. Raises ``DocumentMissing``."""

    def get(self, key: str) -> bytes:
        """The bytes. Raises ``DocumentMissing``."""


class FolderShelf:
    """A folder, with one below it for each of 256 beginnings of a hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes: whole or, after a crash, not at all."""
        path = self._path(key)
        new = path.with_suffix(".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with new.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError as error:
            raise DocumentMissing("the file cannot be kept now") from error

    def get(self, key: str) -> bytes:
        """The bytes."""
        try:
            return self._path(key).read_bytes()
        except OSError as error:
            raise DocumentMissing("the file is not where it was put") from error

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise DocumentMissing("no file has such a name")
        return self._folder / key[-2:] / key


def shelf_of(settings: Settings) -> Shelf:
    """The shelf of this installation: ``DOCUMENTS_S3_…``, ``DOCUMENTS_FOLDER``, or beside SQLite.

    Raises ``DocumentMissing`` where none is set, or a part of what S3 needs.
    """
    if endpoint := settings.extra.get("DOCUMENTS_S3_ENDPOINT", "").strip():
        return _s3(endpoint, settings.extra)
    if folder := settings.extra.get("DOCUMENTS_FOLDER", "").strip():
        return FolderShelf(Path(folder))
    scheme, _, path = settings.database_url.partition(":///")
    if scheme == "sqlite":
        return FolderShelf(Path(path).parent / "documents")
    raise DocumentMissing("DOCUMENTS_FOLDER does not say where files lie")


def _s3(endpoint: str, given: Mapping[str, str]) -> Shelf:
    names = ("BUCKET", "ACCESS_KEY", "SECRET_KEY")
    values = [given.get(f"DOCUMENTS_S3_{name}", "").strip() for name in names]
    if not all(values):
        raise DocumentMissing("DOCUMENTS_S3_BUCKET, _ACCESS_KEY and _SECRET_KEY belong together")
    bucket, access_key, secret_key = values
    region = given.get("DOCUMENTS_S3_REGION", "").strip() or "us-east-1"
    credentials = Credentials(access_key, secret_key, region)
    return S3Shelf(endpoint=endpoint, bucket=bucket, credentials=credentials, clock=SystemClock())
