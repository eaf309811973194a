"""What officers do with sites."""

from __future__ import annotations

from typing import Any

from chassis import paging
from chassis.ids import uuid7
from chassis.work import Reading, Work
from services.tickets.sites import rules, store
from services.tickets.sites.rules import Setup
from services.tickets.sites.tables import ClassSite

_WHO_LOOKS = (*rules.OFFICERS, rules.CLASS_STAFF, "auditor")


def create_class_site(
    work: Work, *, name: str, setup: Setup, path: str, address: str, partner: str
) -> ClassSite:
    """Make a site. Raises ``InvalidInput``, ``Unauthenticated`` and ``Forbidden``."""
    rules.check_site(setup=setup, path=path, partner=partner)
    rules.require_officer(work.caller, path)
    site = ClassSite(
        id=uuid7(),
        name=name,
        setup=setup.value,
        path=path,
        address=address,
        partner=partner,
        created_at=work.now,
        created_by=work.caller.id,
    )
    store.add(work.session, site)
    return site


def list_class_sites(reading: Reading, *, cursor: str, limit: int) -> dict[str, Any]:
    """One page of the sites in the caller's parts of the union. Raises ``InvalidInput``."""
    found = store.within(
        reading.session,
        scopes=[held.scope for held in reading.caller.roles if held.role in _WHO_LOOKS],
        beyond=paging.decode(cursor, length=2) if cursor else (),
        limit=limit + 1,
    )
    return paging.page(found, limit=limit, key=lambda site: (site.path, site.id))
