"""A review from sealed applications to a fixed ranking, all of it by the service's own calls."""

from __future__ import annotations

import base64

import pytest

from chassis.clock import rfc3339
from services.projects.audit.rules import verify
from services.projects.errors import DocumentNotFound, NotOnPanel, WrongState
from services.projects.scores import store
from tests.component.projects import applying, review
from tests.component.projects.callers import FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.review import reviewer
from tests.component.projects.test_audit import chain
from tests.support.contracts import check


def test_from_sealed_applications_to_a_ranking(projects):
    calls = applying.opened_call(projects)
    tender = calls[0]
    call = {"batch_id": tender["batch_id"], "tender_id": tender["id"]}
    (lot,) = review.panel(projects, call)["lots"]
    receipts = []
    for number in (1, 2):
        account = applying.verified(projects, f"org-{number}", number)
        document = applying.upload(projects, account, tender_id=tender["id"])
        ids = [document["id"]]
        receipts.append(applying.hand_in(projects, account, tender, document_ids=ids))
    projects.clock.advance(DAY)
    review.drawn(projects, lot)
    projects.clock.advance(DAY * 19)
    projects.tick("move_calls")
    applying.open_seal(projects, tender)
    one, two = [receipt["application_id"] for receipt in receipts]
    for application_id in (one, two):
        projects.call("admit_application", caller=FEDERATION, application_id=application_id)
    for at in range(7):
        review.declare(projects, tender["id"], f"m{at}")
    request = {"caller": reviewer("m0"), "application_id": one}
    with pytest.raises(WrongState):
        projects.call("read_review_document", document_id=document["id"], **request)
    projects.call("open_scoring", caller=FEDERATION, tender_id=tender["id"])

    file = projects.call("open_file", **request)
    assert (file["plan"], file["price"]) == (applying.PLAN, applying.PRICE)
    assert file["team"][0]["name"] == "周敏"
    (paper,) = file["documents"]
    read = projects.call("read_review_document", document_id=paper["id"], **request)
    assert (base64.b64decode(read["data"]), read["filename"]) == (applying.PDF, paper["name"])
    with pytest.raises(DocumentNotFound):
        projects.call("read_review_document", document_id=document["id"], **request)
    request["caller"] = reviewer("stranger")
    with pytest.raises(NotOnPanel):
        projects.call("read_review_document", document_id=paper["id"], **request)

    for at in range(7):
        for application_id, mark in ((one, 70 + at), (two, 80 + at)):
            review.score(projects, application_id, f"m{at}", plan=mark)
    review.count(projects, call)
    projects.call("fix_ranking", caller=OTHER, tender_id=tender["id"])
    with projects.store.reading() as reading:
        ranking = store.ranking(reading.session, tender["id"])
    assert [(each.application_id, str(each.score)) for each in ranking] == [
        (two, "83.0000"),
        (one, "73.0000"),
    ]
    assert {each.price for each in ranking} == {applying.PRICE}
    verify(chain(projects, f"batch:{tender['batch_id']}"))
    assert rfc3339(projects.clock.now()) > receipts[0]["handed_in_at"]
    for event in projects.events():
        check(event["type"], event["data"])
