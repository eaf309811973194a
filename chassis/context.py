"""Who calls, on whose behalf, and until when: what travels beside a request in its headers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.errors import Forbidden, Unauthenticated


@dataclass(frozen=True, slots=True)
class Role:
    """A role and the part of the union tree in which it holds.

    A scope is a path of codes: ``""`` is the federation, ``chaoyang`` a district,
    ``chaoyang/jianwai/u0001`` a grassroots union. A scope covers every path below it.
    """

    role: str
    scope: str = ""

    def covers(self, path: str) -> bool:
        """Whether ``path`` lies in this role's part of the tree."""
        return self.scope in ("", path) or path.startswith(self.scope + "/")


@dataclass(frozen=True, slots=True)
class Caller:
    """The identity behind a call, as the gateway verified it."""

    kind: str = "anonymous"  # anonymous, member, staff, provider or system
    id: str = ""
    union: str = ""  # a member's path in the union tree
    roles: tuple[Role, ...] = ()
    session_id: str = ""
    address: str = ""  # network address, for limits; never stored beside a name
    birth_year: int | None = None  # a member's; releases may be for some ages
    audiences: tuple[str, ...] = ()  # groups that a member belongs to; releases may be for some

    @property
    def district(self) -> str:
        """The district of a member: the first step of the path."""
        return self.union.partition("/")[0]

    def has(self, role: str, path: str = "") -> bool:
        """Whether the caller holds a role over ``path``."""
        return any(r.role == role and r.covers(path) for r in self.roles)

    def require(self, *roles: str, path: str = "") -> None:
        """Refuse a caller who holds none of the roles over ``path``.

        Raises ``Unauthenticated`` for nobody and ``Forbidden`` for the wrong one.
        """
        if self.kind == "anonymous":
            raise Unauthenticated("log in first")
        if self.kind != "system" and not any(self.has(role, path) for role in roles):
            raise Forbidden("this needs another role or another part of the union")

    def require_member(self) -> str:
        """The member's id. Raises as ``require`` does."""
        if self.kind == "anonymous":
            raise Unauthenticated("log in first")
        if self.kind != "member":
            raise Forbidden("only a member can do this")
        return self.id

    def to_json(self) -> str:
        """One header's worth."""
        data: dict[str, Any] = {
            "kind": self.kind,
            "id": self.id,
            "union": self.union,
            "roles": [[r.role, r.scope] for r in self.roles],
            "session_id": self.session_id,
            "address": self.address,
        }
        if self.birth_year is not None:
            data["birth_year"] = self.birth_year
        if self.audiences:
            data["audiences"] = self.audiences
        return json.dumps(data, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Caller:
        """The reverse of ``to_json``."""
        data: dict[str, Any] = json.loads(text)
        roles = tuple(Role(role, scope) for role, scope in data.pop("roles", []))
        audiences = tuple(data.pop("audiences", ()))
        return cls(roles=roles, audiences=audiences, **data)


ANONYMOUS = Caller()
SYSTEM = Caller(kind="system")


@dataclass(frozen=True, slots=True)
class CallContext:
    """The headers of one call. ``deadline`` is in seconds since the epoch."""

    caller: Caller = field(default=ANONYMOUS)
    correlation_id: str = ""
    causation_id: str = ""
    deadline: float | None = None
    idempotency_key: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CallContext:
        """Read nameko's context data. Without a caller header nobody is calling."""
        caller = data.get("caller")
        deadline = data.get("deadline")
        return cls(
            caller=Caller.from_json(caller) if caller else ANONYMOUS,
            correlation_id=data.get("correlation_id", ""),
            causation_id=data.get("causation_id", ""),
            deadline=float(deadline) if deadline else None,
            idempotency_key=data.get("idempotency_key", ""),
        )

    def to_data(self) -> dict[str, str]:
        """Context data for a call made on behalf of this one; empty values are left out."""
        data = {
            "caller": self.caller.to_json(),
            "correlation_id": self.correlation_id,
            "causation_id": self.causation_id,
            "deadline": str(self.deadline) if self.deadline else "",
            "idempotency_key": self.idempotency_key,
        }
        return {key: value for key, value in data.items() if value}
