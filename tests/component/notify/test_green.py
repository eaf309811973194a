"""A provider that says nothing holds up its own messages, once and side by side, and nothing else
of the process: each channel in a process on eventlet's sockets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.notify.channels.email import Security
from tests.component.notify.mail import mail_house
from tests.component.notify.robots import robot_house
from tests.support.component import ROOT

COUNT = 10


def sent(name: str, port: str | int, folder: Path) -> dict[str, Any]:
    """What one process tells of its attempt."""
    arguments = [name, str(port), str(folder / "mail.pem"), str(COUNT)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.component.notify.green", *arguments],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("behaviour", ["accept", "silent"])
@pytest.mark.parametrize("security", Security)
def test_e_mail(tmp_path, security, behaviour):
    folder = None if security is Security.NONE else tmp_path
    with mail_house(folder=folder, security=security) as house:
        house.behaviour = behaviour
        told = sent(security, house.port, tmp_path)
        check(told, behaviour)
        assert len(house.letters) == COUNT


@pytest.mark.parametrize("behaviour", ["accept", "silent"])
@pytest.mark.parametrize("name", ["wecom", "apprise"])  # the robots share their way out
def test_robots_and_apprise(tmp_path, name, behaviour):
    with robot_house() as house:
        house.behaviour = behaviour
        told = sent(name, house.origin.rpartition(":")[2], tmp_path)
        check(told, behaviour)
        assert len(house.requests) == COUNT


def check(told: dict[str, Any], behaviour: str) -> None:
    assert told["kinds"] == ["accepted" if behaviour == "accept" else "uncertain"]
    if behaviour == "silent":
        assert 0.9 < told["seconds"] < 3  # ten at a time, each a second; in turn it were ten
        assert told["turns"] > 20
