"""Who may do what with a class. Its staff are accounts named for it that also hold the role."""

from __future__ import annotations

from chassis.context import Caller
from chassis.work import Reading
from services.tickets.classes import store
from services.tickets.classes.tables import ChildClass, ClassSeason
from services.tickets.errors import ClassNotFound, SeasonNotFound
from services.tickets.sites.rules import CLASS_STAFF, is_officer, require_officer

__all__ = ["is_officer", "require_officer"]


def season_and_class(reading: Reading, class_id: str) -> tuple[ClassSeason, ChildClass]:
    """A class with its season. Raises ``ClassNotFound``."""
    child_class = store.find_class(reading.session, class_id)
    if child_class is None:
        raise ClassNotFound("there is no such class")
    return found(store.find(reading.session, child_class.season_id)), child_class


def found(season: ClassSeason | None) -> ClassSeason:
    """The season. Raises ``SeasonNotFound`` if there is none."""
    if season is None:
        raise SeasonNotFound("there is no such season")
    return season


def minds(reading: Reading, season: ClassSeason, class_id: str) -> bool:
    """Whether the caller is of the class's staff."""
    caller = reading.caller
    return caller.has(CLASS_STAFF, season.path) and bool(
        store.minded_by(reading.session, caller.id, [class_id])
    )


def require_staff(reading: Reading, season: ClassSeason, class_id: str) -> None:
    """Refuse whoever is not of the class's staff, officers as well.

    Raises ``Unauthenticated``, ``Forbidden``.
    """
    if not minds(reading, season, class_id):
        _refuse(reading.caller)


def require_officer_or_staff(reading: Reading, season: ClassSeason, class_id: str) -> None:
    """Refuse whoever neither decides about the class nor looks after it. Raises the same."""
    if not is_officer(reading.caller, season.path) and not minds(reading, season, class_id):
        _refuse(reading.caller)


def _refuse(caller: Caller) -> None:
    caller.require()
