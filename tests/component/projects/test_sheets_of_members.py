"""Paper sheets counted with the real members service beside."""

from __future__ import annotations

from services.members import demo
from services.members.imports.desk import Desk
from services.members.security import Security
from services.members.service import Members
from services.projects.service import Projects
from tests.component.projects.forms import published
from tests.component.projects.test_sheets import HOUR, states, twice
from tests.support.component import settings


class Next:
    """A service beside, called as ``chassis.remote`` calls it."""

    def __init__(self, component):
        self._component = component

    def call(self, method, *, context, **payload):
        return self._component.call(method, caller=context.caller, **payload)


def test_a_sheet_is_counted_by_the_card_that_the_members_service_knows(component):
    members = component(
        Members, dependencies={"security": Security.of(settings()), "desk": Desk(None)}
    )
    demo.load(members.store, members.settings)
    projects = component(Projects, dependencies={"settings": settings(), "members": Next(members)})
    projects.clock.advance(HOUR)
    people = [person for person in demo._people() if person.district == "chaoyang"]
    survey_id = published(projects)
    twice(projects, survey_id, 1, card_no=people[0].card_no)
    twice(projects, survey_id, 2, card_no=f"{2:016}")
    twice(projects, survey_id, 3, card_no=people[0].card_no)
    projects.tick("count_sheets")
    found = {name: state for name, (state, _) in states(projects, survey_id).items()}
    assert found == {"S-001": "counted", "S-002": "refused", "S-003": "duplicate"}
