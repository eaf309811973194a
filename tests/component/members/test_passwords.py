"""Passwords are hashed as today's advice says, for people who exist and for those who do not."""

from __future__ import annotations

import statistics
import time

from services.members.accounts import passwords


def test_a_password_fits_its_hash_and_no_other():
    kept = passwords.hash_password("correct horse")
    assert passwords.verify(kept, "correct horse")
    assert not passwords.verify(kept, "correct horses")
    assert kept != passwords.hash_password("correct horse")


def test_nobodys_hash_costs_what_anybodys_does_and_fits_nothing():
    assert not passwords.is_outdated(passwords._NOBODYS)
    assert not passwords.verify(None, "")
    assert not passwords.verify(None, "unionhall-demo")


def test_an_unknown_name_takes_as_long_as_a_known_one():
    kept = passwords.hash_password("correct horse")

    def middle(given):
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            passwords.verify(given, "guess")
            taken.append(time.perf_counter() - started)
        return statistics.median(taken)

    # Generous, for busy machines: without the stand-in it is a thousandth.
    assert middle(None) > middle(kept) / 4


def test_what_is_no_hash_fits_nothing():
    assert not passwords.verify("plain", "plain")
