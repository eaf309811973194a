"""Nobody takes all of the house's time, and nobody is blamed for a neighbour."""

from __future__ import annotations

import dataclasses

import httpx
import pytest

from tests.component.gateway.conftest import MEMBER, client_of, problem_of
from tests.component.gateway.fakes import ClaimBook
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
CLAIM = f"/v1/releases/{A_UUID}/claims"


async def claim(client, headers, number):
    return await client.post(CLAIM, headers=headers | {"Idempotency-Key": f"k{number}"})


async def test_a_member_who_claims_without_pause_waits(client, services, bearer, clock):
    services.answers["tickets.claim_batch"] = ClaimBook()
    mine = bearer(MEMBER)
    answers = [await claim(client, mine, n) for n in range(25)]
    assert [a.status_code for a in answers] == [200] * 20 + [429] * 5
    problem_of(answers[-1], status=429, code="rate_limited")
    assert answers[-1].headers["retry-after"] == "1"

    neighbour = bearer(dataclasses.replace(MEMBER, id="neighbour"))
    assert (await claim(client, neighbour, 1)).status_code == 200, "the same address"
    assert (await client.get("/v1/me", headers=mine)).status_code == 200, "another class"

    from datetime import timedelta

    clock.advance(timedelta(seconds=1.1))
    assert [(await claim(client, mine, n)).status_code for n in range(2)] == [200, 429]


async def test_sixty_people_can_log_in_from_one_address_within_a_minute(client):
    for number in range(60):
        code = await client.post("/v1/login-codes", json={"card_no": f"{number:016d}"})
        session = await client.post(
            "/v1/sessions", json={"card_no": f"{number:016d}", "code": "123456"}
        )
        assert (code.status_code, session.status_code) == (202, 201)


async def test_log_ins_from_one_address_are_limited(client, services):
    statuses = [
        (await client.post("/v1/sessions/refresh", json={"refresh_token": "x"})).status_code
        for _ in range(320)
    ]
    assert statuses.count(429) == 20
    assert len(services.calls) == 300


async def test_an_address_is_what_our_proxy_says_and_no_other(make_gateway, services):
    async def addresses(**environ):
        services.calls.clear()
        async with client_of(make_gateway(**environ)) as client:
            for given in ("198.51.100.1", "198.51.100.1, 192.0.2.9", "nonsense", "1.2.3.4, ::1"):
                await client.get("/v1/categories", headers={"X-Forwarded-For": given})
        return [call.context.caller.address for call in services.calls]

    assert await addresses() == ["203.0.113.7"] * 4
    assert await addresses(TRUSTED_PROXIES="203.0.113.0/24,192.0.2.9") == [
        "198.51.100.1",
        "198.51.100.1",
        "203.0.113.7",
        "::/64",
    ]


async def test_limits_can_be_widened_for_a_load_test(make_gateway):
    gateway = make_gateway(LIMIT_FACTOR="1000000")
    async with client_of(gateway) as client:
        answers: list[httpx.Response] = [
            await client.post("/v1/sessions/refresh", json={"refresh_token": "x"})
            for _ in range(400)
        ]
    assert {a.status_code for a in answers} == {200}


@pytest.mark.parametrize(
    "environ", [{"LIMIT_FACTOR": "many"}, {"LIMIT_FACTOR": "0"}, {"TRUSTED_PROXIES": "my proxy"}]
)
def test_settings_that_are_not_right_are_named_at_start(environ, make_gateway):
    from chassis.errors import ConfigurationError

    (name,) = environ
    with pytest.raises(ConfigurationError, match=name):
        make_gateway(**environ)
