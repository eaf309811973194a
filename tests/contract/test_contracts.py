"""Event contracts as a reviewed interface: schema, sample, and both ends known."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from chassis.topology import subscriptions
from tests.support import contracts

ROOT = Path(__file__).resolve().parents[2]
TYPES = contracts.types_of("*")
SERVICES = sorted(p.parent.name for p in (ROOT / "services").glob("*/service.py"))
PERSONAL = ("phone", "card_no", "mobile")


def published_by(service):
    """The types that a service's ``events.py`` names, and those beside a concept of its own."""
    code = "".join(p.read_text() for p in (ROOT / "services" / service).rglob("events.py"))
    return set(re.findall(rf'"({service}\.[a-z_]+\.v\d+)"', code))


@pytest.mark.parametrize("event_type", TYPES)
def test_a_contract_says_what_it_is_and_its_sample_shows_all_of_it(event_type):
    schema, sample = contracts.schema(event_type), contracts.sample(event_type)
    assert schema["title"]
    contracts.check(event_type, sample)
    # Fields may be added within a version, so the schema is open; the sample must keep up.
    assert set(sample) == set(schema["properties"])
    assert set(schema["required"]) <= set(schema["properties"])


@pytest.mark.parametrize("event_type", TYPES)
def test_no_event_carries_personal_data_in_clear(event_type):
    for name in contracts.schema(event_type)["properties"]:
        assert name.startswith(("sealed_", "masked_")) or not any(p in name for p in PERSONAL)


@pytest.mark.parametrize("service", SERVICES)
def test_whoever_listens_listens_to_something_that_exists(service):
    service_class = getattr(import_module(f"services.{service}.service"), service.title())
    for _, event_type in subscriptions(service_class):
        assert event_type in TYPES, f"{service} listens to {event_type}, which has no contract"


@pytest.mark.parametrize("event_type", TYPES)
def test_a_contract_belongs_to_a_service_that_publishes_it(event_type):
    source = event_type.partition(".")[0]
    assert event_type in published_by(source)
    assert event_type in (ROOT / "services" / source / "README.md").read_text()


@pytest.mark.parametrize("service", SERVICES)
def test_every_published_type_has_a_contract(service):
    assert published_by(service) <= set(TYPES)
