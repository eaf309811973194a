"""Fixtures for what lives outside the process; see ``tests/support/needs.py`` for when it is
missing."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

with warnings.catch_warnings():
    # Known and decided: nameko runs on eventlet (ADR 0002).
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet  # noqa: F401

import pytest
from playwright.sync_api import Browser

from tests.support import databases, needs
from tests.support.browser import chromium_at
from tests.support.installation import Installation


@pytest.fixture
def rabbitmq() -> Iterator[str]:
    """The URI of a virtual host of the test's own."""
    if problem := needs.rabbitmq_problem():
        needs.missing(problem)
    name = f"uht-{uuid.uuid4().hex[:12]}"
    needs.add_vhost(name)
    yield needs.amqp_uri_of(name)
    needs.delete_vhost(name)


@pytest.fixture(scope="session")
def _postgres_templates() -> Iterator[None]:
    yield
    databases.drop_templates()


@pytest.fixture
def postgres(_postgres_templates: None) -> Iterator[databases.Databases]:
    """Databases of the test's own: ``postgres.create(["tickets"])``, ``postgres.url_of(…)``."""
    if problem := needs.postgres_problem():
        needs.missing(problem)
    made = databases.Databases()
    yield made
    made.drop()


@pytest.fixture
def installation(tmp_path: Path, _postgres_templates: None) -> Iterator[Installation]:
    """Virtual host, databases and processes of the test's own, not yet prepared."""
    for problem in (needs.rabbitmq_problem(), needs.postgres_problem()):
        if problem:
            needs.missing(problem)
    made = Installation(folder=tmp_path)
    yield made
    made.close()


@pytest.fixture
def chromium() -> str:
    """The path of a Chromium."""
    path = needs.chromium()
    if not path:
        needs.missing("Chromium (CHROMIUM or a usual place) is missing")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one module.

    Not for longer: while Playwright's is open, an event loop counts as running in this thread, and
    tests of other modules could run none of their own.
    """
    path = needs.chromium()
    if not path:
        needs.missing("Chromium (CHROMIUM or a usual place) is missing")
    with chromium_at(path) as opened:
        yield opened
