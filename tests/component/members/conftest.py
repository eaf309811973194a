"""A members service with the demonstration's people, and what its tests do again and again."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chassis.context import Caller, Role
from services.members import demo
from services.members.imports.desk import Desk, Pace
from services.members.security import Security
from services.members.service import Members
from tests.support.component import Component, settings

FEDERATION = Caller(kind="staff", id="a-federation", roles=(Role("federation", ""),))
CHAOYANG = Caller(kind="staff", id="a-chaoyang", roles=(Role("district", "chaoyang"),))
HAIDIAN = Caller(kind="staff", id="a-haidian", roles=(Role("district", "haidian"),))
UNION = "chaoyang/jianwai/u0001"


def at(address: str) -> Caller:
    """Nobody yet, calling from an address."""
    return Caller(address=address)


class Hall:
    """One members service; its clock stands still until ``later`` moves it."""

    def __init__(self, component: Component, *, security: Security) -> None:
        self.component = component
        self.call = component.call
        self.events = component.events
        self.clock = component.clock
        self.store = component.store
        self.security = security
        self.accounts = component.call("demo_accounts") if security.demo else None

    def later(self, **span: float) -> None:
        self.clock.advance(timedelta(**span))

    def card(self, number: int = 0, district: str = "chaoyang") -> str:
        """The card number of a member of a district."""
        found = [m for m in demo_members() if m.district == district]
        return found[number].card_no

    def code(self, card_no: str, *, caller: Caller | None = None) -> str:
        """Ask for a code and read it as the phone would show it."""
        before = len(self.events("members.login_code_issued.v1"))
        self.call("request_login_code", caller=caller or at("10.0.0.1"), card_no=card_no)
        events = self.events("members.login_code_issued.v1")
        assert len(events) == before + 1
        return self.security.personal.open(events[-1]["data"]["sealed_code"], purpose="login-code")

    def log_in(self, card_no: str) -> dict[str, Any]:
        return self.call("log_in", caller=at("10.0.0.1"), card_no=card_no, code=self.code(card_no))

    def who(self, tokens: dict[str, Any]) -> Caller:
        """The caller whom the gateway would see."""
        return self.security.tokens.verify(tokens["access_token"], now=self.clock.now())[0]

    def send(
        self,
        content: bytes,
        *,
        caller: Caller = FEDERATION,
        format: str = "csv",
        piece: int = 512 * 1024,
        **options: Any,
    ) -> str:
        """Upload a file; the id of its import."""
        job = self.call(
            "begin_import",
            caller=caller,
            filename=f"members.{format}",
            format=format,
            size=len(content),
            **options,
        )
        for index, start in enumerate(range(0, len(content), piece)):
            data = base64.b64encode(content[start : start + piece]).decode()
            self.call("append_import", caller=caller, import_id=job["id"], index=index, data=data)
        self.call("finish_import", caller=caller, import_id=job["id"])
        return job["id"]

    def work_off(self, import_id: str) -> dict[str, Any]:
        """Let ticks happen until an import has ended."""
        for _ in range(200):
            job = self.call("get_import", caller=FEDERATION, import_id=import_id)
            if job["finished_at"]:
                return job
            self.component.tick("process_imports")
        raise AssertionError(f"never ended: {job}")

    def errors(self, import_id: str) -> list[tuple[int, str, str]]:
        """Line, column and code of each error."""
        page = self.call("list_import_errors", caller=FEDERATION, import_id=import_id, limit=200)
        return [(row["line"], row["column"], row["code"]) for row in page["items"]]


def demo_members() -> list[Any]:
    return list(demo._people())


@pytest.fixture
def hall(component: Callable[..., Component]) -> Callable[..., Hall]:
    """Makes halls: ``hall(demo=False, limits=…, pace=…)``."""

    def make(*, demo_limits: bool = True, limits: str = "", pace: Pace | None = None) -> Hall:
        security = Security.of(
            settings(DEMO="true" if demo_limits else "false", MEMBERS_LIMITS=limits)
        )
        made = component(Members, dependencies={"security": security, "desk": Desk(pace)})
        demo.load(made.store, made.settings)
        return Hall(made, security=security)

    return make
