"""One address and its methods."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.answers import send_nothing
from gateway.problems import Problem


class Path:
    """Passes a request to the door of its method; knows which methods there are."""

    def __init__(self, doors: Mapping[str, tuple[str, ASGIApp]]) -> None:
        """``doors``: method → (operation, what answers)."""
        self._doors = dict(doors)
        if "GET" in self._doors:
            self._doors["HEAD"] = self._doors["GET"]
        self._allow = ", ".join(sorted({*self._doors, "OPTIONS"}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._doors.get(scope["method"])
        if found is not None:
            scope["state"]["operation"], door = found
            await door(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send_nothing(send, headers=[(b"allow", self._allow.encode())])
        else:
            raise Problem(
                405,
                "method_not_allowed",
                f"This address takes {self._allow}.",
                headers={"Allow": self._allow},
            )
