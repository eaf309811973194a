"""A member's voice stays counted, and says no more whose it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.context import SYSTEM
from chassis.errors import Forbidden
from services.projects.ballots.tables import Ballot, BallotText
from services.projects.errors import MemberErased
from services.projects.sheets.tables import Sheet
from services.projects.support.tables import NeedSupport
from tests.component.projects.callers import CADRE, FEDERATION, member
from tests.component.projects.conftest import accepted
from tests.component.projects.forms import ANSWERS, answer, published
from tests.support.erasure import member_erased

HOUR = timedelta(hours=1)
DONE = "projects.member_erased.v1"
SAID = [ANSWERS[0], {"question": "q5", "text": "我是汽车厂的赵小满"}]


def export(projects, who, caller=SYSTEM):
    text, piece = "", 0
    while piece is not None:
        told = projects.call("export_member", caller=caller, member_id=who.id, piece=piece)
        text, piece = text + told["text"], told["next_piece"]
    return json.loads(text)


def erase(projects, who):
    """What projects says that it erased."""
    projects.deliver(member_erased(who.id))
    return projects.events(DONE)[-1]["data"]["erased"]


def rows(projects, table):
    with projects.database.reading() as session:
        return session.scalars(sa.select(table)).all()


@pytest.fixture
def me():
    return member("0196a8a0-0000-7000-8000-000000000002")


@pytest.fixture
def survey_id(projects, me):
    made = published(projects)
    projects.clock.advance(HOUR)
    answer(projects, me, made, answers=SAID)
    answer(projects, member("0196a8a0-0000-7000-8000-000000000003"), made)
    return made


def test_an_export_holds_ballots_with_names_and_supports(projects, me, survey_id):
    need = accepted(projects)
    projects.call("support_need", caller=me, need_id=need)
    told = export(projects, me)
    assert [row["need_id"] for row in told["need_supports"]] == [need]
    assert [row["survey_id"] for row in told["ballots"]] == [survey_id]
    assert [row["text"] for row in told["ballot_texts"]] == ["我是汽车厂的赵小满"]
    assert len(told["ballot_votes"]) == 1
    with pytest.raises(Forbidden):
        export(projects, me, FEDERATION)


def test_the_report_stays_as_it_is_and_names_nobody(projects, me, survey_id):
    def report():
        return projects.call("get_report", caller=FEDERATION, survey_id=survey_id)

    before = report()
    erased = erase(projects, me)
    assert (erased["ballots"], erased["texts"]) == (1, 1)
    assert report() == before
    assert [b.member_id for b in rows(projects, Ballot)].count(None) == 1
    texts = projects.call("list_survey_texts", caller=FEDERATION, survey_id=survey_id)
    assert [item["text"] for item in texts["items"]] == ["希望周末开课"]
    assert "赵小满" not in str([row.text for row in rows(projects, BallotText)])


def test_a_supporter_of_merged_needs_is_still_counted_once(projects, me):
    first, second = accepted(projects), accepted(projects)
    for need in (first, second):
        projects.call("support_need", caller=me, need_id=need)
    projects.call("merge_needs", caller=FEDERATION, canonical_id=first, need_ids=[second])
    assert erase(projects, me)["supports"] == 2
    need = projects.call("get_need", caller=CADRE, need_id=first)
    assert need["supporters"] == 1
    assert me.id not in {row.member_id for row in rows(projects, NeedSupport)}


def test_told_twice_it_is_done_once_and_told_anew_does_no_harm(projects, me, survey_id):
    envelope = projects.deliver(member_erased(me.id))
    projects.deliver(envelope)
    assert len(projects.events(DONE)) == 1
    assert not any(erase(projects, me).values())


def test_a_token_that_still_lives_adds_nothing(projects, me):
    made = published(projects)
    need = accepted(projects)
    projects.clock.advance(HOUR)
    erase(projects, me)
    with pytest.raises(MemberErased):
        answer(projects, me, made)
    with pytest.raises(MemberErased):
        projects.call("support_need", caller=me, need_id=need)


def test_the_chains_of_the_audit_stay_whole(projects, me, survey_id):
    projects.tick("move_surveys")
    projects.clock.advance(timedelta(days=10))
    projects.tick("move_surveys")
    projects.call("discuss_report", caller=FEDERATION, survey_id=survey_id, minutes="已讨论")
    before = projects.call("export_audit_chain", caller=FEDERATION, chain=f"survey:{survey_id}")
    erase(projects, me)
    after = projects.call("export_audit_chain", caller=FEDERATION, chain=f"survey:{survey_id}")
    assert after == before


def test_what_ties_voices_to_members_goes_in_time(projects, me, survey_id):
    need = accepted(projects)
    projects.call("support_need", caller=me, need_id=need)
    projects.clock.advance(timedelta(days=3 * 365 - 1))
    projects.tick("forget_old")
    assert len(export(projects, me)["ballots"]) == 1
    projects.clock.advance(timedelta(days=2))
    projects.tick("forget_old")
    told = export(projects, me)
    assert not any(told[name] for name in ("ballots", "ballot_texts", "need_supports"))
    need = projects.call("get_need", caller=CADRE, need_id=need)
    assert need["supporters"] == 1


def test_paper_that_nobody_settles_is_forgotten(projects, survey_id):
    form = {"card_no": "1000000000000009", "answers": ANSWERS}
    projects.call("enter_sheet", caller=CADRE, survey_id=survey_id, sheet_no="S-1", **form)
    projects.clock.advance(timedelta(days=366))
    projects.tick("forget_old")
    (sheet,) = rows(projects, Sheet)
    assert (sheet.state, sheet.first_sealed) == ("refused", "")
