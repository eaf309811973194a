"""SMS as gateways hand them over: Kannel's way, a form, and what is neither."""

from __future__ import annotations

import pytest

from chassis.errors import ConfigurationError
from tests.component.gateway.conftest import MEMBER, client_of, problem_of
from tests.support.component import ENVIRON

pytestmark = pytest.mark.anyio
TOKEN = ENVIRON["SMS_INBOUND_TOKEN"]
PATH = "/v1/sms/inbound"
KANNEL = {"token": TOKEN, "id": "7a1e-0001", "sender": "+8613800000001", "recipient": "12351"}
SMS = {key: value for key, value in KANNEL.items() if key != "token"}


def handed_over(services):
    (call,) = services.calls
    assert call.name == "notify.receive_sms"
    assert call.context.caller.kind == "system"
    return dict(call.payload)


async def test_kannel_posts_chinese_as_utf_16(client, services):
    answer = await client.post(
        PATH,
        params=KANNEL | {"time": "1777082400"},
        content="抢票 K7M2P9".encode("utf-16-be"),
        headers={"Content-Type": 'text/plain; charset="UTF-16BE"'},
    )
    assert (answer.status_code, answer.content) == (202, b"")
    assert handed_over(services) == SMS | {"time": "1777082400", "text": "抢票 K7M2P9"}


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=UTF-8"])
async def test_kannel_posts_plain_text(kind, client, services):
    answer = await client.post(
        PATH, params=KANNEL, content=b"QP K7M2P9", headers={"Content-Type": kind}
    )
    assert answer.status_code == 202
    assert handed_over(services)["text"] == "QP K7M2P9"


async def test_all_may_stand_in_the_query(client, services):
    assert (await client.post(PATH, params=KANNEL | {"text": "查询"})).status_code == 202
    assert handed_over(services) == SMS | {"text": "查询"}


async def test_a_form_is_taken(client, services):
    answer = await client.post(PATH, params={"token": TOKEN}, data=SMS | {"text": "查询 +"})
    assert answer.status_code == 202
    assert handed_over(services) == SMS | {"text": "查询 +"}


async def test_an_sms_without_text_is_handed_over_too(client, services):
    answer = await client.post(
        PATH,
        params=KANNEL,
        content=b"\x06\x05\x04",
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 202
    assert handed_over(services)["text"] == ""


@pytest.mark.parametrize("token", [{}, {"token": ""}, {"token": "x" * 40}, {"token": [TOKEN] * 2}])
async def test_without_the_token_nothing_is_taken(token, client, services, bearer):
    answer = await client.post(PATH, params=SMS | {"text": "CX"} | token)
    problem_of(answer, status=401)
    answer = await client.post(PATH, params=SMS | {"text": "CX"} | token, headers=bearer(MEMBER))
    problem_of(answer, status=403)
    assert services.calls == []


async def test_tokens_cannot_be_tried_for_long(client):
    for _ in range(300):
        await client.post(PATH, params=SMS | {"token": "guess"})
    problem_of(await client.post(PATH, params=SMS | {"token": "guess"}), status=429)
    # And the real gateway, at the same address, is not held up by it.
    assert (await client.post(PATH, params=KANNEL)).status_code == 202


@pytest.mark.parametrize(
    ("params", "body", "headers", "status", "field"),
    [
        ({"sender": ""}, b"", {}, 422, "sender"),
        ({"time": "yesterday"}, b"", {}, 422, "time"),
        ({"colour": "red"}, b"", {}, 422, "colour"),
        ({"sender": ["1", "2"]}, b"", {}, 422, "sender"),
        ({"text": "CX"}, b"CX", {"Content-Type": "text/plain"}, 422, "text"),
        ({"text": "x" * 2001}, b"", {}, 422, "text"),
        ({}, b"\xff\xff", {"Content-Type": "text/plain"}, 400, None),
        ({}, b"CX", {"Content-Type": "text/plain; charset=klingon"}, 400, None),
        ({}, b"CX", {"Content-Type": "text/plain; charset=base64"}, 400, None),
        ({}, b"a\0b", {"Content-Type": "text/plain"}, 400, None),
        ({}, b"{}", {"Content-Type": "application/json"}, 415, None),
        ({}, b"x" * 20_001, {"Content-Type": "text/plain"}, 413, None),
    ],
)
async def test_what_is_wrong_is_refused_by_field(
    params, body, headers, status, field, client, services
):
    answer = await client.post(PATH, params=KANNEL | params, content=body, headers=headers)
    document = problem_of(answer, status=status)
    if field:
        assert [error["field"] for error in document["errors"]] == [field]
    assert services.calls == []


async def test_without_a_token_in_the_environment_there_is_no_such_door(make_gateway, services):
    async with client_of(make_gateway(SMS_INBOUND_TOKEN="")) as client:
        problem_of(await client.post(PATH, params=KANNEL), status=404)
        problem_of(await client.post(PATH, params=KANNEL | {"token": ""}), status=404)
    assert services.calls == []
    with pytest.raises(ConfigurationError, match="SMS_INBOUND_TOKEN"):
        make_gateway(SMS_INBOUND_TOKEN="short")
