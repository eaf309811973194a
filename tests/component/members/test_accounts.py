"""Staff and providers: name, password, roles with a scope."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from chassis.context import ANONYMOUS, SYSTEM
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.members.accounts.tables import Account
from services.members.errors import AccountNotFound, LogInRefused, UsernameTaken
from tests.component.members.conftest import CHAOYANG, FEDERATION, at

NEW = {
    "username": "Wang.Li",
    "password": "correct horse battery",
    "kind": "staff",
    "name": "王丽",
    "roles": [{"role": "district", "scope": "chaoyang"}],
}


def refusal(hall, **payload):
    with pytest.raises(LogInRefused) as caught:
        hall.call("log_in", caller=at("10.0.0.1"), **payload)
    return str(caught.value), caught.value.details()


def test_a_new_account_logs_in_whatever_the_case_of_its_name(hall):
    hall = hall()
    answer = hall.call("add_account", caller=FEDERATION, **NEW)
    assert "password" not in str(answer)
    tokens = hall.call("log_in", username="WANG.li", password=NEW["password"])
    caller = hall.who(tokens)
    assert (caller.kind, caller.id) == ("staff", answer["id"])
    assert caller.has("district", "chaoyang/jianwai")
    assert not caller.has("district", "haidian")


def test_the_operator_can_add_the_first_account(hall):
    hall = hall()
    assert hall.call("add_account", caller=SYSTEM, **NEW)["username"] == "wang.li"


def test_no_answer_tells_whether_a_name_exists(hall):
    hall = hall()
    hall.call("disable_account", caller=FEDERATION, username="auditor")
    wrong = refusal(hall, username="federation", password="guess")
    assert refusal(hall, username="nobody", password="guess") == wrong
    assert refusal(hall, username="auditor", password="unionhall-demo") == wrong


def test_the_database_holds_only_argon2id(hall):
    hall = hall()
    hall.call("add_account", caller=FEDERATION, **NEW)
    with hall.component.database.reading() as session:
        kept = session.scalars(sa.select(Account.password_hash)).all()
    assert kept
    assert all(one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in kept)


def test_a_hash_with_yesterdays_parameters_is_replaced_at_log_in(hall):
    hall = hall()
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("unionhall-demo")
    with hall.component.database.writing() as session:
        session.execute(
            sa.update(Account).where(Account.username == "venue").values(password_hash=old)
        )
        session.commit()
    for _ in range(2):
        assert hall.call("log_in", username="venue", password="unionhall-demo")
    with hall.component.database.reading() as session:
        kept = session.scalars(
            sa.select(Account.password_hash).where(Account.username == "venue")
        ).one()
    assert "m=19456" in kept


def test_a_disabled_account_stays_out(hall):
    hall = hall()
    answer = hall.call("disable_account", caller=FEDERATION, username="venue")
    assert answer["disabled"] is True
    refusal(hall, username="venue", password="unionhall-demo")
    with pytest.raises(AccountNotFound):
        hall.call("disable_account", caller=FEDERATION, username="nobody")


def test_a_name_is_given_once(hall):
    hall = hall()
    with pytest.raises(UsernameTaken):
        hall.call("add_account", caller=FEDERATION, **NEW | {"username": "Federation"})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"roles": [{"role": "provider", "scope": ""}]}, "roles.0"),
        ({"kind": "provider"}, "roles.0"),
        ({"roles": [{"role": "district", "scope": "atlantis"}]}, "roles.0"),
        ({"roles": []}, "roles"),
        ({"password": "short"}, "password"),
        ({"username": "x"}, "username"),
        ({"kind": "member"}, "kind"),
    ],
)
def test_what_does_not_fit_is_named(hall, change, field):
    with pytest.raises(InvalidInput) as caught:
        hall().call("add_account", caller=FEDERATION, **NEW | change)
    assert caught.value.errors[0].field == field


def test_only_the_federation_adds_and_disables(hall):
    hall = hall()
    with pytest.raises(Forbidden):
        hall.call("add_account", caller=CHAOYANG, **NEW)
    with pytest.raises(Forbidden):
        hall.call("disable_account", caller=CHAOYANG, username="venue")
    with pytest.raises(Unauthenticated):
        hall.call("add_account", **NEW)


def test_who_holds_a_role_is_found_by_name_page_by_page(hall):
    hall = hall()
    reviewer = {"roles": [{"role": "reviewer", "scope": ""}]}
    for number in range(3):
        named = {"username": f"judge-{number}", "name": f"评审{number}"}
        hall.call("add_account", caller=FEDERATION, **NEW | reviewer | named)
    hall.call("disable_account", caller=FEDERATION, username="judge-1")
    request = {"caller": FEDERATION, "role": "reviewer", "limit": 2}
    first = hall.call("list_accounts", **request)
    rest = hall.call("list_accounts", cursor=first["next_cursor"], **request)
    found = [*first["items"], *rest["items"]]
    assert [each["username"] for each in found] == ["judge-0", "judge-2", "reviewer"]
    assert rest["next_cursor"] is None
    assert "password" not in str(found)
    for caller in (CHAOYANG, ANONYMOUS):
        with pytest.raises((Forbidden, Unauthenticated)):
            hall.call("list_accounts", caller=caller, role="reviewer")
    with pytest.raises(InvalidInput):
        hall.call("list_accounts", caller=FEDERATION, role="king")
