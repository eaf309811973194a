"""What is written about a child, and what cannot be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.errors import InvalidInput
from services.tickets.days import years_on

MOST_CHILDREN = 10
OF_AGE = 18


class Relation(StrEnum):
    """What the child, or whoever else comes along with the member, is to the member."""

    CHILD = "child"
    GRANDCHILD = "grandchild"
    WARD = "ward"
    SPOUSE = "spouse"
    PARENT = "parent"
    COMPANION = "companion"


_OF_ANY_AGE = (Relation.SPOUSE, Relation.PARENT, Relation.COMPANION)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers for a child or may fetch it. All of it is personal."""

    name: str
    phone: str
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is personal about a child; sealed as one text."""

    name: str
    guardians: Sequence[Person]
    pickups: Sequence[Person]
    health: str
    allergies: str


def check_birth_date(birth_date: date, *, today: date, relation: Relation = Relation.CHILD) -> None:
    """Refuse who is not born yet, and a child of age. Raises ``InvalidInput``."""
    if birth_date > today:
        raise InvalidInput.of("birth_date", "lies in the future")
    if years_on(today, birth_date) >= OF_AGE and relation not in _OF_ANY_AGE:
        raise InvalidInput.of("birth_date", "is of age, so no child")


def check_number(children: int) -> None:
    """Refuse a child too many. Raises ``InvalidInput``."""
    if children >= MOST_CHILDREN:
        raise InvalidInput.of("name", f"at most {MOST_CHILDREN} children")
