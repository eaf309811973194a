"""The SMS front end as a member sees it: a phone, a carrier, the real Kannel, and a release at its
opening second beside web claims."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis.personal import PersonalData
from tests.support import needs
from tests.support.client import Client, account_of
from tests.support.component import ENVIRON
from tests.support.crowd import Seen, claim_all
from tests.support.installation import SERVICES, Installation
from tests.support.kannel import Kannel, environ_of
from tests.support.members import import_members
from tests.support.ports import free_port
from tests.support.smsc.carrier import Carrier
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres, pytest.mark.kannel]
MEMBERS, STOCK = 30, 18


class Town:
    """An installation with phones."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self.installation = installation
        self.carrier = Carrier()
        self.kannel = Kannel(folder, self.carrier)

    def open(self) -> None:
        """Start all of it."""
        receipts = f"{self.address}/v1/sms/receipts"
        self.installation.environ |= environ_of(self.kannel.port, receipts)
        self.installation.prepare()
        self.installation.serve(*SERVICES)
        self.installation.gateway(port=self._port)
        self.kannel.start(inbound=f"{self.address}/v1/sms/inbound")

    def close(self) -> None:
        self.kannel.stop()
        self.carrier.close()

    def rows(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.installation.databases.query(service, statement, *values)

    def say(self, phone: str, words: str, *, answer: str) -> str:
        """Send an SMS and wait for the text that comes back with these words in it."""
        before = len(self.carrier.texts(phone))
        self.carrier.say(words, sender=f"86{phone}")

        def answered() -> str:
            new = self.carrier.texts(phone)[before:]
            if any(answer not in text for text in new) or len(new) > 1:
                raise AssertionError(new)
            return new[0] if new else ""

        return eventually(answered, what=f"an answer to {words}")


@pytest.fixture
def town(installation: Installation, tmp_path: Path) -> Iterator[Town]:
    if problem := needs.kannel_problem():
        needs.missing(problem)
    made = Town(installation, tmp_path)
    try:
        made.open()
        yield made
    finally:
        made.close()


async def _crowd(town: Town, release: dict[str, Any], members: list[tuple[str, str]]) -> Seen:
    """Every member sends an SMS and claims on the web, too; every third SMS is delivered twice."""

    def won() -> bool:
        return town.rows("notify", "SELECT 1 FROM inbound_sms WHERE outcome = 'won'") != []

    async def phones() -> None:
        for number in range(MEMBERS):
            words, sender = f"ＱＰ　{release['code'].lower()}", f"86139{number:08d}"
            town.carrier.say(words, sender=sender, times=2 if number % 3 == 0 else 1)
            await asyncio.sleep(0.05)  # not a wait for a result: not all press at once

    async def web() -> Seen:
        """Begins when the first SMS has won, while most are still to come."""
        await asyncio.to_thread(eventually, won, what="an SMS has won")
        return await claim_all([town.address], release["id"], members, requests=1, spread=1.0)

    seen, _ = await asyncio.gather(web(), phones())
    return seen


def test_a_release_is_claimed_by_sms_and_web_then_asked_for_given_back_and_left(town):
    client = Client(town.address)
    officer = client.log_in_staff(account_of(client.accounts(), role="federation"))
    members = import_members(town.installation, town.address, count=MEMBERS)
    opens_at = datetime.now(UTC) + timedelta(seconds=1)
    release = officer.create_release(
        stock=STOCK,
        districts=["chaoyang"],
        opens_at=opens_at.isoformat(),
        event_starts_at=(opens_at + timedelta(days=3)).isoformat(),
        return_until=(opens_at + timedelta(days=2)).isoformat(),
    )
    eventually(lambda: datetime.now(UTC) >= opens_at, what="the opening second")
    seen = asyncio.run(_crowd(town, release, members))

    def handled() -> bool:
        rows = town.rows("notify", "SELECT count(*), count(due_at) FROM inbound_sms")
        return rows == [(MEMBERS, 0)]  # although some came twice

    eventually(handled, what="every SMS is handled", seconds=30)
    rows = town.rows("notify", "SELECT outcome, member_id::text, number_sealed FROM inbound_sms")
    by_sms = Counter(outcome for outcome, _, _ in rows)
    assert set(by_sms) <= {"won", "already_claimed", "sold_out"}
    assert seen.contradictions() == []
    assert seen.outcomes()["won"] + by_sms["won"] == STOCK
    _one_order(town, release, seen.winners() + [who for how, who, _ in rows if how == "won"])

    def told() -> bool:
        select = (
            "SELECT template, count(*) FROM messages WHERE channel = 'sms' "
            "AND state = 'delivered' GROUP BY template"
        )
        found = Counter(dict(town.rows("notify", select)))
        wanted = Counter(
            ticket_claimed=STOCK,
            sms_reply_already_claimed=by_sms["already_claimed"],
            sms_reply_sold_out=by_sms["sold_out"],
        )
        if found != wanted:
            raise AssertionError(f"{found} instead of {wanted}")
        return True

    eventually(told, what="everybody's phone has it", seconds=30)
    texts = [text for n in range(MEMBERS) for text in town.carrier.texts(f"139{n:08d}")]
    assert sum("抢票成功" in text for text in texts) == STOCK

    sealed = next(sealed for how, _, sealed in rows if how == "won")
    _a_winner_goes_on(town, release, _opened(sealed))


def _one_order(town: Town, release: dict[str, Any], winners: list[str]) -> None:
    """Stock and tickets are exact, and nobody wins once somebody was told that all is gone."""
    assert len(set(winners)) == STOCK
    tickets = town.rows(
        "tickets", "SELECT member_id::text FROM tickets WHERE release_id = %s", release["id"]
    )
    assert sorted(member for (member,) in tickets) == sorted(winners)
    assert _remaining(town, release) == 0
    claims = town.rows(
        "tickets",
        "SELECT position, outcome FROM claims WHERE release_id = %s ORDER BY position",
        release["id"],
    )
    assert [position for position, _ in claims] == list(range(1, 2 * MEMBERS + 1))
    outcomes = [outcome for _, outcome in claims]
    assert "won" not in outcomes[outcomes.index("sold_out") :]


def _a_winner_goes_on(town: Town, release: dict[str, Any], phone: str) -> None:
    """Asks, gives the ticket back after the question, and wants no more messages."""
    assert "您的票：" in town.say(phone, "CX", answer="您的票")
    town.say(phone, f"TP {release['code']}", answer="确定退票请在10分钟内回复Y")
    assert _remaining(town, release) == 0  # nothing is lost by the question
    town.say(phone, "Y", answer="的票已退")
    assert _remaining(town, release) == 1
    town.say(phone, "TD", answer="已退订通知短信")


def _remaining(town: Town, release: dict[str, Any]) -> int:
    select = "SELECT remaining FROM releases WHERE id = %s"
    return int(town.rows("tickets", select, release["id"])[0][0])


def _opened(sealed: str) -> str:
    return PersonalData(ENVIRON["PERSONAL_DATA_SECRET"]).open(sealed, purpose="phone")
