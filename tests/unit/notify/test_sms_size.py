"""What an SMS costs and can carry (3GPP TS 23.038)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.channels.rules import Encoding, fit_for_sms, size


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", Encoding.GSM7, 0, 0),
        ("a" * 160, Encoding.GSM7, 160, 1),
        ("a" * 161, Encoding.GSM7, 161, 2),
        ("a" * 306, Encoding.GSM7, 306, 2),
        ("a" * 307, Encoding.GSM7, 307, 3),
        ("€" * 80, Encoding.GSM7, 160, 1),
        ("€" * 81, Encoding.GSM7, 162, 2),
        # 76 euro signs fill 152 of 153 septets: an escape is never split, so a third part begins.
        ("€" * 153, Encoding.GSM7, 306, 3),
        ("票" * 70, Encoding.UCS2, 70, 1),
        ("票" * 71, Encoding.UCS2, 71, 2),
        ("票" * 134, Encoding.UCS2, 134, 2),
        ("票" * 135, Encoding.UCS2, 135, 3),
        ("a" * 69 + "票", Encoding.UCS2, 70, 1),
        ("𠮷" * 35, Encoding.UCS2, 70, 1),
        # 33 pairs fill 66 of 67 units; a pair is never split either.
        ("𠮷" * 67, Encoding.UCS2, 134, 3),
        ("`", Encoding.UCS2, 1, 1),
    ],
)
def test_a_text_is_counted(text, encoding, units, parts):
    counted = size(text)
    assert (counted.encoding, counted.units, counted.parts) == (encoding, units, parts)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_one_more_character_never_costs_less_and_at_most_one_part_more_in_an_alphabet(text):
    before, after = size(text), size(text + "a")
    assert before.parts <= after.parts <= before.parts + 1
    assert after.units == before.units + 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=100))
def test_what_fits_has_one_unit_a_character_and_no_controls(text):
    fit = fit_for_sms(text)
    assert len(fit.encode("utf-16-le")) == 2 * len(fit)
    assert not any(ord(c) < 32 for c in fit)
    assert fit_for_sms(fit) == fit


def test_what_does_not_fit_is_left_out():
    assert fit_for_sms("亲子攀岩🧗‍♀️专场 ✌️") == "亲子攀岩\u2640专场 ✌"
    assert fit_for_sms("上半场\r\n 下半场") == "上半场 下半场"
