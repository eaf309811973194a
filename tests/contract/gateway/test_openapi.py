"""The API's description is valid, whole, and true."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from chassis.errors import InvalidInput
from chassis.schema import load
from gateway import openapi
from gateway.route import Door, Key
from gateway.routes import ROUTES, routes
from services.tickets.schemas import CreateRelease

DOCUMENT = json.loads(openapi.document(routes(demo=True)))
CONTRACT = {
    "requestLoginCode": ("POST", "/v1/login-codes", "202"),
    "logIn": ("POST", "/v1/sessions", "201"),
    "refreshSession": ("POST", "/v1/sessions/refresh", "200"),
    "logOut": ("DELETE", "/v1/sessions/current", "204"),
    "listCategories": ("GET", "/v1/categories", "200"),
    "listServices": ("GET", "/v1/services", "200"),
    "getService": ("GET", "/v1/services/{id}", "200"),
    "listReleases": ("GET", "/v1/releases", "200"),
    "getRelease": ("GET", "/v1/releases/{id}", "200"),
    "createRelease": ("POST", "/v1/releases", "201"),
    "claimTicket": ("POST", "/v1/releases/{id}/claims", "200"),
    "listMyTickets": ("GET", "/v1/me/tickets", "200"),
    "getMyTicket": ("GET", "/v1/me/tickets/{id}", "200"),
    "getMyTicketCode": ("GET", "/v1/me/tickets/{id}/code.svg", "200"),
    "checkInTicket": ("POST", "/v1/check-ins", "200"),
    "listMyMessages": ("GET", "/v1/me/messages", "200"),
    "markMessageRead": ("POST", "/v1/me/messages/{id}/read", "200"),
    "streamMyEvents": ("GET", "/v1/me/events", "200"),
    "createNeed": ("POST", "/v1/needs", "201"),
    "listNeeds": ("GET", "/v1/needs", "200"),
    "withdrawNeed": ("POST", "/v1/needs/{id}/withdrawal", "200"),
    "importMembers": ("POST", "/v1/members/imports", "202"),
}


def operations():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BY_ID = {operation["operationId"]: operation for _, _, operation in operations()}


@pytest.mark.parametrize("name", CONTRACT)
def test_what_other_front_ends_rely_on_is_there(name):
    found = {o["operationId"]: (method, path) for method, path, o in operations()}
    method, path, status = CONTRACT[name]
    assert found[name] == (method, path)
    assert status in BY_ID[name]["responses"]


def test_the_document_is_openapi_3_1():
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_row_of_the_table_is_in_it_and_nothing_else():
    assert {(m, p, o["operationId"]) for m, p, o in operations()} == {
        (route.method, route.path, route.operation) for route in ROUTES
    }
    plain = json.loads(openapi.document(routes(demo=False)))
    assert not [path for path in plain["paths"] if path.startswith("/demo")]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_an_operation_says_how_it_is_called(route):
    operation = BY_ID[route.operation]
    parameters = {(p["in"], p["name"]): p for p in operation["parameters"]}
    for name in re.findall(r"{(\w+)}", route.path):
        assert parameters["path", name]["required"] is True
    key = parameters.get(("header", "Idempotency-Key"))
    assert (key is not None) == (route.key is not Key.NONE)
    if key:
        assert key["required"] == (route.key is Key.REQUIRED)
    assert ({} in operation["security"]) == route.access.open
    responses = operation["responses"]
    assert {"400", "401", "429", "default"} <= set(responses)
    assert ("403" in responses) != route.access.open
    for status in responses.values():
        if "$ref" in status:
            assert status["$ref"] == "#/components/responses/Problem"


def test_problems_are_described_once():
    problem = DOCUMENT["components"]["responses"]["Problem"]
    assert list(problem["content"]) == ["application/problem+json"]


def test_patterns_are_those_of_json_schema():
    """Python's \\A and \\Z mean something else, or nothing, in ECMA-262."""
    text = json.dumps(DOCUMENT)
    assert "\\\\A" not in text
    assert "\\\\Z" not in text


def test_answers_may_grow_and_requests_may_not():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema.get("additionalProperties") is not False, name
    for route in ROUTES:
        body = BY_ID[route.operation].get("requestBody", {}).get("content", {})
        if "application/json" in body:
            assert body["application/json"]["schema"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("body", "good"),
    [
        ({"title": "亲子剧"}, True),
        ({"title": "x" * 120}, True),
        ({"title": "x" * 121}, False),
        ({"title": "  "}, False),
        ({"title": "a\u0007b"}, False),
        ({"stock": 0}, False),
        ({"stock": "5"}, False),
        ({"stock": 1_000_001}, False),
        ({"districts": []}, False),
        ({"service_id": None}, True),
        ({"service_id": "x"}, False),
        ({"draft": "yes"}, False),
        ({"colour": "red"}, False),
        ({"description": "line\nline"}, True),
    ],
)
def test_the_description_and_the_check_agree(body, good):
    """What the document calls right is taken, what it calls wrong is refused."""
    release = {
        "title": "t",
        "districts": ["chaoyang"],
        "stock": 1,
        "opens_at": "2026-04-25T10:00:00+08:00",
        "closes_at": "2026-04-26T10:00:00+08:00",
    } | body
    schema = BY_ID["createRelease"]["requestBody"]["content"]["application/json"]["schema"]
    assert jsonschema.Draft202012Validator(schema).is_valid(release) is good
    try:
        load(CreateRelease, release)
        taken = True
    except InvalidInput:
        taken = False
    assert taken is good


def test_answers_that_are_not_json_say_what_they_are():
    kinds = {
        route.operation: list(BY_ID[route.operation]["responses"]["200"]["content"])
        for route in ROUTES
        if route.door in {Door.STREAM, Door.TABLE} or route.text_field or route.file_field
    }
    assert kinds == {
        "getMyTicketCode": ["image/svg+xml"],
        "getMyTicketCalendar": ["text/calendar"],
        "getSurveyChart": ["image/svg+xml"],
        "exportCallList": [XLSX],
        "readReviewDocument": ["application/octet-stream"],
        "exportAuditChain": ["application/x-ndjson"],
        "getDocument": ["application/octet-stream"],
        "getSurveyMinutes": ["application/octet-stream"],
        "getSheetTable": [XLSX],
        "getSurveyTable": [XLSX],
        "getMemberImportErrors": ["text/csv"],
        "getReleaseReportCsv": ["text/csv; charset=utf-8"],
        "getReleaseReportWorkbook": [
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ],
        "streamMyEvents": ["text/event-stream"],
    }
