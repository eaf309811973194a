"""Servers that a test may restart."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.databases import Databases
from tests.support.installation import Installation
from tests.support.servers import OwnPostgres, OwnRabbitMQ, postgres_binaries, rabbitmq_server


@dataclass
class Breakable:
    """An installation on servers of its own."""

    installation: Installation
    rabbitmq: OwnRabbitMQ
    postgres: OwnPostgres


@pytest.fixture
def breakable() -> Iterator[Breakable]:
    """Servers are started; the installation is not yet prepared."""
    if not rabbitmq_server():
        needs.missing("rabbitmq-server is not installed here, so no test can restart one")
    if not postgres_binaries():
        needs.missing("PostgreSQL's initdb is not installed here, so no test can restart one")
    # Not pytest's folder: that is for its owner only, and postgres does not run as root.
    with tempfile.TemporaryDirectory(prefix="uht-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("rabbitmq", "postgres", "logs"):
            (folder / part).mkdir()
        rabbitmq, postgres = OwnRabbitMQ(folder / "rabbitmq"), OwnPostgres(folder / "postgres")
        installation = Installation(
            folder=folder / "logs", broker=rabbitmq.uri, databases=Databases(postgres.url)
        )
        try:
            rabbitmq.start()
            postgres.start()
            yield Breakable(installation, rabbitmq, postgres)
        finally:
            installation.stop_processes()
            rabbitmq.stop()
            postgres.stop()
