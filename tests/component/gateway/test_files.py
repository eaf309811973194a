"""A file out: as long as it is, in pieces that the service gives."""

from __future__ import annotations

import pytest

from gateway.services import ServiceError
from tests.component.gateway.conftest import problem_of
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
PLACE = f"/v1/releases/{A_UUID}/draw/proof.json"


async def test_pieces_arrive_as_one_file(client, services):
    pieces = {None: ('{"a": [', 1), 1: ("1, ", 2), 2: ("2]}", None)}

    def answer(call):
        text, following = pieces[call.payload.get("piece")]
        return {"text": text, "next_piece": following}

    services.answers["tickets.draw_proof"] = answer
    answered = await client.get(PLACE)
    assert answered.json() == {"a": [1, 2]}
    assert answered.headers["content-disposition"] == 'attachment; filename="proof.json"'
    assert [call.payload.get("piece") for call in services.calls] == [None, 1, 2]


async def test_a_refusal_has_its_own_status(client, services):
    def refuse(_call):
        raise ServiceError("conflict", code="draw_not_finished")

    services.answers["tickets.draw_proof"] = refuse
    assert problem_of(await client.get(PLACE), status=409)["code"] == "draw_not_finished"


async def test_nobody_chooses_a_piece(client):
    problem_of(await client.get(f"{PLACE}?piece=3"), status=422)
