"""Sessions: access tokens for minutes, refresh tokens that rotate, and who is thrown out."""

from __future__ import annotations

import jwt
import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS, SYSTEM, Caller
from chassis.errors import Unauthenticated
from chassis.tokens import Tokens
from services.members.errors import SessionEnded
from services.members.sessions.tables import RefreshToken, Session
from tests.component.members.conftest import CHAOYANG, FEDERATION, at

STAFF = {"username": "chaoyang", "password": "unionhall-demo"}


def refresh(hall, tokens):
    return hall.call("refresh_session", refresh_token=tokens["refresh_token"])


def ended(hall, tokens):
    with pytest.raises(SessionEnded):
        refresh(hall, tokens)


def test_a_refresh_gives_new_tokens_of_the_same_session(hall):
    hall = hall()
    first = hall.log_in(hall.card())
    hall.later(minutes=14)
    second = refresh(hall, first)
    assert second["refresh_token"] != first["refresh_token"]
    assert hall.who(second) == hall.who(first)
    hall.later(minutes=14)
    assert hall.who(refresh(hall, second)).id == hall.who(second).id


def test_a_lost_answer_is_given_again(hall):
    hall = hall()
    first = hall.log_in(hall.card())
    lost = refresh(hall, first)
    hall.later(seconds=10)
    again = refresh(hall, first)
    assert again["refresh_token"] == lost["refresh_token"]
    assert refresh(hall, again)["refresh_token"] not in (
        first["refresh_token"],
        again["refresh_token"],
    )


def test_a_token_used_late_again_ends_the_session_for_both(hall):
    hall = hall()
    stolen = hall.log_in(hall.card())
    honest = refresh(hall, stolen)
    hall.later(seconds=11)
    ended(hall, stolen)
    ended(hall, honest)


def test_a_token_used_again_after_its_successor_ends_the_session_at_once(hall):
    hall = hall()
    stolen = hall.log_in(hall.card())
    honest = refresh(hall, refresh(hall, stolen))
    ended(hall, stolen)
    ended(hall, honest)


def test_the_end_of_one_session_leaves_others_alone(hall):
    hall = hall()
    one, other = hall.log_in(hall.card()), hall.log_in(hall.card())
    refresh(hall, one)
    hall.later(seconds=11)
    ended(hall, one)
    assert refresh(hall, other)


@pytest.mark.parametrize("token", ["x", "0" * 43, "ä" * 10])
def test_a_made_up_refresh_token_opens_nothing_and_ends_nothing(hall, token):
    hall = hall()
    tokens = hall.log_in(hall.card())
    with pytest.raises(SessionEnded):
        hall.call("refresh_session", refresh_token=token)
    assert refresh(hall, tokens)


def test_nobody_can_compute_the_next_refresh_token_without_the_secret(hall):
    from chassis.config import Settings
    from services.members.security import Security
    from services.members.sessions.rules import successor
    from tests.support.component import settings

    hall = hall()
    tokens = hall.log_in(hall.card())
    ours: Settings = settings()
    other = Security.of(settings(TOKEN_SECRET="another-secret-of-an-attacker-0123456789"))
    following = refresh(hall, tokens)["refresh_token"]
    assert successor(tokens["refresh_token"], Security.of(ours).sign_refresh) == following
    assert successor(tokens["refresh_token"], other.sign_refresh) != following


def test_the_database_holds_no_refresh_token(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    following = refresh(hall, tokens)
    with hall.component.database.reading() as session:
        kept = session.scalars(sa.select(RefreshToken.token_hash)).all()
    assert len(kept) == 2
    assert not {tokens["refresh_token"], following["refresh_token"]} & set(kept)


@pytest.mark.parametrize(("who", "days"), [("member", 30), ("staff", 0.5)])
def test_a_session_ends_however_often_it_is_refreshed(hall, who, days):
    hall = hall()
    tokens = hall.log_in(hall.card()) if who == "member" else hall.call("log_in", **STAFF)
    hall.later(days=days, seconds=-1)
    tokens = refresh(hall, tokens)
    hall.later(seconds=1)
    ended(hall, tokens)


def test_log_out_ends_the_session(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    assert hall.call("log_out", caller=hall.who(tokens)) == {}
    ended(hall, tokens)
    assert hall.call("log_out", caller=hall.who(tokens)) == {}  # twice is no error


def test_log_out_needs_a_session(hall):
    with pytest.raises(Unauthenticated):
        hall().call("log_out")


def test_an_access_token_ends_after_fifteen_minutes(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    hall.later(minutes=15, seconds=-1)
    assert hall.who(tokens)
    hall.later(seconds=1)
    with pytest.raises(Unauthenticated) as caught:
        hall.who(tokens)
    assert caught.value.facts == {"reason": "expired"}


def test_forged_access_tokens_are_refused(hall):
    hall = hall()
    token = hall.log_in(hall.card())["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    officer = claims | {"kind": "staff", "roles": [["federation", ""]]}
    forged = [
        jwt.encode(officer, "another-secret-of-an-attacker-0123456789", algorithm="HS256"),
        jwt.encode(officer, "", algorithm="none"),
        Tokens("another-secret-of-an-attacker-0123456789").issue(FEDERATION, now=hall.clock.now()),
        token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB"),
        ".".join([*token.split(".")[:2], ""]),
    ]
    for one in forged:
        with pytest.raises(Unauthenticated):
            hall.security.tokens.verify(one, now=hall.clock.now())


def test_a_suspended_member_is_thrown_out(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    who = hall.who(tokens)
    hall.call("suspend_card", caller=CHAOYANG, card_no=hall.card(), reason="遗失")
    ended(hall, tokens)
    with pytest.raises(SessionEnded):
        hall.call("get_me", caller=who)


def test_a_session_from_before_a_suspension_does_not_come_back_with_the_card(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    hall.call("suspend_card", caller=CHAOYANG, card_no=hall.card(), reason="遗失")
    hall.call("reinstate_card", caller=CHAOYANG, card_no=hall.card(), reason="找回")
    ended(hall, tokens)


def test_a_disabled_account_is_thrown_out(hall):
    hall = hall()
    tokens = hall.call("log_in", **STAFF)
    hall.call("disable_account", caller=FEDERATION, username="chaoyang")
    ended(hall, tokens)


def test_a_refresh_carries_the_roles_and_the_union_of_now(hall):
    hall = hall()
    tokens = hall.log_in(hall.card())
    with hall.component.database.writing() as session:
        session.execute(
            sa.text("UPDATE members SET union_path = 'haidian/xueyuanlu/u0002' WHERE id = :id"),
            {"id": hall.who(tokens).id.replace("-", "")},
        )
        session.commit()
    assert hall.who(refresh(hall, tokens)).district == "haidian"


def test_me_of_staff_names_their_district_and_roles(hall):
    hall = hall()
    me = hall.call("get_me", caller=hall.who(hall.call("log_in", **STAFF)))
    assert (me["kind"], me["district"], me["union"]) == ("staff", "chaoyang", "")
    assert me["roles"] == [{"role": "district", "scope": "chaoyang"}]


@pytest.mark.parametrize("caller", [ANONYMOUS, SYSTEM])
def test_nobody_is_nobody(hall, caller):
    with pytest.raises(Unauthenticated):
        hall().call("get_me", caller=caller)


def test_a_token_of_somebody_who_never_was_is_refused(hall):
    stranger = Caller(kind="member", id="0196a8a0-0000-7000-8000-00000000dead", union="chaoyang")
    with pytest.raises(SessionEnded):
        hall().call("get_me", caller=stranger)


def test_old_sessions_are_forgotten_with_their_tokens(hall):
    hall = hall()
    hall.log_in(hall.card())
    hall.later(days=31, seconds=1)
    hall.code(hall.card())
    hall.component.tick("keep_house")
    with hall.component.database.reading() as session:
        for table in (Session, RefreshToken):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_an_answer_to_a_log_in_is_not_kept(hall):
    hall = hall()
    code = hall.code(hall.card())
    hall.call("log_in", key="once", caller=at("10.0.0.1"), card_no=hall.card(), code=code)
    answers = hall.store.messaging.answers
    with hall.component.database.reading() as session:
        assert session.execute(sa.select(answers)).all() == []
