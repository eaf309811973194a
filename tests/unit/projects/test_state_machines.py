"""Every machine of the service against the ways written down here: a step more is a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.applications.rules import STATES as APPLICATIONS
from services.projects.awards.rules import AWARDS, OBJECTIONS
from services.projects.batches.rules import STATES as BATCHES
from services.projects.errors import WrongState
from services.projects.needs.rules import STATES as NEEDS
from services.projects.panels.rules import SEATS
from services.projects.providers.rules import STATES as PROVIDERS
from services.projects.reports.rules import STATES as REPORTS
from services.projects.scores.rules import SHEETS as SCORE_SHEETS
from services.projects.sheets.rules import STATES as PAPER
from services.projects.surveys.rules import STATES as SURVEYS
from services.projects.tenders.rules import STATES as TENDERS

MACHINES = {
    "needs": NEEDS,
    "surveys": SURVEYS,
    "paper": PAPER,
    "reports": REPORTS,
    "batches": BATCHES,
    "tenders": TENDERS,
    "providers": PROVIDERS,
    "applications": APPLICATIONS,
    "seats": SEATS,
    "score sheets": SCORE_SHEETS,
    "awards": AWARDS,
    "objections": OBJECTIONS,
}
# Where each state may lead; what leads nowhere is an end.
WAYS = {
    "needs": {
        "draft": "submitted withdrawn",
        "submitted": "accepted rejected withdrawn",
        "accepted": "merged in_vote withdrawn",
        "merged": "accepted withdrawn",
        "in_vote": "ranked",
        "ranked": "selected parked",
        "selected": "in_tender",
        "in_tender": "selected fulfilled",
    },
    "surveys": {"draft": "scheduled", "scheduled": "open", "open": "closed"},
    "paper": {
        "entered": "ready differing",
        "differing": "ready",
        "ready": "counted duplicate refused",
    },
    "reports": {"draft": "discussed", "discussed": "published"},
    "batches": {
        "draft": "approved cancelled",
        "approved": "calling cancelled",
        "calling": "reviewing cancelled",
        "reviewing": "publicising cancelled",
        "publicising": "reviewing delivering cancelled",
        "delivering": "publicising",
    },
    "tenders": {
        "draft": "published cancelled",
        "published": "open cancelled",
        "open": "opening cancelled",
        "opening": "scoring unsuccessful cancelled",
        "scoring": "moderation",
        "moderation": "scoring ranked",
        "ranked": "standstill unsuccessful",
        "standstill": "standstill suspended awarded unsuccessful",
        "suspended": "standstill moderation unsuccessful",
        "awarded": "standstill unsuccessful",
    },
    "providers": {"applied": "verified refused"},
    "applications": {
        "sealed": "sealed stale withdrawn opened",
        "stale": "sealed withdrawn",
        "withdrawn": "sealed",
        "opened": "correcting admitted disqualified",
        "correcting": "opened admitted disqualified",
    },
    "seats": {"assigned": "cleared recused", "cleared": "recused"},
    "score sheets": {"draft": "submitted", "submitted": "draft locked", "locked": "submitted"},
    "awards": {
        "standstill": "contested annulled void confirmed refused",
        "contested": "standstill annulled void",
        "confirmed": "refused",
    },
    "objections": {"filed": "dismissed rescored annulled settled"},
}


@pytest.mark.parametrize("name", sorted(MACHINES))
@given(data=st.data())
def test_no_state_is_reached_by_a_forbidden_way(name, data):
    machine, ways = MACHINES[name], WAYS[name]
    steps = data.draw(st.lists(st.sampled_from(sorted(machine.steps)), max_size=30))
    state = machine.initial
    for step in steps:
        try:
            target = machine.take(step, state=state).target
        except WrongState:
            continue
        assert target in ways.get(state, "").split(), f"{state} -{step}-> {target}"
        state = target


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_allowed_way_is_there(name):
    machine = MACHINES[name]
    found: dict[str, set[str]] = {}
    for step in machine.steps.values():
        for source in step.sources:
            found.setdefault(source, set()).add(step.target)
    assert found == {source: set(targets.split()) for source, targets in WAYS[name].items()}
