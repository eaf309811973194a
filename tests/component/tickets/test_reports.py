"""Reports: every request is accounted for once, and the use of the places is told."""

from __future__ import annotations

import base64
import csv
import io
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from chassis.clock import rfc3339
from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, Unauthenticated, Unavailable
from chassis.ids import uuid7
from services.tickets.claims.tables import Claim
from services.tickets.errors import ReleaseNotFound
from services.tickets.releases.tables import Release
from services.tickets.reports import doors
from tests.component.tickets.desk import (
    AUDITOR,
    CHAOYANG,
    EPOCH,
    FEDERATION,
    HAIDIAN,
    VENUE,
    member,
)

ELSEWHERE = "haidian/xueyuan/u0009"


def report(desk, release, caller=FEDERATION, method="release_report"):
    return desk.call(method, caller=caller, release_id=release["id"])


@pytest.fixture
def busy(desk):
    """Three minutes of a release of two places: won, sold out, repeated and not eligible."""
    release = desk.release(stock=2, districts=["chaoyang", "dongcheng"])
    winners = [member(), member("dongcheng/donghua/u0002")]
    for who in winners:
        desk.claim(release, who)
    desk.wait(minutes=1)
    desk.claim(release, winners[0], "key-2")
    desk.claim(release, member())
    desk.wait(minutes=1)
    desk.claim(release, member(ELSEWHERE))
    desk.claim(release, member())
    return release


def test_every_request_is_under_one_heading_and_the_sum_is_the_count(desk, busy):
    accounting = report(desk, busy)["accounting"]
    assert accounting == {
        "requests": 6,
        "groups": {
            "won": 2,
            "entered": 0,
            "waiting": 0,
            "sold_out": 2,
            "not_eligible": 1,
            "repeated": 1,
            "not_open": 0,
        },
        "adds_up": True,
    }


def test_a_request_that_is_missing_from_the_ledger_is_noticed(desk, busy):
    """The release's own count is kept apart from the requests, so that each proves the other."""
    with desk.component.database.writing() as session:
        lost = session.scalars(sa.select(Claim).limit(1)).one()
        session.delete(lost)
        session.commit()
    assert report(desk, busy)["accounting"]["adds_up"] is False


def test_a_repeat_of_the_same_request_is_no_second_request(desk, busy):
    who = member()
    desk.claim(busy, who)
    before = report(desk, busy)["accounting"]
    desk.claim(busy, who)
    assert report(desk, busy)["accounting"] == before


def test_requests_before_the_opening_and_after_a_cancellation_are_counted(desk):
    opens = EPOCH + timedelta(hours=1)
    release = desk.release(opens_at=rfc3339(opens))
    desk.claim(release, member())
    desk.call("cancel_release", caller=FEDERATION, release_id=release["id"], reason="雨")
    desk.claim(release, member())
    found = report(desk, release)
    assert found["accounting"]["groups"]["not_open"] == 2
    assert found["accounting"]["adds_up"]
    assert {(r["reason"], r["requests"]) for r in found["by_reason"]} == {
        ("too_early", 1),
        ("cancelled", 1),
    }


def test_an_outcome_that_the_report_does_not_know_is_still_counted(desk, busy):
    with desk.component.database.writing() as session:
        session.execute(sa.update(Claim).where(Claim.outcome == "won").values(outcome="new_one"))
        session.commit()
    accounting = report(desk, busy)["accounting"]
    assert accounting["groups"]["other"] == 2
    assert accounting["adds_up"]


def test_entries_are_what_the_draw_has_made_of_them(desk, busy):
    """An entry that the draw gave a place has won; before the draw it takes part."""
    with desk.component.database.writing() as session:
        session.execute(sa.update(Claim).where(Claim.outcome == "won").values(outcome="entered"))
        session.commit()
    assert report(desk, busy)["accounting"]["groups"]["entered"] == 2
    with desk.component.database.writing() as session:
        session.execute(sa.update(Release).values(drawn_at=EPOCH))
        session.commit()
    groups = report(desk, busy)["accounting"]["groups"]
    assert (groups["entered"], groups["won"]) == (0, 2)


def test_demand_by_minute_and_district(desk, busy):
    found = report(desk, busy)
    assert [(row["minute"], row["requests"]) for row in found["by_minute"]] == [
        (rfc3339(EPOCH + timedelta(minutes=n)), 2) for n in range(3)
    ]
    assert [(row["district"], row["requests"]) for row in found["by_district"]] == [
        ("chaoyang", 4),
        ("dongcheng", 1),
        ("haidian", 1),
    ]
    assert found["by_district"][2]["groups"]["not_eligible"] == 1


def test_who_has_not_come_is_known_after_the_event(desk):
    release = desk.release(stock=4)
    people = [member() for _ in range(3)]
    tickets = [desk.claim(release, who)["ticket_id"] for who in people]
    code = desk.call("get_my_ticket", caller=people[0], ticket_id=tickets[0])["code"]
    desk.call("check_in_ticket", caller=VENUE, code=code)
    places = report(desk, release)["places"]
    assert (places["held"], places["used"], places["no_shows"]) == (3, 1, None)
    assert places["fill_rate"] == 0.75
    desk.wait(days=2)
    places = report(desk, release)["places"]
    assert places["no_shows"] == 2
    assert places["attendance"] == pytest.approx(1 / 3)


def test_offices_of_its_districts_and_auditors_may_see_it(desk, busy):
    for caller in (FEDERATION, CHAOYANG, AUDITOR):
        assert report(desk, busy, caller)["code"] == busy["code"]
    for caller in (HAIDIAN, VENUE, member()):
        with pytest.raises(Forbidden):
            report(desk, busy, caller)
    with pytest.raises(Unauthenticated):
        report(desk, busy, ANONYMOUS)
    with pytest.raises(ReleaseNotFound):
        report(desk, {"id": uuid7()})


def test_the_files_hold_the_same_figures(desk, busy):
    shown = report(desk, busy)
    data = base64.b64decode(report(desk, busy, method="release_report_csv")["data"])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert ["requests", "sold_out", "2"] in rows
    assert ["requests", "adds_up", "True"] in rows
    assert sum(row[0] == "minutes" for row in rows) == 1 + len(shown["by_minute"])
    data = base64.b64decode(report(desk, busy, method="release_report_workbook")["data"])
    book = load_workbook(io.BytesIO(data))
    districts = list(book["districts"].values)
    assert [row[:2] for row in districts[1:]] == [
        (row["district"], row["requests"]) for row in shown["by_district"]
    ]


def test_a_title_is_no_formula_in_a_file(desk):
    release = desk.release(title='=HYPERLINK("http://x")')
    data = base64.b64decode(report(desk, release, method="release_report_csv")["data"])
    assert "'=HYPERLINK" in data.decode()


def test_few_reports_are_made_at_once(desk, busy, monkeypatch):
    """The others are told to come again: claims need the workers more."""
    monkeypatch.setattr(doors, "_AT_ONCE", threading.BoundedSemaphore(1))
    with doors._one_of_few(), pytest.raises(Unavailable) as refused:
        report(desk, busy)
    assert refused.value.facts["retry_after"] == 2
    assert report(desk, busy)["code"] == busy["code"]
