"""Moving applications on, under the lock on their season, and telling of it."""

from __future__ import annotations

from datetime import timedelta

from chassis.work import Work
from services.tickets.classes import events
from services.tickets.classes import store as classes
from services.tickets.classes.rules import Phase, open_places, phase_at
from services.tickets.classes.tables import ClassSeason
from services.tickets.enrolment import rules, store
from services.tickets.enrolment.rules import LIVE, State
from services.tickets.enrolment.tables import ClassApplication


def opened(work: Work, season: ClassSeason) -> dict[str, int]:
    """How many places are open in each class of a season, taken or not."""
    found = classes.classes_of(work.session, [season.id])[season.id]
    confirmed = classes.confirmed(work.session, [each.id for each in found])
    return {each.id: open_places(each, confirmed.get(each.id, 0)) for each in found}


def promote(work: Work, season: ClassSeason) -> None:
    """Offer what is free to those who wait, in their order; before the placing nobody waits."""
    if phase_at(season, work.now) not in (Phase.PLACED, Phase.RUNNING):
        return
    work.session.flush()
    places = opened(work, season)
    taken = store.held(work.session, list(places))
    free = {each: number - taken.get(each, 0) for each, number in places.items()}
    waiting = store.of_season(work.session, season.id, [State.WAITING])
    asks = store.asks(work.session, waiting)
    by_id = {each.id: each for each in waiting}
    children = {ask.application_id: sum(ask.wants.values()) for ask in asks}
    for application_id in rules.promote(asks, free):
        application = by_id[application_id]
        move(work, application, State.OFFERED)
        application.offer_ends_at = work.now + timedelta(hours=season.offer_hours)
        work.emit(
            events.class_place_offered(
                application=application, season=season, children=children[application_id]
            )
        )


def expire(work: Work, season: ClassSeason) -> None:
    """End the offers that nobody has taken in time, and make them to the next."""
    ended = [
        each
        for each in store.of_season(work.session, season.id, [State.OFFERED])
        if each.offer_ends_at is not None and each.offer_ends_at <= work.now
    ]
    for application in ended:
        withdraw(work, application, season, State.LAPSED)
    if ended:
        promote(work, season)


def cancel(work: Work, season: ClassSeason) -> None:
    """End all applications of a season that is called off."""
    for application in store.of_season(work.session, season.id, LIVE):
        withdraw(work, application, season, State.CANCELLED)


def withdraw(work: Work, application: ClassApplication, season: ClassSeason, state: State) -> None:
    """End an application, for the reason that the state says."""
    move(work, application, state)
    application.ended_at = work.now
    work.emit(
        events.class_place_withdrawn(application=application, season=season, reason=state.value)
    )


def move(work: Work, application: ClassApplication, state: State) -> None:
    """Another state from now on."""
    application.state = state.value
    application.offer_ends_at = None
    application.changed_at = work.now
