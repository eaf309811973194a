"""A draw from its announcement to the proof that everybody can check."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.clock import parse_rfc3339, rfc3339
from chassis.errors import Conflict, Forbidden, InvalidInput, NotFound
from ops import verify_draw
from services.tickets.draws import drawing, pieces, proof
from services.tickets.draws.source import SourceAway
from services.tickets.service import Tickets
from tests.component.tickets.desk import (
    CHAOYANG,
    FEDERATION,
    HAIDIAN,
    Desk,
    claim_of,
    member,
    staff,
)
from tests.support.component import settings

DRAW = {"source": "福利彩票双色球 2026048 期开奖号码", "fallback": "drand quicknet 第 28000000 轮"}
OFFICERS = (FEDERATION, CHAOYANG)
VALUE = "03 08 15 21 26 33 + 09"


class Drawing:
    """A ballot, who entered it, and its steps."""

    def __init__(self, desk: Desk, **change: Any) -> None:
        self.desk = desk
        plan = {"mode": "ballot", "draw": DRAW, "stock": 3} | change
        self.release = desk.release(**plan)
        self.members = []

    def enter(self, number: int) -> list[dict[str, Any]]:
        """So many members ask."""
        self.members += [member() for _ in range(number)]
        return self.desk.ask(*(claim_of(self.release, who) for who in self.members[-number:]))

    def close(self) -> None:
        """Entries close, and are frozen."""
        until = self.desk.look(self.release)["entries_until"]
        self.desk.clock.set(moment(until) + timedelta(seconds=10))
        self.desk.component.tick("freeze_draws")

    def say(self, officer: Any, value: str = VALUE, **more: Any) -> dict[str, Any]:
        """An officer enters a value."""
        told: dict[str, Any] = self.desk.call(
            "propose_draw_value",
            caller=officer,
            release_id=self.release["id"],
            value=value,
            **more,
        )
        return told

    def draw(self) -> None:
        """Two officers enter the value, and the tick draws."""
        for officer in OFFICERS:
            self.say(officer)
        self.desk.component.tick("make_draws")

    def look(self, caller: Any = member()) -> dict[str, Any]:  # noqa: B008
        """What anybody sees of it."""
        told: dict[str, Any] = self.desk.call(
            "get_draw", caller=caller, release_id=self.release["id"]
        )
        return told

    def proof(self) -> str:
        """The whole file."""
        text, number = "", 0
        while number is not None:
            piece = self.desk.call("draw_proof", release_id=self.release["id"], piece=number)
            text, number = text + piece["text"], piece["next_piece"]
        return text

    def entry(self, who: Any) -> dict[str, Any]:
        """What a member sees of their own."""
        told: dict[str, Any] = self.desk.call(
            "get_my_draw_entry", caller=who, release_id=self.release["id"]
        )
        return told

    def rows(self, statement: str) -> list[Any]:
        """What lies in the database."""
        with self.desk.component.database.reading() as session:
            return list(session.execute(sa.text(statement)))


def moment(text: str) -> Any:
    """A moment of an answer."""
    return parse_rfc3339(text)


@pytest.fixture
def ballot(desk: Desk) -> Drawing:
    return Drawing(desk)


def test_a_draw_is_announced_before_anybody_can_enter(desk):
    with pytest.raises(InvalidInput) as refused:
        desk.release(mode="ballot")
    assert refused.value.errors[0].field == "draw"
    with pytest.raises(InvalidInput) as refused:
        desk.release(draw=DRAW)
    assert refused.value.errors[0].field == "draw"
    with pytest.raises(InvalidInput) as refused:
        desk.release(mode="ballot", draw={"source": "x"})
    assert refused.value.errors[0].field == "draw.fallback"
    announced = Drawing(desk).look()
    assert announced["state"] == "announced"
    assert (announced["source"], announced["fallback"]) == (DRAW["source"], DRAW["fallback"])
    assert announced["rules"]["source"] == DRAW["source"]
    assert announced["root"] is announced["value"] is announced["entries"] is None


@pytest.mark.parametrize("known", [{"due_at": 0}, {"round": 1}])
def test_a_value_that_is_known_when_entries_close_is_refused(desk, known):
    plan = desk.plan(mode="ballot")
    if "due_at" in known:
        known = {"due_at": plan["closes_at"]}
    with pytest.raises(InvalidInput) as refused:
        desk.call("create_release", caller=FEDERATION, **plan, draw=DRAW | known)
    assert refused.value.errors[0].field == f"draw.{next(iter(known))}"


def test_a_ballot_from_end_to_end(ballot, desk):
    assert {o["outcome"] for o in ballot.enter(8)} == {"entered"}
    ballot.close()
    frozen = ballot.look()
    assert (frozen["state"], frozen["entries"], frozen["places"]) == ("frozen", 8, {"": 3})
    (told,) = desk.events("tickets.draw_frozen.v1")
    assert told["data"]["root"] == frozen["root"]
    ballot.draw()
    drawn = ballot.look()
    assert (drawn["state"], drawn["won"], drawn["waiting"], drawn["lost"]) == ("drawn", 3, 5, 0)
    assert len(drawn["confirmations"]) == 2
    assert drawn["value"] == VALUE
    (finished,) = desk.events("tickets.draw_finished.v1")
    assert finished["data"]["result"] == drawn["result"]
    assert len(desk.events("tickets.ticket_claimed.v1")) == 3
    release = desk.look(ballot.release)
    assert (release["remaining"], release["waiting"]) == (0, 5)
    assert release["drawn_at"] == drawn["finished_at"]
    entries = [ballot.entry(who) for who in ballot.members]
    assert sorted(e["rank"] for e in entries) == list(range(1, 9))
    assert all((e["fate"] == "won") == (e["rank"] <= 3) for e in entries)
    winner = next(who for who, e in zip(ballot.members, entries, strict=True) if e["ticket_id"])
    (ticket,) = desk.call("list_my_tickets", caller=winner)["items"]
    assert ticket["id"] == ballot.entry(winner)["ticket_id"]
    ranks = ballot.rows("SELECT rank FROM waiting_places ORDER BY rank")
    assert [rank for (rank,) in ranks] == [4, 5, 6, 7, 8]


def test_anybody_can_check_the_proof_and_every_entrant_their_own_entry(
    ballot, desk, tmp_path, capsys
):
    ballot.enter(8)
    with pytest.raises(Conflict):
        ballot.proof()
    ballot.close()
    ballot.draw()
    text = ballot.proof()
    file, own = tmp_path / "proof.json", tmp_path / "entry.json"
    file.write_text(text)
    repeated = proof.verify(text)
    assert repeated.frozen.root.hex() == ballot.look()["root"]
    for who in ballot.members:
        entry = ballot.entry(who)
        own.write_text(json.dumps(entry))
        assert verify_draw.verify(str(file), str(own)) == 0
        assert f"rank     {entry['rank']}" in capsys.readouterr().out
        for name, lie in (("salt", "00" * 16), ("member_id", "x"), ("index", 99), ("places", 2)):
            own.write_text(json.dumps(entry | {name: lie}))
            assert verify_draw.verify(str(file), str(own)) == 1


def test_the_proof_comes_in_pieces(ballot, desk, monkeypatch):
    ballot.enter(8)
    monkeypatch.setattr(pieces, "SIZE", 4)
    monkeypatch.setattr(pieces.cut, "__kwdefaults__", {"size": 4})
    monkeypatch.setattr(pieces.inclusion, "__kwdefaults__", {"size": 4})
    ballot.close()
    ballot.draw()
    assert ballot.rows("SELECT count(*) FROM draw_pieces") == [(2,)]
    assert len(proof.verify(ballot.proof()).order) == 8
    assert {ballot.entry(who)["index"] for who in ballot.members} == set(range(8))


def test_a_draw_without_entries_is_a_draw(ballot, desk):
    ballot.close()
    ballot.draw()
    assert ballot.look()["won"] == 0
    assert len(proof.verify(ballot.proof()).order) == 0
    assert desk.look(ballot.release)["remaining"] == 3


def test_nothing_is_frozen_before_its_time_and_no_value_is_taken_before_that(ballot, desk):
    ballot.enter(2)
    desk.component.tick("freeze_draws")
    assert ballot.look()["state"] == "announced"
    with pytest.raises(Conflict) as refused:
        ballot.say(FEDERATION)
    assert refused.value.code == "draw_not_frozen"


def test_a_request_that_waited_for_the_lock_over_the_freeze_does_not_enter(ballot, desk):
    ballot.enter(2)
    ballot.close()
    desk.wait(seconds=-30)  # the moment of a batch that has waited since then
    (late,) = ballot.enter(1)
    assert late["outcome"] == "waiting"
    assert ballot.look()["entries"] == 2


def test_nobody_confirms_their_own_value(ballot, desk):
    ballot.enter(4)
    ballot.close()
    told = ballot.say(FEDERATION)
    assert (told["state"], told["proposed_by_me"], told["value"]) == ("frozen", True, None)
    assert ballot.say(FEDERATION)["state"] == "frozen"
    assert ballot.say(FEDERATION, "corrected")["state"] == "frozen"
    assert ballot.look(CHAOYANG)["proposed_by_me"] is False
    assert ballot.say(CHAOYANG, "corrected")["state"] == "drawing"
    with pytest.raises(Conflict) as refused:
        ballot.say(FEDERATION)
    assert refused.value.code == "draw_value_known"


def test_two_values_that_differ_are_refused_and_kept(ballot, desk):
    ballot.enter(4)
    ballot.close()
    ballot.say(FEDERATION, "one")
    with pytest.raises(Conflict) as refused:
        ballot.say(CHAOYANG, "another")
    assert refused.value.code == "draw_value_differs"
    kept = ballot.rows("SELECT value, verdict FROM draw_values ORDER BY id")
    assert kept == [("one", "refused"), ("another", "refused")]
    assert ballot.look()["proposed_at"] is None
    ballot.draw()
    assert ballot.look()["state"] == "drawn"


def test_the_fallback_is_stated_with_its_reason(ballot, desk):
    ballot.close()
    with pytest.raises(InvalidInput) as refused:
        ballot.say(FEDERATION, fallback=True)
    assert refused.value.errors[0].field == "reason"
    for officer in OFFICERS:
        ballot.say(officer, fallback=True, reason="开奖推迟")
    told = ballot.look()
    assert (told["by_fallback"], told["fallback_reason"]) == (True, "开奖推迟")


def test_who_is_no_officer_of_the_districts_enters_no_value(ballot):
    ballot.close()
    for caller in (HAIDIAN, member(), staff("auditor")):
        with pytest.raises(Forbidden):
            ballot.say(caller)


def test_a_value_is_not_taken_before_its_source_publishes_it(desk):
    due = rfc3339(desk.clock.now() + timedelta(days=2))
    ballot = Drawing(desk, draw=DRAW | {"due_at": due})
    ballot.close()
    with pytest.raises(Conflict) as refused:
        ballot.say(FEDERATION)
    assert refused.value.code == "draw_value_not_due"
    desk.wait(days=2)
    assert ballot.say(FEDERATION)["proposed_at"]


def test_a_card_suspended_at_the_freeze_is_left_out_and_later_is_not(ballot, desk):
    ballot.enter(5)
    desk.deliver_card("suspended", ballot.members[0])
    ballot.close()
    desk.deliver_card("suspended", ballot.members[1])
    ballot.draw()
    told = ballot.look()
    assert (told["entries"], told["left_out"], told["won"]) == (4, 1, 3)
    out = ballot.entry(ballot.members[0])
    assert (out["fate"], out["rank"], out["index"]) == ("left_out", None, None)
    assert ballot.entry(ballot.members[1])["rank"]


def test_without_a_waiting_list_the_rest_is_lost(desk):
    ballot = Drawing(desk, waiting_list=False)
    ballot.enter(5)
    ballot.close()
    ballot.draw()
    assert (ballot.look()["lost"], desk.look(ballot.release)["waiting"]) == (2, 0)
    fates = Counter(ballot.entry(who)["fate"] for who in ballot.members)
    assert fates == {"won": 3, "lost": 2}
    proof.verify(ballot.proof())


def test_a_window_is_drawn_and_then_first_come(desk):
    window = Drawing(desk, mode="window", window_minutes=5, stock=4)
    window.enter(3)
    desk.wait(minutes=6)
    (late,) = window.enter(1)
    assert late["outcome"] == "waiting"
    window.close()
    window.draw()
    release = desk.look(window.release)
    assert (release["remaining"], release["waiting"], release["state"]) == (1, 1, "open")
    again = desk.claim(window.release, window.members[0], "again")
    assert (again["outcome"], again["reason"]) == ("already_claimed", "")
    (next_one,) = window.enter(1)
    assert next_one["outcome"] in {"waiting", "sold_out"}  # somebody waits who could be served


def test_what_is_left_of_a_window_goes_to_the_next_and_the_last_place_is_told(desk):
    window = Drawing(desk, mode="window", window_minutes=5, stock=3)
    window.enter(2)
    window.close()
    window.draw()
    (won,) = window.enter(1)
    assert won["outcome"] == "won"
    full = Drawing(desk, mode="window", window_minutes=5, stock=2)
    full.enter(3)
    full.close()
    full.draw()
    assert len(desk.events("tickets.release_sold_out.v1")) == 2


def test_a_release_called_off_is_not_drawn(ballot, desk):
    ballot.enter(4)
    ballot.close()
    for officer in OFFICERS:
        ballot.say(officer)
    desk.call("cancel_release", caller=FEDERATION, release_id=ballot.release["id"], reason="x")
    desk.component.tick("make_draws")
    assert ballot.look()["state"] == "cancelled"
    assert not desk.events("tickets.ticket_claimed.v1")


def test_an_entry_may_be_taken_back_until_the_freeze(ballot, desk):
    ballot.enter(3)
    first, second, _ = ballot.members
    release_id = ballot.release["id"]
    desk.call("withdraw_draw_entry", caller=first, release_id=release_id)
    with pytest.raises(NotFound):
        ballot.entry(first)
    assert desk.claim(ballot.release, first, "again")["outcome"] == "entered"
    desk.call("withdraw_draw_entry", caller=first, release_id=release_id)
    ballot.close()
    assert ballot.look()["entries"] == 2
    with pytest.raises(Conflict):
        desk.call("withdraw_draw_entry", caller=second, release_id=release_id)


def test_a_draw_that_died_halfway_goes_on_and_gives_nobody_two(ballot, desk, monkeypatch):
    monkeypatch.setattr(drawing, "PORTION", 4)
    ballot.enter(10)
    ballot.close()
    execute(
        desk,
        "CREATE TRIGGER stop BEFORE INSERT ON draw_results WHEN NEW.rank = 6"
        " BEGIN SELECT RAISE(ABORT, 'the power is out'); END",
    )
    with pytest.raises(sa.exc.IntegrityError):
        ballot.draw()
    assert ballot.look()["state"] == "drawing"
    assert desk.look(ballot.release)["remaining"] == 0
    assert ballot.rows("SELECT placed FROM draws") == [(4,)]
    execute(desk, "DROP TRIGGER stop")
    desk.component.tick("make_draws")
    assert ballot.look()["state"] == "drawing"  # whoever died may still be at it
    desk.wait(seconds=61)
    desk.component.tick("make_draws")
    assert (ballot.look()["won"], ballot.look()["waiting"]) == (3, 7)
    assert ballot.rows("SELECT count(*), count(DISTINCT member_id) FROM tickets") == [(3, 3)]
    assert len(desk.events("tickets.ticket_claimed.v1")) == 3
    proof.verify(ballot.proof())


def test_a_freeze_that_died_is_done_by_the_next(ballot, desk):
    ballot.enter(3)
    execute(
        desk,
        "CREATE TRIGGER stop BEFORE INSERT ON draw_pieces"
        " BEGIN SELECT RAISE(ABORT, 'the power is out'); END",
    )
    with pytest.raises(sa.exc.IntegrityError):
        ballot.close()
    execute(desk, "DROP TRIGGER stop")
    first = ballot.rows("SELECT frozen_at FROM draws")
    desk.wait(seconds=61)
    desk.component.tick("freeze_draws")
    assert ballot.look()["entries"] == 3
    assert ballot.rows("SELECT frozen_at FROM draws") == first


class Beacon:
    """A source as ``RandomSource`` has it."""

    enabled = True

    def __init__(self) -> None:
        self.values: dict[int, str] = {}

    def fetch(self, number: int) -> str:
        if number not in self.values:
            raise SourceAway("not yet")
        return self.values[number]


def test_a_drand_round_is_fetched_when_it_is_out(component):
    beacon = Beacon()
    desk = Desk(component(Tickets, dependencies={"settings": settings(), "random_source": beacon}))
    ballot = Drawing(desk, draw=DRAW | {"round": 40_000_000})
    due = moment(ballot.look()["due_at"])
    ballot.enter(4)
    ballot.close()
    desk.component.tick("fetch_draw_values")
    desk.clock.set(due)
    desk.component.tick("fetch_draw_values")
    assert ballot.look()["state"] == "frozen"
    beacon.values[40_000_000] = "ab" * 32
    desk.component.tick("fetch_draw_values")
    desk.component.tick("make_draws")
    told = ballot.look()
    assert (told["state"], told["value"], told["fetched"]) == ("drawn", "ab" * 32, True)


def test_places_of_parts_of_the_stock_are_drawn_and_counted(desk):
    ballot = Drawing(desk, stock=4)
    with desk.component.store.work() as work:
        work.session.execute(
            sa.text(
                "INSERT INTO allocations (release_id, pool, stock, remaining, rolled_over)"
                " SELECT id, 'channel:sms', 2, 2, 0 FROM releases"
            )
        )
        work.session.execute(sa.text("UPDATE releases SET allocated = true"))
    people = [member() for _ in range(6)]
    desk.ask(
        *(
            claim_of(ballot.release, who) | {"channel": "sms" if n < 3 else "web"}
            for n, who in enumerate(people)
        )
    )
    ballot.close()
    assert ballot.look()["places"] == {"": 2, "channel:sms": 2}
    ballot.draw()
    assert ballot.look()["won"] == 4
    assert ballot.rows("SELECT remaining FROM allocations") == [(0,)]
    by_pool = ballot.rows("SELECT pool, count(*) FROM tickets GROUP BY pool ORDER BY pool")
    assert by_pool == [("", 2), ("channel:sms", 2)]
    proof.verify(ballot.proof())


def execute(desk: Desk, statement: str) -> None:
    with desk.component.database.writing() as session:
        session.execute(sa.text(statement))
        session.commit()
