"""The ticket service on a database of the test's own."""

from __future__ import annotations

import pytest

from services.tickets.service import Tickets
from tests.component.tickets.desk import Desk
from tests.support.component import settings


@pytest.fixture
def desk(component) -> Desk:
    """The ticket service and its people."""
    return Desk(component(Tickets, dependencies={"settings": settings()}))
