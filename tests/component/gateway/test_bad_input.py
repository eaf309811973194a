"""Whatever comes in wrong goes out as a problem document, and no service hears of it."""

from __future__ import annotations

import pytest

from chassis.errors import FieldError
from gateway.route import Door
from gateway.routes import ROUTES
from gateway.services import ServiceError
from tests.component.gateway.conftest import MEMBER, client_of, problem_of, staff
from tests.component.gateway.requests import request_of
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
JSON = {"Content-Type": "application/json"}
WITH_BODY = [
    route
    for route in ROUTES
    if route.method == "POST"
    and route.door is Door.CALL
    and "json" in request_of(route, headers={})
]
OFFICER = staff("federation")


@pytest.fixture
def officer(bearer):
    return bearer(OFFICER)


BROKEN = {
    "not JSON": b"{",
    "two documents": b"{}{}",
    "not UTF-8": b'{"card_no":"\xff"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "NaN": b'{"card_no":NaN}',
    "infinity": b'{"card_no":1e999}',
    "a name twice": b'{"card_no":"1","card_no":"2"}',
    "NUL": b'{"card_no":"a\\u0000b"}',
    "half a surrogate pair": b'{"card_no":"\\ud800"}',
    "too deep": b'{"card_no":' + b"[" * 40 + b"]" * 40 + b"}",
    "endlessly deep": b"[" * 100_000,
    "a number of 10,000 digits": b'{"card_no":' + b"9" * 10_000 + b"}",
    "NUL in a name": b'{"a\\u0000":1}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
async def test_json_that_is_not_strict_is_400(body, client, services):
    answer = await client.post("/v1/login-codes", content=body, headers=JSON)
    problem_of(answer, status=400, code="malformed_json")
    assert services.calls == []


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null", b"true"])
async def test_json_that_is_no_object_is_422(body, client, services):
    answer = await client.post("/v1/login-codes", content=body, headers=JSON)
    problem_of(answer, status=422, code="invalid_input")
    assert services.calls == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=gb18030"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
async def test_a_body_of_another_type_is_415(headers, client, services):
    answer = await client.post("/v1/login-codes", content=b"{}", headers=headers)
    problem_of(answer, status=415)
    assert services.calls == []


@pytest.mark.parametrize(
    "kind", ["application/json;charset=UTF-8", 'APPLICATION/JSON; charset="utf-8"']
)
async def test_json_may_say_that_it_is_utf_8(kind, client):
    answer = await client.post(
        "/v1/login-codes", content=b'{"card_no":"1000000000000009"}', headers={"Content-Type": kind}
    )
    assert answer.status_code == 202


@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: route.operation)
async def test_every_body_is_checked_by_its_schema(route, client, services, bearer):
    """Each field in turn is of a wrong type, then one is unknown, then all that must be there are
    missing."""
    headers = bearer(_caller_of(route)) if not route.access.open else {}
    good = request_of(route, headers=headers)
    for field in good["json"]:
        answer = await client.request(**good | {"json": good["json"] | {field: {"a": 1}}})
        document = await _refused(answer, services)
        assert field in {error["field"].partition(".")[0] for error in document["errors"]}
    answer = await client.request(**good | {"json": good["json"] | {"colour": "red"}})
    document = await _refused(answer, services)
    assert [error["field"] for error in document["errors"]] == ["colour"]
    if any(field.required for field in route.request().fields.values()):
        document = await _refused(await client.request(**good | {"json": {}}), services)
        assert document["errors"]


def _caller_of(route):
    if "member" in route.access.kinds:
        return MEMBER
    return staff(min(route.access.roles, default="federation"))


async def _refused(answer, services):
    assert services.calls == []
    return problem_of(answer, status=422, code="invalid_input")


async def test_texts_that_are_too_long_are_refused(client, services, officer):
    route = next(r for r in ROUTES if r.operation == "createRelease")
    answer = await client.request(**request_of(route, headers=officer, title="长" * 10_000))
    document = problem_of(answer, status=422)
    assert document["errors"] == [
        {"field": "title", "message": "Length must be between 1 and 120."}
    ]
    assert services.calls == []


@pytest.mark.parametrize("size", [1_000_001, 10_000_000])
async def test_a_body_that_is_too_large_is_413(size, client, services):
    body = b'{"card_no":"' + b"1" * (size - 14) + b'"}'
    answer = await client.post("/v1/login-codes", content=body, headers=JSON)
    problem_of(answer, status=413, code="body_too_large")
    assert services.calls == []


async def test_a_body_that_hides_its_size_is_413_as_well(client, services):
    async def endless():
        for _ in range(30):
            yield b" " * 100_000

    answer = await client.post("/v1/login-codes", content=endless(), headers=JSON)
    problem_of(answer, status=413, code="body_too_large")
    assert services.calls == []


@pytest.mark.parametrize("release_id", ["1", "x" * 300, A_UUID.upper(), "%00", "%ff", "' OR 1=1"])
@pytest.mark.parametrize("suffix", ["", "/claims"])
async def test_an_id_that_cannot_be_one_is_named_as_the_path_names_it(
    release_id, suffix, client, services, bearer
):
    headers = bearer(MEMBER) | {"Idempotency-Key": "k"}
    method = "POST" if suffix else "GET"
    answer = await client.request(method, f"/v1/releases/{release_id}{suffix}", headers=headers)
    document = problem_of(answer, status=422, code="invalid_input")
    assert [error["field"] for error in document["errors"]] == ["id"]
    assert services.calls == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("limit=5.0", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=", "limit"),
        ("colour=red", "colour"),
        ("q=" + "x" * 61, "q"),
        ("cursor=" + "x" * 401, "cursor"),
        ("q=%07", "q"),
    ],
)
async def test_a_wrong_parameter_is_422(query, field, client, services):
    answer = await client.get(f"/v1/services?{query}")
    document = problem_of(answer, status=422, code="invalid_input")
    assert [error["field"] for error in document["errors"]] == [field]
    assert services.calls == []


@pytest.mark.parametrize("query", ["q=%ff", "q=%00", "&".join(f"a{i}=1" for i in range(60))])
async def test_a_query_that_cannot_be_read_is_400(query, client, services):
    answer = await client.get(f"/v1/services?{query}")
    problem_of(answer, status=400, code="malformed_query")
    assert services.calls == []


async def test_what_a_phone_network_passes_on_need_not_be_text(client, services):
    ours = f"token={'x' * 16}&message_id={A_UUID}&attempt=1&status=1"
    answer = await client.get(f"/v1/sms/receipts?{ours}&reply=stat:DELIVRD+text:%7c%00%ff")
    assert answer.status_code == 202, answer.text
    (call,) = services.calls
    assert call.payload["reply"] == "stat:DELIVRD text:|\ufffd\ufffd"


async def test_parameters_arrive_as_what_they_are(client, services):
    await client.get("/v1/services", params={"q": "羽毛球 课", "limit": "7"})
    assert services.calls[0].payload == {"q": "羽毛球 课", "limit": 7}


@pytest.mark.parametrize("query", ["?x=1", "?release_id=" + A_UUID])
async def test_a_post_takes_no_parameters(query, client, services, bearer):
    for path in (f"/v1/releases/{A_UUID}/claims", f"/v1/me/messages/{A_UUID}/read"):
        answer = await client.post(path + query, headers=bearer(MEMBER) | {"Idempotency-Key": "k"})
        problem_of(answer, status=422)
    assert services.calls == []


async def test_a_field_of_the_path_is_not_taken_from_the_body(client, services, officer):
    answer = await client.post(
        f"/v1/releases/{A_UUID}/cancellation",
        json={"reason": "rain", "release_id": A_UUID},
        headers=officer,
    )
    assert problem_of(answer, status=422)["errors"][0]["field"] == "release_id"
    assert services.calls == []


KEYS = [
    ("none", []),
    ("empty", [""]),
    ("too long", ["k" * 129]),
    ("a blank", ["a b"]),
    ("not ASCII", ["钥匙".encode()]),
    ("two", ["a", "b"]),
]


@pytest.mark.parametrize(("why", "keys"), KEYS, ids=[why for why, _ in KEYS])
async def test_a_claim_needs_one_key(why, keys, client, services, bearer):
    headers = [*bearer(MEMBER).items(), *(("Idempotency-Key", key) for key in keys)]
    answer = await client.post(f"/v1/releases/{A_UUID}/claims", headers=headers)
    document = problem_of(answer, status=400, code="idempotency_key_needed")
    assert document["errors"][0]["field"] == "Idempotency-Key"
    assert services.calls == []


async def test_other_posts_may_do_without_a_key_but_not_with_a_wrong_one(client, services, officer):
    route = next(r for r in ROUTES if r.operation == "createRelease")
    request = request_of(route, headers=officer)
    del request["headers"]["Idempotency-Key"]
    assert (await client.request(**request)).status_code == 201
    assert services.calls[0].context.idempotency_key == ""
    request["headers"]["Idempotency-Key"] = "k" * 129
    problem_of(await client.request(**request), status=400)
    assert len(services.calls) == 1


async def test_a_claim_carries_no_member(client, services, bearer):
    headers = bearer(MEMBER) | {"Idempotency-Key": "k"}
    answer = await client.post(
        f"/v1/releases/{A_UUID}/claims", headers=headers, json={"member_id": "somebody else"}
    )
    assert problem_of(answer, status=422)["errors"][0]["field"] == "member_id"
    assert services.calls == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"companions": A_UUID}, ["companions"]),
        ({"companions": ["somebody"]}, ["companions"]),
        ({"companions": [7]}, ["companions"]),
        ({"companions": [A_UUID, A_UUID]}, ["companions"]),
        ({"companions": [A_UUID[:-1] + str(n) for n in range(6)]}, ["companions"]),
        ({"wish": "both"}, ["wish"]),
        ({"wish": ["place"], "channel": "sms"}, ["wish", "channel"]),
        ([], [""]),
    ],
)
async def test_a_claim_that_says_it_wrongly(body, fields, client, services, bearer):
    headers = bearer(MEMBER) | {"Idempotency-Key": "k"}
    answer = await client.post(f"/v1/releases/{A_UUID}/claims", headers=headers, json=body)
    assert [error["field"] for error in problem_of(answer, status=422)["errors"]] == fields
    assert services.calls == []


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/v1/releases", "GET, HEAD, OPTIONS, POST"),
        ("GET", "/v1/sessions", "OPTIONS, POST"),
        ("POST", "/healthz", "GET, HEAD, OPTIONS"),
        ("POST", "/office/", "GET, HEAD"),
        ("BREW", "/v1/releases", "GET, HEAD, OPTIONS, POST"),
    ],
)
async def test_a_method_that_is_not_there_is_405(method, path, allow, client):
    answer = await client.request(method, path)
    problem_of(answer, status=405, code="method_not_allowed")
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize(
    "path", ["/v1/nothing", "/v2/releases", "/v1/releases/", "/assets/../../app.py", "/.git/config"]
)
async def test_an_address_that_is_not_there_is_404(path, client):
    problem_of(await client.get(path), status=404, code="not_found")


async def test_options_says_what_there_is_and_lets_no_other_origin_in(client):
    answer = await client.options(
        "/v1/releases",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"},
    )
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_head_is_get_without_a_body(client):
    get, head = await client.get("/v1/categories"), await client.head("/v1/categories")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(get.content))


@pytest.mark.parametrize(
    "headers",
    [{"X-Long": "x" * 20_000}, {f"X-{number}": "x" for number in range(80)}],
    ids=["large", "many"],
)
async def test_too_much_in_the_headers_is_431(headers, client):
    problem_of(await client.get("/v1/releases", headers=headers), status=431)


async def test_an_accident_tells_nothing(client, services):
    def accident(_call):
        raise RuntimeError("the secret is zanzibar")

    services.answers["tickets.list_releases"] = accident
    answer = await client.get("/v1/releases")
    problem_of(answer, status=500, code="internal")
    assert "zanzibar" not in answer.text
    assert "RuntimeError" not in answer.text


KINDS = [
    ("invalid", 422),
    ("unauthenticated", 401),
    ("forbidden", 403),
    ("not_found", 404),
    ("conflict", 409),
    ("rate_limited", 429),
    ("unavailable", 503),
    ("timeout", 504),
    ("internal", 500),
    ("something new", 500),
]


@pytest.mark.parametrize(("kind", "status"), KINDS)
async def test_what_a_service_refuses_has_its_status(kind, status, client, services):
    def refuse(_call):
        raise ServiceError(
            kind,
            code="sold_out",
            message="there is none left",
            errors=(FieldError("release_id", "wrong"),),
            facts={"retry_after": "7", "left": 0},
        )

    services.answers["tickets.get_release"] = refuse
    answer = await client.get(f"/v1/releases/{A_UUID}")
    if status == 500:
        assert problem_of(answer, status=500, code="internal")["errors"] == []
        return
    document = problem_of(answer, status=status, code="sold_out")
    assert document["detail"] == "there is none left"
    assert document["errors"] == [{"field": "id", "message": "wrong"}]
    assert document["facts"] == {"left": 0}
    assert answer.headers["retry-after"] == "7"


async def test_a_service_that_does_not_answer_is_504_in_time(make_gateway, services):
    services.delay = 60
    gateway = make_gateway(RPC_TIMEOUT="0.1")
    async with gateway.running(), client_of(gateway) as client:
        answer = await client.get("/v1/releases")
    problem_of(answer, status=504, code="timeout")
    assert answer.headers["retry-after"]


async def test_without_a_broker_everything_is_503(client, services):
    services.state["broker"] = False
    answer = await client.get("/v1/releases")
    problem_of(answer, status=503, code="unavailable")
    assert answer.headers["retry-after"] == "1"
