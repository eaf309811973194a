"""The HTTP contract as a front end uses it."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.support.waiting import eventually

PASSING = {429, 502, 503, 504}


def new_key() -> str:
    """A fresh Idempotency-Key."""
    return str(uuid.uuid4())


class Client:
    """One person's calls; repeats what may be repeated, with the same key."""

    def __init__(self, address: str, *, timeout: float = 15) -> None:
        self.http = httpx.Client(base_url=address, timeout=timeout)
        self.address = address
        self.token = ""

    def call(self, method: str, path: str, *, key: str | None = None, **kwargs: Any) -> Any:
        """One request as it is; the answer whatever its status."""
        headers = dict(kwargs.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if method == "POST":
            headers.setdefault("Idempotency-Key", key or new_key())
        return self.http.request(method, path, headers=headers, **kwargs)

    def get(self, path: str, **params: Any) -> Any:
        """The JSON of a page that is there."""
        answer = self.call("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, *, expect: int = 200, key: str = "") -> Any:
        """The JSON of a change that succeeds."""
        answer = self.call("POST", path, json=body, key=key or None)
        assert answer.status_code == expect, f"{answer.status_code}: {answer.text}"
        return answer.json() if answer.content else None

    def patiently(self, path: str, body: Any = None, *, seconds: float = 60) -> Any:
        """A POST that is sent again, with its key, until something answers it for good."""
        key = new_key()

        def attempt() -> Any:
            answer = self.call("POST", path, json=body, key=key)
            if answer.status_code in PASSING:
                raise RuntimeError(f"{answer.status_code}: {answer.text[:200]}")
            return answer

        answer = eventually(attempt, what=f"POST {path}", seconds=seconds)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def log_in_member(self, account: dict[str, str]) -> Client:
        """Ask for a code, read it off the demonstration's phone, log in."""
        seen = {m["id"] for m in self.messages_of(account["phone"])}
        self.post("/v1/login-codes", {"card_no": account["card_no"]}, expect=202)

        def code() -> str:
            for message in self.messages_of(account["phone"]):
                found = re.findall(r"(?<!\d)\d{6}(?!\d)", message["text"])
                if message["id"] not in seen and len(found) == 1:
                    return str(found[0])
            return ""

        digits = eventually(code, what="the code arrives on the phone")
        session = self.post(
            "/v1/sessions", {"card_no": account["card_no"], "code": digits}, expect=201
        )
        self.token = session["access_token"]
        return self

    def log_in_staff(self, account: dict[str, Any]) -> Client:
        """Log in by name and password."""
        body = {"username": account["username"], "password": account["password"]}
        self.token = self.post("/v1/sessions", body, expect=201)["access_token"]
        return self

    def messages_of(self, phone: str) -> list[dict[str, Any]]:
        """What arrived on a demonstration phone, newest first."""
        messages: list[dict[str, Any]] = self.get(f"/demo/phone/{phone}")["messages"]
        return messages

    def accounts(self) -> dict[str, list[dict[str, Any]]]:
        """The demonstration's accounts."""
        accounts: dict[str, list[dict[str, Any]]] = self.get("/demo/accounts")
        return accounts

    def create_release(self, *, stock: int, districts: list[str], **more: Any) -> dict[str, Any]:
        """A release that is open now, unless told otherwise."""
        now = datetime.now(UTC)
        body = {
            "title": "儿童剧《小马过河》",
            "districts": districts,
            "stock": stock,
            "opens_at": (now - timedelta(seconds=1)).isoformat(),
            "closes_at": (now + timedelta(hours=2)).isoformat(),
            **more,
        }
        release: dict[str, Any] = self.post("/v1/releases", body, expect=201)
        return release

    def close(self) -> None:
        """Let go of connections."""
        self.http.close()


def account_of(accounts: dict[str, Any], *, role: str, scope: str = "") -> dict[str, Any]:
    """The staff account with a role over a scope."""
    for account in accounts["staff"]:
        if role in account["roles"] and account["scope"] == scope:
            return dict(account)
    raise LookupError(f"no {role} over {scope!r} among {accounts['staff']}")


def members_of(accounts: dict[str, Any], district: str) -> list[dict[str, Any]]:
    """The member accounts of a district."""
    return [a for a in accounts["members"] if a["district"] == district]
