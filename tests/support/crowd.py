"""Many members who claim at once, each with retries that carry the same key."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from chassis.context import Caller
from chassis.tokens import Tokens
from tests.support.client import PASSING, new_key
from tests.support.component import ENVIRON
from tests.support.requests import Answer, Connection

_CONNECTIONS = 200


@dataclass
class Seen:
    """What the crowd was told: (member, key) → every answer to that key."""

    answers: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    repeats: int = 0

    def outcomes(self) -> Counter[str]:
        """The final answer of each request, counted."""
        return Counter(given[-1]["outcome"] for given in self.answers.values())

    def winners(self) -> list[str]:
        """The member of each request that won."""
        return [m for (m, _), given in self.answers.items() if given[-1]["outcome"] == "won"]

    def contradictions(self) -> list[tuple[str, str]]:
        """Requests that were told two different things."""
        return [
            who
            for who, given in self.answers.items()
            if len({(a["outcome"], a["claim_id"], a.get("ticket_id")) for a in given}) > 1
        ]


async def claim_all(
    addresses: list[str],
    release_id: str,
    members: Iterable[tuple[str, str]],
    *,
    requests: int = 3,
    patience: float = 120,
    spread: float = 0.0,
) -> Seen:
    """Each (id, union path) of ``members`` sends ``requests`` claims, then one repeat of each.

    ``spread`` seconds lie between the first and the last to begin, so that faults can strike in
    the middle.
    """
    seen, tokens = Seen(), Tokens(ENVIRON["TOKEN_SECRET"])
    deadline = asyncio.get_running_loop().time() + patience
    lines: asyncio.Queue[Connection] = asyncio.Queue()
    for number in range(_CONNECTIONS):
        address = urlsplit(addresses[number % len(addresses)])
        lines.put_nowait(Connection(str(address.hostname), address.port or 80, timeout=10))

    async def ask(token: str, key: str) -> Answer:
        line = await lines.get()
        try:
            return await line.post(
                f"/v1/releases/{release_id}/claims",
                {"Authorization": f"Bearer {token}", "Idempotency-Key": key},
            )
        finally:
            lines.put_nowait(line)

    async def claim(member: str, token: str, key: str) -> None:
        while True:
            with contextlib.suppress(OSError):
                answer = await ask(token, key)
                if answer.status == 200:
                    seen.answers.setdefault((member, key), []).append(answer.body)
                    return
                if answer.status not in {202, *PASSING}:
                    raise AssertionError(f"{answer.status}: {answer.body}")
            seen.repeats += 1
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"no answer for {member} within {patience} s")
            await asyncio.sleep(random.uniform(0.1, 0.6))

    async def member(number: int, total: int, member_id: str, union: str) -> None:
        await asyncio.sleep(spread * number / total)
        caller = Caller(kind="member", id=member_id, union=union, session_id="test")
        token = tokens.issue(caller, now=datetime.now(UTC))
        keys = [new_key() for _ in range(requests)]
        await asyncio.gather(*(claim(member_id, token, key) for key in keys))
        await claim(member_id, token, keys[0])

    crowd = list(members)
    random.shuffle(crowd)
    await asyncio.gather(*(member(n, len(crowd), *who) for n, who in enumerate(crowd)))
    while not lines.empty():
        lines.get_nowait().close()
    return seen
