"""The environment is checked as a whole and told as a whole."""

from __future__ import annotations

import pytest

from chassis.config import load
from chassis.errors import ConfigurationError
from tests.support.component import ENVIRON


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(ConfigurationError) as caught:
        load({"AMQP_URI": "http://x", "DEMO": "perhaps", "PORT": "many", "TOKEN_SECRET": "short"})
    message = str(caught.value)
    for name in ("AMQP_URI", "DATABASE_URL", "DEMO", "PORT", "TOKEN_SECRET", "TICKET_SIGNING_SEED"):
        assert name in message


@pytest.mark.parametrize(("name", "value"), [("PORT", "70000"), ("MAX_WORKERS", "0")])
def test_a_number_out_of_bounds_is_refused(name, value):
    with pytest.raises(ConfigurationError, match=name):
        load(ENVIRON | {name: value})


def test_retired_seeds_are_read_and_checked():
    settings = load(ENVIRON | {"TICKET_SIGNING_OLD_SEEDS": f"{'a' * 32}, {'b' * 40},"})
    assert settings.ticket_signing_old_seeds == ("a" * 32, "b" * 40)
    assert "b" * 40 not in repr(settings)
    for wrong in ("short", f"{'a' * 32},{'a' * 32}", ENVIRON["TICKET_SIGNING_SEED"]):
        with pytest.raises(ConfigurationError, match="TICKET_SIGNING_OLD_SEEDS"):
            load(ENVIRON | {"TICKET_SIGNING_OLD_SEEDS": wrong})


def test_services_may_not_share_a_database():
    with pytest.raises(ConfigurationError, match="service"):
        load(ENVIRON | {"DATABASE_URL": "postgresql://localhost/everything"})


def test_secrets_are_not_shown():
    settings = load(ENVIRON)
    assert ENVIRON["TOKEN_SECRET"] not in repr(settings)
    assert settings.database_of("tickets").endswith("/tickets.db")
