"""`unionhall run` as an officer starts it, and a browser as a member has it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import chromium_at
from tests.support.component import ROOT
from tests.support.needs import chromium as chromium_path
from tests.support.needs import missing
from tests.support.ports import free_port
from tests.support.waiting import eventually

PHONE = {"width": 360, "height": 740}  # of an old one
ARTEFACTS = ROOT / "test-artefacts"


class EmbeddedRun:
    """One `unionhall run` on a folder of its own; may be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when it is ready."""
        command = [sys.executable, "-m", "ops", "run"]
        with (self.folder / "run.log").open("ab") as out:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port), "--data", str(self.folder / "var")],
                cwd=ROOT,
                env={k: v for k, v in os.environ.items() if k not in {"AMQP_URI", "DATABASE_URL"}},
                stdout=out,
                stderr=out,
            )
        eventually(self._ready, what=f"the run is ready: {self.log()}", seconds=60)

    def _ready(self) -> bool:
        return httpx.get(f"{self.address}/readyz", timeout=2).status_code == 200

    def stop(self) -> int:
        """Ctrl-C, and the exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=30)

    def kill(self) -> None:
        """Pull the plug."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=10)

    def log(self) -> str:
        """What it has printed."""
        path = self.folder / "run.log"
        return path.read_text(errors="replace") if path.exists() else ""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRun]:
    """A fresh run with the demonstration data; one for all tests of a module."""
    made = EmbeddedRun(tmp_path_factory.mktemp("run"))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once a module."""
    path = chromium_path()
    if not path:
        missing("Chromium (CHROMIUM or a usual place) is missing")
    with chromium_at(path) as made:
        yield made


@pytest.fixture
def page(browser: Browser, run: EmbeddedRun, request: Any) -> Iterator[Page]:
    """A page of an old phone; an error in its console fails the test."""
    context = browser.new_context(base_url=run.address, viewport=PHONE, locale="zh-CN")
    context.set_default_timeout(15_000)
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    ARTEFACTS.mkdir(exist_ok=True)
    made.screenshot(path=ARTEFACTS / f"{request.node.name}.png", full_page=True)
    context.close()
    assert errors == []
