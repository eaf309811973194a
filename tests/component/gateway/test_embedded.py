"""The adapter of the one-process run keeps what the other one keeps."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.component.gateway.adapters import CHECKS
from tests.support.component import ROOT

NAMES = [*(check.__name__ for check in CHECKS), "events_are_heard", "ready"]


@pytest.fixture(scope="module")
def report() -> str:
    """eventlet's hub must be chosen before anything else, so this runs in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.component.gateway.embedded_house"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_the_adapter_keeps_its_promises(name, report):
    assert f"held: {name}\n" in report, report
