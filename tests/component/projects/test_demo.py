"""The demonstration has something on every page, the same everywhere."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import parse_rfc3339
from chassis.context import Caller
from ops import verify_audit
from services.projects import demo
from services.projects.demo import people
from services.projects.demo.batches import PASSPHRASE
from services.projects.demo.surveys import BALLOTS_CLOSED, QUOTAS
from services.projects.demo.timetable import Timetable
from services.projects.providers.rules import credit_code_problem
from services.projects.service import Projects
from tests.component.projects.callers import AUDITOR, FEDERATION, member
from tests.support.component import Component, settings
from tests.support.standards import ocds_problems

PROVIDER, APPLICANT = (
    Caller(kind="provider", id=name) for name in (people.WINNER, people.APPLICANT)
)
REVIEWER = people.reviewer(people.REVIEWER)
FIRST, JUDGED, OPEN = "第一批服务项目", "困难群体关爱专项服务", "第一批增补服务项目"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The demonstration, loaded twice; tests only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    given = settings(DOCUMENTS_FOLDER=str(folder / "documents"))
    made = Component(Projects, folder, dependencies={"settings": given})
    demo.load(made.store, given)
    before = _rows(made)
    demo.load(made.store, given)
    assert _rows(made) == before
    yield made
    made.close()


def _rows(projects):
    with projects.database.reading() as session:
        names = sa.inspect(projects.database.engine).get_table_names()
        return {
            name: session.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in names
        }


def batch(projects, title):
    """A batch with its tenders, by the end of its title."""
    found = projects.call("list_batches", caller=FEDERATION)["items"]
    (batch_id,) = (each["id"] for each in found if each["title"].endswith(title))
    return projects.call("get_batch", caller=FEDERATION, batch_id=batch_id)


def results(projects):
    code = batch(projects, FIRST)["batch"]["code"]
    return projects.call("list_results", batch=code)


def test_the_scenario_ends_in_its_own_figures(shown):
    needs = shown.call("list_needs", caller=FEDERATION, limit=200)["items"]
    assert len(needs) == len({need["title"] for need in needs}) == 144
    assert len({need["district"] for need in needs}) == 16
    found = results(shown)
    assert (found["projects"], found["awarded"]) == (35, 35)
    assert (found["organisations"], found["applications"]) == (164, 289)
    classes = Counter(item["need_class"] for item in found["items"])
    assert classes == QUOTAS == {"work": 12, "life": 17, "culture": 6}
    assert {item["award"]["state"] for item in found["items"]} == {"confirmed"}
    assert {item["applications"] for item in found["items"]} == {8, 9}


def test_two_objected_and_one_was_right(shown):
    told = [
        shown.call("get_award", tender_id=item["tender_id"]) for item in results(shown)["items"]
    ]
    objected = [each for each in told if each["objections"]]
    states = sorted(one["state"] for each in objected for one in each["objections"])
    assert states == ["annulled", "dismissed"]
    awards = {
        each["objections"][0]["state"]: [one["state"] for one in each["awards"]]
        for each in objected
    }
    assert awards["dismissed"] == ["confirmed"]
    assert sorted(awards["annulled"]) == ["annulled", "confirmed"]
    assert sum(len(each["awards"]) for each in told) == 36


def test_every_organisation_has_a_code_of_its_own_that_is_right(shown):
    items, cursor = [], ""
    while True:
        page = shown.call("list_providers", limit=100, cursor=cursor)
        items += page["items"]
        if not (cursor := page["next_cursor"]):
            break
    assert len(items) == len({each["name"] for each in items}) == 164
    codes = {each["credit_code"] for each in items}
    assert len(codes) == 164
    assert [problem for code in codes if (problem := credit_code_problem(code))] == []


def test_panels_show_conflicts_a_recusal_and_ranks_that_were_discussed(shown):
    first = batch(shown, FIRST)
    panels = shown.call("list_panels", caller=AUDITOR, batch_id=first["batch"]["id"])["items"]
    seats = [seat for panel in panels for seat in panel["sittings"]]
    left = [seat for seat in seats if seat["state"] == "recused"]
    assert Counter(seat["role"] for seat in left) == {"expert": 3, "employee": 1}
    assert all("employer" in str(seat["hints"]) for seat in left if seat["role"] == "expert")
    assert Counter(seat["state"] for seat in seats)["cleared"] == 35 * 7
    outcomes = [
        shown.call("get_outcome", caller=AUDITOR, tender_id=tender["id"])
        for tender in first["tenders"]
    ]
    flagged = [o for o in outcomes if any(item["turned_by"] for item in o["items"])]
    assert all(outcome["moderation"] for outcome in flagged)
    assert [o["moderation"]["changed"] for o in flagged].count(True) == 1
    assert len(flagged) < 6


def test_every_chain_is_whole(shown, tmp_path, capsys):
    heads = shown.call("list_audit_heads")["items"]
    assert len(heads) == len({head["chain"] for head in heads})
    for head in heads:
        answer = shown.call("export_audit_chain", caller=AUDITOR, chain=head["chain"])
        path = tmp_path / "chain.jsonl"
        path.write_text(answer["lines"], encoding="utf-8")
        assert verify_audit.verify(str(path)) == 0
        assert head["hash"] in capsys.readouterr().out


def test_each_award_is_open_data(shown):
    page = shown.call("list_ocds_releases", limit=50)
    assert ocds_problems(page, schema="release-package-schema.json") == []
    awarded = set()
    for item in results(shown)["items"]:
        (record,) = shown.call("list_ocds_records", ocid=f"ocds-213czf-{item['code']}")["records"]
        compiled = record["compiledRelease"]
        awarded.add(compiled["tender"]["status"])
        assert [a["status"] for a in compiled["awards"]].count("active") == 1
    assert awarded == {"complete"}


def test_nobody_is_told_of_what_lies_behind(shown):
    assert shown.events() == []


def test_surveys_are_shown_in_every_state(shown):
    surveys = shown.call("list_surveys", caller=FEDERATION)["items"]
    states = Counter(survey["state"] for survey in surveys)
    assert states == {"open": 1, "closed": 3}
    (mine,) = shown.call("list_my_surveys", caller=member("m1"))["items"]
    kinds = [question["kind"] for question in mine["survey"]["questions"]]
    assert kinds == ["single", "multiple", "ranked", "scale", "text"]
    request = {"caller": FEDERATION, "survey_id": mine["survey"]["id"]}
    (sheet,) = shown.call("list_sheets", **request)["items"]
    assert (sheet["state"], sheet["differences"]) == ("differing", ["q1"])

    (closed,) = (each["id"] for each in surveys if each["code"] == "DEMOSV01")
    report = shown.call("get_report", caller=member("m1"), survey_id=closed)
    assert report["state"] == "published"
    assert report["participants"]["total"] == BALLOTS_CLOSED
    assert all(0.05 < rate < 1 for rate in report["participants"]["rate_by_district"].values())
    votes = [option["votes"] for option in report["questions"][0]["options"]]
    assert len(set(votes)) > len(votes) / 2
    decided = shown.call("get_selection", caller=FEDERATION, survey_id=closed)
    assert len(decided["chosen"]) == sum(QUOTAS.values())
    assert set(decided["chosen"]) ^ set(decided["proposed"]) == set(decided["reasons"])
    needs = shown.call("list_needs", caller=FEDERATION, limit=200)["items"]
    states = Counter(need["state"] for need in needs)
    for name in ("submitted", "accepted", "merged", "rejected", "in_vote", "parked", "in_tender"):
        assert states[name], name


def test_the_reviewer_has_files_to_score_and_a_conflict_to_declare(shown):
    desk = shown.call("get_desk", caller=REVIEWER)
    assert desk["counts"] == {"submitted": 2, "draft": 1, "unopened": 12}
    assert Counter((each["state"], each["seat"]) for each in desk["items"]) == {
        ("scoring", "cleared"): 3,
        ("opening", "assigned"): 1,
    }
    assert all(parse_rfc3339(each["scores_until"]) > shown.clock.now() for each in desk["items"])


def test_organisations_see_what_they_won_and_hand_in_now(component, tmp_path):
    """On a copy, as handing in changes it."""
    given = settings(DOCUMENTS_FOLDER=str(tmp_path / "documents"))
    projects = component(Projects, dependencies={"settings": given})
    demo.load(projects.store, given)
    mine = projects.call("list_my_applications", caller=PROVIDER)["items"]
    own = projects.call("get_my_provider", caller=PROVIDER)["provider"]["id"]
    won = [
        item
        for item in results(projects)["items"]
        if item["award"]["provider_id"] == own and item["tender_id"] in _tenders(mine)
    ]
    assert won
    opened = batch(projects, OPEN)
    tender = opened["tenders"][1]
    shown = projects.call("get_call", tender_id=tender["id"])
    assert shown["state"] == "open"
    projects.call(
        "hand_in_application",
        caller=APPLICANT,
        tender_id=tender["id"],
        plan="每月四次，社区与单位轮流。",
        team=[{"name": "周敏", "role": "督导", "qualification": "高级社工师"}],
        budget=[{"item": "人员", "amount": tender["budget"]}],
        answers=[{"line": line, "answer": "是"} for line in (1, 2, 3)],
    )
    for question in projects.call("get_call", tender_id=opened["tenders"][0]["id"])["questions"]:
        if question["answer"] is None:
            request = {"question_id": question["id"], "answer": "由工会提供。"}
            projects.call("answer_about_call", caller=FEDERATION, **request)
    projects.clock.advance(timedelta(days=15))
    projects.tick("move_calls")
    for office, caller in (("department", people.OFFICER), ("supervision", people.AUDITOR)):
        projects.call(
            "release_seal_half",
            caller=caller,
            batch_id=opened["batch"]["id"],
            office=office,
            passphrase=PASSPHRASE,
        )
    request = {"caller": FEDERATION, "tender_id": tender["id"]}
    found = projects.call("list_applications", **request)["items"]
    assert "每月四次，社区与单位轮流。" in [each["content"]["plan"] for each in found]


def _tenders(applications):
    return {each["tender_id"] for each in applications}


@pytest.mark.parametrize("now", ["2026-01-02", "2026-12-31", "2031-06-01"])
def test_its_awards_lie_in_years_whose_holidays_are_known(now):
    start = datetime.fromisoformat(now).replace(tzinfo=UTC)
    times = Timetable.before(start)
    assert times.notice.year in (2025, 2026)
    assert (times.notice + timedelta(days=45)).year in (2025, 2026)
    assert times.notice < start - timedelta(days=44)
