"""SMS claims beside web claims on one release: one order, exact stock, whoever delivers twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import httpx
import pytest

from tests.support.client import PASSING, Client, account_of
from tests.support.component import ENVIRON
from tests.support.crowd import Seen, claim_all
from tests.support.members import import_members
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
MEMBERS, STOCK = 120, 50


async def send_sms(address: str, text: str, *, spread: float) -> None:
    """Each member's phone sends the text; each SMS is delivered twice, most of them at once."""
    async with httpx.AsyncClient(base_url=address, timeout=15) as http:

        async def deliver(params: dict[str, str], after: float) -> None:
            await asyncio.sleep(after)
            until = asyncio.get_running_loop().time() + 30
            while (
                status := (await http.post("/v1/sms/inbound", params=params)).status_code
            ) != 202:
                assert status in PASSING
                assert asyncio.get_running_loop().time() < until
                await asyncio.sleep(0.2)

        def sms(number: int, sms_id: str) -> dict[str, str]:
            return {
                "token": ENVIRON["SMS_INBOUND_TOKEN"],
                "id": sms_id,
                "sender": f"+86139{number:08d}",
                "recipient": "12351",
                "text": text,
            }

        moments = [random.uniform(0, spread) for _ in range(MEMBERS)]
        await asyncio.gather(
            *(deliver(sms(n, f"k-{n}"), after) for n, after in enumerate(moments)),
            # The gateway again with its id, or the carrier, so that the gateway gives another one.
            *(deliver(sms(n, f"k-{n}{'x' * (n % 2)}"), after) for n, after in enumerate(moments)),
        )


@pytest.mark.parametrize("killed", [False, True], ids=["all is well", "a notify process is killed"])
def test_stock_is_exact_and_every_member_has_at_most_one_ticket(installation, killed):
    installation.prepare()
    installation.serve("members", "catalog", "projects")
    installation.serve("tickets")
    notify = [installation.serve("notify") for _ in range(2)]  # two handlers share the SMS
    _, address = installation.gateway()
    client = Client(address)
    officer = client.log_in_staff(account_of(client.accounts(), role="federation"))
    members = import_members(installation, address, count=MEMBERS)
    release = officer.create_release(stock=STOCK, districts=["chaoyang"])

    query = installation.databases.query

    def decided() -> bool:
        return query("notify", "SELECT count(*) FROM inbound_sms WHERE outcome = 'won'") != [(0,)]

    async def web() -> Seen:
        """Begins when the first SMS has won, while most of them are still to come."""
        await asyncio.to_thread(eventually, decided, what="an SMS has won", seconds=30)
        return await claim_all([address], release["id"], members, requests=1, spread=1.0)

    async def strike() -> None:
        await asyncio.sleep(0.6)  # not a wait for a result: the moment of the strike
        if killed:
            notify[0].kill()

    async def opening() -> Seen:
        seen, _, _ = await asyncio.gather(
            web(),
            send_sms(address, f"ＱＰ {release['code'].lower()}", spread=3.0),
            strike(),
        )
        return seen

    seen = asyncio.run(opening())

    def handled() -> bool:
        return query("notify", "SELECT count(*) FROM inbound_sms WHERE due_at IS NOT NULL") == [
            (0,)
        ]

    eventually(handled, what="every SMS is handled", seconds=60)
    assert seen.contradictions() == []
    rows = query("notify", "SELECT outcome, member_id FROM inbound_sms")
    assert len(rows) == MEMBERS  # although each came twice
    by_sms = Counter(outcome for outcome, _ in rows)
    assert set(by_sms) <= {"won", "already_claimed", "sold_out"}
    assert seen.outcomes()["won"] + by_sms["won"] == STOCK
    winners = seen.winners() + [str(member) for outcome, member in rows if outcome == "won"]
    assert len(set(winners)) == STOCK

    of_release = "FROM tickets WHERE release_id = %s"
    tickets = query("tickets", f"SELECT member_id {of_release}", release["id"])
    assert sorted(str(row[0]) for row in tickets) == sorted(winners)
    assert query("tickets", "SELECT remaining FROM releases WHERE id = %s", release["id"]) == [(0,)]
    positions = query(
        "tickets",
        "SELECT outcome, position FROM claims WHERE release_id = %s ORDER BY position",
        release["id"],
    )
    assert [position for _, position in positions] == list(range(1, 2 * MEMBERS + 1))
    # One order for both ways in: nobody wins once somebody was told that all is gone.
    outcomes = [outcome for outcome, _ in positions]
    assert "won" not in outcomes[outcomes.index("sold_out") :]

    def told() -> bool:
        """The winner's ticket, or the answer to the SMS; each once."""
        sent = query(
            "notify",
            "SELECT template, count(*) FROM messages WHERE channel = 'sms' AND state = 'sent' "
            "GROUP BY template",
        )
        return Counter(dict(sent)) == Counter(
            ticket_claimed=STOCK,
            sms_reply_already_claimed=by_sms["already_claimed"],
            sms_reply_sold_out=by_sms["sold_out"],
        )

    eventually(told, what="everybody is told once", seconds=60)
