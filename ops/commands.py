"""What each command does, once its words are parsed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

from chassis import config, log
from chassis.errors import ConfigurationError
from ops import house


def execute(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Dispatch; a configuration that is wrong ends with one message and status 2."""
    try:
        return _COMMANDS[options.command](options, environ)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2


def _run(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    from ops import embedded_run

    return embedded_run.run(
        host=options.host, port=options.port, folder=options.data, environ=environ
    )


def _serve(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    unknown = set(options.service) - set(house.NAMES)
    if unknown:
        raise ConfigurationError(f"no such service: {', '.join(sorted(unknown))}")
    from chassis.runner import Services, serve_until_told

    services = Services([house.service_class(name) for name in options.service], settings)
    serve_until_told(services, known=[house.service_class(name) for name in house.NAMES])
    return 0


def _gateway(_options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    from gateway import server

    server.run(settings)
    return 0


def _migrate(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    from ops import preparing

    preparing.migrate(settings, options.service or house.NAMES)
    preparing.declare(settings)
    return 0


def _demo(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    from ops import preparing

    if not settings.demo:
        raise ConfigurationError("DEMO is not true: this installation takes no demonstration data")
    preparing.load_demo(settings, options.service or house.NAMES)
    return 0


def _dead_letters(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    from ops import dead_letters

    if options.action != "list" and not options.queue:
        raise ConfigurationError("name the queue, as `dead-letters list` shows it")
    return dead_letters.act(settings, action=options.action, queue=options.queue)


def _add_officer(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    settings = _start(environ)
    from ops import accounts

    return accounts.add_officer(
        settings, username=options.username, name=options.name or options.username
    )


def _verify_draw(options: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from ops import verify_draw

    return verify_draw.verify(options.file, options.entry)


def _verify_audit(options: argparse.Namespace, _environ: Mapping[str, str]) -> int:
    from ops import verify_audit

    return verify_audit.verify(options.file, published=options.published)


def _start(environ: Mapping[str, str]) -> config.Settings:
    settings = config.load(environ)
    log.set_up(settings.log_level)
    return settings


_COMMANDS: dict[str, Callable[[argparse.Namespace, Mapping[str, str]], int]] = {
    "run": _run,
    "serve": _serve,
    "gateway": _gateway,
    "migrate": _migrate,
    "demo": _demo,
    "dead-letters": _dead_letters,
    "verify-draw": _verify_draw,
    "verify-audit": _verify_audit,
    "add-officer": _add_officer,
}
