"""Who is told of a purchase: offices of the union, organisations, and persons with an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from chassis.context import Role

_OFFICES = UUID("5c1b7c5e-4d0f-4a53-9a0c-0a3f6f1f0d39")
_WITH_INBOX = ("federation", "district", "grassroots")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom something concerns: ``inbox`` is the recipient of what is read on the web, ``owner``
    whose addresses are told as well (``notice_targets.district``)."""

    inbox: str
    owner: str


def office(path: str) -> Party:
    """The office of a part of the union tree; the empty path is the federation's."""
    return Party(inbox=str(uuid5(_OFFICES, path)), owner=path)


def holder(some_id: str) -> Party:
    """An organisation or an account, by its id."""
    return Party(inbox=some_id, owner=owner_of(some_id))


def owner_of(some_id: str) -> str:
    """Under what the addresses of an organisation or an account are kept: never a path."""
    return f"~{some_id}"


def holders(ids: Iterable[str]) -> tuple[Party, ...]:
    """Each of some organisations or accounts once. What is no id of ours has no inbox: an officer
    may have named somebody who cannot log in."""
    return tuple(holder(one) for one in dict.fromkeys(ids) if _is_id(one))


def offices(paths: Iterable[str]) -> tuple[Party, ...]:
    """Each of some offices once."""
    return tuple(office(path) for path in dict.fromkeys(paths))


def inboxes_of(roles: Iterable[Role]) -> list[str]:
    """The offices' inboxes that somebody with these roles reads: those of their own offices, and
    not those below."""
    return sorted({office(held.scope).inbox for held in roles if held.role in _WITH_INBOX})


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
