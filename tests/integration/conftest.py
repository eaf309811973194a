"""A house of two small services on a real broker and PostgreSQL."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kombu
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from tests.support import needs
from tests.support.databases import Databases
from tests.support.house import create_tables
from tests.support.installation import Installation, Process
from tests.support.ports import free_port
from tests.support.waiting import eventually


@dataclass
class House:
    """Alpha and beta in processes of their own, and a plain nameko client to call them."""

    installation: Installation
    amqp_uri: str = ""

    def serve(self, *names: str, wait: bool = True, **environ: str) -> Process:
        port = free_port()
        process = self.installation.spawn(
            "-".join(names),
            [sys.executable, "-m", "tests.support.house", *names],
            health=f"http://127.0.0.1:{port}/healthz",
            STATUS_PORT=str(port),
            **({"AMQP_URI": self.amqp_uri} if self.amqp_uri else {}),
            **environ,
        )
        if wait:
            eventually(process.healthy, what=f"{names} consume", seconds=30)
        return process

    def call(self, service: str, method: str, *, timeout: float = 10, **payload: Any) -> Any:
        """Call as any nameko client would."""
        data = payload.pop("context", {})
        with ClusterRpcProxy(
            {"AMQP_URI": self.installation.amqp_uri}, context_data=data, timeout=timeout
        ) as rpc:
            return getattr(getattr(rpc, service), method)(**payload)

    def notes(self, service: str, text: str) -> int:
        """How often a text was noted by a service."""
        rows = self.installation.databases.query(
            service, "SELECT count(*) FROM notes WHERE text = %s", text
        )
        return int(rows[0][0])

    def waiting(self, queue: str) -> int:
        """Messages ready in a queue."""
        with kombu.Connection(self.installation.amqp_uri) as connection:
            declared = connection.default_channel.queue_declare(queue, passive=True)
            return int(declared.message_count)


@pytest.fixture
def house(tmp_path: Path, _postgres_templates: None) -> Iterator[House]:
    """Empty databases and a virtual host; the test starts what it needs."""
    for problem in (needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            needs.missing(problem)
    made = House(Installation(folder=tmp_path, vhost=f"uht-{uuid.uuid4().hex[:12]}"))
    needs.add_vhost(made.installation.vhost)
    databases: Databases = made.installation.databases
    for name in ("alpha", "beta"):
        databases.create_empty(name)
        create_tables(databases.url_of(name)).database.close()
    yield made
    made.installation.close()
