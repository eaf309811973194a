"""`unionhall run` itself: quick, clean to stop, and nothing lost between two starts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.e2e.conftest import EmbeddedRun
from tests.support.client import Client, account_of, members_of
from tests.support.component import ROOT
from tests.support.waiting import eventually


@pytest.fixture
def fresh(tmp_path):
    made = EmbeddedRun(tmp_path)
    made.start()
    yield made
    made.kill()


def test_it_tells_where_to_look_and_stops_cleanly(fresh):
    assert fresh.address in fresh.log()
    assert fresh.stop() == 0
    assert "Traceback" not in fresh.log()


def test_a_pulled_plug_loses_no_outcome_and_no_message(fresh):
    client = Client(fresh.address)
    accounts = client.accounts()
    release = (
        Client(fresh.address)
        .log_in_staff(account_of(accounts, role="federation"))
        .create_release(stock=1, districts=["chaoyang"])
    )
    account = members_of(accounts, "chaoyang")[0]
    member = Client(fresh.address).log_in_member(account)
    path = f"/v1/releases/{release['id']}/claims"
    first = member.post(path, key="the-same-key")
    fresh.kill()
    fresh.start()
    assert member.post(path, key="the-same-key") == first
    assert first["outcome"] == "won"

    def texts():
        return [m for m in client.messages_of(account["phone"]) if release["title"] in m["text"]]

    # A message that the plug was pulled on is taken up again when its lease of 20 s ends.
    assert len(eventually(texts, what="the ticket is told", seconds=90)) == 1
    assert len(member.get("/v1/me/tickets")["items"]) == 1


def test_a_taken_port_is_told_in_one_line(fresh, tmp_path):
    command = [sys.executable, "-m", "ops", "run", "--port", str(fresh.port)]
    other = subprocess.run(
        [*command, "--data", str(tmp_path / "other")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert other.returncode == 2
    (line,) = other.stderr.splitlines()
    assert f"cannot listen on 127.0.0.1 port {fresh.port}" in line
