"""What operators ask."""

from __future__ import annotations

import pytest

from tests.component.gateway.conftest import client_of
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio


async def test_a_gateway_is_ready_once_every_service_has_been_seen(make_gateway, services):
    gateway = make_gateway()
    services.state |= {"notify": False}
    async with client_of(gateway) as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, **services.state}
        assert (await client.get("/healthz")).status_code == 200

        services.state |= {"notify": True, "tickets": False}
        assert (await client.get("/readyz")).status_code == 200, "tickets was seen before"
        assert (await client.get("/readyz")).json()["tickets"] is False

        services.state["broker"] = False
        assert (await client.get("/readyz")).status_code == 503


async def test_metrics_count_by_operation_and_never_by_input(client):
    await client.get(f"/v1/releases/{A_UUID}")
    await client.get("/v1/releases/not-an-id")
    await client.get("/v1/nothing/at/all")
    text = (await client.get("/metrics")).text
    assert 'unionhall_request_seconds_count{operation="getRelease",status="200"}' in text
    assert 'unionhall_request_seconds_count{operation="getRelease",status="422"}' in text
    assert 'unionhall_request_seconds_count{operation="none",status="404"}' in text
    assert "not-an-id" not in text
    assert A_UUID not in text
