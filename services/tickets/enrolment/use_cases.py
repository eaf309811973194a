"""What families ask, and what officers decide about all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from chassis.errors import FieldError, InvalidInput
from chassis.ids import uuid7
from chassis.work import Reading, Store, Work
from services.tickets.children import store as children
from services.tickets.claims.facts import suspended
from services.tickets.classes import events, rights
from services.tickets.classes import rules as class_rules
from services.tickets.classes import store as classes
from services.tickets.classes.rules import Phase
from services.tickets.classes.tables import ClassSeason
from services.tickets.enrolment import promoting, rules, showing, store
from services.tickets.enrolment.rules import LIVE, Drawn, State
from services.tickets.enrolment.tables import ClassApplication, ClassEnrolment
from services.tickets.errors import (
    AlreadyApplied,
    ApplicationNotFound,
    CardSuspended,
    NotOpenToMember,
    OfferEnded,
    WrongPhase,
    WrongState,
)

_MOST_SEASONS = 50  # a tick looks after so many; the next one after the rest


def apply_for_class(
    work: Work, *, season_id: str, children: Sequence[dict[str, str]]
) -> dict[str, Any]:
    """Apply for one child or several, who are kept together.

    Raises ``SeasonNotFound``, ``WrongPhase``, ``NotOpenToMember``, ``CardSuspended``,
    ``AlreadyApplied``, ``InvalidInput`` that names the child that does not fit its class,
    ``Unauthenticated`` and ``Forbidden``.
    """
    member_id = work.caller.require_member()
    season = rights.found(classes.lock(work.session, season_id))
    _require_phase(work, season, Phase.OPEN)
    union = work.caller.union
    if not class_rules.reaches(season.open_to, union):
        raise NotOpenToMember("these classes are for another part of the union")
    if suspended(work.session, [member_id]):
        raise CardSuspended("the card is suspended")
    _check_children(work, season, children)
    there = store.live_of_member(work.session, season_id=season.id, member_id=member_id)
    if there is not None:
        raise AlreadyApplied("you have an application here; withdraw it to change it")
    back = store.came_before(
        work.session,
        [each["child_id"] for each in children],
        site_id=season.site_id,
        before=season.first_day,
    )
    application = ClassApplication(
        id=uuid7(),
        season_id=season.id,
        member_id=member_id,
        union=union,
        state=State.APPLIED.value,
        applied_at=work.now,
        changed_at=work.now,
    )
    enrolments = [
        ClassEnrolment(application_id=application.id, came_before=each["child_id"] in back, **each)
        for each in children
    ]
    store.add(work.session, application, enrolments)
    return showing.mine(work, [application])[0]


def withdraw_class_application(work: Work, *, application_id: str) -> dict[str, Any]:
    """Give up an application, a place or an offer; what it held is offered to the next.

    Raises ``ApplicationNotFound``, ``WrongState``, ``WrongPhase`` after the last day,
    ``Unauthenticated`` and ``Forbidden``.
    """
    application, season = _mine(work, application_id)
    _require_state(application, *LIVE)
    if class_rules.phase_at(season, work.now) is Phase.OVER:
        raise WrongPhase("the season is over", phase=Phase.OVER.value)
    promoting.withdraw(work, application, season, State.WITHDRAWN)
    promoting.promote(work, season)
    return showing.mine(work, [application])[0]


def accept_class_offer(work: Work, *, application_id: str) -> dict[str, Any]:
    """Take the place that is offered, for all of the children.

    Raises ``ApplicationNotFound``, ``WrongState``, ``OfferEnded``, ``Unauthenticated`` and
    ``Forbidden``.
    """
    application, season = _mine(work, application_id)
    _require_state(application, State.OFFERED)
    if application.offer_ends_at is None or application.offer_ends_at <= work.now:
        raise OfferEnded("the time to accept has passed")
    promoting.move(work, application, State.PLACED)
    (ask,) = store.asks(work.session, [application])
    work.emit(
        events.class_place_given(
            application=application, season=season, children=sum(ask.wants.values())
        )
    )
    return showing.mine(work, [application])[0]


def place_class_season(work: Work, *, season_id: str, value: str) -> dict[str, Any]:
    """Give out the places by the public value, once, after applications have closed.

    Raises ``SeasonNotFound``, ``WrongPhase``, ``Unauthenticated`` and ``Forbidden``.
    """
    season = rights.found(classes.lock(work.session, season_id))
    rights.require_officer(work.caller, season.path)
    _require_phase(work, season, Phase.CLOSED)
    applications = store.of_season(work.session, season.id, [State.APPLIED])
    asks = store.asks(work.session, applications)
    open_places = promoting.opened(work, season)
    for each in classes.classes_of(work.session, [season.id])[season.id]:
        each.opened = open_places[each.id]
    placing = rules.place(
        asks,
        season_id=season.id,
        value=value,
        open_places=open_places,
        returning_percent=season.returning_percent,
    )
    season.value, season.placed_at, season.placed_by = value, work.now, work.caller.id
    by_id = {each.id: each for each in applications}
    number = {ask.application_id: sum(ask.wants.values()) for ask in asks}
    waiting = 0
    for rank, application_id in enumerate(placing.order, start=1):
        application, drawn = by_id[application_id], placing.drawn[application_id]
        application.rank, application.drawn = rank, drawn.value
        waiting += drawn is Drawn.WAITING
        promoting.move(work, application, _STATE_OF[drawn])
        facts: dict[str, Any] = {
            "application": application,
            "season": season,
            "children": number[application_id],
        }
        if drawn is Drawn.WAITING:
            work.emit(events.class_waitlisted(position=waiting, **facts))
        else:
            work.emit(events.class_place_given(**facts))
    work.session.flush()
    return showing.placing(work, season)


_STATE_OF = {
    Drawn.RETURNING: State.PLACED,
    Drawn.DRAWN: State.PLACED,
    Drawn.WAITING: State.WAITING,
}


def expire_class_offers(store_: Store) -> None:
    """The tick: end offers that were not taken in time and make them to the next."""
    with store_.reading() as reading:
        due = store.seasons_with_ended_offers(reading.session, reading.now, limit=_MOST_SEASONS)
    for season_id in due:
        with store_.work() as work:
            season = classes.lock(work.session, season_id)
            if season is not None:
                promoting.expire(work, season)


def _check_children(work: Work, season: ClassSeason, asked: Sequence[dict[str, str]]) -> None:
    mine = {c.id: c for c in children.children_of(work.session, work.caller.id)}
    offered = {c.id: c for c in classes.classes_of(work.session, [season.id])[season.id]}
    times = Counter(each["child_id"] for each in asked)
    wrong = []
    for place, each in enumerate(asked):
        child, wanted = mine.get(each["child_id"]), offered.get(each["class_id"])
        if child is None:
            wrong.append(FieldError(f"children.{place}.child_id", "you have no such child"))
        elif times[child.id] > 1:
            wrong.append(FieldError(f"children.{place}.child_id", "is named more than once"))
        elif wanted is None:
            wrong.append(FieldError(f"children.{place}.class_id", "no class of this season"))
        elif not class_rules.fits_age(
            birth_date=child.birth_date,
            first_day=season.first_day,
            least=wanted.least_age,
            most=wanted.most_age,
        ):
            wrong.append(
                FieldError(f"children.{place}.class_id", "is for another age on the first day")
            )
    if wrong:
        raise InvalidInput("some children do not fit", errors=tuple(wrong))


def _mine(work: Work, application_id: str) -> tuple[ClassApplication, ClassSeason]:
    """An application of the caller, with its season locked first, as everywhere."""
    member_id = work.caller.require_member()
    application = store.find(work.session, application_id)
    if application is None or application.member_id != member_id:
        raise ApplicationNotFound("you have no such application")
    season = rights.found(classes.lock(work.session, application.season_id))
    work.session.refresh(application)
    return application, season


def _require_phase(reading: Reading, season: ClassSeason, wanted: Phase) -> None:
    phase = class_rules.phase_at(season, reading.now)
    if phase is not wanted:
        raise WrongPhase(f"the season is {phase.value}, not {wanted.value}", phase=phase.value)


def _require_state(application: ClassApplication, *wanted: State) -> None:
    if application.state not in wanted:
        raise WrongState("the application is past that", state=application.state)
