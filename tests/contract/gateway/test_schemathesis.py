"""Whatever fits the API's description, and much that does not, gets an answer that the description
knows: no accident, no undocumented status, no answer of another shape.

The services are fakes here; what they make of right input is tried by their own tests.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chassis.clock import SystemClock
from chassis.tokens import Tokens
from gateway.app import Gateway
from gateway.route import Door
from gateway.routes import ROUTES
from tests.component.gateway.conftest import MEMBER, staff
from tests.component.gateway.fakes import ClaimBook, FakeServices
from tests.support.component import ENVIRON
from tests.support.component import settings as house_settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BY_OPERATION = {route.operation: route for route in ROUTES}


def make_app():
    services = FakeServices()
    services.answers["tickets.claim_batch"] = ClaimBook()
    return Gateway(house_settings(LIMIT_FACTOR="1000000"), services, SystemClock()).app


# A stream has no end, and a file no schema that would be told here.
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", make_app()).exclude(
    operation_id=[r.operation for r in ROUTES if r.door in {Door.STREAM, Door.UPLOAD, Door.FILE}]
)


def token_for(operation: str) -> str:
    """Of somebody who may."""
    access = BY_OPERATION[operation].access
    caller = staff(min(access.roles)) if access.roles else MEMBER
    if access.kinds == {"staff"}:
        caller = staff("federation")
    return Tokens(ENVIRON["TOKEN_SECRET"]).issue(caller, now=datetime.now(UTC))


@pytest.mark.filterwarnings("ignore")
@SCHEMA.parametrize()
@settings(
    max_examples=12,  # of each of some two hundred operations
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_is_what_its_description_says(case):
    operation = case.operation.definition.raw["operationId"]
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token_for(operation)}"}, checks=CHECKS
    )
