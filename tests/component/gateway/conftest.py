"""The whole gateway in this process, over fake services."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from chassis.clock import SettableClock
from chassis.context import Caller, Role
from chassis.tokens import Tokens
from gateway.app import Gateway
from gateway.claims import Pace
from tests.component.gateway.fakes import FakeServices
from tests.support.component import ENVIRON, EPOCH, settings

MEMBER = Caller(
    kind="member",
    id="0196b7a1-0000-7000-8000-00000000aaaa",
    union="chaoyang/jianwai/u0001",
    session_id="s1",
)


def staff(role: str, scope: str = "") -> Caller:
    """An account with one role."""
    kind = "provider" if role == "provider" else "staff"
    return Caller(kind=kind, id=f"account-{role}", roles=(Role(role, scope),), session_id="s2")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(EPOCH)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def bearer(clock: SettableClock) -> Callable[[Caller], dict[str, str]]:
    """The header with a token that stands for a caller."""
    tokens = Tokens(ENVIRON["TOKEN_SECRET"])

    def header(caller: Caller) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens.issue(caller, now=clock.now())}"}

    return header


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A folder of pages."""
    pages = {
        "index.html": '<script type="module" src="/assets/app.js"></script>',
        "office/index.html": "<p>office</p>",
        "demo/index.html": "<p>demo</p>",
        "assets/app.js": "export const words = " + "'many many words';\n" * 200,
        "assets/icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "assets/i18n/zh-CN.json": '{"app.name":"工会之家"}',
    }
    for name, text in pages.items():
        path = tmp_path / "web" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "web"


@pytest.fixture
def make_gateway(services: FakeServices, clock: SettableClock, web: Path) -> Callable[..., Gateway]:
    """A gateway with other settings: ``make_gateway(DEMO="false")``."""

    def make(*, pace: Pace | None = None, **environ: str) -> Gateway:
        return Gateway(settings(**environ), services, clock, web=web, pace=pace)

    return make


@pytest.fixture
async def client(make_gateway: Callable[..., Gateway]) -> AsyncIterator[httpx.AsyncClient]:
    """Requests to a gateway of the demonstration."""
    gateway = make_gateway()
    async with gateway.running(), client_of(gateway) as made:
        yield made


def client_of(gateway: Gateway, **kwargs: Any) -> httpx.AsyncClient:
    """Requests to a gateway; for a second one beside ``client``."""
    transport = httpx.ASGITransport(app=gateway.app, client=("203.0.113.7", 4711), **kwargs)
    return httpx.AsyncClient(transport=transport, base_url="http://gateway")


def problem_of(answer: httpx.Response, *, status: int, code: str = "") -> dict[str, Any]:
    """The problem document that an answer must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["type"] == f"urn:unionhall:problem:{document['code']}"
    assert document["title"]
    assert document["detail"]
    assert unquote(document["instance"]) == answer.request.url.path
    assert document["instance"].isascii()
    assert document["request_id"] == answer.headers["x-request-id"]
    assert isinstance(document["errors"], list)
    if code:
        assert document["code"] == code
    return document
