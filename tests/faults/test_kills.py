"""Twenty processes killed at random in the middle of a release, and the broker restarted.

The seed is printed and can be given back (``KILLS_SEED``): it fixes who is killed and when.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time

import pytest

from tests.faults.test_claims import STOCK, House
from tests.support.crowd import Seen, claim_all
from tests.support.installation import Process

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
KILLS, RESTARTS = 20, 2
SPREAD = 24.0  # seconds between the first claim and the last


class Siege:
    """Two tickets processes and two gateways, each replaced as soon as it is killed."""

    def __init__(self, house: House, *, seed: int) -> None:
        self.house = house
        self.random = random.Random(seed)
        self.killed: list[str] = []
        _, second = house.installation.gateway()
        self.addresses = [house.address, second]
        gateways = [p for p in house.installation.processes if p.name == "gateway"]
        self.running: list[Process] = [*house.tickets, *gateways]

    def lay(self) -> None:
        """All the strikes, spread over the time of the release."""
        strikes = ["kill"] * KILLS + ["restart"] * RESTARTS
        self.random.shuffle(strikes)
        for strike in strikes:
            # Not a wait for a result: the moment of the strike.
            time.sleep(self.random.uniform(0.5, 1.5) * SPREAD / len(strikes) * 0.5)
            if strike == "restart":
                self.house.breakable.rabbitmq.restart()
            else:
                self._kill()

    def _kill(self) -> None:
        place = self.random.randrange(len(self.running))
        victim = self.running[place]
        victim.kill()
        self.killed.append(victim.name)
        installation = self.house.installation
        if victim.name == "gateway":
            port = int(victim.health.split(":")[2].partition("/")[0])
            self.running[place], _ = installation.gateway(wait=False, port=port)
        else:
            self.running[place] = installation.serve("tickets", wait=False)


def test_twenty_kills_change_no_outcome(breakable, capsys):
    seed = int(os.environ.get("KILLS_SEED", "") or random.randrange(10**6))
    with capsys.disabled():
        sys.stdout.write(f" KILLS_SEED={seed}")
        sys.stdout.flush()
    house = House(breakable)
    siege = Siege(house, seed=seed)

    async def run() -> Seen:
        crowd = asyncio.create_task(
            claim_all(
                siege.addresses, house.release["id"], house.members, requests=2, spread=SPREAD
            )
        )
        await asyncio.get_running_loop().run_in_executor(None, siege.lay)
        return await crowd

    seen = asyncio.run(run())
    assert len(siege.killed) == KILLS
    assert set(siege.killed) == {"tickets", "gateway"}
    assert seen.repeats > 0, "the strikes were felt"
    house.check(seen)
    # What every client was told is what the ledger holds: no accepted outcome has changed.
    kept = {
        (member, key): (outcome, claim_id)
        for member, key, outcome, claim_id in house.installation.databases.query(
            "tickets",
            "SELECT member_id::text, key, outcome, id::text FROM claims WHERE release_id = %s",
            house.release["id"],
        )
    }
    told = {
        who: (given[-1]["outcome"], given[-1]["claim_id"]) for who, given in seen.answers.items()
    }
    assert told == kept
    messages = house.installation.databases.query(
        "notify", "SELECT count(*), count(DISTINCT member_id) FROM inbox_entries"
    )
    assert messages == [(STOCK, STOCK)]
