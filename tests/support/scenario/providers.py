"""Social organisations enter themselves, and are verified by their papers, once."""

from __future__ import annotations

import base64

from services.projects.providers.rules import check_sign
from tests.support.scenario.house import House
from tests.support.scenario.people import ANYBODY, OFFICER, organisation
from tests.support.scenario.sizes import Sizes


def name_of(number: int) -> str:
    """What the organisation with this number is called."""
    return f"北京第{number:03d}社会工作事务所"


def pdf(text: str) -> str:
    """A file that is what it says, another for each text, as it is sent."""
    raw = f"%PDF-1.7\n1 0 obj\n<</Title({text})>>\nendobj\n%%EOF\n".encode()
    return base64.b64encode(raw).decode()


def register(house: House, sizes: Sizes) -> list[str]:
    """Register and verify them all; their ids by number."""
    ids = house.together(lambda number: _registered(house, number), range(sizes.organisations))
    again = _form(0)
    house.refused(organisation(sizes.organisations), "/v1/providers", again, code="provider_exists")
    wrong = _form(0) | {"credit_code": _credit_code(0)[:-1] + "0"}
    told = house.refused(
        organisation(sizes.organisations), "/v1/providers", wrong, code="invalid_input"
    )
    assert [one["field"] for one in told["errors"]] == ["credit_code"]
    listed = {one["id"] for one in house.pages(ANYBODY, "/v1/providers", limit=200)}
    assert listed == set(ids)
    assert len(listed) == sizes.organisations
    return ids


def _registered(house: House, number: int) -> str:
    caller = organisation(number)
    provider = house.post(caller, "/v1/providers", _form(number), expect=201)["provider"]
    provider_id: str = provider["id"]
    verification = f"/v1/providers/{provider_id}/verification"
    if number == 0:
        house.refused(OFFICER, verification, code="wrong_state")
    paper = {"name": "登记证书.pdf", "data": pdf(f"certificate {number}")}
    house.post(caller, "/v1/me/organisation/documents", paper, expect=201)
    assert house.post(OFFICER, verification)["state"] == "verified"
    return provider_id


def _form(number: int) -> dict[str, object]:
    holder = name_of(number)
    return {
        "credit_code": _credit_code(number),
        "name": holder,
        "about": "职工服务",
        "bank_account": {"bank": "工商银行", "holder": holder, "number": f"62220202{number:011d}"},
    }


def _credit_code(number: int) -> str:
    body = f"52110105{number:09d}"
    return body + check_sign(body)
