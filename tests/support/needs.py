"""What tests need from outside: used where it is, skipped with one line where it is not.

With ``CI=true`` a missing one is a failure, so that a green run has run everything.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import urllib.error
import urllib.request
import uuid
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

AMQP_URI = os.environ.get("AMQP_URI", "amqp://guest:guest@127.0.0.1:5672/")
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def missing(reason: str) -> None:
    """Skip the test, or fail it where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@functools.cache
def rabbitmq_problem() -> str:
    """Why RabbitMQ cannot be used; empty if it can."""
    name = f"uht-probe-{uuid.uuid4().hex[:12]}"  # parallel workers probe at the same time
    try:
        add_vhost(name)
        delete_vhost(name)
    except (OSError, subprocess.SubprocessError) as error:
        return f"RabbitMQ at AMQP_URI ({_place(AMQP_URI)}) is missing: {error}"
    return ""


@functools.cache
def postgres_problem() -> str:
    """Why PostgreSQL cannot be used; empty if it can."""
    try:
        psycopg2.connect(DATABASE_URL, connect_timeout=3).close()
    except psycopg2.OperationalError as error:
        line = str(error).strip().splitlines()[0]
        return f"PostgreSQL at DATABASE_URL ({_place(DATABASE_URL)}) is missing: {line}"
    return ""


@functools.cache
def chromium() -> str:
    """The path of a Chromium, or an empty string."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if Path(named).exists() else ""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), "")
    return found or (_MACOS_CHROME if Path(_MACOS_CHROME).exists() else "")


def kannel_problem() -> str:
    """Why Kannel cannot be used; empty if it can."""
    where = f"{os.environ.get('PATH', '')}:/usr/sbin"  # which is not on everybody's path
    absent = [name for name in ("bearerbox", "smsbox") if not shutil.which(name, path=where)]
    return f"Kannel's {' and '.join(absent)} (Debian: kannel) is missing" if absent else ""


def add_vhost(name: str) -> None:
    """Make a virtual host by the management interface or, on this machine, by rabbitmqctl."""
    if not _manage("PUT", f"vhosts/{name}"):
        _rabbitmqctl("add_vhost", name)
        user = urlsplit(AMQP_URI).username or "guest"
        _rabbitmqctl("set_permissions", "-p", name, user, ".*", ".*", ".*")


def delete_vhost(name: str) -> None:
    """Remove a virtual host with all that is in it."""
    if not _manage("DELETE", f"vhosts/{name}"):
        _rabbitmqctl("delete_vhost", name)


def amqp_uri_of(vhost: str) -> str:
    """AMQP_URI with another virtual host."""
    return urlsplit(AMQP_URI)._replace(path=f"/{vhost}").geturl()


def _manage(method: str, path: str) -> bool:
    parts = urlsplit(AMQP_URI)
    credentials = b64encode(f"{parts.username or 'guest'}:{parts.password or 'guest'}".encode())
    request = urllib.request.Request(
        f"http://{parts.hostname}:15672/api/{path}",
        method=method,
        headers={
            "Authorization": f"Basic {credentials.decode()}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _rabbitmqctl(*words: str) -> None:
    if shutil.which("rabbitmqctl") is None:
        raise FileNotFoundError("neither its management interface nor rabbitmqctl answers")
    subprocess.run(
        ["rabbitmqctl", "-q", *words], check=True, capture_output=True, text=True, timeout=60
    )


def _place(uri: str) -> str:
    return urlsplit(uri).netloc.rpartition("@")[2]
