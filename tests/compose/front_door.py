"""The running installation as a front end sees it: HTTP and the demonstration's phones."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Any

from tests.support.waiting import eventually

_TIMEOUT = 15.0  # seconds for one request; longer than the gateway's own deadline
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


class Refused(Exception):
    """The gateway answered with a status that was not hoped for."""

    def __init__(self, *, status: int, call: str, body: str) -> None:
        super().__init__(f"{call}: {status} {body[:500]}")
        self.status = status


@dataclass(frozen=True)
class FrontDoor:
    """The gateway at ``address``, as somebody who may hold an access token."""

    address: str
    token: str = ""

    def get(self, path: str) -> Any:
        """Read a resource. Raises ``Refused`` and ``OSError``."""
        return self._call("GET", path, None, key="")

    def post(self, path: str, *, key: str = "", **body: Any) -> Any:
        """Post; ``key`` is the Idempotency-Key, a fresh one if none is given."""
        return self._call("POST", path, body, key=key or str(uuid.uuid4()))

    def _call(self, method: str, path: str, body: Any, *, key: str) -> Any:
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers |= {"Idempotency-Key": key, "Content-Type": "application/json"}
        request = urllib.request.Request(
            self.address + path,
            method=method,
            headers=headers,
            data=None if body is None else json.dumps(body).encode(),
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
            raise Refused(status=error.code, call=f"{method} {path}", body=text) from None

    def staff(self, account: dict[str, Any]) -> FrontDoor:
        """Log in with name and password."""
        return self._with(
            self.post("/v1/sessions", username=account["username"], password=account["password"])
        )

    def member(self, account: dict[str, Any]) -> FrontDoor:
        """Log in with card number and the code that comes to the phone."""
        before = {message["id"] for message in self.phone(account)}
        self.post("/v1/login-codes", card_no=account["card_no"])

        def code() -> str:
            new = [m["text"] for m in self.phone(account) if m["id"] not in before]
            return next((found[0] for text in new if (found := _CODE.search(text))), "")

        received = eventually(code, what=f"a login code on {account['phone']}", seconds=30)
        return self._with(self.post("/v1/sessions", card_no=account["card_no"], code=received))

    def phone(self, account: dict[str, Any]) -> list[dict[str, Any]]:
        """What has come to a member's phone."""
        messages: list[dict[str, Any]] = self.get(f"/demo/phone/{account['phone']}")["messages"]
        return messages

    def _with(self, session: dict[str, Any]) -> FrontDoor:
        return FrontDoor(address=self.address, token=session["access_token"])
