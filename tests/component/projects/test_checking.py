"""After the opening: one window to correct, admission by checks, exclusion with a reason."""

from __future__ import annotations

import pytest

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput
from services.projects.errors import ApplicationNotFound, TooLate, WrongState
from tests.component.projects.applying import (
    PDF,
    close,
    hand_in,
    open_seal,
    opened_call,
    upload,
    verified,
)
from tests.component.projects.callers import AUDITOR, FEDERATION
from tests.component.projects.purchase import DAY
from tests.component.projects.test_applications import acts
from tests.support import contracts


@pytest.fixture
def org(projects):
    return verified(projects)


@pytest.fixture
def opened(projects, org):
    """An opened application and its tender."""
    tender = opened_call(projects)[0]
    application_id = hand_in(projects, org, tender)["application_id"]
    close(projects)
    open_seal(projects, tender)
    return application_id, tender


def decide(projects, application_id, step, caller=FEDERATION, **request):
    request = {"application_id": application_id} | request
    return projects.call(f"{step}_application", caller=caller, **request)


def ask(projects, application_id, *, days=5):
    until = rfc3339(projects.clock.now() + DAY * days)
    request = {"application_id": application_id, "text": "请补充证书", "until": until}
    return projects.call("ask_correction", caller=FEDERATION, **request)


def correct(projects, org, application_id, *documents):
    request = {"application_id": application_id, "text": "已补", "document_ids": list(documents)}
    return projects.call("hand_in_correction", caller=org, **request)


def test_it_is_completed_once_within_the_window(projects, org, opened):
    application_id, tender = opened
    sealed = ask(projects, application_id)
    assert (sealed["state"], sealed["correction_asked"]) == ("correcting", "请补充证书")
    for early in ({"step": "admit"}, {"step": "disqualify", "reason": "x"}):
        with pytest.raises(WrongState, match="not over"):
            decide(projects, application_id, **early)
    added = upload(projects, org, tender_id=tender["id"], name="补充.pdf")
    corrected = correct(projects, org, application_id, added["id"])
    assert (corrected["state"], corrected["correction"]) == ("opened", "已补")
    assert [document["name"] for document in corrected["documents"]] == ["补充.pdf"]
    with pytest.raises(WrongState):
        correct(projects, org, application_id)
    with pytest.raises(WrongState, match="before"):
        ask(projects, application_id)
    admitted = decide(projects, application_id, "admit")
    assert admitted["state"] == "admitted"
    assert all(admitted["checks"].values())
    file = projects.call("get_document", caller=FEDERATION, document_id=added["id"])
    assert file["filename"] == "补充.pdf"
    for event_type in ("correction_asked", "correction_handed_in", "application_admitted"):
        (event,) = projects.events(f"projects.{event_type}.v1")
        contracts.check(event["type"], event["data"])
        assert "已补" not in str(event["data"])
    recorded = "".join(acts(projects, tender))
    for act in ("ask_correction", "correct", "admit"):
        assert f'"act":"application.{act}"' in recorded


def test_after_the_window_nothing_is_added_and_the_offices_decide(projects, org, opened):
    application_id, tender = opened
    until = ask(projects, application_id)["correction_until"]
    projects.clock.advance(DAY * 5)
    for late in (
        lambda: correct(projects, org, application_id),
        lambda: upload(projects, org, tender_id=tender["id"], raw=PDF + b"%%EOF"),
    ):
        with pytest.raises(TooLate) as caught:
            late()
        came = rfc3339(projects.clock.now())
        assert caught.value.facts == {"closed_at": until, "came_at": came}
    assert '"refused":"too_late"' in acts(projects, tender)[-1]
    out = decide(projects, application_id, "disqualify", reason="未按期补充")
    assert (out["state"], out["reason"]) == ("disqualified", "未按期补充")
    (event,) = projects.events("projects.application_disqualified.v1")
    contracts.check(event["type"], event["data"])
    assert event["data"]["reason"] == "未按期补充"
    with pytest.raises(WrongState):
        decide(projects, application_id, "admit")


@pytest.mark.parametrize("days", [0, 31])
def test_a_window_lies_ahead_and_ends(projects, opened, days):
    application_id, _ = opened
    with pytest.raises(InvalidInput) as caught:
        ask(projects, application_id, days=days)
    assert caught.value.errors[0].field == "until"


def test_only_the_federation_decides_and_only_about_what_is_opened(projects, org, opened):
    application_id, tender = opened
    for caller in (AUDITOR, org):
        with pytest.raises(Forbidden):
            decide(projects, application_id, "admit", caller)
    with pytest.raises(ApplicationNotFound):
        decide(projects, tender["id"], "admit")


def test_what_is_sealed_is_neither_admitted_nor_excluded(projects, org):
    tender = opened_call(projects)[0]
    application_id = hand_in(projects, org, tender)["application_id"]
    for request in ({"step": "admit"}, {"step": "disqualify", "reason": "x"}):
        with pytest.raises(WrongState):
            decide(projects, application_id, **request)
