"""``unionhall COMMAND``: everything an operator does.

Commands that run nameko services patch the standard library for eventlet, which must happen before
anything else is imported; so this module imports each command only when it is asked for. The two
that containers and empty machines need, ``healthcheck`` and ``secrets``, import nothing but the
standard library.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 when it did what it was asked."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "healthcheck":
        return _healthcheck(options.url)
    if options.command == "secrets":
        return _secrets(compose=options.compose)
    if options.command in {"run", "serve", "migrate", "demo", "dead-letters"}:
        _patch(asyncio_hub=options.command == "run")
    from ops import commands

    return commands.execute(options, os.environ)


def _healthcheck(url: str) -> int:
    from ops import healthcheck

    return healthcheck.check(url or f"http://127.0.0.1:{os.environ.get('STATUS_PORT', '')}/healthz")


def _secrets(*, compose: bool) -> int:
    from ops import fresh_secrets

    made = fresh_secrets.of_services() | (fresh_secrets.of_containers() if compose else {})
    for name, value in made.items():
        print(f"{name}={value}")
    return 0


def _patch(*, asyncio_hub: bool) -> None:
    with warnings.catch_warnings():
        # Known and decided (ADR 0002): nameko runs on eventlet.
        warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
        import eventlet
        import eventlet.hubs

        if asyncio_hub:
            eventlet.hubs.use_hub("eventlet.hubs.asyncio")
        eventlet.monkey_patch()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="unionhall", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="everything in one process, with demonstration data")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--data", default="var", help="folder of the databases")

    serve = commands.add_parser("serve", help="services on RabbitMQ and PostgreSQL")
    serve.add_argument("service", nargs="+")

    commands.add_parser("gateway", help="the HTTP gateway")

    migrate = commands.add_parser("migrate", help="create and migrate databases, declare queues")
    migrate.add_argument("service", nargs="*")

    demo = commands.add_parser("demo", help="load the demonstration data")
    demo.add_argument("service", nargs="*")
    fresh = commands.add_parser("secrets", help="print fresh secrets for an environment file")
    fresh.add_argument("--compose", action="store_true", help="with the servers' passwords")

    health = commands.add_parser("healthcheck", help="is the service in this container consuming?")
    health.add_argument("--url", default="")

    dead = commands.add_parser("dead-letters", help="list or put back messages nobody could handle")
    dead.add_argument("action", choices=["list", "show", "retry"])
    dead.add_argument("queue", nargs="?")

    officer = commands.add_parser("add-officer", help="the first account of an installation")
    officer.add_argument("username")
    officer.add_argument("--name", default="")

    draw = commands.add_parser("verify-draw", help="check a draw from its proof file, offline")
    draw.add_argument("file")
    draw.add_argument("--entry", default="", help="a member's own entry, to see that it took part")
    chain = commands.add_parser("verify-audit", help="check an exported audit chain, offline")
    chain.add_argument("file")
    chain.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="NUMBER:HASH",
        help="an end that was told on some day; the chain must go through it",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
