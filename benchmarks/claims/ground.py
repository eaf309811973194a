"""The ground all contenders stand on: one broker, one database server, one generator of load."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from nameko.standalone.rpc import ClusterRpcProxy

from benchmarks.claims import load
from chassis.context import SYSTEM, Caller
from chassis.tokens import Tokens
from tests.support.component import ENVIRON
from tests.support.installation import Installation

MEMBERS = 60_000


@dataclass(frozen=True, slots=True)
class Exactness:
    """What the database holds after a run."""

    oversold: int
    undersold: int
    duplicates: int


class Bench:
    """The contenders on one broker and one database server."""

    def __init__(self, installation: Installation, *, seconds: int, processes: int) -> None:
        self.installation = installation
        self.seconds = seconds
        self.processes = processes
        self.tokens = installation.folder / "tokens"
        tokens, now = Tokens(ENVIRON["TOKEN_SECRET"]), datetime.now(UTC)
        with self.tokens.open("w") as out:
            for _ in range(MEMBERS):
                caller = Caller(kind="member", id=str(uuid.uuid4()), union="chaoyang/jianwai/u0001")
                out.write(tokens.issue(caller, now=now) + "\n")

    def load(
        self,
        url: str,
        *,
        seconds: int = 0,
        rate: float | None = None,
        seed: int = 1,
        connections: int = 512,
    ) -> load.Load:
        """One run of the load generator."""
        return load.run(
            url,
            tokens=self.tokens,
            folder=self.installation.folder,
            seconds=seconds or self.seconds,
            rate=rate,
            seed=seed,
            connections=connections,
        )

    def release(self, stock: int) -> str:
        """A release that is open now."""
        now = datetime.now(UTC)
        with ClusterRpcProxy(
            {"AMQP_URI": self.installation.amqp_uri},
            context_data={"caller": SYSTEM.to_json()},
            timeout=10,
        ) as rpc:
            made = rpc.tickets.create_release(
                title="benchmark",
                districts=["chaoyang"],
                stock=stock,
                opens_at=(now - timedelta(seconds=1)).isoformat(),
                closes_at=(now + timedelta(hours=2)).isoformat(),
            )
        return str(made["id"])

    def check(self, release_id: str, stock: int) -> Exactness:
        """Count tickets after the fact."""
        ((given, people),) = self.installation.databases.query(
            "tickets",
            "SELECT count(*), count(DISTINCT member_id) FROM tickets WHERE release_id = %s",
            release_id,
        )
        return Exactness(
            oversold=max(0, given - stock),
            undersold=max(0, stock - given),
            duplicates=given - people,
        )
