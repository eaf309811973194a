"""Credit codes, deadlines, seals: what must hold for every value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.projects.applications import rules
from services.projects.errors import TooLate, Unopenable, WrongPassphrase
from services.projects.providers.rules import check_sign, credit_code_problem
from services.projects.seals import rules as seals

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
bodies = st.builds(
    "{}{}{}".format,
    st.text(SIGNS, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(SIGNS, min_size=9, max_size=9),
)


def test_the_example_of_the_standard_is_a_code():
    assert credit_code_problem("91350100M000100Y43") is None


@given(bodies)
def test_one_check_digit_fits_and_no_other(body):
    fitting = [sign for sign in SIGNS if credit_code_problem(body + sign) is None]
    assert fitting == [check_sign(body)]


@given(bodies, st.data())
def test_a_wrong_sign_or_two_swapped_are_noticed(body, data):
    code = body + check_sign(body)
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(SIGNS.replace(code[place], "")))
    assert credit_code_problem(code[:place] + other + code[place + 1 :])
    place = data.draw(st.integers(0, 16))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (credit_code_problem(swapped) is None) == (swapped == code)


def test_only_both_halves_open_and_only_as_what_was_sealed():
    halves = {office: seals.new_half(f"the passphrase of {office}") for office in seals.OFFICES}
    public = {office: half.public_key for office, half in halves.items()}
    sealed = seals.seal("秘密 plan", public_keys=public, about="application:1:1")
    assert "plan" not in sealed
    keys = {o: seals.unlock(half, f"the passphrase of {o}") for o, half in halves.items()}
    opened = seals.unseal(sealed, private_keys=keys, about="application:1:1")
    assert opened == "秘密 plan"
    with pytest.raises(Unopenable):
        seals.unseal(sealed, private_keys=keys, about="application:1:2")
    for office in keys:
        others = {name: key for name, key in keys.items() if name != office}
        with pytest.raises(Unopenable):
            seals.unseal(sealed, private_keys=others, about="application:1:1")
        (one,) = others.values()
        with pytest.raises(Unopenable):
            seals.unseal(sealed, private_keys=dict.fromkeys(keys, one), about="application:1:1")
    with pytest.raises(WrongPassphrase):
        seals.unlock(halves["department"], "the passphrase of supervision")


moments = st.timedeltas(timedelta(days=-30), timedelta(days=30)).map(lambda far: NOW + far)


@settings(max_examples=200)
@given(st.lists(st.none() | moments, max_size=4), moments)
def test_a_call_takes_something_until_it_closes_and_never_after(answered, now):
    closed = rules.closed_since(closes_at=NOW, answered=answered, now=now)
    waiting = None in answered
    assert (closed is None) == (waiting or now < NOW)
    if closed is not None:
        assert closed == max([NOW, *answered])
    call = {"opens_at": NOW - timedelta(days=60), "closes_at": NOW, "answered": answered}
    if closed is None:
        rules.require_open("open", now=now, **call)
    elif now >= closed:
        with pytest.raises(TooLate):
            rules.require_open("open", now=now, **call)


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=20))
def test_the_price_is_the_sum_of_the_budget(amounts):
    content = rules.written(
        plan="x",
        team=[],
        budget=[{"item": "x", "amount": amount} for amount in amounts],
        answers=[],
        documents=[],
    )
    assert content["price"] == sum(amounts)
    rules.check(content, ceiling=sum(amounts), requirements="")
