"""What the catalogue publishes keeps its contract."""

from __future__ import annotations

import jsonschema
import pytest

from services.catalog import demo
from services.catalog.service import Catalog
from tests.support import contracts

PUBLISHED = "catalog.service_published.v1"


def test_the_sample_keeps_the_contract():
    contracts.check(PUBLISHED, contracts.sample(PUBLISHED))


def test_every_demonstration_service_is_published_by_contract(component):
    catalog = component(Catalog)
    demo.load(catalog.store, catalog.settings)
    events = catalog.events(PUBLISHED)
    assert len(events) == 100
    for event in events:
        contracts.check(PUBLISHED, event["data"])
        assert event["subject"] == event["data"]["service_id"]
        assert set(event["data"]) == set(contracts.sample(PUBLISHED))


@pytest.mark.parametrize(
    "change", [{"service_id": "1"}, {"districts": "chaoyang"}, {"code": ""}, {"name": None}]
)
def test_the_contract_refuses_what_it_should(change):
    with pytest.raises(jsonschema.ValidationError):
        contracts.check(PUBLISHED, contracts.sample(PUBLISHED) | change)
