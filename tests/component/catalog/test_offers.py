"""The catalogue as other services and the gateway see it."""

from __future__ import annotations

import pytest

from chassis import paging
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from services.catalog import demo
from services.catalog.errors import ServiceNotFound
from services.catalog.offers import use_cases
from services.catalog.offers.rules import NewService
from services.catalog.service import Catalog


@pytest.fixture
def catalog(component):
    made = component(Catalog)
    demo.load(made.store, made.settings)
    return made


def publish(catalog, **changes):
    """Put one more service on offer; its id."""
    facts = {
        "code": "NEW-01",
        "category": "shopping",
        "name": "新服务",
        "name_en": "New service",
        "summary": "简介",
        "summary_en": "Summary",
        "provider": "供应商",
    }
    service_id = uuid7()
    with catalog.store.work() as work:
        use_cases.publish_service(
            work, service_id=service_id, service=NewService(**facts | changes)
        )
    return service_id


def codes(catalog, **request):
    """The codes on the first page of an answer."""
    return [item["code"] for item in catalog.call("list_services", limit=200, **request)["items"]]


def every_page(catalog, **request):
    """The ids on all pages together, page by page."""
    seen, cursor = [], ""
    while cursor is not None:
        page = catalog.call("list_services", cursor=cursor, **request)
        assert len(page["items"]) <= request["limit"]
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    return seen


def test_the_scenario_has_fifteen_categories_and_a_hundred_services(catalog):
    categories = catalog.call("list_categories")["items"]
    assert len(categories) == 15
    assert [c["code"] for c in categories[:6]] == [
        "shopping",
        "employment",
        "culture",
        "counselling",
        "parent-child",
        "recuperation",
    ]
    services = catalog.call("list_services", limit=200)["items"]
    assert len(services) == 100
    assert {s["category"] for s in services} == {c["code"] for c in categories}


def test_flower_arranging_is_there_for_each_group(catalog):
    flowers = catalog.call("list_services", category="crafts", limit=200)["items"]
    audiences = {audience for service in flowers for audience in service["audiences"]}
    assert audiences >= {
        "community-workers",
        "volunteers",
        "unemployed",
        "deaf",
        "intellectual-disability",
        "wheelchair",
        "psychiatric-sensitivity",
    }


def test_demonstration_data_is_loaded_once(catalog):
    demo.load(catalog.store, catalog.settings)
    assert len(catalog.call("list_services", limit=200)["items"]) == 100
    assert len(catalog.events()) == 100


def test_a_service_is_found_by_its_id(catalog):
    service_id = publish(catalog, districts=("chaoyang",), audiences=("deaf",))
    assert catalog.call("get_service", service_id=service_id) == {
        "id": service_id,
        "code": "NEW-01",
        "category": "shopping",
        "name": "新服务",
        "name_en": "New service",
        "summary": "简介",
        "summary_en": "Summary",
        "provider": "供应商",
        "districts": ["chaoyang"],
        "audiences": ["deaf"],
    }


def test_an_unknown_service_is_not_found(component):
    catalog = component(Catalog)
    with pytest.raises(ServiceNotFound):
        catalog.call("get_service", service_id=uuid7())


@pytest.mark.parametrize("limit", [1, 7, 50, 100, 200])
def test_every_service_is_on_exactly_one_page(catalog, limit):
    seen = every_page(catalog, limit=limit)
    assert len(seen) == 100
    assert len(set(seen)) == 100


def test_pages_hold_services_of_the_same_name_apart(catalog):
    made = {publish(catalog, code=f"SAME-{n}", name="同名服务") for n in range(9)}
    seen = every_page(catalog, q="同名服务", limit=2)
    assert len(seen) == 9
    assert set(seen) == made


def test_all_words_must_be_there_in_any_order(catalog):
    assert codes(catalog, q="花艺 听障") == ["CRAFT-04"]
    assert codes(catalog, q="听障　花艺") == ["CRAFT-04"]
    assert codes(catalog, q="听障 攀岩") == []


def test_full_width_and_capital_letters_make_no_difference(catalog):
    publish(catalog, code="AED-01", name="ＡＥＤ急救设备")
    for typed in ("aed急救", "ＡＥＤ急救", "AED急救"):
        assert codes(catalog, q=typed) == ["AED-01"]


@pytest.mark.parametrize("typed", ["%", "_", "100%", "\\", "a_b", "/", "/%"])
def test_what_like_would_read_as_a_pattern_is_taken_as_typed(catalog, typed):
    assert all(
        typed in item["summary"] + item["summary_en"] + item["provider"]
        for item in catalog.call("list_services", q=typed, limit=200)["items"]
    )
    publish(catalog, code="WILD-01", summary=f"折扣{typed}起")
    assert codes(catalog, q=typed)[-1:] == ["WILD-01"]
    assert codes(catalog, q=f"折扣{typed}起") == ["WILD-01"]


def test_a_district_sees_its_own_services_and_those_for_all(catalog):
    publish(catalog, code="D-01", name="仅限", districts=("chaoyang", "haidian"))
    publish(catalog, code="D-02", name="仅限", districts=("yanqing",))
    publish(catalog, code="D-03", name="仅限")
    assert sorted(codes(catalog, q="仅限")) == ["D-01", "D-02", "D-03"]
    assert sorted(codes(catalog, q="仅限", district="haidian")) == ["D-01", "D-03"]
    assert sorted(codes(catalog, q="仅限", district="yanqing")) == ["D-02", "D-03"]
    assert sorted(codes(catalog, q="仅限", district="miyun")) == ["D-03"]


def test_an_unknown_category_is_named(catalog):
    with pytest.raises(InvalidInput) as caught:
        catalog.call("list_services", category="cars")
    assert [error.field for error in caught.value.errors] == ["category"]


@pytest.mark.parametrize("payload", [{"limit": "5"}, {"limit": 0}, {"colour": "red"}, {"q": 5}])
def test_a_wrong_field_is_named(component, payload):
    catalog = component(Catalog)
    with pytest.raises(InvalidInput) as caught:
        catalog.call("list_services", **payload)
    assert [error.field for error in caught.value.errors] == list(payload)


@pytest.mark.parametrize(
    # Fixed, not uuid7(): parallel workers must collect the same parameters.
    "cursor",
    [
        "x",
        "é",
        paging.encode(["a"]),
        paging.encode([1, "01a20966-0000-7000-8000-000000000000"]),
        paging.encode(["a", 1]),
    ],
)
def test_a_forged_cursor_is_refused(catalog, cursor):
    with pytest.raises(InvalidInput) as caught:
        catalog.call("list_services", cursor=cursor)
    assert [error.field for error in caught.value.errors] == ["cursor"]
