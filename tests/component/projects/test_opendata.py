"""Open data: releases written with each step, and records that equal the reference's."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS
from chassis.errors import InvalidInput
from services.projects.opendata.merging import WHOLE_LISTS
from tests.component.projects.applying import close, hand_in, open_seal, opened_call, verified
from tests.component.projects.callers import FEDERATION
from tests.component.projects.conftest import accepted
from tests.component.projects.purchase import DAY, OTHER, approved, budget, decided, plan
from tests.component.projects.test_amending import amend
from tests.component.projects.test_calls import PROVIDER, ask, write
from tests.support.standards import ocds_merge, ocds_problems, ocds_schema

PERSONAL = (FEDERATION.id, PROVIDER.id, "问卷回收")


def releases(projects, **query):
    return projects.call("list_ocds_releases", caller=ANONYMOUS, **query)


def records(projects, **query):
    return projects.call("list_ocds_records", caller=ANONYMOUS, **query)["records"]


@pytest.fixture
def bought(projects):
    """A batch from its approval to the end of its call, with a question; the tenders."""
    batch = approved(projects)
    write(projects, batch)
    tenders = projects.call("publish_call", caller=FEDERATION, batch_id=batch["batch"]["id"])
    projects.clock.advance(DAY)
    question = ask(projects, tenders["items"][0])
    projects.clock.advance(DAY)
    answer = {"question_id": question["id"], "answer": "由工会提供"}
    projects.call("answer_about_call", caller=FEDERATION, **answer)
    for days in (8, 20):
        projects.clock.advance(DAY * days)
        projects.tick("move_calls")
    return tenders["items"]


def test_every_step_leaves_a_release_that_is_told_to_all(projects, bought):
    told = releases(projects, ocid=f"ocds-213czf-{bought[0]['code']}")["releases"]
    assert [one["tag"] for one in reversed(told)] == [
        ["planning"],
        ["tender"],
        *[["tenderUpdate"]] * 4,
    ]
    assert len({one["id"] for one in told}) == len(told)
    text = json.dumps(told, ensure_ascii=False)
    assert not [word for word in PERSONAL if word in text]


def test_packages_are_valid_by_the_schemas(projects, bought):
    package = releases(projects)
    assert len(package["releases"]) == 10
    assert ocds_problems(package, schema="release-package-schema.json") == []
    package = projects.call("list_ocds_records", caller=ANONYMOUS)
    assert len(package["records"]) == 2
    assert ocds_problems(package, schema="record-package-schema.json") == []
    del package["records"][0]["compiledRelease"]["tender"]["id"]
    assert ocds_problems(package, schema="record-package-schema.json"), "it checks what is inside"


def test_records_equal_those_of_the_reference(projects, bought):
    merger = ocds_merge().Merger(ocds_schema("release-schema.json"))
    for record in records(projects):
        told = [
            one
            for link in record["releases"]
            for one in releases(projects, **dict(parse_qsl(urlsplit(link["url"]).query)))[
                "releases"
            ]
        ]
        assert [one["date"] for one in told] == [link["date"] for link in record["releases"]]
        assert record["compiledRelease"] == merger.create_compiled_release(told)
        assert record["versionedRelease"] == merger.create_versioned_release(told)


def test_lists_are_replaced_whole_where_the_schema_says_so():
    """Our table, by name, says of every list of objects what the schema says of it by path."""
    schema = ocds_schema("release-schema.json")
    ocds_merge()
    from ocdsmerge.rules import get_merge_rules

    rules = get_merge_rules(schema)
    lists = [path for path in _lists_of_objects(schema, schema) if len(path) < 8]
    assert lists
    for path in lists:
        above = any(rules.get(path[:at]) == "wholeListMerge" for at in range(1, len(path)))
        if not above:
            assert (rules.get(path) == "wholeListMerge") == (path[-1] in WHOLE_LISTS), path


def _lists_of_objects(schema, node, path=()):
    for name, field in node.get("properties", {}).items():
        field = _resolved(schema, field)
        if "items" in field and (item := _resolved(schema, field["items"])).get("properties"):
            yield (*path, name)
            yield from _lists_of_objects(schema, item, (*path, name))
        else:
            yield from _lists_of_objects(schema, field, (*path, name))


def _resolved(schema, field):
    reference = field.get("$ref", "")
    return schema["definitions"][reference.rpartition("/")[2]] if reference else field


def test_a_record_says_what_is_planned_wanted_asked_and_when(projects, bought):
    by_id = {record["ocid"]: record["compiledRelease"] for record in records(projects)}
    now = by_id[f"ocds-213czf-{bought[0]['code']}"]
    assert now["planning"]["budget"]["amount"] == {"amount": 80_000, "currency": "CNY"}
    tender = now["tender"]
    assert (tender["status"], tender["description"]) == ("active", "每月两次")
    assert [one["weight"] for one in tender["x_criteria"]] == [60, 40]
    assert tender["x_methodSha256"] == bought[0]["method_sha256"]
    (enquiry,) = tender["enquiries"]
    assert (enquiry["description"], enquiry["answer"]) == ("场地由谁提供？", "由工会提供")
    assert tender["tenderPeriod"]["endDate"] == bought[0]["call_closes_at"]


def test_a_plan_tells_of_every_need_that_was_merged_into_it(projects):
    survey_id, needs = decided(projects)
    original = accepted(projects, need_class="work", kind="job-skills")
    with projects.store.work() as work:  # merged before the survey, as far as the plan can tell
        work.session.execute(
            sa.text("UPDATE needs SET merged_into = :into WHERE id = :id"),
            {"into": needs[0].replace("-", ""), "id": original.replace("-", "")},
        )
    budget(projects)
    batch = projects.call("create_batch", caller=FEDERATION, **plan(projects, survey_id))["batch"]
    assert releases(projects)["releases"] == [], "what is drawn up is not public"
    projects.call("approve_batch", caller=OTHER, batch_id=batch["id"])
    told = [one["planning"]["x_needs"] for one in releases(projects)["releases"]]
    assert sorted(len(needs) for needs in told) == [1, 2]


def test_a_batch_that_is_called_off_says_so(projects):
    batch = approved(projects)["batch"]
    projects.call("cancel_batch", caller=FEDERATION, batch_id=batch["id"], reason="预算调整")
    for record in records(projects, batch=batch["code"]):
        assert record["compiledRelease"]["tender"]["status"] == "cancelled"
        assert record["releases"][-1]["tag"] == ["planningUpdate"]
    assert "预算调整" not in json.dumps(releases(projects), ensure_ascii=False)


def test_pages_lead_through_everything_once(projects, bought):
    for method, name in (("list_ocds_releases", "releases"), ("list_ocds_records", "records")):
        whole = projects.call(method, caller=ANONYMOUS)[name]
        seen, query = [], {"limit": 1}
        while True:
            page = projects.call(method, caller=ANONYMOUS, **query)
            seen += page[name]
            if not page["links"]:
                break
            query = dict(parse_qsl(urlsplit(page["links"]["next"]).query))
            query["limit"] = int(query["limit"])
        assert seen == whole
    assert releases(projects, batch="nothing")["releases"] == []
    with pytest.raises(InvalidInput):
        releases(projects, ocid="a b")


@pytest.mark.parametrize(
    "statement", ["UPDATE ocds_releases SET body = '{}'", "DELETE FROM ocds_releases"]
)
def test_a_release_is_never_changed(projects, statement):
    approved(projects)
    before = releases(projects)
    with pytest.raises(sa.exc.IntegrityError), projects.store.work() as work:
        work.session.execute(sa.text(statement))
    assert releases(projects) == before


def test_an_amended_call_says_what_changed_and_every_deadline_that_moved(projects):
    batch = approved(projects)
    write(projects, batch)
    request = {"caller": FEDERATION, "batch_id": batch["batch"]["id"]}
    first, second = projects.call("publish_call", **request)["items"]
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    projects.clock.advance(DAY * 19)
    amended = amend(projects, first, adaptations=[])
    assert amended["call_closes_at"] > first["call_closes_at"]
    by_code = {one["tender"]["id"]: one["tender"] for one in compiled(projects)}
    assert by_code[first["code"]]["description"] == amended["requirements"]
    assert "x_adaptations" not in by_code[first["code"]]
    assert len(by_code[first["code"]]["amendments"]) == 1
    assert by_code[second["code"]]["x_adaptations"] == ["deaf"]
    for tender in by_code.values():
        assert tender["tenderPeriod"]["endDate"] == amended["call_closes_at"]
    package = releases(projects)
    assert ocds_problems(package, schema="release-package-schema.json") == []
    test_records_equal_those_of_the_reference(projects, None)


def compiled(projects):
    return [record["compiledRelease"] for record in records(projects)]


def test_how_many_applied_is_told_when_they_are_opened_and_not_before(projects):
    tenders = opened_call(projects)
    hand_in(projects, verified(projects), tenders[0])
    close(projects)
    assert "numberOfTenderers" not in json.dumps(records(projects))
    open_seal(projects, tenders[0])
    now = [record["compiledRelease"] for record in records(projects)]
    counts = {one["tender"]["id"]: one["tender"]["numberOfTenderers"] for one in now}
    assert counts == {tenders[0]["code"]: 1, tenders[1]["code"]: 0}
    package = releases(projects)
    assert ocds_problems(package, schema="release-package-schema.json") == []
    text = json.dumps(package, ensure_ascii=False)
    assert "心晴" not in text, "who applied and was not awarded stays out"
