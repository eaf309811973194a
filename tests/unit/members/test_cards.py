"""Card numbers and mobile numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.cards.rules import (
    check_digit,
    digits,
    is_card_number,
    mobile,
    new_card_number,
)

serials = st.integers(0, 10**10 - 1)


@pytest.mark.parametrize("number", ["4111111111111111", "5555555555554444", "6011111111111117"])
def test_the_check_digit_is_luhns(number):
    # Numbers that payment networks publish for tests.
    assert check_digit(number[:15]) == number[15]


@given(serials)
def test_every_new_number_is_one(serial):
    number = new_card_number(serial)
    assert is_card_number(number)
    assert number.startswith("12351")


@given(serials, st.integers(0, 15), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(serial, place, off):
    number = new_card_number(serial)
    wrong = str((int(number[place]) + off) % 10)
    assert not is_card_number(number[:place] + wrong + number[place + 1 :])


@given(serials, st.integers(0, 14))
def test_any_exchange_of_neighbours_is_found_but_09_and_90(serial, place):
    number = new_card_number(serial)
    a, b = number[place], number[place + 1]
    exchanged = number[:place] + b + a + number[place + 2 :]
    assert is_card_number(exchanged) == (a == b or {a, b} == {"0", "9"})


@pytest.mark.parametrize("text", ["", "411111111111111", "41111111111111111", "４" * 16, "a" * 16])
def test_anything_else_is_no_card_number(text):
    assert not is_card_number(text)


def test_digits_as_people_type_them():
    assert digits("１２３ 4-5　6") == "123456"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("12812345678", None),
        ("1381234567", None),
        ("138123456789", None),
        ("010-12345678", None),
        ("", None),
    ],
)
def test_mobile_numbers(typed, number):
    assert mobile(typed) == number
