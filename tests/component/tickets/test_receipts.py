"""Every request leaves a receipt, and all of them add up."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta
from typing import Any

import pytest

from chassis.errors import Forbidden, NotFound
from tests.component.tickets.desk import (
    AUDITOR,
    CHAOYANG,
    FEDERATION,
    HAIDIAN,
    Desk,
    claim_of,
    member,
)
from tests.component.tickets.test_draws import DRAW, Drawing

PARTS = (
    "won",
    "waiting",
    "sold_out",
    "not_eligible",
    "repeated",
    "not_open",
    "in_draw",
    "withdrawn",
    "cancelled",
)


def account_of(desk: Desk, release: dict[str, Any]) -> dict[str, Any]:
    """The account, which must add up whatever has happened."""
    told: dict[str, Any] = desk.call(
        "release_accounting", caller=FEDERATION, release_id=release["id"]
    )
    assert sum(told[part] for part in PARTS) == told["requests"]
    assert sum(reason["number"] for reason in told["reasons"]) == told["requests"]
    return told


def receipts_of(desk: Desk, who: Any, **page: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = desk.call("list_my_receipts", caller=who, **page)["items"]
    return items


def test_every_outcome_leaves_a_receipt(desk):
    release, (first, second) = desk.release(stock=1), (member(), member("haidian/street/u1"))
    third = member()
    won = desk.claim(release, first)
    desk.claim(release, first, "again")
    desk.claim(release, second)
    lost = desk.claim(release, third)
    repeated, mine = receipts_of(desk, first)
    assert (mine["outcome"], mine["became"], mine["position"]) == ("won", "ticket", 1)
    assert mine["ticket_id"] == won["ticket_id"]
    assert mine["title"] == release["title"]
    assert (repeated["outcome"], repeated["became"]) == ("already_claimed", "nothing")
    (refused,) = receipts_of(desk, second)
    assert (refused["outcome"], refused["reason"]) == ("not_eligible", "district")
    one = desk.call("get_my_receipt", caller=third, claim_id=lost["claim_id"])
    assert (one["outcome"], one["position"]) == ("sold_out", 4)
    with pytest.raises(NotFound):
        desk.call("get_my_receipt", caller=first, claim_id=lost["claim_id"])
    told = account_of(desk, release)
    assert [told[p] for p in PARTS] == [1, 0, 1, 1, 1, 0, 0, 0, 0]


def test_a_receipt_follows_the_draw(desk):
    ballot = Drawing(desk, stock=1)
    ballot.enter(4)
    out, *people = ballot.members
    desk.call("withdraw_draw_entry", caller=out, release_id=ballot.release["id"])
    assert receipts_of(desk, out)[0]["became"] == "withdrawn"
    assert {receipts_of(desk, who)[0]["became"] for who in people} == {"in_draw"}
    ballot.close()
    assert account_of(desk, ballot.release)["in_draw"] == 3
    ballot.draw()
    shown = sorted((receipts_of(desk, who)[0] for who in people), key=lambda one: one["rank"])
    assert [one["became"] for one in shown] == ["ticket", "waiting", "waiting"]
    assert [one["ahead"] for one in shown] == [None, 0, 1]
    assert shown[0]["ticket_id"]
    told = account_of(desk, ballot.release)
    assert (told["won"], told["waiting"], told["withdrawn"]) == (1, 2, 1)


def test_receipts_come_in_pages(desk):
    who = member()
    for number in range(3):
        release = desk.release(stock=1)
        desk.wait(seconds=1)
        for key in range(2):
            desk.claim(release, who, f"{number}-{key}")
    seen, cursor = [], ""
    while cursor is not None:
        page = desk.call("list_my_receipts", caller=who, limit=2, cursor=cursor)
        seen += [(item["release_id"], item["position"]) for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 6
    assert [position for _, position in seen] == [2, 1] * 3


def test_only_officers_and_auditors_of_the_districts_see_the_account(desk):
    release = desk.release(stock=1)
    for caller in (CHAOYANG, AUDITOR):
        assert desk.call("release_accounting", caller=caller, release_id=release["id"])
    for caller in (HAIDIAN, member()):
        with pytest.raises(Forbidden):
            desk.call("release_accounting", caller=caller, release_id=release["id"])


@pytest.mark.parametrize("seed", range(12))
def test_the_account_adds_up_whatever_happens(desk, seed):
    chance = random.Random(seed)
    mode = chance.choice(["first_come", "window", "ballot"])
    more: dict[str, Any] = {} if mode == "first_come" else {"draw": DRAW}
    if mode == "window":
        more["window_minutes"] = 30
    trial = Drawing(
        desk,
        mode=mode,
        stock=chance.randint(1, 6),
        waiting_list=chance.random() < 0.6,
        **{"draw": None, **more},
    )
    people = [member(chance.choice(["chaoyang/a/u1", "haidian/a/u1"])) for _ in range(12)]
    requests = 0

    def ask(number: int) -> None:
        nonlocal requests
        chosen = [chance.choice(people) for _ in range(number)]
        desk.ask(
            *(
                claim_of(trial.release, who, f"{requests + n}")
                | {"wish": chance.choice(["place", "waiting"])}
                for n, who in enumerate(chosen)
            )
        )
        requests += number
        assert account_of(desk, trial.release)["requests"] == requests

    def suspend() -> None:
        desk.deliver_card(chance.choice(["suspended", "reinstated"]), chance.choice(people))

    def withdraw() -> None:
        with contextlib.suppress(NotFound):
            desk.call(
                "withdraw_draw_entry",
                caller=chance.choice(people),
                release_id=trial.release["id"],
            )

    ask(5)
    for _ in range(6):
        chance.choice([suspend, withdraw, lambda: ask(3), lambda: desk.wait(minutes=10)])()
        account_of(desk, trial.release)
    if mode != "first_come":
        trial.close()
        ask(2)
        if chance.random() < 0.3:
            desk.call(
                "cancel_release", caller=FEDERATION, release_id=trial.release["id"], reason="x"
            )
        else:
            trial.draw()
    ask(4)
    told = account_of(desk, trial.release)
    assert told["in_draw"] == 0
    for who in people:
        for receipt in receipts_of(desk, who, limit=200):
            assert receipt["became"] != "in_draw"
    desk.wait(seconds=timedelta(days=2).total_seconds())
    ask(1)
