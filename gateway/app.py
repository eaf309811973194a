"""The gateway's ASGI application, put together from the route table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path as Folder

from starlette.routing import Route as Address
from starlette.routing import Router
from starlette.types import ASGIApp

from chassis.clock import Clock
from chassis.config import Settings
from chassis.errors import ConfigurationError
from chassis.tokens import Tokens
from gateway import openapi, pages
from gateway.access import SMS_GATEWAY
from gateway.addresses import Addresses
from gateway.claims import Claims, Pace
from gateway.doors.call import Call
from gateway.doors.claim import ClaimDoor
from gateway.doors.file import FileDoor
from gateway.doors.outcome import OutcomeDoor
from gateway.doors.sms import SmsDoor
from gateway.doors.stream import StreamDoor
from gateway.doors.table import TableDoor
from gateway.doors.upload import UploadDoor
from gateway.entrance import Entrance
from gateway.guard import Bearers, Guard
from gateway.health import Readyz, healthz, metrics_page
from gateway.limits import DEMONSTRATION, PRODUCTION, Limiter
from gateway.paths import Path
from gateway.route import Door, Route
from gateway.routes import routes
from gateway.services import Services
from gateway.streams import Streams

_SHORTEST_TOKEN = 20


class Gateway:
    """Everything that lives as long as the process. ``app`` is what a server serves."""

    def __init__(
        self,
        settings: Settings,
        services: Services,
        clock: Clock,
        *,
        web: Folder = pages.WEB,
        pace: Pace | None = None,
    ) -> None:
        self._services = services
        self._clock = clock
        self._timeout = settings.rpc_timeout
        self._streams = Streams(services)
        self._claims = Claims(services, pace, told=self._streams.tell_outcome)
        self._guard = Guard(
            bearers=Bearers(Tokens(settings.token_secret)),
            limiter=Limiter(
                DEMONSTRATION if settings.demo else PRODUCTION,
                factor=_number(settings, "LIMIT_FACTOR", 1.0),
            ),
            addresses=Addresses(settings.extra.get("TRUSTED_PROXIES", "")),
            clock=clock,
        )
        self._sms_token = _token(settings, SMS_GATEWAY.secret)
        table = routes(demo=settings.demo)
        router = Router(
            routes=[*self._addresses(table), *_operators(services, openapi.document(table))],
            redirect_slashes=False,
            default=pages.Pages(web, demo=settings.demo),
            lifespan=lambda _: self.running(),
        )
        self.app: ASGIApp = Entrance(router)

    def end_streams(self) -> None:
        """Let clients of event streams go, so that a stop need not wait for them."""
        self._streams.end_all()

    def _addresses(self, table: list[Route]) -> list[Address]:
        by_path: dict[str, list[Route]] = defaultdict(list)
        for route in table:
            by_path[route.path].append(route)
        return [
            Address(path, Path({row.method: (row.operation, self._door(row)) for row in rows}))
            for path, rows in by_path.items()
        ]

    def _door(self, route: Route) -> ASGIApp:
        guard, services, timeout = self._guard, self._services, self._timeout
        match route.door:
            case Door.CALL:
                return Call(route, guard=guard, services=services, timeout=timeout)
            case Door.CLAIM:
                return ClaimDoor(route, guard=guard, claims=self._claims)
            case Door.OUTCOME:
                return OutcomeDoor(
                    route, guard=guard, services=services, claims=self._claims, timeout=timeout
                )
            case Door.STREAM:
                return StreamDoor(route, guard=guard, streams=self._streams, clock=self._clock)
            case Door.UPLOAD:
                return UploadDoor(route, guard=guard, services=services, timeout=timeout)
            case Door.SMS:
                token = self._sms_token
                return SmsDoor(route, guard=guard, services=services, timeout=timeout, token=token)
            case Door.FILE:
                return FileDoor(route, guard=guard, services=services, timeout=timeout)
            case Door.TABLE:
                return TableDoor(route, guard=guard, services=services, timeout=timeout)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """From the first request to the last."""
        await self._services.start()
        self._streams.start()
        yield
        self._streams.stop()
        await self._services.stop()


def create(
    settings: Settings, services: Services, clock: Clock, *, web: Folder = pages.WEB
) -> ASGIApp:
    """The application. Raises ``ConfigurationError``."""
    return Gateway(settings, services, clock, web=web).app


def _operators(services: Services, document: bytes) -> list[Address]:
    doors: dict[str, ASGIApp] = {
        "/healthz": healthz,
        "/readyz": Readyz(services),
        "/metrics": metrics_page,
        "/openapi.json": openapi.page(document),
    }
    return [Address(path, Path({"GET": (path.strip("/"), door)})) for path, door in doors.items()]


def _token(settings: Settings, name: str) -> str:
    value = settings.extra.get(name, "").strip()
    if value and len(value) < _SHORTEST_TOKEN:
        raise ConfigurationError(f"{name} is shorter than {_SHORTEST_TOKEN} characters")
    return value


def _number(settings: Settings, name: str, default: float) -> float:
    try:
        value = float(settings.extra.get(name, "") or default)
    except ValueError as error:
        raise ConfigurationError(f"{name} is not a number") from error
    if value <= 0:
        raise ConfigurationError(f"{name} must be more than 0")
    return value
