"""Pages that talk to a scripted gateway, and must keep to its policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.component.web.gateway import PLACE, ScriptedGateway

expect.set_options(timeout=20_000)


@pytest.fixture
def gateway() -> Iterator[ScriptedGateway]:
    """The other side."""
    scripted = ScriptedGateway()
    yield scripted
    assert not scripted.unexpected, scripted.unexpected


@pytest.fixture
def new_page(browser: Browser, gateway: ScriptedGateway) -> Iterator[Callable[[], Page]]:
    """Makes pages of one browser: tabs that share what is kept. Fails on an error in a script."""
    context = browser.new_context(
        base_url=PLACE,
        viewport={"width": 360, "height": 740},
        timezone_id="America/New_York",
        service_workers="block",
    )
    gateway.serve(context)
    errors: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # Answers that are problems are part of the tests; all else is a fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    def make() -> Page:
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    context.close()
    assert not errors


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """One page."""
    return new_page()
