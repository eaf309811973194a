"""The audit: what offices do is chained, and nothing of it can be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from chassis.context import ANONYMOUS
from chassis.errors import Forbidden, Unauthenticated
from services.projects.audit.rules import BrokenChain, verify
from services.projects.errors import AuditChainNotFound
from tests.component.projects.callers import AUDITOR, CADRE, FEDERATION, member
from tests.component.projects.conftest import WRITTEN, accepted
from tests.support import contracts


def chain(projects, name: str = "needs") -> list[str]:
    """An exported chain, a line each."""
    answer = projects.call("export_audit_chain", caller=AUDITOR, chain=name)
    lines: list[str] = answer["lines"].splitlines()
    return lines


def test_every_step_of_a_need_is_a_link(projects):
    need_id = accepted(projects)
    projects.call("withdraw_need", caller=CADRE, need_id=need_id, reason="张三已办好")
    lines = chain(projects)
    assert [line.count(f'"subject":"{need_id}"') for line in lines[1:]] == [1] * (len(lines) - 1)
    assert "need.withdraw" in lines[-1]
    assert "张三" not in lines[-1], "reasons may speak of persons, their hash does not"
    assert verify(lines).sequence == len(lines) - 1
    (head,) = projects.call("list_audit_heads", caller=ANONYMOUS)["items"]
    assert head["hash"] == verify(lines).hash


def test_what_did_not_happen_leaves_no_link(projects):
    need_id = accepted(projects)
    before = chain(projects)
    with pytest.raises(Forbidden):
        projects.call("reject_need", caller=CADRE, need_id=need_id, reason="x")
    assert chain(projects) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET hash = '' WHERE sequence = 1",
        "DELETE FROM audit_entries WHERE sequence = 1",
        "UPDATE audit_published_heads SET hash = ''",
        "DELETE FROM audit_published_heads",
    ],
)
def test_the_database_refuses_to_change_it(projects, statement):
    accepted(projects)
    projects.tick("publish_audit_heads")
    with (
        pytest.raises(sa.exc.DatabaseError, match="never changed"),
        projects.database.writing() as s,
    ):
        s.execute(sa.text(statement))


def test_only_auditors_and_the_federation_read_it(projects):
    projects.call("create_need", caller=CADRE, **WRITTEN)
    for caller, error in (
        (CADRE, Forbidden),
        (member("m1"), Forbidden),
        (ANONYMOUS, Unauthenticated),
    ):
        with pytest.raises(error):
            projects.call("export_audit_chain", caller=caller, chain="needs")
    with pytest.raises(AuditChainNotFound):
        projects.call("export_audit_chain", caller=FEDERATION, chain="survey")


def test_the_ends_are_told_once_a_day(projects):
    projects.tick("publish_audit_heads")
    assert projects.events("projects.audit_heads_published.v1") == [], "there is nothing to tell"
    projects.call("create_need", caller=CADRE, **WRITTEN)
    for _ in range(2):
        projects.tick("publish_audit_heads")
    (event,) = projects.events("projects.audit_heads_published.v1")
    contracts.check(event["type"], event["data"])
    projects.clock.advance(timedelta(days=1))
    projects.call("create_need", caller=CADRE, **WRITTEN)
    projects.tick("publish_audit_heads")
    first, second = projects.events("projects.audit_heads_published.v1")
    for event in (first, second):
        told = projects.call("list_audit_heads", caller=ANONYMOUS, day=event["data"]["day"])
        assert told["items"] == event["data"]["heads"], "what was told on a day stays there"
    assert projects.call("list_audit_heads", caller=ANONYMOUS, day="2020-01-01")["items"] == []
    lines = chain(projects)
    for event in (first, second):
        (head,) = event["data"]["heads"]
        verify(lines, published={head["sequence"]: head["hash"]})
    with pytest.raises(BrokenChain, match="entry 1: is not the one"):
        verify(lines, published={1: "0" * 64})
    with pytest.raises(BrokenChain, match="entry 9: was published"):
        verify(lines, published={9: "0" * 64})
