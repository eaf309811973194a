"""Who may call a route, as far as the token alone tells. The service decides again, with scopes."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.context import Caller
from chassis.errors import Forbidden, Unauthenticated

KINDS = frozenset({"member", "staff", "provider"})


@dataclass(frozen=True, slots=True)
class Access:
    """Anyone, or callers of some kinds, or holders of some roles (whatever their scope).

    With ``secret`` it is nobody who could log in, but a machine that knows the variable of this
    name; its door looks at that.
    """

    open: bool = False
    kinds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    secret: str = ""

    def check(self, caller: Caller) -> None:
        """Raises ``Unauthenticated`` for nobody and ``Forbidden`` for the wrong one."""
        if self.open or caller.kind in self.kinds:
            return
        if caller.kind == "anonymous":
            raise Unauthenticated("log in first")
        if not any(held.role in self.roles for held in caller.roles):
            raise Forbidden("this needs another role")

    def describe(self) -> str:
        """For people who read the API's documentation."""
        if self.open:
            return "anyone"
        if self.secret:
            return f"whoever knows {self.secret}"
        if self.kinds == KINDS:
            return "everybody who is logged in"
        kinds = [f"{kind}s" if kind == "member" else kind for kind in sorted(self.kinds)]
        return ", ".join(kinds + [f"role {role}" for role in sorted(self.roles)])


ANYONE = Access(open=True)
LOGGED_IN = Access(kinds=KINDS)
MEMBERS = Access(kinds=frozenset({"member"}))
SMS_GATEWAY = Access(secret="SMS_INBOUND_TOKEN")
STAFF = Access(kinds=frozenset({"staff"}))


def holders(*roles: str) -> Access:
    """Callers who hold one of the roles."""
    return Access(roles=frozenset(roles))
