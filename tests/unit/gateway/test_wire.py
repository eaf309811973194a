"""nameko's answers, as nameko writes them."""

from __future__ import annotations

import json

import pytest
from nameko.exceptions import MethodNotFound, serialize

from chassis.context import CallContext, Caller, Role
from chassis.errors import Conflict, FieldError, InvalidInput, RateLimited
from gateway import wire
from gateway.services import ServiceError


class SoldOut(Conflict):
    """An error of a service."""


def answered(error):
    """What arrives when a service raises."""
    return json.loads(json.dumps({"result": None, "error": serialize(error)}))


def test_a_result_is_handed_on():
    assert wire.result_of({"result": {"a": 1}, "error": None}, call="x.y") == {"a": 1}
    assert wire.result_of({"result": None, "error": None}, call="x.y") is None


def test_a_services_own_error_keeps_its_name_fields_and_facts():
    with pytest.raises(ServiceError) as caught:
        wire.result_of(answered(SoldOut("none left", stock=5)), call="x.y")
    error = caught.value
    assert (error.kind, error.code, error.message) == ("conflict", "sold_out", "none left")
    assert error.facts == {"stock": "5"}, "nameko turns numbers into text"
    with pytest.raises(ServiceError) as caught:
        wire.result_of(answered(InvalidInput.of("title", "too long")), call="x.y")
    assert caught.value.errors == (FieldError("title", "too long"),)
    with pytest.raises(ServiceError) as caught:
        wire.result_of(answered(RateLimited("slowly", retry_after=30)), call="x.y")
    assert caught.value.facts == {"retry_after": "30"}


@pytest.mark.parametrize(
    "answer",
    [
        answered(RuntimeError("password is 42", {"kind": "teapot"})),
        answered(ValueError()),
        answered(MethodNotFound("claim_bach")),
        answered(KeyError("x", {"code": "no kind"})),
        {"error": None},
        {"result": None, "error": {}},
        None,
        [],
        "text",
    ],
)
def test_an_accident_tells_nothing(answer):
    with pytest.raises(ServiceError) as caught:
        wire.result_of(answer, call="x.y")
    assert (caught.value.kind, caught.value.code) == ("internal", "internal")
    assert "42" not in str(caught.value)


def test_what_travels_beside_a_call_is_what_the_chassis_reads():
    context = CallContext(
        caller=Caller(kind="staff", id="s1", roles=(Role("venue", "chaoyang"),), address="::1"),
        correlation_id="c1",
        deadline=1234.5,
        idempotency_key="k1",
    )
    headers = wire.call_headers(context)
    data = {name.removeprefix("nameko."): value for name, value in headers.items()}
    assert all(name.startswith("nameko.") for name in headers)
    assert CallContext.from_data(data) == context
