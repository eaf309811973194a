"""What is asked about seasons and classes, and what officers decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from chassis import paging
from chassis.districts import DISTRICTS
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.tickets.classes import rights, rules, showing, store
from services.tickets.classes.rules import Phase
from services.tickets.classes.tables import ChildClass, ClassSeason, TimetableEntry
from services.tickets.enrolment import promoting
from services.tickets.errors import SiteNotFound, WrongPhase
from services.tickets.sites import store as sites
from services.tickets.sites.rules import require_officer


def list_class_seasons(
    reading: Reading, *, district: str, within: str, cursor: str, limit: int
) -> dict[str, Any]:
    """One page of seasons, those that open last first; a member who names no district and no part
    of the union gets those of their district. Raises ``InvalidInput``."""
    if district and district not in DISTRICTS:
        raise InvalidInput.of("district", "no such district")
    if not district and not within and reading.caller.kind == "member":
        district = reading.caller.district
    found = store.search(
        reading.session,
        district=district,
        within=within,
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    page = paging.page(found, limit=limit, key=lambda season: (season.opens_at, season.id))
    return page | {"items": showing.shown(reading, page["items"])}


def get_class_season(reading: Reading, *, season_id: str) -> dict[str, Any]:
    """One season. Raises ``SeasonNotFound``."""
    return showing.shown(reading, [rights.found(store.find(reading.session, season_id))])[0]


def create_class_season(
    work: Work,
    *,
    site_id: str,
    open_to: str | None,
    first_day: date,
    last_day: date,
    opens_at: datetime,
    closes_at: datetime,
    classes: Sequence[dict[str, Any]],
    **plan: Any,
) -> dict[str, Any]:
    """Make a season with its classes; where nothing is said, it is open to the site's district.

    Raises ``SiteNotFound``, ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``.
    """
    site = sites.find(work.session, site_id)
    if site is None:
        raise SiteNotFound("there is no such site")
    require_officer(work.caller, site.path)
    reach = site.path.partition("/")[0] if open_to is None else open_to
    require_officer(work.caller, reach)  # a district cannot promise places to the whole city
    rules.check_season(
        first_day=first_day,
        last_day=last_day,
        opens_at=opens_at,
        closes_at=closes_at,
        now=work.now,
    )
    rules.check_ages([(each["least_age"], each["most_age"]) for each in classes])
    season = ClassSeason(
        id=uuid7(),
        site_id=site.id,
        path=site.path,
        open_to=reach,
        first_day=first_day,
        last_day=last_day,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=work.now,
        created_by=work.caller.id,
        **plan,
    )
    rows = [
        ChildClass(id=uuid7(), season_id=season.id, number=number, **each)
        for number, each in enumerate(classes)
    ]
    store.add(work.session, season, rows)
    return showing.shown(work, [season])[0]


def cancel_class_season(work: Work, *, season_id: str, reason: str) -> dict[str, Any]:
    """Call a season off; all who have or await a place are told.

    Raises ``SeasonNotFound``, ``WrongPhase``, ``Unauthenticated`` and ``Forbidden``.
    """
    season = rights.found(store.lock(work.session, season_id))
    require_officer(work.caller, season.path)
    phase = rules.phase_at(season, work.now)
    if phase in (Phase.CANCELLED, Phase.OVER):
        raise WrongPhase("it is over or cancelled", phase=phase.value)
    season.cancelled_at = work.now
    season.cancelled_by = work.caller.id
    season.cancel_reason = reason
    promoting.cancel(work, season)
    return showing.shown(work, [season])[0]


def add_class_staff(work: Work, *, class_id: str, account_id: str) -> dict[str, Any]:
    """Let the holder of an account look after a class; the role itself is given with the account.

    Raises ``ClassNotFound``, ``Unauthenticated`` and ``Forbidden``.
    """
    season, _ = rights.season_and_class(work, class_id)
    require_officer(work.caller, season.path)
    store.add_staff(
        work.session, class_id=class_id, account_id=account_id, by=work.caller.id, at=work.now
    )
    return {"class_id": class_id, "account_id": account_id}


def remove_class_staff(work: Work, *, class_id: str, account_id: str) -> None:
    """Let the holder of an account look after a class no more. Raises as ``add_class_staff``."""
    season, _ = rights.season_and_class(work, class_id)
    require_officer(work.caller, season.path)
    store.remove_staff(work.session, class_id=class_id, account_id=account_id)


def get_class_timetable(reading: Reading, *, class_id: str) -> dict[str, Any]:
    """The courses and outings of a class. Raises ``ClassNotFound``."""
    _, child_class = rights.season_and_class(reading, class_id)
    return _timetable(reading, child_class)


def set_class_timetable(
    work: Work, *, class_id: str, entries: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Replace the timetable of a class, as an officer or as its staff.

    Raises ``ClassNotFound``, ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``.
    """
    season, child_class = rights.season_and_class(work, class_id)
    rights.require_officer_or_staff(work, season, class_id)
    rules.check_timetable(
        [(entry["day"], entry["starts"], entry["ends"]) for entry in entries],
        first_day=season.first_day,
        last_day=season.last_day,
    )
    store.set_timetable(work.session, class_id, entries)
    return _timetable(work, child_class)


def _timetable(reading: Reading, child_class: ChildClass) -> dict[str, Any]:
    entries: Sequence[TimetableEntry] = store.timetable(reading.session, child_class.id)
    return {"class_id": child_class.id, "title": child_class.title, "entries": entries}
