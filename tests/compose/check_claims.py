"""Claims a ticket through the running containers, kills tickets, and claims again.

``COMPOSE="docker compose" python3 -m tests.compose.check_claims`` in the project's folder, with
the demonstration data loaded (``make up DEMO=true``). Needs nothing but Python and Docker.
"""

from __future__ import annotations

import sys
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.compose import containers
from tests.compose.front_door import FrontDoor, Refused
from tests.support.waiting import eventually

STOCK = 5
_TRANSIENT = {429, 502, 503, 504}


@dataclass(frozen=True)
class Claimant:
    """A member who is logged in and claims with one key, however often the answer gets lost."""

    account: dict[str, Any]
    door: FrontDoor
    key: str = field(default_factory=lambda: str(uuid.uuid4()))

    def claim(
        self, release: dict[str, Any], *, key: str = "", seconds: float = 30
    ) -> dict[str, Any]:
        """Claim with one key until it is decided.

        Neither a service that is away nor a receipt is an answer: a receipt (202) says that the
        claim came in, and the same claim may be sent again at any time. What is refused for good
        is raised at once.
        """
        path = f"/v1/releases/{release['id']}/claims"

        def attempt() -> dict[str, Any]:
            try:
                answer: dict[str, Any] = self.door.post(path, key=key or self.key)
            except Refused as error:
                if error.status not in _TRANSIENT:
                    raise SystemExit(f"a claim was refused: {error}") from None
                raise  # the limit's message then says what the last answer was
            if "outcome" not in answer:
                raise LookupError(f"not decided yet: {answer}")
            return answer

        return eventually(attempt, what="a decision on the claim", seconds=seconds)

    def tickets(self, release: dict[str, Any]) -> list[dict[str, Any]]:
        """The member's tickets of a release."""
        items = self.door.get("/v1/me/tickets")["items"]
        return [ticket for ticket in items if ticket["release_id"] == release["id"]]

    def texts(self, release: dict[str, Any]) -> list[str]:
        """The messages about a release on the member's phone."""
        messages = [message["text"] for message in self.door.phone(self.account)]
        return [text for text in messages if release["title"] in text]


def main() -> int:
    """Run the check; the first thing that is not as it must be ends it."""
    street = FrontDoor(containers.address_of("gateway", 8000))
    accounts = street.get("/demo/accounts")
    first, second = _two_neighbours(accounts["members"])
    officer = street.staff(_federation_officer(accounts["staff"]))
    release = _open_release(officer, district=first["district"])
    say(f"release {release['title']} is open, {STOCK} places")

    early = Claimant(first, street.member(first))
    late = Claimant(second, street.member(second))
    won = early.claim(release)
    expect(won["outcome"], "won", "the first claim")
    _has_one_ticket(early, release, won)
    say("claimed; ticket and SMS are there")

    killed = containers.crash("tickets")
    again = late.claim(release, seconds=90)
    expect(again["outcome"], "won", "the claim over the crash")
    containers.wait_until_back("tickets", after=killed)
    _has_one_ticket(late, release, again)
    say("tickets was killed and came back; the second claim has won")

    expect(early.claim(release)["claim_id"], won["claim_id"], "the repeated first claim")
    expect(late.claim(release)["claim_id"], again["claim_id"], "the repeated second claim")
    another = early.claim(release, key=str(uuid.uuid4()))
    expect(another["outcome"], "already_claimed", "a claim with another key")
    _has_one_ticket(early, release, won)
    remaining = street.get(f"/v1/releases/{release['id']}")["remaining"]
    expect(remaining, STOCK - 2, "places that remain")
    say("nothing was lost or doubled")
    return 0


def expect(found: object, wanted: object, what: str) -> None:
    """Raises ``AssertionError`` unless both are equal."""
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} instead of {wanted!r}")


def say(line: str) -> None:
    """Tell progress."""
    sys.stdout.write(f"check_claims: {line}\n")
    sys.stdout.flush()


def _has_one_ticket(member: Claimant, release: dict[str, Any], claim: dict[str, Any]) -> None:
    tickets = member.tickets(release)
    expect([ticket["id"] for ticket in tickets], [claim["ticket_id"]], "tickets of the member")
    eventually(lambda: member.texts(release), what="an SMS about the ticket", seconds=60)
    expect(len(member.texts(release)), 1, "messages about the ticket")


def _two_neighbours(members: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    first = members[0]
    second = next(
        member
        for member in members
        if member["district"] == first["district"] and member["phone"] != first["phone"]
    )
    return first, second


def _federation_officer(staff: list[dict[str, Any]]) -> dict[str, Any]:
    return next(account for account in staff if "federation" in account["roles"])


def _open_release(officer: FrontDoor, *, district: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    created = officer.post(
        "/v1/releases",
        title=f"容器验收{uuid.uuid4().hex[:6]}",
        districts=[district],
        stock=STOCK,
        opens_at=(now + timedelta(seconds=2)).isoformat(),
        closes_at=(now + timedelta(hours=1)).isoformat(),
    )

    def opened() -> dict[str, Any]:
        release: dict[str, Any] = officer.get(f"/v1/releases/{created['id']}")
        return release if release["state"] == "open" else {}

    return eventually(opened, what="the release opens", seconds=30)


if __name__ == "__main__":
    sys.exit(main())
