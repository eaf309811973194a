"""The ceiling: the gateway's own server answering a JSON echo.

Run as ``python -m benchmarks.claims.echo`` with HOST and PORT.
"""

from __future__ import annotations

import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def echo(request: Request) -> JSONResponse:
    """What came, as JSON."""
    return JSONResponse({"path": request.url.path, "key": request.headers["Idempotency-Key"]})


app = Starlette(routes=[Route("/{path:path}", echo, methods=["GET", "POST"])])

if __name__ == "__main__":
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
