"""Kannel's start refuses an environment that is not right, before anything runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.component import ROOT

GIVEN = {
    "SMSC_HOST": "smpp.example.org",
    "SMSC_SYSTEM_ID": "unionhall",
    "SMSC_PASSWORD": "carrier1",
    "SMS_GATEWAY_USERNAME": "unionhall",
    "SMS_GATEWAY_PASSWORD": "sendsms-password",
    "SMS_INBOUND_URL": "http://gateway:8000/v1/sms/inbound",
    "SMS_INBOUND_TOKEN": "inbound-token-0123456789",
}


def refusal(folder: Path, **environ: str) -> list[str]:
    """What the start says, line by line."""
    done = subprocess.run(
        [ROOT / "ops" / "kannel" / "kannel.sh"],
        env={"PATH": "/usr/bin:/bin", "KANNEL_FOLDER": str(folder), **environ},
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert list(folder.iterdir()) == []  # nothing half done
    return [line.strip() for line in done.stderr.splitlines()[1:]]


def test_it_names_all_that_is_missing(tmp_path):
    wanted = [f"{name} is missing" for name in GIVEN if name != "SMS_INBOUND_TOKEN"]
    token = "SMS_INBOUND_TOKEN must be 20 or more letters, digits, - or _"
    assert sorted(refusal(tmp_path)) == sorted([*wanted, token])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMSC_PASSWORD", 'a"b'),
        ("SMS_GATEWAY_PASSWORD", "two words"),
        ("SMS_GATEWAY_USERNAME", "a\ngroup = smsbox"),
        ("SMSC_SYSTEM_TYPE", "a\\"),
        ("SMS_INBOUND_URL", "http://gateway:8000/v1/sms/inbound?id=%I"),
        ("SMS_INBOUND_TOKEN", "short"),
        ("SMS_INBOUND_TOKEN", "inbound-token-0123456789&x=1"),
        ("SMSC_PORT", "smpp"),
    ],
)
def test_it_refuses_what_would_mean_something_to_kannel(tmp_path, name, value):
    (line,) = refusal(tmp_path, **GIVEN | {name: value})
    assert line.startswith(name)
