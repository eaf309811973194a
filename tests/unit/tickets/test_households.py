"""A member and who comes along: all of them, or nobody."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.tickets.claims.eligibility import Ages, Eligibility, Facts, Reason, age_on
from services.tickets.claims.pools import GENERAL, open_to
from services.tickets.claims.requests import Channel, Request, Wish, read_request
from services.tickets.claims.rules import Outcome, Standing, decide_batch
from services.tickets.releases.rules import Mode

OPENS = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
RELEASE = "0196a8a0-0000-7000-8000-000000000001"
FAMILY = [f"0196a8a0-0000-7000-8000-00000000000{n}" for n in range(5)]
PLAYING = Ages(least=3, most=12)


def standing(**change) -> Standing:
    return Standing(
        **{
            "scheduled_at": OPENS - timedelta(days=1),
            "opens_at": OPENS,
            "closes_at": OPENS + timedelta(days=1),
            "cancelled_at": None,
            "districts": frozenset({"chaoyang", "haidian"}),
            "requests": 0,
            "asks": Eligibility(most_companions=5),
            **change,
        }
    )


def ask(number: int, *, companions: int, **change) -> Request:
    return Request(
        **{
            "release_id": RELEASE,
            "member_id": f"m{number}",
            "key": "k",
            "union": "chaoyang/jianwai/u0001",
            "companions": tuple(FAMILY[:companions]),
            **change,
        }
    )


def decide(requests, release, *, births=None):
    ids = itertools.count(1)
    known = {(r.member_id, c): date(2020, 1, 1) for r in requests for c in r.companions}
    return decide_batch(
        requests,
        at=OPENS + timedelta(seconds=1),
        standings={RELEASE: release},
        stored={},
        facts=Facts(births=known if births is None else births),
        new_id=lambda: f"id-{next(ids)}",
    )


requests = st.lists(
    st.builds(
        dict,
        companions=st.integers(0, 5),
        wish=st.sampled_from(Wish),
        channel=st.sampled_from(Channel),
        union=st.sampled_from(["chaoyang/a/u1", "haidian/b/u1"]),
        audiences=st.sampled_from([(), ("wheelchair",), ("volunteer",)]),
    ),
    max_size=12,
)
pools = st.fixed_dictionaries(
    {GENERAL: st.integers(0, 12)},
    optional={
        "district:chaoyang": st.integers(0, 8),
        "channel:sms": st.integers(0, 8),
        "channel:counter": st.integers(0, 8),
        "accessible": st.integers(0, 8),
    },
)
modes = st.sampled_from(
    [
        {"mode": Mode.FIRST_COME},
        {"mode": Mode.WINDOW, "entries_until": OPENS + timedelta(minutes=5)},
        {"mode": Mode.BALLOT, "entries_until": OPENS + timedelta(days=1)},
        # A window whose draw is made serves as first come what is left.
        {"mode": Mode.WINDOW, "entries_until": OPENS, "drawn_at": OPENS},
    ]
)


@given(asked=requests, stock=pools, mode=modes, listed=st.booleans())
def test_a_household_gets_all_its_places_of_one_part_or_none(asked, stock, mode, listed):
    batch = [ask(number, **one) for number, one in enumerate(asked)]
    release = standing(pools=stock, has_waiting_list=listed, **mode)
    left = Counter(stock)
    for decision in decide(batch, release):
        request = decision.request
        if decision.outcome is Outcome.WON:
            assert not release.awaits_draw()
            assert decision.pool in open_to(request, stock)
            left[decision.pool] -= request.places
            assert left[decision.pool] >= 0
        elif decision.outcome is Outcome.SOLD_OUT and decision.reason is Reason.NONE:
            # Not one part had room for all of them, and several parts make no whole.
            assert release.awaits_draw() or all(
                left[pool] < request.places for pool in open_to(request, stock)
            )
        elif decision.outcome is Outcome.ENTERED:
            assert release.awaits_draw()
        else:
            assert decision.outcome is Outcome.WAITING or decision.reason is Reason.OTHERS_WAIT


@given(asked=requests, stock=pools)
def test_what_is_reserved_is_never_taken_by_others(asked, stock):
    batch = [ask(number, **one) for number, one in enumerate(asked)]
    for decision in decide(batch, standing(pools=stock)):
        who = decision.request
        if decision.pool.startswith("channel:"):
            assert decision.pool == f"channel:{who.channel}"
        if decision.pool.startswith("district:"):
            assert decision.pool == f"district:{who.district}"
        if decision.pool == "accessible":
            assert who.audiences == ("wheelchair",)


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (date(2023, 5, 1), Reason.NONE),  # three on the very day
        (date(2023, 5, 2), Reason.COMPANION_AGE),
        (date(2014, 5, 2), Reason.NONE),  # thirteen tomorrow
        (date(2013, 5, 1), Reason.COMPANION_AGE),
        (None, Reason.COMPANION_UNKNOWN),
    ],
)
def test_a_companion_is_as_old_as_on_the_day_of_the_event(born, reason):
    release = standing(
        pools={GENERAL: 5},
        asks=Eligibility(most_companions=2, companion_ages=PLAYING),
        # One in the morning of 1 May where the union is, 30 April in London.
        event_starts_at=datetime(2026, 4, 30, 17, tzinfo=UTC),
    )
    births = {("m1", FAMILY[0]): born} if born else {}
    (decision,) = decide([ask(1, companions=1)], release, births=births)
    assert decision.reason is reason
    assert (decision.outcome is Outcome.WON) == (reason is Reason.NONE)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2023, 2, 28), 2),
        (date(2023, 3, 1), 3),
        (date(2024, 2, 28), 3),
        (date(2024, 2, 29), 4),
    ],
)
def test_who_is_born_on_29_february(day, age):
    assert age_on(day, date(2020, 2, 29)) == age


@pytest.mark.parametrize(
    ("companions", "reason"),
    [(0, Reason.COMPANION_NEEDED), (1, Reason.NONE), (2, Reason.NONE), (3, Reason.TOO_MANY)],
)
def test_so_many_may_come_along(companions, reason):
    release = standing(pools={GENERAL: 9}, asks=Eligibility(least_companions=1, most_companions=2))
    (decision,) = decide([ask(1, companions=companions)], release)
    assert decision.reason is reason


def test_somebody_elses_child_is_unknown():
    release = standing(pools={GENERAL: 5})
    births = {("m2", FAMILY[0]): date(2020, 1, 1)}
    (decision,) = decide([ask(1, companions=1)], release, births=births)
    assert decision.reason is Reason.COMPANION_UNKNOWN


RAW = {"release_id": RELEASE, "member_id": RELEASE, "key": "k", "union": "chaoyang"}


@pytest.mark.parametrize("year", [None, 1980])
def test_the_year_of_birth_of_a_claim(year):
    assert read_request(RAW | {"birth_year": year}).birth_year == year


@pytest.mark.parametrize("year", [1800, "1980", True, 2200])
def test_a_wrong_year_of_birth_is_named(year):
    with pytest.raises(InvalidInput) as refused:
        read_request(RAW | {"birth_year": year})
    assert [each.field for each in refused.value.errors] == ["birth_year"]
