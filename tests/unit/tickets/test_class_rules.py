"""Ages, the live limit by volunteers, phases, and what a plan must not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from services.tickets.classes import rules
from services.tickets.classes.rules import Phase, phase_at
from services.tickets.days import years_on
from services.tickets.sites.rules import Setup, check_site


@dataclass(frozen=True)
class Limits:
    places: int = 30
    children_per_volunteer: int = 8
    least_volunteers: int = 2


@dataclass(frozen=True)
class Season:
    opens_at: datetime = datetime(2026, 6, 1, 2, tzinfo=UTC)
    closes_at: datetime = datetime(2026, 6, 20, 2, tzinfo=UTC)
    placed_at: datetime | None = None
    cancelled_at: datetime | None = None
    first_day: date = date(2026, 7, 18)
    last_day: date = date(2026, 8, 14)


@pytest.mark.parametrize(("confirmed", "places"), [(0, 0), (1, 0), (2, 16), (3, 24), (4, 30)])
def test_volunteers_open_places(confirmed, places):
    assert rules.open_places(Limits(), confirmed) == places


@given(st.integers(1, 40), st.integers(1, 20), st.integers(2, 6), st.integers(0, 30))
def test_with_the_volunteers_that_are_needed_as_many_places_are_open(places, ratio, least, kids):
    limits = Limits(places, ratio, least)
    kids = min(kids, places)
    needed = rules.volunteers_needed(limits, kids)
    assert rules.open_places(limits, needed) >= kids
    assert needed == least or rules.open_places(limits, needed - 1) < kids
    assert rules.open_places(limits, least - 1) == 0


@pytest.mark.parametrize(
    ("birth_date", "age"),
    [
        ("2020-07-18", 6),
        ("2020-07-19", 5),
        ("2016-02-29", 10),
        ("2026-07-18", 0),
    ],
)
def test_age_is_that_on_the_first_day(birth_date, age):
    born, first = date.fromisoformat(birth_date), date(2026, 7, 18)
    assert years_on(first, born) == age
    assert rules.fits_age(birth_date=born, first_day=first, least=age, most=age)
    assert not rules.fits_age(birth_date=born, first_day=first, least=age + 1, most=17)


def test_who_is_born_later_is_too_young_for_any_class():
    assert not rules.fits_age(
        birth_date=date(2026, 7, 19), first_day=date(2026, 7, 18), least=0, most=17
    )


PLACED = datetime(2026, 6, 21, tzinfo=UTC)
FIRST = datetime(2026, 7, 17, 16, tzinfo=UTC)  # midnight in Shanghai


@pytest.mark.parametrize(
    ("at", "placed", "phase"),
    [
        (Season().opens_at - timedelta(microseconds=1), None, Phase.SOON),
        (Season().opens_at, None, Phase.OPEN),
        (Season().closes_at, None, Phase.CLOSED),
        (FIRST, None, Phase.CLOSED),
        (FIRST - timedelta(seconds=1), PLACED, Phase.PLACED),
        (FIRST, PLACED, Phase.RUNNING),
        (datetime(2026, 8, 14, 15, 59, tzinfo=UTC), PLACED, Phase.RUNNING),
        (datetime(2026, 8, 14, 16, tzinfo=UTC), PLACED, Phase.OVER),
    ],
)
def test_the_phase_follows_from_times(at, placed, phase):
    assert phase_at(Season(placed_at=placed), at) is phase
    assert phase_at(Season(placed_at=placed, cancelled_at=at), at) is Phase.CANCELLED


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_day": date(2026, 7, 17)}, "last_day"),
        ({"last_day": date(2026, 12, 31)}, "last_day"),
        ({"closes_at": datetime(2026, 6, 1, 2, tzinfo=UTC)}, "closes_at"),
        ({"closes_at": FIRST}, "closes_at"),
        ({"now": datetime(2026, 6, 20, 2, tzinfo=UTC)}, "closes_at"),
    ],
)
def test_a_season_that_serves_nobody_is_refused(change, field):
    season = Season()
    plan = {
        name: getattr(season, name) for name in ("first_day", "last_day", "opens_at", "closes_at")
    } | {"now": datetime(2026, 5, 1, tzinfo=UTC)}
    rules.check_season(**plan)
    with pytest.raises(InvalidInput) as caught:
        rules.check_season(**plan | change)
    assert [error.field for error in caught.value.errors] == [field]


@pytest.mark.parametrize(
    ("setup", "path", "partner", "field"),
    [
        (Setup.JOINT, "chaoyang/jianwai", "", "partner"),
        (Setup.EMPLOYER, "chaoyang/qiche-bowuguan", "某机构", "partner"),
        (Setup.EMPLOYER, "atlantis", "", "path"),
    ],
)
def test_a_site_is_somewhere_and_a_joint_one_has_a_partner(setup, path, partner, field):
    with pytest.raises(InvalidInput) as caught:
        check_site(setup=setup, path=path, partner=partner)
    assert [error.field for error in caught.value.errors] == [field]
