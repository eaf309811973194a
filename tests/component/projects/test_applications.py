"""Applications: sealed for everybody, replaced and withdrawn until the deadline, opened by two."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.clock import rfc3339
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects.applications import store
from services.projects.applications.rules import receipt as receipt_of
from services.projects.audit.rules import verify
from services.projects.errors import (
    DocumentRefused,
    NotYours,
    ProviderNotVerified,
    SameOfficer,
    SealNotSet,
    TooLate,
    WrongPassphrase,
    WrongState,
)
from tests.component.projects import applying
from tests.component.projects.applying import (
    PDF,
    PLAN,
    PRICE,
    WRITTEN,
    close,
    half,
    hand_in,
    open_seal,
    opened_call,
    upload,
    verified,
)
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION
from tests.component.projects.purchase import DAY, OTHER
from tests.component.projects.test_audit import chain
from tests.support import contracts


def look(projects, caller, application_id):
    return projects.call("get_application", caller=caller, application_id=application_id)


def everything_stored(projects, tmp_path) -> bytes:
    """Every byte of the database and of the files."""
    with projects.database.writing() as session:
        session.execute(sa.text("SELECT 1"))
        session.commit()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    return b"".join(path.read_bytes() for path in files)


def acts(projects, tender) -> list[str]:
    lines = chain(projects, f"batch:{tender['batch_id']}")
    verify(lines)
    return lines[1:]


def test_nobody_reads_it_before_the_opening_and_two_offices_open_it(projects, tmp_path):
    tender = opened_call(projects)[0]
    org = verified(projects)
    document = upload(
        projects,
        org,
        tender_id=tender["id"],
        name="秘密附件.pdf",
        raw=PDF + b"%%EOF hidden in the file",
    )
    told = hand_in(projects, org, tender, document_ids=[document["id"]])
    application_id = told["application_id"]
    stored = everything_stored(projects, tmp_path)
    for secret in (
        PLAN,
        "周敏",
        "秘密附件",
        str(PRICE),
        "1234567",
        told["salt"],
        "hidden in the file",
    ):
        assert secret.encode() not in stored, f"{secret} can be read"
        assert secret.encode("unicode_escape") not in stored
    own = look(projects, org, application_id)
    assert (own["state"], own["content"], own["price"]) == ("sealed", None, None)
    for officer in (FEDERATION, AUDITOR):
        with pytest.raises(WrongState):
            look(projects, officer, application_id)
        with pytest.raises(WrongState):
            projects.call("list_applications", caller=officer, tender_id=tender["id"])
    for caller in (org, FEDERATION):
        with pytest.raises(WrongState):
            projects.call("get_document", caller=caller, document_id=document["id"])
    close(projects)
    half(projects, tender, "department", "release")
    with pytest.raises(WrongState):
        look(projects, FEDERATION, application_id)
    assert PLAN.encode() not in everything_stored(projects, tmp_path), "one half opens nothing"
    half(projects, tender, "supervision", "release")
    opened = look(projects, FEDERATION, application_id)
    assert (opened["state"], opened["price"], opened["content"]["plan"]) == ("opened", PRICE, PLAN)
    assert opened["receipt_sha256"] == receipt_of(
        application_id=application_id,
        version=told["version"],
        salt=told["salt"],
        content=opened["content"],
    )
    assert [each["name"] for each in opened["documents"]] == ["秘密附件.pdf"]
    file = projects.call("get_document", caller=FEDERATION, document_id=document["id"])
    assert base64.b64decode(file["data"]) == PDF + b"%%EOF hidden in the file"
    (listed,) = projects.call("list_applications", caller=AUDITOR, tender_id=tender["id"])["items"]
    assert listed == opened
    (event,) = projects.events("projects.applications_opened.v1")
    contracts.check(event["type"], event["data"])
    assert told["receipt_sha256"] in acts(projects, tender)[-1]


def test_the_halves_are_released_after_the_deadline_by_two_persons_who_know_them(projects):
    tender = opened_call(projects)[0]
    hand_in(projects, verified(projects), tender)
    with pytest.raises(WrongState) as early:
        half(projects, tender, "department", "release")
    assert early.value.facts["closes_at"] > early.value.facts["now"]
    assert "seal.release" in acts(projects, tender)[-1], "a try before the time is recorded"
    close(projects)
    with pytest.raises(WrongPassphrase):
        half(projects, tender, "department", "release", passphrase="wrong horse battery")
    assert '"refused":"wrong_passphrase"' in acts(projects, tender)[-1]
    with pytest.raises(Forbidden):
        half(projects, tender, "supervision", "release", caller=FEDERATION)
    half(projects, tender, "department", "release")
    with pytest.raises(WrongState):
        half(projects, tender, "department", "release")
    both = applying.Caller(kind="staff", id=FEDERATION.id, roles=AUDITOR.roles)
    with pytest.raises(SameOfficer):
        half(projects, tender, "supervision", "release", caller=both)
    last = acts(projects, tender)[-1]
    assert '"refused":"same_officer"' in last
    assert '"reason_sha256":' in last, "every refusal is written the same way"
    assert projects.events("projects.applications_opened.v1") == []


def test_nothing_of_a_batch_that_was_called_off_is_opened(projects):
    tender = opened_call(projects)[0]
    hand_in(projects, verified(projects), tender)
    request = {"caller": FEDERATION, "batch_id": tender["batch_id"], "reason": "预算调整"}
    projects.call("cancel_batch", **request)
    with pytest.raises(WrongState, match="called off"):
        half(projects, tender, "department", "release")


def test_the_halves_are_set_once_by_two_persons_before_anybody_seals(projects):
    tender = applying.published(projects)[0]
    org = verified(projects)
    seal = half(projects, tender, "department")
    with pytest.raises(WrongState):
        half(projects, tender, "department", caller=OTHER)
    both = applying.Caller(kind="staff", id=FEDERATION.id, roles=AUDITOR.roles)
    with pytest.raises(SameOfficer):
        half(projects, tender, "supervision", caller=both)
    projects.clock.advance(DAY * 10)
    projects.tick("move_calls")
    with pytest.raises(SealNotSet):
        hand_in(projects, org, tender)
    half(projects, tender, "supervision")
    hand_in(projects, org, tender)
    assert [item["office"] for item in seal["items"]] == ["department"]
    shown = projects.call("get_seal", caller=AUDITOR, batch_id=tender["batch_id"])
    assert [item["office"] for item in shown["items"]] == ["department", "supervision"]
    with pytest.raises(Forbidden):
        projects.call("get_seal", caller=org, batch_id=tender["batch_id"])


def test_it_is_replaced_and_withdrawn_until_the_deadline_and_late_says_when(projects, tmp_path):
    tender = opened_call(projects)[0]
    org = verified(projects)
    first = hand_in(projects, org, tender)
    second = hand_in(projects, org, tender, plan="改为每周三次")
    assert second["application_id"] == first["application_id"]
    assert (first["version"], second["version"]) == (1, 2)
    assert first["receipt_sha256"] != second["receipt_sha256"]
    request = {"caller": org, "application_id": first["application_id"]}
    assert projects.call("withdraw_application", **request)["state"] == "withdrawn"
    with pytest.raises(WrongState):
        projects.call("withdraw_application", **request)
    third = hand_in(projects, org, tender)
    assert third["version"] == 3
    projects.clock.advance(DAY * 20 - timedelta(microseconds=1))
    hand_in(projects, org, tender)
    projects.clock.advance(timedelta(microseconds=1))
    for late in (
        lambda: hand_in(projects, org, tender),
        lambda: projects.call("withdraw_application", **request),
        lambda: upload(projects, org, tender_id=tender["id"]),
    ):
        with pytest.raises(TooLate) as caught:
            late()
        now = rfc3339(projects.clock.now())
        assert caught.value.facts == {"closed_at": now, "came_at": now}
    assert sum("too_late" in act for act in acts(projects, tender)) == 2, "the tries are recorded"
    projects.tick("move_calls")
    projects.clock.advance(DAY)
    with pytest.raises(TooLate) as caught:
        hand_in(projects, org, tender)
    assert caught.value.facts["came_at"] == rfc3339(projects.clock.now())
    assert caught.value.facts["closed_at"] == rfc3339(projects.clock.now() - DAY)
    assert [
        event["data"]["version"] for event in projects.events("projects.application_sealed.v1")
    ] == [1, 2, 3, 4]
    for event_type in ("application_sealed", "application_withdrawn"):
        for event in projects.events(f"projects.{event_type}.v1"):
            contracts.check(event["type"], event["data"])


def test_an_unanswered_question_keeps_the_call_open_for_applications(projects):
    tender = opened_call(projects)[0]
    org = verified(projects)
    asked = {"tender_id": tender["id"], "text": "场地由谁提供？"}
    projects.clock.advance(DAY * 5)
    question = projects.call("ask_about_call", caller=org, **asked)
    projects.clock.advance(DAY * 16)
    projects.tick("move_calls")
    hand_in(projects, org, tender)
    answer = {"question_id": question["id"], "answer": "工会"}
    projects.call("answer_about_call", caller=FEDERATION, **answer)
    with pytest.raises(TooLate) as caught:
        hand_in(projects, org, tender)
    assert caught.value.facts["closed_at"] == rfc3339(projects.clock.now())


def test_what_was_withdrawn_stays_closed(projects):
    tender = opened_call(projects)[0]
    org, rival = verified(projects), verified(projects, "org-2", 2)
    gone = hand_in(projects, org, tender)["application_id"]
    hand_in(projects, rival, tender)
    projects.call("withdraw_application", caller=org, application_id=gone)
    close(projects)
    open_seal(projects, tender)
    items = projects.call("list_applications", caller=FEDERATION, tender_id=tender["id"])["items"]
    assert [item["provider_name"] for item in items] == ["心晴社会工作服务中心2"]
    assert look(projects, org, gone)["content"] is None


def test_one_that_was_meddled_with_does_not_keep_the_others_closed(projects):
    tender = opened_call(projects)[0]
    org, rival = verified(projects), verified(projects, "org-2", 2)
    mine = hand_in(projects, org, tender)["application_id"]
    theirs = hand_in(projects, rival, tender)["application_id"]
    with projects.database.writing() as session:
        store.find(session, mine).sealed = store.find(session, theirs).sealed
        session.commit()
    close(projects)
    open_seal(projects, tender)
    assert look(projects, FEDERATION, theirs)["state"] == "opened"
    with pytest.raises(WrongState):
        look(projects, FEDERATION, mine)
    assert any('"refused":"unopenable"' in act and mine in act for act in acts(projects, tender))


def test_a_rival_reads_nothing_and_the_try_is_recorded(projects):
    tender = opened_call(projects)[0]
    org, rival = verified(projects), verified(projects, "org-2", 2)
    document = upload(projects, org, tender_id=tender["id"])
    licence = upload(projects, org)
    application_id = hand_in(projects, org, tender, document_ids=[document["id"]])["application_id"]
    request = {"application_id": application_id}
    close(projects)
    open_seal(projects, tender)
    for attempt in (
        lambda: look(projects, rival, application_id),
        lambda: projects.call("withdraw_application", caller=rival, **request),
        lambda: projects.call("hand_in_correction", caller=rival, text="x", **request),
        lambda: projects.call("get_document", caller=rival, document_id=document["id"]),
    ):
        before = len(acts(projects, tender))
        with pytest.raises(NotYours):
            attempt()
        recorded = acts(projects, tender)[before:]
        assert len(recorded) == 1
        assert '"refused":"not_yours"' in recorded[0]
        assert f'"actor":"{rival.id}"' in recorded[0]
    with pytest.raises(NotYours):
        projects.call("get_document", caller=rival, document_id=licence["id"])
    assert '"refused":"not_yours"' in chain(projects, "providers")[-1]
    with pytest.raises(Forbidden):
        look(projects, CADRE, application_id)
    with pytest.raises(Unauthenticated):
        look(projects, applying.Caller(), application_id)
    assert look(projects, org, application_id)["content"]["plan"] == PLAN


WRONG = [
    ({"budget": [{"item": "人员", "amount": 8_000_001}]}, "budget"),
    ({"answers": WRITTEN["answers"][:1]}, "answers"),
    ({"answers": WRITTEN["answers"] * 2}, "answers"),
    ({"document_ids": ["0196b7a1-0000-7000-8000-000000000001"]}, "document_ids"),
    ({"team": []}, "team"),
    ({"budget": [{"item": "人员", "amount": 0}]}, "budget.0.amount"),
]


def test_a_document_that_is_not_what_it_says_is_refused_and_recorded(projects):
    tender = opened_call(projects)[0]
    org = verified(projects)
    with pytest.raises(DocumentRefused):
        upload(projects, org, tender_id=tender["id"], raw=b"MZ no document")
    last = acts(projects, tender)[-1]
    assert '"act":"document.upload"' in last
    assert '"refused":"document_refused"' in last
    assert f'"actor":"{org.id}"' in last
    assert f'"subject":"{tender["id"]}"' in last


def test_what_cannot_be_judged_is_refused_with_the_field(projects):
    tender = opened_call(projects)[0]
    org = verified(projects)
    for change, field in WRONG:
        with pytest.raises(InvalidInput) as caught:
            hand_in(projects, org, tender, **change)
        assert [error.field for error in caught.value.errors] == [field]
    assert projects.call("list_my_applications", caller=org)["items"] == []


def test_only_verified_organisations_apply_and_only_to_an_open_call(projects):
    tender = applying.published(projects)[0]
    applying.registered(projects)
    with pytest.raises(ProviderNotVerified):
        hand_in(projects, applying.account("org-1"), tender)
    for office in applying.PASSPHRASES:
        half(projects, tender, office)
    with pytest.raises(WrongState):
        hand_in(projects, verified(projects, "org-2", 2), tender)
    with pytest.raises(Forbidden):
        hand_in(projects, FEDERATION, tender)


def test_another_tenders_document_is_not_taken(projects):
    first, second = opened_call(projects)
    org = verified(projects)
    document = upload(projects, org, tender_id=first["id"])
    with pytest.raises(InvalidInput):
        hand_in(projects, org, second, document_ids=[document["id"]])


def test_what_is_admitted_is_read_by_others(projects):
    tender = opened_call(projects)[0]
    org = verified(projects)
    application_id = hand_in(projects, org, tender)["application_id"]
    close(projects)
    open_seal(projects, tender)
    with projects.database.reading() as session:
        assert store.admitted(session, tender["id"]) == []
    projects.call("admit_application", caller=FEDERATION, application_id=application_id)
    with projects.database.reading() as session:
        (found,) = store.admitted(session, tender["id"])
        application = store.find(session, application_id)
        assert store.content(application)["plan"] == PLAN
    assert (found.id, found.price) == (application_id, PRICE)
    assert found.provider_name == "心晴社会工作服务中心1"
