"""Who gets a place."""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.tickets.claims.eligibility import Ages, Eligibility, Facts, Reason
from services.tickets.claims.pools import GENERAL
from services.tickets.claims.requests import Channel, Request, Wish, read_request
from services.tickets.claims.rules import Held, Outcome, Standing, decide_batch
from services.tickets.releases.rules import Mode

OPENS = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
DURING = OPENS + timedelta(seconds=1)
UNION = "chaoyang/jianwai/u0001"
CHILDREN = Facts(
    births={
        (f"m{number}", child): date(2018, 4, 25) for number in range(6) for child in ("c1", "c2")
    }
)
RELEASE, MEMBER = "0196a8a0-0000-7000-8000-000000000001", "0196a8a0-0000-7000-8000-0000000000aa"


def standing(**change) -> Standing:
    change = {"pools": {GENERAL: change.pop("remaining", 1)}, **change}
    return Standing(
        **{
            "scheduled_at": OPENS - timedelta(days=1),
            "opens_at": OPENS,
            "closes_at": OPENS + timedelta(days=1),
            "cancelled_at": None,
            "districts": frozenset({"chaoyang"}),
            "requests": 0,
            **change,
        }
    )


def decide(*requests: Request, release: Standing | None = None, at=DURING, **known):
    ids = itertools.count(1)
    return decide_batch(
        requests,
        at=at,
        standings={RELEASE: release or standing()},
        **{"stored": {}, **known},
        new_id=lambda: f"id-{next(ids)}",
    )


def ask(member: str = "m1", key: str = "k1", **change) -> Request:
    return Request(
        **{"release_id": RELEASE, "member_id": member, "key": key, "union": UNION} | change
    )


@pytest.mark.parametrize(
    ("release", "at", "request_", "known", "outcome", "reason"),
    [
        ({}, OPENS, {}, {}, Outcome.WON, Reason.NONE),
        ({}, OPENS - timedelta(microseconds=1), {}, {}, Outcome.NOT_OPEN, Reason.TOO_EARLY),
        ({}, OPENS + timedelta(days=1), {}, {}, Outcome.NOT_OPEN, Reason.TOO_LATE),
        ({"cancelled_at": OPENS}, DURING, {}, {}, Outcome.NOT_OPEN, Reason.CANCELLED),
        ({}, DURING, {"union": "haidian/x/y"}, {}, Outcome.NOT_ELIGIBLE, Reason.DISTRICT),
        ({}, DURING, {"union": ""}, {}, Outcome.NOT_ELIGIBLE, Reason.DISTRICT),
        ({}, DURING, {"union": "chaoyang2"}, {}, Outcome.NOT_ELIGIBLE, Reason.DISTRICT),
        (
            {},
            DURING,
            {},
            {"facts": Facts(suspended={"m1"})},
            Outcome.NOT_ELIGIBLE,
            Reason.CARD_SUSPENDED,
        ),
        (
            {},
            DURING,
            {},
            {"held": Held(tickets={(RELEASE, "m1"): "t"})},
            Outcome.ALREADY_CLAIMED,
            Reason.NONE,
        ),
        ({"remaining": 0}, DURING, {}, {}, Outcome.SOLD_OUT, Reason.NONE),
    ],
)
def test_each_outcome_names_its_rule(release, at, request_, known, outcome, reason):
    (decision,) = decide(ask(**request_), release=standing(**release), at=at, **known)
    assert (decision.outcome, decision.reason) == (outcome, reason)
    assert decision.decided_at == at
    assert (decision.ticket_id is not None) == (outcome in ("won", "already_claimed"))


def test_the_first_to_come_wins_the_last_place():
    first, second = decide(ask("m1"), ask("m2"))
    assert (first.outcome, second.outcome) == (Outcome.WON, Outcome.SOLD_OUT)
    assert (first.position, second.position) == (1, 2)


def test_a_second_key_is_a_claim_too_many_and_shows_the_ticket():
    first, second = decide(ask(key="a"), ask(key="b"), release=standing(remaining=5))
    assert second.outcome is Outcome.ALREADY_CLAIMED
    assert second.ticket_id == first.ticket_id


def test_two_equal_requests_in_one_batch_are_one():
    first, second = decide(ask(), ask(), release=standing(remaining=5))
    assert first is second


def test_a_stored_decision_stands_although_everything_has_changed():
    (won,) = decide(ask())
    closed = standing(closes_at=OPENS + timedelta(milliseconds=1), remaining=0, requests=9)
    (again,) = decide(
        ask(),
        release=closed,
        stored={won.request.identity: won},
        facts=Facts(suspended={"m1"}),
    )
    assert again is won


def test_a_household_gets_all_its_places_or_none():
    release = standing(remaining=2, asks=Eligibility(most_companions=2))
    family, single = decide(
        ask("m1", companions=("c1", "c2")), ask("m2"), release=release, facts=CHILDREN
    )
    assert (family.outcome, single.outcome) == (Outcome.SOLD_OUT, Outcome.WON)


@pytest.mark.parametrize(
    ("asks", "who", "reason"),
    [
        ({"unions": ("haidian", "chaoyang/jianwai")}, {}, Reason.NONE),
        ({"unions": ("chaoyang/jian",)}, {}, Reason.UNION),
        ({"ages": Ages(18, 36)}, {"birth_year": 1990}, Reason.NONE),
        ({"ages": Ages(18, 35)}, {"birth_year": 1990}, Reason.AGE),
        ({"ages": Ages(18, 35)}, {}, Reason.AGE),
        ({"audiences": ("deaf", "volunteer")}, {"audiences": ("deaf",)}, Reason.NONE),
        ({"audiences": ("deaf",)}, {"audiences": ("volunteer",)}, Reason.AUDIENCE),
        ({"not_won_in_last": 2}, {"member_id": "m2"}, Reason.RECENT_WIN),
        ({}, {"companions": ("c1",)}, Reason.TOO_MANY),
        ({"most_companions": 1}, {"companions": ("c1", "c2")}, Reason.TOO_MANY),
        ({"most_companions": 1, "least_companions": 1}, {}, Reason.COMPANION_NEEDED),
        ({"most_companions": 1}, {"companions": ("c9",)}, Reason.COMPANION_UNKNOWN),
        (
            {"most_companions": 1, "companion_ages": Ages(8, 10)},
            {"companions": ("c1",)},
            Reason.NONE,
        ),
        (
            {"most_companions": 1, "companion_ages": Ages(3, 7)},
            {"companions": ("c1",)},
            Reason.COMPANION_AGE,
        ),
    ],
)
def test_the_rule_that_refuses_is_named(asks, who, reason):
    """Ages count on the day of the event, here the eighth birthday of the children."""
    release = standing(asks=Eligibility(**asks), remaining=9, event_starts_at=OPENS)
    known = replace(CHILDREN, recent={(RELEASE, "m2")})
    (decision,) = decide(ask(**who), release=release, facts=known)
    assert decision.reason is reason
    assert (decision.outcome is Outcome.WON) == (reason is Reason.NONE)


def test_a_cool_down_refuses():
    (decision,) = decide(ask(), facts=Facts(cooling={"m1"}))
    assert (decision.outcome, decision.reason) == (Outcome.NOT_ELIGIBLE, Reason.COOL_DOWN)


@pytest.mark.parametrize("mode", [Mode.WINDOW, Mode.BALLOT])
def test_who_asks_in_time_enters_the_draw_once(mode):
    release = standing(mode=mode, entries_until=DURING + timedelta(minutes=1), remaining=0)
    first, again = decide(ask(key="a"), ask(key="b"), release=release)
    assert first.outcome is Outcome.ENTERED
    assert (again.outcome, again.reason) == (Outcome.ALREADY_CLAIMED, Reason.ENTERED)
    (known,) = decide(ask(), release=release, held=Held(entries={(RELEASE, "m1")}))
    assert (known.outcome, known.reason) == (Outcome.ALREADY_CLAIMED, Reason.ENTERED)


def test_after_the_window_nobody_is_served_before_the_draw():
    window = {"mode": Mode.WINDOW, "entries_until": DURING, "remaining": 5}
    (listed,) = decide(ask(), release=standing(**window, has_waiting_list=True))
    assert listed.outcome is Outcome.WAITING
    (refused,) = decide(ask(), release=standing(**window))
    assert refused.outcome is Outcome.SOLD_OUT
    (served,) = decide(ask(), release=standing(**window, drawn_at=DURING))
    assert served.outcome is Outcome.WON


def test_the_waiting_list_is_for_those_who_ask_for_it():
    release = standing(remaining=0, has_waiting_list=True)
    not_asked, asked, again = decide(
        ask("m1"), ask("m2", wish=Wish.WAITING), ask("m2", key="k2"), release=release
    )
    assert not_asked.outcome is Outcome.SOLD_OUT
    assert asked.outcome is Outcome.WAITING
    assert (again.outcome, again.reason) == (Outcome.ALREADY_CLAIMED, Reason.WAITING)
    (won,) = decide(ask(wish=Wish.WAITING), release=standing(has_waiting_list=True))
    assert won.outcome is Outcome.WON


@pytest.mark.parametrize(("smallest", "outcome"), [(2, Outcome.SOLD_OUT), (3, Outcome.WON)])
def test_nobody_is_served_before_those_who_wait_and_could_be(smallest, outcome):
    release = standing(remaining=2, has_waiting_list=True, queued={GENERAL: smallest})
    (decision,) = decide(ask(), release=release)
    assert decision.outcome is outcome
    assert (decision.reason is Reason.OTHERS_WAIT) == (outcome is Outcome.SOLD_OUT)


def test_reserved_places_go_to_those_for_whom_they_are():
    pools = {GENERAL: 1, "district:chaoyang": 1, "channel:sms": 1, "accessible": 1}
    people = [
        ask("m1"),
        ask("m2"),
        ask("m3"),
        ask("m4", channel=Channel.SMS),
        ask("m5", audiences=("wheelchair",)),
    ]
    decisions = decide(*people, release=standing(pools=pools))
    assert [d.pool for d in decisions if d.outcome is Outcome.WON] == [
        "district:chaoyang",
        GENERAL,
        "channel:sms",
        "accessible",
    ]
    assert decisions[2].outcome is Outcome.SOLD_OUT


@given(
    stock=st.integers(0, 6),
    batches=st.lists(
        st.lists(
            st.builds(
                Request,
                release_id=st.sampled_from(["r1", "r2"]),
                member_id=st.sampled_from(["m1", "m2", "m3", "m4", "m5"]),
                key=st.sampled_from(["a", "b"]),
                union=st.sampled_from([UNION, UNION, "haidian/zgc/u0001"]),
                companions=st.sampled_from([(), ("c1",), ("c1", "c2")]),
            ),
            max_size=8,
        ),
        max_size=4,
    ),
)
def test_whatever_comes_in_whatever_batches(stock, batches):
    """Never more than the stock, one win a member, repeats unchanged, nobody passed over."""
    stored, holdings = {}, {}
    remaining, requests = {"r1": stock, "r2": stock}, {"r1": 0, "r2": 0}
    ids = itertools.count(1)
    course = defaultdict(list)
    for batch in batches:
        decisions = decide_batch(
            batch,
            at=DURING,
            standings={
                r: standing(
                    remaining=remaining[r],
                    requests=requests[r],
                    asks=Eligibility(most_companions=2),
                )
                for r in remaining
            },
            stored=stored,
            held=Held(tickets=holdings),
            facts=replace(CHILDREN, suspended={"m5"}),
            new_id=lambda: str(next(ids)),
        )
        assert [d.request.identity for d in decisions] == [r.identity for r in batch]
        for decision in decisions:
            identity = decision.request.identity
            if identity in stored:
                assert decision is stored[identity]
                continue
            stored[identity] = decision
            release_id = decision.request.release_id
            course[release_id].append(decision)
            requests[release_id] += 1
            if decision.outcome is Outcome.WON:
                assert (release_id, decision.request.member_id) not in holdings
                holdings[release_id, decision.request.member_id] = decision.ticket_id
                remaining[release_id] -= decision.request.places
    for release_id, decisions in course.items():
        assert remaining[release_id] >= 0
        assert [d.position for d in decisions] == list(range(1, len(decisions) + 1))
        too_many = 1000
        for decision in decisions:
            places = decision.request.places
            if decision.outcome is Outcome.SOLD_OUT:
                too_many = min(too_many, places)
            elif decision.outcome is Outcome.WON:
                assert places < too_many, "somebody who came earlier was passed over"
        assert remaining[release_id] < too_many, "a place was kept from somebody who asked for it"


GOOD = {"key": "k-1", "release_id": RELEASE, "member_id": MEMBER, "union": UNION}


def test_a_well_formed_claim_is_read():
    assert read_request(GOOD) == Request(RELEASE, MEMBER, "k-1", UNION)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"companions": ["c1"]}, "companions"),
        ({"companions": [MEMBER, MEMBER]}, "companions"),
        ({"companions": [5]}, "companions"),
        ({"birth_year": "1990"}, "birth_year"),
        ({"birth_year": True}, "birth_year"),
        ({"audiences": "deaf"}, "audiences"),
        ({"channel": "pigeon"}, "channel"),
        ({"wish": None}, "wish"),
        ({"reason": "x" * 501}, "reason"),
        ({"key": ""}, "key"),
        ({"key": "x" * 129}, "key"),
        ({"key": "a\0b"}, "key"),
        ({"key": "钥匙"}, "key"),
        ({"key": 5}, "key"),
        ({"release_id": "nope"}, "release_id"),
        ({"release_id": RELEASE.upper()}, "release_id"),
        ({"member_id": None}, "member_id"),
        ({"union": "chaoyang//u"}, "union"),
        ({"union": "x" * 121}, "union"),
        ({"union": UNION + "\n"}, "union"),
        ({"places": 3}, "places"),
        ({5: 3}, "5"),
    ],
)
def test_a_wrong_claim_names_its_field(change, field):
    with pytest.raises(InvalidInput) as caught:
        read_request(GOOD | change)
    assert [error.field for error in caught.value.errors] == [field]


def test_a_claim_may_say_more():
    more = {"birth_year": 1990, "companions": [RELEASE], "channel": "sms", "wish": "waiting"}
    read = read_request(GOOD | more)
    assert (read.birth_year, read.companions, read.places) == (1990, (RELEASE,), 2)
    assert (read.channel, read.wish) == (Channel.SMS, Wish.WAITING)


@pytest.mark.parametrize("raw", [None, [], "claim", 5])
def test_what_is_no_object_is_no_claim(raw):
    with pytest.raises(InvalidInput):
        read_request(raw)
