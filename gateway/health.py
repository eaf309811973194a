"""What operators ask a gateway: ``/healthz``, ``/readyz``, ``/metrics``."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.types import Receive, Scope, Send

from gateway import metrics
from gateway.answers import NO_STORE, send_body, send_json
from gateway.services import Services


async def healthz(_scope: Scope, _receive: Receive, send: Send) -> None:
    """The process is alive and its loop turns."""
    await send_json(send, {"alive": True})


async def metrics_page(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Prometheus text; with several workers the sum over all of them."""
    headers = (NO_STORE, (b"content-type", CONTENT_TYPE_LATEST.encode()))
    await send_body(send, metrics.page(), headers=headers)


class Readyz:
    """Whether to send requests here.

    Not before every service has been seen consuming; from then on it is the broker alone that
    decides, because a gateway without one service still answers for the four others. The body
    says which services are there now.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: set[str] = set()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        state = await self._services.ready()
        self._seen.update(name for name, there in state.items() if there)
        ready = state["broker"] and self._seen >= set(state)
        await send_json(send, {"ready": ready, **state}, status=200 if ready else 503)
