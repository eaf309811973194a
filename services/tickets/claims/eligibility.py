"""Who may ask for places of a release: rules as data, and the name of the one that refuses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from services.tickets.claims.requests import Request

_HERE = ZoneInfo("Asia/Shanghai")


class Reason(StrEnum):
    """The rule that refused a request; none where the outcome says it all."""

    NONE = ""
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    DISTRICT = "district"
    UNION = "union"
    CARD_SUSPENDED = "card_suspended"
    COOL_DOWN = "cool_down"
    AGE = "age"
    AUDIENCE = "audience"
    RECENT_WIN = "recent_win"
    TOO_MANY = "too_many"
    COMPANION_UNKNOWN = "companion_unknown"
    COMPANION_NEEDED = "companion_needed"
    COMPANION_AGE = "companion_age"
    ENTERED = "entered"
    WAITING = "waiting"
    OTHERS_WAIT = "others_wait"


@dataclass(frozen=True, slots=True)
class Ages:
    """Whole years of age from ``least`` to ``most``, both included."""

    least: int
    most: int

    def __contains__(self, age: int) -> bool:
        return self.least <= age <= self.most


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What a release asks of members besides their district. Nothing is asked by default.

    ``unions`` are paths of the tree of which one must cover the member's; ``not_won_in_last``
    counts earlier releases (see ``releases.recent``); ``companions`` are at least and at most so
    many; ``ages`` are the member's by the year of birth, ``companion_ages`` those of each
    companion on the day of the event.
    """

    unions: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    ages: Ages | None = None
    companion_ages: Ages | None = None
    least_companions: int = 0
    most_companions: int = 0
    not_won_in_last: int = 0

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Eligibility:
        """The reverse of ``to_data``; what is not named asks nothing."""
        return cls(
            unions=tuple(data.get("unions", ())),
            audiences=tuple(data.get("audiences", ())),
            ages=_ages(data.get("ages")),
            companion_ages=_ages(data.get("companion_ages")),
            least_companions=data.get("least_companions", 0),
            most_companions=data.get("most_companions", 0),
            not_won_in_last=data.get("not_won_in_last", 0),
        )


EVERYBODY = Eligibility()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the members of a batch and of their companions.

    ``recent`` are pairs of release and member for whom the rule "not won in the last releases"
    refuses; ``births`` has the birthdays of companions by member and companion.
    """

    suspended: Collection[str] = frozenset()
    cooling: Collection[str] = frozenset()
    recent: Collection[tuple[str, str]] = frozenset()
    births: Mapping[tuple[str, str], date] = field(default_factory=dict)


def refusal(
    request: Request,
    *,
    districts: Collection[str],
    asks: Eligibility,
    day: date,
    facts: Facts,
) -> Reason:
    """The first rule that refuses a request, or none. ``day`` is the day of the event."""
    if request.district not in districts:
        return Reason.DISTRICT
    if request.member_id in facts.suspended:
        return Reason.CARD_SUSPENDED
    if request.member_id in facts.cooling:
        return Reason.COOL_DOWN
    if asks is EVERYBODY and not request.companions:
        return Reason.NONE
    if asks.unions and not any(_covers(path, request.union) for path in asks.unions):
        return Reason.UNION
    if asks.ages and (request.birth_year is None or day.year - request.birth_year not in asks.ages):
        return Reason.AGE
    if asks.audiences and not set(asks.audiences) & set(request.audiences):
        return Reason.AUDIENCE
    if asks.not_won_in_last and request.holding in facts.recent:
        return Reason.RECENT_WIN
    return _company(request, asks=asks, day=day, facts=facts)


def _company(request: Request, *, asks: Eligibility, day: date, facts: Facts) -> Reason:
    if len(request.companions) > asks.most_companions:
        return Reason.TOO_MANY
    if len(request.companions) < asks.least_companions:
        return Reason.COMPANION_NEEDED
    for companion in request.companions:
        born = facts.births.get((request.member_id, companion))
        if born is None:
            return Reason.COMPANION_UNKNOWN
        if asks.companion_ages and age_on(day, born) not in asks.companion_ages:
            return Reason.COMPANION_AGE
    return Reason.NONE


def age_on(day: date, born: date) -> int:
    """Whole years of age on a day; who is born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_of(moment: datetime) -> date:
    """The day of a moment where the union is."""
    return moment.astimezone(_HERE).date()


def _covers(path: str, union: str) -> bool:
    return union == path or union.startswith(path + "/")


def _ages(data: Mapping[str, int] | None) -> Ages | None:
    return None if data is None else Ages(least=data["least"], most=data["most"])
