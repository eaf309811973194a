"""Members for a crowd, by the import that a district would use."""

from __future__ import annotations

import io

from services.members.cards.rules import new_card_number
from tests.support.client import Client, account_of
from tests.support.installation import Installation
from tests.support.waiting import eventually

UNION = "chaoyang/jianwai/u0001"


def csv_of(count: int, *, union: str = UNION, first: int = 900_000_000) -> bytes:
    """An import file with ``count`` members."""
    out = io.StringIO()
    out.write("卡号,姓名,手机,出生年,工会\n")
    for number in range(count):
        card = new_card_number(first + number)
        out.write(f"{card},会员{number:05d},139{number:08d},{1960 + number % 45},{union}\n")
    return out.getvalue().encode()


def import_members(
    installation: Installation, address: str, *, count: int, union: str = UNION
) -> list[tuple[str, str]]:
    """Import members over HTTP; the (id, union path) of each."""
    client = Client(address)
    client.log_in_staff(account_of(client.accounts(), role="federation"))
    known = {row[0] for row in installation.databases.query("members", "SELECT id FROM members")}
    answer = client.call(
        "POST",
        "/v1/members/imports",
        files={"file": ("members.csv", csv_of(count, union=union), "text/csv")},
    )
    assert answer.status_code in {201, 202}, answer.text
    job = answer.json()

    def done() -> bool:
        state = client.get(f"/v1/members/imports/{job['id']}")
        assert state["state"] not in {"failed", "refused", "abandoned"}, state
        return bool(state["state"] == "done")

    eventually(done, what="the import is finished", seconds=60)
    client.close()
    rows = installation.databases.query("members", "SELECT id FROM members")
    fresh = [(str(row[0]), union) for row in rows if row[0] not in known]
    assert len(fresh) == count
    return fresh
