"""Files out as they are, and a filled-in table in."""

from __future__ import annotations

import base64

import pytest

from tests.component.gateway.conftest import MEMBER, problem_of, staff
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
UPLOAD = f"/v1/surveys/{A_UUID}/sheets/table"


async def test_a_file_comes_as_its_bytes_under_its_name(client, bearer, services):
    content = bytes(range(256))
    services.answers["projects.report_table"] = lambda _: {
        "filename": "调查 1.xlsx",
        "data": base64.b64encode(content).decode(),
    }
    answer = await client.get(f"/v1/surveys/{A_UUID}/report/table.xlsx", headers=bearer(MEMBER))
    assert answer.content == content
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''%E8%B0%83%E6%9F%A5%201.xlsx"
    )


async def test_a_full_table_passes_and_a_larger_one_does_not(client, bearer, services):
    headers = bearer(staff("federation"))
    answer = await client.post(UPLOAD, json={"data": "A" * 1_400_000}, headers=headers)
    assert answer.status_code == 200
    (call,) = services.calls
    assert len(call.payload["data"]) == 1_400_000
    refused = await client.post(UPLOAD, json={"data": "A" * 1_500_000}, headers=headers)
    problem_of(refused, status=413, code="body_too_large")
    assert len(services.calls) == 1
