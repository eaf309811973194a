"""Serving the gateway: uvicorn, in this process or in several workers."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import resource
import signal
import socket
import sys
import tempfile
from pathlib import Path

import uvicorn

from chassis import log
from chassis.clock import SystemClock
from chassis.config import Settings
from chassis.errors import ConfigurationError
from gateway import metrics
from gateway.amqp import AmqpServices
from gateway.app import Gateway
from gateway.protocol import BoundedHttp
from gateway.services import Services
from gateway.workers import Workers

_DRAIN = 15  # seconds that a stop waits for requests in hand
_KEEP_ALIVE = 20  # seconds that an idle connection is kept
_SWEEP_TICKS = 50  # of uvicorn's main loop: 5 s


class Server(uvicorn.Server):
    """uvicorn's server, which lets event streams go before it waits for requests to end."""

    def __init__(self, settings: Settings, services: Services, *, loop: str) -> None:
        self.gateway = Gateway(settings, services, SystemClock())
        super().__init__(
            uvicorn.Config(
                self.gateway.app,
                host=settings.host,
                port=settings.port,
                loop=loop,
                http=BoundedHttp,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                backlog=4096,
                timeout_keep_alive=_KEEP_ALIVE,
                timeout_graceful_shutdown=_DRAIN,
            )
        )

    async def on_tick(self, counter: int) -> bool:
        if counter % _SWEEP_TICKS == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                if isinstance(connection, BoundedHttp):
                    connection.sweep(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.gateway.end_streams()
        await super().shutdown(sockets)


def embedded_server(settings: Settings, services: Services) -> Server:
    """A server for the event loop that runs already; ``services`` live in the same process."""
    return Server(settings, services, loop="none")


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, with ``settings.gateway_workers`` processes.

    A stop takes no more connections, ends event streams and answers what is in hand. Raises
    ``ConfigurationError`` when the address is taken; exits with status 1 when workers cannot start.
    """
    if settings.gateway_workers == 1:
        _serve(settings, listen(settings))
        return
    with tempfile.TemporaryDirectory(prefix="unionhall-gateway-") as folder:
        # Read by prometheus_client when a worker imports it: counters that all of them share.
        os.environ[metrics.FOLDER] = folder
        workers = Workers(
            settings.gateway_workers,
            _work,
            (settings, listen(settings)),
            drain=_DRAIN + 5,
        )
        status = workers.run()
    if status:
        sys.exit(status)


def _work(settings: Settings, listener: socket.socket) -> None:
    log.set_up(settings.log_level)
    metrics.forget_dead_workers(Path(os.environ[metrics.FOLDER]))
    _serve(settings, listener)


def _serve(settings: Settings, listener: socket.socket) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again when it is done; a clean stop has status 0.
        signal.signal(number, lambda *_: None)
    _allow_many_connections()
    server = Server(settings, AmqpServices(settings.amqp_uri), loop="auto")
    # What exists now lives as long as the process. The garbage collector would walk over all of
    # it again and again while it looks for what requests left behind: a fifth of a claim's time.
    gc.collect()
    gc.freeze()
    server.run(sockets=[listener])


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say.

    Raises ``ConfigurationError`` if somebody else does.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=4096)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror}"
        ) from error
    listener.set_inheritable(True)
    return listener


def _allow_many_connections() -> None:
    """Many systems start a process with 1024 open files allowed and let it take far more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
