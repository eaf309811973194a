"""A service's own small HTTP page for operators: ``/healthz`` and ``/metrics``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis.consuming import DrainingQueueConsumer


def consuming(containers: Iterable[Any]) -> dict[str, bool]:
    """For each service whether its consumers are on the broker now."""
    return {
        container.service_name: all(
            extension.consuming
            for extension in container.subextensions
            if isinstance(extension, DrainingQueueConsumer)
        )
        for container in containers
    }


def serve(*, port: int, containers: Iterable[Any]) -> Callable[[], None]:
    """Listen on ``port``; returns what stops it. Healthy means consuming, not merely started."""
    listener = eventlet.listen(("0.0.0.0", port))  # scraped from other hosts; holds no secrets
    known = list(containers)

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        if path == "/healthz":
            state = consuming(known)
            status = "200 OK" if all(state.values()) else "503 Service Unavailable"
            start_response(status, [("Content-Type", "application/json")])
            return [json.dumps(state).encode()]
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"not found"]

    server = eventlet.spawn(
        eventlet.wsgi.server, listener, application, log_output=False, keepalive=False
    )

    def stop() -> None:
        server.kill()
        listener.close()

    return stop
