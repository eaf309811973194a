"""The yardstick: claims as nameko's own documentation would have them.

``@http`` → ``RpcProxy`` → one transaction a claim. It checks the same token, keeps the same
promise (stock, one ticket a member, a repeat gets the same answer) and nothing more.
Run as ``python -m benchmarks.claims.plain web|claims``.
"""

from __future__ import annotations

if __name__ == "__main__":
    import eventlet

    eventlet.monkey_patch()

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from nameko.extensions import DependencyProvider
from nameko.rpc import RpcProxy, rpc
from nameko.runners import ServiceRunner
from nameko.web.handlers import http
from sqlalchemy import orm

from chassis.ids import uuid7
from chassis.tokens import Tokens

metadata = sa.MetaData()
releases = sa.Table(
    "plain_releases",
    metadata,
    sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("remaining", sa.Integer, sa.CheckConstraint("remaining >= 0"), nullable=False),
)
claims = sa.Table(
    "plain_claims",
    metadata,
    sa.Column("release_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("member_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("claim_id", sa.Uuid(as_uuid=False), nullable=False),
    sa.Column("outcome", sa.String(20), nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
)
tickets = sa.Table(
    "plain_tickets",
    metadata,
    sa.Column("release_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("member_id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("id", sa.Uuid(as_uuid=False), nullable=False, unique=True),
)


class Session(DependencyProvider):
    """A session a worker, as nameko-sqlalchemy provides it."""

    def setup(self) -> None:
        url = self.container.config["DATABASE_URL"].replace("postgresql:", "postgresql+psycopg2:")
        self.factory = orm.sessionmaker(sa.create_engine(url, pool_size=12))

    def get_dependency(self, _worker_ctx: Any) -> orm.Session:
        return self.factory()


class PlainWeb:
    """HTTP in, RPC on."""

    name = "plain_web"
    claims = RpcProxy("plain_claims")
    tokens = Tokens(os.environ.get("TOKEN_SECRET", ""))

    @http("POST", "/v1/releases/<string:release_id>/claims")
    def claim(self, request: Any, release_id: str) -> Any:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        caller, _ = self.tokens.verify(token, now=datetime.now(UTC))
        key = request.headers["Idempotency-Key"]
        answer = self.claims.claim(release_id, caller.id, key)
        return 200, {"Content-Type": "application/json"}, json.dumps(answer)


class PlainClaims:
    """One transaction a claim."""

    name = "plain_claims"
    session = Session()

    @rpc
    def claim(self, release_id: str, member_id: str, key: str) -> dict[str, Any]:
        who = {"release_id": release_id, "member_id": member_id}
        with self.session as session, session.begin():
            known = session.execute(
                sa.select(claims.c.claim_id, claims.c.outcome).filter_by(**who, key=key)
            ).one_or_none()
            if known:
                return {"claim_id": known.claim_id, "outcome": known.outcome}
            remaining = session.scalar(
                sa.select(releases.c.remaining).filter_by(id=release_id).with_for_update()
            )
            has_one = session.scalar(sa.select(tickets.c.id).filter_by(**who))
            outcome = "already_claimed" if has_one else "won" if remaining else "sold_out"
            ticket_id = uuid7() if outcome == "won" else None
            if ticket_id:
                session.execute(
                    sa.update(releases)
                    .filter_by(id=release_id)
                    .values(remaining=releases.c.remaining - 1)
                )
                session.execute(sa.insert(tickets).values(**who, id=ticket_id))
            claim = {"claim_id": uuid7(), "outcome": outcome}
            now = datetime.now(UTC)
            session.execute(sa.insert(claims).values(**who, key=key, decided_at=now, **claim))
        return claim | {"ticket_id": ticket_id, "decided_at": now.isoformat()}


def main(part: str) -> None:
    """Serve one half."""
    config = {
        "AMQP_URI": os.environ["AMQP_URI"],
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "WEB_SERVER_ADDRESS": f"127.0.0.1:{os.environ['PORT']}",
    }
    runner = ServiceRunner(config)
    runner.add_service(PlainWeb if part == "web" else PlainClaims)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
