"""The route table: every operation of the HTTP API, one row each, by the service that answers."""

from __future__ import annotations

from gateway.route import Route
from gateway.routes.applications import APPLICATIONS
from gateway.routes.audit import AUDIT
from gateway.routes.awards import AWARDS
from gateway.routes.batches import BATCHES
from gateway.routes.broadcasts import BROADCASTS
from gateway.routes.calls import CALLS
from gateway.routes.catalog import CATALOG
from gateway.routes.children import CHILDREN
from gateway.routes.class_applications import CLASS_APPLICATIONS
from gateway.routes.classes import CLASSES
from gateway.routes.door import DOOR
from gateway.routes.draws import DRAWS
from gateway.routes.households import HOUSEHOLDS
from gateway.routes.members import MEMBERS
from gateway.routes.needs import NEEDS
from gateway.routes.notices import NOTICES
from gateway.routes.notify import NOTIFY
from gateway.routes.opendata import OPEN_DATA
from gateway.routes.panels import PANELS
from gateway.routes.people import PEOPLE
from gateway.routes.privacy import PRIVACY
from gateway.routes.providers import PROVIDERS
from gateway.routes.reconciliation import RECONCILIATION
from gateway.routes.reminders import REMINDERS
from gateway.routes.reports import REPORTS
from gateway.routes.scores import SCORES
from gateway.routes.selection import SELECTION
from gateway.routes.surveys import SURVEYS
from gateway.routes.targets import TARGETS
from gateway.routes.tickets import TICKETS

# The order of the router: claims first.
ROUTES: tuple[Route, ...] = (
    *TICKETS,
    *APPLICATIONS,
    *AUDIT,
    *AWARDS,
    *BATCHES,
    *BROADCASTS,
    *CALLS,
    *CATALOG,
    *CHILDREN,
    *CLASS_APPLICATIONS,
    *CLASSES,
    *DOOR,
    *DRAWS,
    *HOUSEHOLDS,
    *MEMBERS,
    *NEEDS,
    *NOTICES,
    *NOTIFY,
    *OPEN_DATA,
    *PANELS,
    *PEOPLE,
    *PRIVACY,
    *RECONCILIATION,
    *REMINDERS,
    *PROVIDERS,
    *REPORTS,
    *SCORES,
    *SELECTION,
    *SURVEYS,
    *TARGETS,
)


def routes(*, demo: bool) -> list[Route]:
    """The rows that this installation has."""
    return [route for route in ROUTES if demo or not route.demo]
