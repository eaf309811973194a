"""Every route tried as every role; the route table says what must come of it."""

from __future__ import annotations

from typing import Any

import pytest

from chassis.context import ANONYMOUS, Caller
from gateway.limits import Limit
from gateway.route import Door, Key, Route
from gateway.routes import ROUTES
from tests.component.gateway.conftest import MEMBER, client_of, problem_of, staff
from tests.component.gateway.fakes import ClaimBook
from tests.component.gateway.requests import request_of

pytestmark = pytest.mark.anyio
CALLERS = {
    "nobody": ANONYMOUS,
    "member": MEMBER,
    **{
        role: staff(role)
        for role in (
            "federation",
            "district",
            "grassroots",
            "venue",
            "class_staff",
            "reviewer",
            "provider",
            "auditor",
            "counter",
        )
    },
}
# The stream never ends by itself; its access is tried in test_streams.py.
TRIED = [route for route in ROUTES if route.door is not Door.STREAM]


def may(route: Route, who: str, caller: Caller) -> bool:
    """What the table says, read without the code that enforces it."""
    access = route.access
    return access.open or caller.kind in access.kinds or who in access.roles


@pytest.mark.parametrize("route", TRIED, ids=lambda route: route.operation)
async def test_a_route_lets_in_whom_the_table_names(route, make_gateway, services, bearer):
    services.answers["tickets.claim_batch"] = ClaimBook()
    gateway = make_gateway(LIMIT_FACTOR="1000")
    async with gateway.running(), client_of(gateway) as client:
        for who, caller in CALLERS.items():
            services.calls.clear()
            headers = bearer(caller) if caller is not ANONYMOUS else {}
            answer = await client.request(**request_of(route, headers=headers))
            if may(route, who, caller):
                assert answer.status_code == route.status, (who, answer.text)
                assert services.calls, who
                assert services.calls[0].name == route.calls
            else:
                problem_of(answer, status=401 if who == "nobody" else 403)
                assert services.calls == [], who


async def test_the_service_hears_who_calls_and_from_where(client, services, bearer):
    await client.get("/v1/needs", headers=bearer(staff("district", "chaoyang")))
    (call,) = services.calls
    assert call.context.caller.id == "account-district"
    assert call.context.caller.has("district", "chaoyang/jianwai")
    assert call.context.caller.address == "203.0.113.7"
    assert call.context.deadline is not None


def test_every_role_of_the_house_is_tried():
    named = {role for route in ROUTES for role in route.access.roles}
    assert named <= set(CALLERS)


def test_the_table_is_consistent():
    assert len({route.operation for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)
    for route in ROUTES:
        assert ("{id}" in route.path) == bool(route.id_field), route.operation
        assert route.path.startswith("/demo/") == route.demo, route.operation
        if route.method == "POST" and route.door is not Door.SMS:  # its id is its key
            assert route.key is not Key.NONE, f"{route.operation}: every POST takes a key"
        if route.access.open and route.method != "GET":
            assert route.limit is Limit.LOG_IN, f"{route.operation}: open to anyone"


@pytest.mark.parametrize("path", ["/demo/accounts", "/demo/phone/13800000000", "/demo/"])
async def test_the_demonstrations_routes_exist_there_only(path, make_gateway, client, services):
    assert (await client.get(path)).status_code == 200
    services.calls.clear()
    async with client_of(make_gateway(DEMO="false")) as elsewhere:
        problem_of(await elsewhere.get(path), status=404)
    assert services.calls == []


TOKENS: dict[str, Any] = {
    "no scheme": "eyJhbGciOiJIUzI1NiJ9",
    "another scheme": "Basic Z3Vlc3Q6Z3Vlc3Q=",
    "nothing after it": "Bearer ",
    "not a token": "Bearer a.b.c",
    "endless": "Bearer " + "a" * 5000,
}


@pytest.mark.parametrize("value", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.parametrize("path", ["/v1/me", "/v1/releases"])
async def test_a_token_that_is_none_is_refused_on_open_routes_too(value, path, client, services):
    answer = await client.get(path, headers={"Authorization": value})
    problem_of(answer, status=401, code="unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert services.calls == []


async def test_a_token_ends_also_when_it_has_been_seen(client, bearer, clock):
    from chassis.tokens import LIFETIME

    headers = bearer(MEMBER)
    assert (await client.get("/v1/me", headers=headers)).status_code == 200
    clock.advance(LIFETIME)
    problem_of(await client.get("/v1/me", headers=headers), status=401)


async def test_nobody_is_the_system_by_token(client, bearer, services):
    headers = bearer(Caller(kind="system", id="x"))
    problem_of(await client.get("/v1/me", headers=headers), status=401)
    assert services.calls == []
