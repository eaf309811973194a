"""Applications as members, officers and the public see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.work import Reading
from services.tickets.attendance import store as attendance
from services.tickets.classes import rights
from services.tickets.classes import store as classes
from services.tickets.classes.rules import Phase, phase_at
from services.tickets.classes.tables import ClassSeason
from services.tickets.enrolment import rules, store
from services.tickets.enrolment.rules import Drawn, State
from services.tickets.enrolment.tables import ClassApplication


def list_my_class_applications(reading: Reading) -> dict[str, Any]:
    """All applications of the caller, the newest first. Raises ``Unauthenticated`` and so on."""
    member_id = reading.caller.require_member()
    return {"items": mine(reading, store.of_member(reading.session, member_id))}


def list_class_applications(reading: Reading, *, season_id: str) -> dict[str, Any]:
    """All applications of a season for its officers, without anything about the children.

    Raises ``SeasonNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    season = rights.found(classes.find(reading.session, season_id))
    rights.require_officer(reading.caller, season.path)
    return {"items": _rows(reading, store.of_season(reading.session, season.id))}


def get_class_placing(reading: Reading, *, season_id: str) -> dict[str, Any]:
    """What anybody needs to check the placing. Raises ``SeasonNotFound``."""
    return placing(reading, rights.found(classes.find(reading.session, season_id)))


def placing(reading: Reading, season: ClassSeason) -> dict[str, Any]:
    """The applications as they were frozen, the value and what it gave; no people.

    Until applications close nothing is frozen, so nothing is shown.
    """
    frozen = phase_at(season, reading.now) not in (Phase.SOON, Phase.OPEN)
    found = store.of_season(reading.session, season.id) if frozen else []
    return {
        "season_id": season.id,
        "value_source": season.value_source,
        "value": season.value,
        "placed_at": season.placed_at,
        "returning_percent": season.returning_percent,
        "entries": len(found),
        "entries_hash": rules.entries_hash(each.id for each in found) if frozen else "",
        "classes": [
            {"class_id": each.id, "title": each.title, "opened": each.opened}
            for each in classes.classes_of(reading.session, [season.id])[season.id]
        ],
        "items": _rows(reading, found),
    }


def mine(reading: Reading, applications: Sequence[ClassApplication]) -> list[dict[str, Any]]:
    """Applications for the member who made them."""
    session = reading.session
    seasons = classes.by_ids(session, {each.season_id for each in applications})
    titles = {
        each.id: each.title
        for group in classes.classes_of(session, list(seasons)).values()
        for each in group
    }
    ids = [each.id for each in applications]
    enrolments = store.enrolments_of(session, ids)
    ratings = attendance.ratings(session, ids)
    return [
        {
            "id": each.id,
            "season_id": each.season_id,
            "title": seasons[each.season_id].title,
            "first_day": seasons[each.season_id].first_day,
            "last_day": seasons[each.season_id].last_day,
            "state": State(each.state),
            "drawn": Drawn(each.drawn) if each.drawn else None,
            "rank": each.rank,
            "waiting_position": (
                store.waiting_before(session, each) + 1 if each.state == State.WAITING else None
            ),
            "applied_at": each.applied_at,
            "offer_ends_at": each.offer_ends_at,
            "rating": ratings.get(each.id),
            "children": [
                {
                    "child_id": one.child_id,
                    "class_id": one.class_id,
                    "class_title": titles[one.class_id],
                    "returning": one.came_before,
                }
                for one in enrolments[each.id]
            ],
            "server_time": reading.now,
        }
        for each in applications
    ]


def _rows(reading: Reading, applications: Sequence[ClassApplication]) -> list[dict[str, Any]]:
    asks = store.asks(reading.session, applications)
    return [
        {
            "id": each.id,
            "state": State(each.state),
            "drawn": Drawn(each.drawn) if each.drawn else None,
            "rank": each.rank,
            "applied_at": each.applied_at,
            "offer_ends_at": each.offer_ends_at,
            "returning": ask.returning,
            "wants": [
                {"class_id": class_id, "children": number}
                for class_id, number in sorted(ask.wants.items())
            ],
        }
        for each, ask in zip(applications, asks, strict=True)
    ]
