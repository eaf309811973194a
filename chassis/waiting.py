"""Waiting at start for what has to be there, with a limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import kombu
import sqlalchemy as sa

from chassis.database import make_engine
from chassis.errors import ConfigurationError
from chassis.log import get_logger

_log = get_logger(__name__)


def wait_for_broker(amqp_uri: str, *, seconds: float) -> None:
    """Return when the broker takes a connection. Raises ``ConfigurationError`` at the limit."""

    def connect() -> None:
        with kombu.Connection(amqp_uri, connect_timeout=5) as connection:
            connection.connect()

    _wait(connect, what=f"the broker at {_without_password(amqp_uri)}", seconds=seconds)


def wait_for_database(url: str, *, seconds: float) -> None:
    """Return when the database answers. Raises ``ConfigurationError`` at the limit."""

    def ask() -> None:
        engine = make_engine(url, pool_size=1)
        try:
            with engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
        finally:
            engine.dispose()

    _wait(ask, what=f"the database at {_without_password(url)}", seconds=seconds)


def _wait(attempt: Callable[[], None], *, what: str, seconds: float) -> None:
    deadline, pause = time.monotonic() + seconds, 0.2
    while True:
        try:
            return attempt()
        except Exception as error:
            if time.monotonic() + pause > deadline:
                raise ConfigurationError(
                    f"{what} did not answer within {seconds:g} s: {str(error)[:200]}"
                ) from error
            _log.info("waiting", what=what, error=type(error).__name__)
        time.sleep(pause)
        pause = min(pause * 1.5, 3.0)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
