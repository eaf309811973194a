"""One request erases a member in all services over the real broker, also while one is away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.client import Client, account_of, members_of
from tests.support.waiting import eventually

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres]
STORED = {
    "members": ("SELECT row_to_json(t)::text FROM members t WHERE id = %s",),
    "tickets": (
        "SELECT row_to_json(t)::text FROM children t WHERE member_id = %s",
        "SELECT row_to_json(t)::text FROM claims t WHERE member_id = %s",
    ),
    "notify": (
        "SELECT row_to_json(t)::text FROM messages t WHERE recipient = %s",
        "SELECT row_to_json(t)::text FROM inbox_entries t WHERE member_id = %s",
    ),
}


def test_a_member_is_given_out_and_erased_everywhere_and_the_ledger_stays(installation):
    installation.prepare()
    installation.serve("members", "catalog", "projects")
    notify = installation.serve("notify")
    installation.serve("tickets")
    _, address = installation.gateway()
    client = Client(address)
    accounts = client.accounts()
    officer = Client(address).log_in_staff(account_of(accounts, role="federation"))
    account = members_of(accounts, "haidian")[0]
    member = Client(address).log_in_member(account)
    me = member.get("/v1/me")["id"]
    release = officer.create_release(stock=5, districts=["haidian"])
    child = {"name": "王小满", "birth_date": "2018-05-01"}
    member.post("/v1/me/children", child, expect=201)
    won = member.post(f"/v1/releases/{release['id']}/claims", {}, key="a-claim")

    told = member.get("/v1/me/export")
    assert told["missing"] == []
    assert told["members"]["member"][0]["phone"] == account["phone"]
    assert "王小满" in [row["name"] for row in told["tickets"]["children"]]
    assert won["ticket_id"] in [row["id"] for row in told["tickets"]["tickets"]]
    assert release["title"] in stored(installation, me)  # it looks where it would lie

    asked = member.post("/v1/me/erasure", {"reason": "退会"}, expect=202)
    letter = {"reason": "本人申请"}
    refused = officer.post(f"/v1/members/{me}/erasures", letter, expect=409)
    assert refused["code"] == "holds_places"
    query = installation.databases.query
    over = "UPDATE releases SET closes_at = now() WHERE id = %s RETURNING id"
    query("tickets", over, release["id"])

    notify.kill()
    away = officer.get(f"/v1/members/{me}/export")
    assert away["missing"] == ["notify"]
    assert away["notify"] == {"not_had": "the service did not answer in time"}
    erasure = officer.post(f"/v1/members/{me}/erasures", letter, expect=202)
    assert erasure["id"] == asked["id"]

    def done() -> set[str]:
        parts = officer.get(f"/v1/erasures/{erasure['id']}")["parts"]
        return {part["service"] for part in parts if part["done_at"]}

    eventually(
        lambda: done() == {"members", "tickets", "projects"}, what="three are done", seconds=30
    )
    assert officer.get(f"/v1/erasures/{erasure['id']}")["state"] == "running"
    installation.serve("notify")
    eventually(lambda: "notify" in done(), what="notify is done as well", seconds=60)
    assert officer.get(f"/v1/erasures/{erasure['id']}")["state"] == "done"

    held = stored(installation, me)
    for gone in (account["phone"], account["name"], account["card_no"], release["title"]):
        assert gone not in held
    ledger = "SELECT position FROM claims WHERE release_id = %s AND member_id = %s"
    assert query("tickets", ledger, release["id"], me) == [(1,)]
    after = officer.get(f"/v1/members/{me}/export")
    assert after["missing"] == []
    assert after["tickets"]["children"] == []
    assert won["ticket_id"] in [row["id"] for row in after["tickets"]["tickets"]]
    assert all(row["body"] == "" for row in after["notify"]["inbox"])
    client.post("/v1/login-codes", {"card_no": account["card_no"]}, expect=202)
    wrong = {"card_no": account["card_no"], "code": "123456"}
    client.post("/v1/sessions", wrong, expect=401)


def stored(installation: Any, member_id: str) -> str:
    """Rows about a member as whoever steals the databases has them."""
    return "".join(
        row[0]
        for service, statements in STORED.items()
        for statement in statements
        for row in installation.databases.query(service, statement, member_id)
    )
