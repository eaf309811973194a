"""Organisations: who they are, verified once, several accounts for one, files that are files."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.projects.documents.rules import MOST_BYTES, MOST_OF_ONE
from services.projects.errors import (
    DocumentMissing,
    DocumentRefused,
    InvitationNotFound,
    NotRegistered,
    ProviderExists,
    ProviderNotFound,
    ProviderUserNotFound,
    TooManyDocuments,
    WrongState,
)
from tests.component.projects.applying import (
    PDF,
    account,
    registered,
    upload,
    verified,
)
from tests.component.projects.callers import FEDERATION
from tests.component.projects.test_audit import chain
from tests.support import contracts

ORG = account("org-1")
COLLEAGUE = account("org-1 too")


def ref(projects, caller=ORG):
    own = projects.call("get_my_provider", caller=caller)
    return {"provider_id": own["provider"]["id"]}


def test_it_is_verified_once_and_then_everybody_sees_it(projects):
    registered(projects)
    request = ref(projects)
    with pytest.raises(ProviderNotFound):
        projects.call("get_provider", caller=ANONYMOUS, **request)
    with pytest.raises(Unauthenticated):
        projects.call("list_providers", caller=ANONYMOUS, state="applied")
    (waiting,) = projects.call("list_providers", caller=FEDERATION, state="applied")["items"]
    assert waiting["id"] == request["provider_id"]
    with pytest.raises(WrongState, match="no document"):
        projects.call("verify_provider", caller=FEDERATION, **request)
    document = upload(projects, ORG)
    with pytest.raises(Forbidden):
        projects.call("verify_provider", caller=ORG, **request)
    file = projects.call("get_document", caller=FEDERATION, document_id=document["id"])
    assert base64.b64decode(file["data"]) == PDF
    projects.call("verify_provider", caller=FEDERATION, **request)
    with pytest.raises(WrongState):
        projects.call("verify_provider", caller=FEDERATION, **request)
    projects.call("describe_provider", caller=ORG, about="新的介绍", has_union=True)
    shown = projects.call("get_provider", caller=ANONYMOUS, **request)
    assert (shown["about"], shown["has_union"], shown["state"]) == ("新的介绍", True, "verified")
    assert projects.call("list_providers", caller=ANONYMOUS)["items"] == [shown]
    for event_type in ("provider_registered", "provider_verified"):
        (event,) = projects.events(f"projects.{event_type}.v1")
        contracts.check(event["type"], event["data"])
    recorded = "".join(chain(projects, "providers"))
    for act in ("register", "document", "verify", "describe"):
        assert f'"act":"provider.{act}"' in recorded


def test_its_bank_account_is_sealed_and_shown_by_its_end_only(projects):
    own = registered(projects)
    assert own["bank_account"] == "****3445"
    with projects.database.reading() as session:
        kept = str(session.execute(sa.text("SELECT * FROM providers")).all())
    assert "6222020200112233445" not in kept
    assert "心晴" in kept
    for event in projects.events():
        assert "3445" not in str(event)


def test_a_refused_one_may_come_again_and_its_code_is_free(projects):
    registered(projects)
    with pytest.raises(ProviderExists):
        registered(projects, "org-2")
    with pytest.raises(WrongState):
        registered(projects, number=2)
    projects.call("refuse_provider", caller=FEDERATION, reason="证书过期", **ref(projects))
    assert projects.call("get_my_provider", caller=ORG)["reason"] == "证书过期"
    (event,) = projects.events("projects.provider_refused.v1")
    contracts.check(event["type"], event["data"])
    assert registered(projects)["provider"]["state"] == "applied"


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100Y4", "9135010OM000100Y43", "x" * 18, ""]
)
def test_a_code_whose_check_digit_does_not_fit_is_refused(projects, code):
    with pytest.raises(InvalidInput) as caught:
        registered(projects, credit_code=code)
    assert caught.value.errors[0].field == "credit_code"
    with pytest.raises(NotRegistered):
        ref(projects)


def test_several_accounts_act_for_one(projects):
    registered(projects)
    invitation = projects.call("invite_provider_user", caller=ORG)
    request = {"code": invitation["code"].lower()}
    projects.call("join_provider", caller=COLLEAGUE, **request)
    own = projects.call("get_my_provider", caller=COLLEAGUE)
    assert own["users"] == [ORG.id, COLLEAGUE.id]
    with pytest.raises(InvitationNotFound):
        projects.call("join_provider", caller=account("a third"), **request)
    again = projects.call("invite_provider_user", caller=ORG)
    with pytest.raises(WrongState):
        projects.call("join_provider", caller=COLLEAGUE, code=again["code"])
    projects.call("remove_provider_user", caller=COLLEAGUE, account_id=ORG.id)
    with pytest.raises(NotRegistered):
        ref(projects)
    with pytest.raises(ProviderUserNotFound):
        projects.call("remove_provider_user", caller=COLLEAGUE, account_id=ORG.id)
    with pytest.raises(WrongState):
        projects.call("remove_provider_user", caller=COLLEAGUE, account_id=COLLEAGUE.id)


def test_an_invitation_ends(projects):
    registered(projects)
    code = projects.call("invite_provider_user", caller=ORG)["code"]
    projects.clock.advance(timedelta(days=7))
    with pytest.raises(InvitationNotFound):
        projects.call("join_provider", caller=COLLEAGUE, code=code)


def office_file(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "field"),
    [
        ("证书.pdf", b"MZ\x90\x00 a programme", "data"),
        ("证书.pdf", b"%PDF-1.7 breaks off", "data"),
        ("证书.png", PDF, "data"),
        ("证书.exe", PDF, "name"),
        ("证书", PDF, "name"),
        ("证书.pdf", PDF + b" " * MOST_BYTES, "data"),
        ("证书.docx", office_file("xl/workbook.xml", "[Content_Types].xml"), "data"),
        (
            "证书.docx",
            office_file("word/document.xml", "[Content_Types].xml", "word/vbaProject.bin"),
            "data",
        ),
        ("证书.docx", b"PK\x03\x04 no archive", "data"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_recorded(
    projects, tmp_path, name, raw, field
):
    provider_id = registered(projects)["provider"]["id"]
    with pytest.raises(DocumentRefused) as caught:
        upload(projects, ORG, name=name, raw=raw)
    last = chain(projects, "providers")[-1]
    assert '"act":"document.upload"' in last
    assert '"refused":"document_refused"' in last
    assert f'"subject":"{provider_id}"' in last
    assert [error.field for error in caught.value.errors] == [field]
    assert projects.call("get_my_provider", caller=ORG)["documents"] == []
    assert '"refused":"document_refused"' in chain(projects, "providers")[-1]
    assert not (tmp_path / "documents").exists(), "nothing half done"


def test_a_file_lies_encrypted_and_is_found_when_it_comes_again(projects, tmp_path):
    registered(projects)
    first = upload(projects, ORG)
    assert upload(projects, ORG) == first
    (kept,) = [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]
    assert PDF[:9] not in kept.read_bytes()
    kept.write_bytes(kept.read_bytes()[:-1] + b"\0")
    with pytest.raises(DocumentMissing):
        projects.call("get_document", caller=ORG, document_id=first["id"])
    kept.unlink()
    with pytest.raises(DocumentMissing):
        projects.call("get_document", caller=ORG, document_id=first["id"])


def test_there_is_room_for_so_many_documents(projects):
    verified(projects)
    for number in range(MOST_OF_ONE - 1):
        upload(projects, ORG, raw=PDF + f"{number}\n".encode())
    with pytest.raises(TooManyDocuments):
        upload(projects, ORG, raw=PDF + b"one more")
