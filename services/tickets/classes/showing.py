"""Seasons and classes as everybody may see them: plans and numbers, no names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.work import Reading
from services.tickets.classes import rules, store
from services.tickets.classes.tables import ChildClass, ClassSeason
from services.tickets.enrolment import store as enrolment
from services.tickets.enrolment.rules import HOLDING, State
from services.tickets.sites import store as sites
from services.tickets.sites.rules import CLASS_STAFF


def shown(reading: Reading, seasons: Sequence[ClassSeason]) -> list[dict[str, Any]]:
    """Seasons with their sites and classes, in the same order."""
    session, caller = reading.session, reading.caller
    classes = store.classes_of(session, [season.id for season in seasons])
    class_ids = [each.id for group in classes.values() for each in group]
    site_of = sites.by_ids(session, {season.site_id for season in seasons})
    confirmed = store.confirmed(session, class_ids)
    counts = enrolment.counts(session, class_ids)
    minded = store.minded_by(session, caller.id, class_ids) if caller.kind == "staff" else set()
    return [
        {
            **{name: getattr(season, name) for name in _PLAIN},
            "phase": rules.phase_at(season, reading.now),
            "open_to_caller": (
                caller.kind == "member" and rules.reaches(season.open_to, caller.union)
            ),
            "site": site_of[season.site_id],
            "classes": [
                _class(each, confirmed.get(each.id, 0), counts.get(each.id, {}))
                | {
                    "quota": _quota(season, each, confirmed.get(each.id, 0)),
                    "minded": each.id in minded and caller.has(CLASS_STAFF, season.path),
                }
                for each in classes[season.id]
            ],
            "server_time": reading.now,
        }
        for season in seasons
    ]


_PLAIN = (
    "id",
    "title",
    "description",
    "open_to",
    "first_day",
    "last_day",
    "opens_at",
    "closes_at",
    "returning_percent",
    "offer_hours",
    "value_source",
    "value",
    "placed_at",
)


def _class(each: ChildClass, confirmed: int, counts: dict[State, int]) -> dict[str, Any]:
    held = sum(counts.get(state, 0) for state in HOLDING)
    return {
        "id": each.id,
        "title": each.title,
        "least_age": each.least_age,
        "most_age": each.most_age,
        "places": each.places,
        "children_per_volunteer": each.children_per_volunteer,
        "least_volunteers": each.least_volunteers,
        "volunteers": confirmed,
        "volunteers_needed": rules.volunteers_needed(each, held),
        "open_places": rules.open_places(each, confirmed),
        "held": held,
        "applied": counts.get(State.APPLIED, 0),
        "waiting": counts.get(State.WAITING, 0),
        "short": confirmed < rules.volunteers_needed(each, held),
    }


def _quota(season: ClassSeason, each: ChildClass, confirmed: int) -> int:
    return rules.open_places(each, confirmed) * season.returning_percent // 100
