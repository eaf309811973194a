"""The union's tree, and the members whose cards paper sheets carry."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from services.members.cards.rules import new_card_number
from tests.support.client import Client
from tests.support.scenario.house import House
from tests.support.scenario.people import OFFICER
from tests.support.scenario.voters import unions
from tests.support.waiting import eventually

_KINDS = {2: "street", 3: "grassroots"}  # the districts are there from the start
_FIRST = 7_000_000


def card(number: int) -> str:
    """The card of the member with this number."""
    return new_card_number(_FIRST + number)


def union_of(number: int) -> str:
    """The union of the member with this number."""
    known = unions()
    return known[number % len(known)]


def found_unions(house: House) -> None:
    """Add every union of the scenario, and the street above it first."""
    paths = {path.rsplit("/", cut)[0] for path in unions() for cut in range(2)}
    for depth, kind in _KINDS.items():
        level = sorted(path for path in paths if path.count("/") == depth - 1)
        house.together(
            lambda path, kind=kind: house.post(
                OFFICER,
                "/v1/unions",
                {"path": path, "kind": kind, "name": f"{path}工会"},
                expect=201,
            ),
            level,
        )


def enrol(house: House, numbers: Sequence[int]) -> None:
    """Import the members with these numbers, as a district does."""
    client = Client(house.address, timeout=60)
    client.token = house.token(OFFICER)
    file = ("members.csv", _file(numbers), "text/csv")
    answer = client.call("POST", "/v1/members/imports", files={"file": file})
    assert answer.status_code in {201, 202}, answer.text
    job = answer.json()["id"]

    def done() -> bool:
        state = client.get(f"/v1/members/imports/{job}")
        assert state["state"] not in {"failed", "refused", "abandoned"}, state
        return bool(state["state"] == "done")

    eventually(done, what="the members are imported", seconds=60)
    client.close()


def _file(numbers: Sequence[int]) -> bytes:
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["卡号", "姓名", "手机", "出生年", "工会"])
    for number in numbers:
        phone = f"139{number:08d}"
        lines.writerow([card(number), f"会员{number}", phone, 1960 + number % 45, union_of(number)])
    return out.getvalue().encode()
