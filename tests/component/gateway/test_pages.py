"""Static pages: made once, asked for seldom."""

from __future__ import annotations

import gzip
import re

import httpx
import pytest

from gateway.app import Gateway
from tests.component.gateway.conftest import client_of, problem_of
from tests.support.component import settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("path", ["/", "/office/", "/demo/"])
async def test_a_folder_is_its_index(path, client):
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_folder_without_its_slash_is_elsewhere(client):
    answer = await client.get("/office")
    assert (answer.status_code, answer.headers["location"]) == (308, "/office/")


async def test_assets_are_kept_for_good_under_an_address_with_their_version(client):
    page = (await client.get("/")).text
    (address,) = re.findall(r'src="(/assets/[0-9a-f]{12}/app\.js)"', page)
    answer = await client.get(address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = await client.get("/assets/app.js")
    assert plain.content == answer.content
    assert plain.headers["cache-control"] == "no-cache"


async def test_another_asset_means_another_version(services, clock, web):
    async def address():
        async with client_of(Gateway(settings(), services, clock, web=web)) as client:
            return (await client.get("/")).text

    before = await address()
    (web / "assets" / "icon.svg").write_text("<svg/>")
    assert await address() != before


async def test_what_has_not_changed_is_not_sent_again(client):
    first = await client.get("/assets/app.js")
    for known in (first.headers["etag"], f'W/{first.headers["etag"]}, "x"', "*"):
        again = await client.get("/assets/app.js", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    since = {"If-Modified-Since": first.headers["last-modified"]}
    assert (await client.get("/assets/app.js", headers=since)).status_code == 304
    for header in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', **since},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await client.get("/assets/app.js", headers=header)).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("", False)],
)
async def test_text_is_compressed_for_who_takes_it(accepted, compressed, client, web):
    request = client.build_request("GET", "/assets/app.js", headers={"Accept-Encoding": accepted})
    answer = await client.send(request, stream=True)
    raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    whole = (web / "assets" / "app.js").read_bytes()
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (answer.headers.get("content-encoding") == "gzip") is compressed
    assert (gzip.decompress(raw) if compressed else raw) == whole
    if compressed:
        assert len(raw) < len(whole) / 5
        assert answer.headers["etag"].endswith('-gz"')


async def test_pages_say_what_a_browser_may_do_with_them(client):
    answer = await client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


async def test_answers_of_the_api_are_no_pages(client):
    for path in ("/v1/releases", "/v1/nothing", "/healthz"):
        answer = await client.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/../app.py", "/%2e%2e/app.py", "/assets//app.js", "/index.htm"])
async def test_only_what_is_in_the_folder_is_served(path, client):
    problem_of(await client.get(path), status=404)


async def test_a_request_has_an_id(client):
    sent = {"X-Request-Id": "trace-12345678"}
    assert (await client.get("/", headers=sent)).headers["x-request-id"] == "trace-12345678"
    for bad in ("short", "a b c d e f g h", "x" * 65, "<script>alert"):
        made = (await client.get("/", headers={"X-Request-Id": bad})).headers["x-request-id"]
        assert made != bad
        assert re.fullmatch(r"[0-9a-f-]{36}", made)


async def test_services_hear_the_request_id(client, services):
    await client.get("/v1/releases", headers={"X-Request-Id": "trace-12345678"})
    assert services.calls[0].context.correlation_id == "trace-12345678"


async def test_without_pages_there_is_still_an_api(services, clock, tmp_path):
    gateway = Gateway(settings(), services, clock, web=tmp_path / "nowhere")
    async with client_of(gateway) as client:
        problem_of(await client.get("/"), status=404)
        assert (await client.get("/v1/categories")).status_code == 200


async def test_the_picture_of_a_ticket_is_a_picture(client, bearer, services):
    from tests.component.gateway.conftest import MEMBER
    from tests.component.gateway.samples import A_UUID

    services.answers["tickets.get_my_ticket_code"] = lambda _: {"svg": "<svg>码</svg>"}
    answer: httpx.Response = await client.get(
        f"/v1/me/tickets/{A_UUID}/code.svg", headers=bearer(MEMBER)
    )
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.decode() == "<svg>码</svg>"
