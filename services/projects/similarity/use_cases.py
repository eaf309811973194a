"""Showing similar needs."""

from __future__ import annotations

from typing import Any

from chassis.work import Reading, Work
from services.projects.needs import rules as needs_rules
from services.projects.needs import store as needs
from services.projects.needs.tables import Need
from services.projects.similarity import rules, store

_CANDIDATES = 60
_STATES = needs_rules.STATES.states - {"draft", "rejected", "withdrawn"}


def remember(work: Work, need: Need) -> None:
    """Make a need findable by those that come after it."""
    store.add(work.session, need.id, rules.grams(need.title, need.audience))


def similar_needs(
    reading: Reading, *, title: str, audience: str, need_id: str, limit: int
) -> dict[str, Any]:
    """The needs most like a text, whosever they are: best first, with their likeness.

    ``need_id`` is a need to leave out: the one that the text is taken from. Raises
    ``Unauthenticated`` and ``Forbidden``.
    """
    needs_rules.require_reader(reading.caller)
    wanted = rules.grams(title, audience)
    candidates = store.grams_of(
        reading.session,
        store.sharing(reading.session, wanted, states=_STATES, limit=_CANDIDATES),
    )
    candidates.pop(need_id, None)
    known = frozenset().union(wanted, *candidates.values())
    weight = rules.weights(store.counts(reading.session, known), total=store.total(reading.session))
    ranked = sorted(
        ((rules.likeness(wanted, grams, weight), found) for found, grams in candidates.items()),
        key=lambda pair: (-pair[0], pair[1]),
    )
    best = [pair for pair in ranked if pair[0] >= rules.LEAST][:limit]
    rows = {need.id: need for need in needs.several(reading.session, [found for _, found in best])}
    items = [{"need": rows[found], "likeness": round(score, 3)} for score, found in best]
    return {"items": items, "next_cursor": None}
