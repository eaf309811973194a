"""Server-sent events, over the real server."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from chassis.context import Caller
from chassis.envelope import Event
from chassis.errors import RateLimited, Unavailable
from chassis.tokens import LIFETIME, Tokens
from gateway.streams import Bounds, Streams
from tests.component.gateway.conftest import MEMBER, problem_of, staff
from tests.component.gateway.serving import EventReader, served
from tests.support.component import ENVIRON

pytestmark = pytest.mark.anyio
PATH = "/v1/me/events"
NEIGHBOUR = dataclasses.replace(MEMBER, id="neighbour")
ELSEWHERE = Caller(kind="member", id="elsewhere", union="haidian/zgc/u0002", session_id="s")


def token(caller, *, issued=None):
    issued = issued or datetime.now(UTC)
    return {"Authorization": "Bearer " + Tokens(ENVIRON["TOKEN_SECRET"]).issue(caller, now=issued)}


def message(member_id, number=1):
    data = {
        "message_id": f"message-{number}",
        "member_id": member_id,
        "title": "抢到了",
        "body": "两行\n字",
        "created_at": "2026-04-25T02:00:00.000000Z",
    }
    return Event("notify.message_created.v1", data["message_id"], data)


def release(districts=("chaoyang",), fact="release_opened", **changes):
    data = {
        "release_id": "release-1",
        "code": "K7M2PQ",
        "title": "儿童剧",
        "state": "open",
        "districts": list(districts),
        "stock": 100,
        "remaining": 40,
        "opens_at": "2026-04-25T02:00:00.000000Z",
        "closes_at": "2026-04-26T02:00:00.000000Z",
        **changes,
    }
    return Event(f"tickets.{fact}.v1", data["release_id"], data)


@asynccontextmanager
async def listening(http, caller, **kwargs):
    async with http.stream("GET", PATH, headers=token(caller, **kwargs), timeout=20) as answer:
        assert answer.status_code == 200, await answer.aread()
        yield EventReader(answer), answer


@pytest.fixture
async def house(services):
    async with served(services) as running, httpx.AsyncClient(base_url=running.address) as http:
        yield running, http


async def test_a_message_reaches_its_member_and_nobody_else(house, services):
    _, http = house
    async with listening(http, MEMBER) as (mine, answer), listening(http, NEIGHBOUR) as (theirs, _):
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        services.publish(message("neighbour", 1))
        services.publish(message(MEMBER.id, 2))
        heard = await mine.next()
        assert heard["event"] == "message"
        assert heard["id"]
        assert json.loads(heard["data"]) == {
            "id": "message-2",
            "title": "抢到了",
            "body": "两行\n字",
            "created_at": "2026-04-25T02:00:00.000000Z",
            "read": False,
        }
        assert json.loads((await theirs.next())["data"])["id"] == "message-1"
        assert 1000 < mine.retry < 10_000


async def test_a_release_reaches_the_members_of_its_districts(house, services):
    _, http = house
    async with listening(http, MEMBER) as (mine, _), listening(http, ELSEWHERE) as (theirs, _):
        services.publish(release(["chaoyang"]))
        services.publish(release(["haidian"], release_id="release-2"))
        heard = await mine.next()
        assert heard["event"] == "release"
        assert json.loads(heard["data"]) == {
            "id": "release-1",
            "code": "K7M2PQ",
            "state": "open",
            "remaining": 40,
            "stock": 100,
        }
        assert json.loads((await theirs.next())["data"])["id"] == "release-2"


async def test_an_event_that_lacks_what_a_stream_needs_harms_nobody(house, services):
    _, http = house
    async with listening(http, MEMBER) as (mine, _):
        services.publish(Event("notify.message_created.v1", "x", {"member_id": MEMBER.id}))
        services.publish(message(MEMBER.id, 5))
        assert json.loads((await mine.next())["data"])["id"] == "message-5"


async def test_only_members_listen(house):
    _, http = house
    problem_of(await http.get(PATH), status=401)
    for role in ("federation", "venue", "provider"):
        problem_of(await http.get(PATH, headers=token(staff(role))), status=403)


async def test_a_stream_ends_when_its_token_ends(house):
    _, http = house
    nearly = datetime.now(UTC) - LIFETIME + timedelta(seconds=2)
    async with listening(http, MEMBER, issued=nearly) as (mine, _):
        assert await mine.next(seconds=10) is None


async def test_streams_end_when_news_may_have_been_missed(house, services):
    _, http = house
    async with listening(http, MEMBER) as (mine, _), listening(http, ELSEWHERE) as (theirs, _):
        services.interrupt()
        assert await mine.next() is None
        assert await theirs.next() is None
    async with listening(http, MEMBER) as (mine, _):
        services.publish(message(MEMBER.id))
        assert await mine.next()


async def test_a_stop_does_not_wait_for_streams(services):
    async with (
        served(services) as running,
        httpx.AsyncClient(base_url=running.address) as http,
        listening(http, MEMBER) as (mine, _),
    ):
        started = asyncio.get_running_loop().time()
        running.server.should_exit = True
        assert await mine.next() is None
        assert asyncio.get_running_loop().time() - started < 3


async def test_a_client_that_left_is_forgotten(house, services):
    running, http = house
    streams = running.server.gateway._streams
    async with listening(http, MEMBER):
        assert streams.count == 1
    while streams.count:  # the block's time-out ends this
        await asyncio.sleep(0.01)


async def test_a_client_that_does_not_read_is_dropped_and_holds_up_nobody(house, services):
    running, http = house
    slow = socket.create_connection(("127.0.0.1", running.port))
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lines = [f"GET {PATH} HTTP/1.1", "Host: x", f"Authorization: {token(MEMBER)['Authorization']}"]
    slow.sendall("\r\n".join([*lines, "", ""]).encode())
    async with listening(http, MEMBER) as (mine, _):
        streams = running.server.gateway._streams
        while streams.count < 2:
            await asyncio.sleep(0.01)
        body = "x" * 50_000
        for number in range(300):
            event = message(MEMBER.id, number)
            services.publish(dataclasses.replace(event, data={**event.data, "body": body}))
            heard = await mine.next()
            assert json.loads(heard["data"])["id"] == f"message-{number}"
        (stuck,) = [s for s in streams._by_member[MEMBER.id] if s.over]
        assert stuck.waiting == 0, "nothing is kept for it"
    slow.close()


class TestBounds:
    """The hub by itself."""

    @pytest.fixture
    def hub(self, services):
        return Streams(services, Bounds(frames=3, of_one=2, of_all=3, beats=2, between_beats=0.01))

    async def test_one_caller_has_only_so_many(self, hub):
        hub.open(MEMBER)
        second = hub.open(MEMBER)
        with pytest.raises(RateLimited):
            hub.open(MEMBER)
        hub.close(second)
        hub.open(MEMBER)

    async def test_a_process_has_only_so_many(self, hub):
        for caller in (MEMBER, NEIGHBOUR, ELSEWHERE):
            hub.open(caller)
        with pytest.raises(Unavailable):
            hub.open(Caller(kind="member", id="one too many", union="chaoyang/x/u1"))

    async def test_silence_is_broken_by_comments(self, hub):
        hub.start()
        stream = hub.open(MEMBER)
        heard = b""
        async with asyncio.timeout(5):
            async for chunk in stream.chunks():
                heard += chunk
                if heard.count(b": still here\n\n") == 2:
                    break
        hub.stop()

    async def test_of_what_changes_again_on_the_way_the_last_is_told(self, hub, services):
        hub.start()
        stream = hub.open(MEMBER)
        for remaining in range(50, 0, -1):
            services.publish(release(fact="stock_changed", remaining=remaining))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        hub.end_all()
        told = b"".join([chunk async for chunk in stream.chunks()])
        assert told.count(b"event: release") == 1
        assert b'"remaining":1,' in told
        hub.stop()

    async def test_nothing_is_left_of_closed_streams(self, hub):
        for stream in [hub.open(MEMBER), hub.open(NEIGHBOUR)]:
            hub.close(stream)
        assert hub.count == 0
        assert not hub._by_member
        assert not hub._by_district
        assert not any(hub._beats)
