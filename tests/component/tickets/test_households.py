"""Claims of a member with companions, from the registry to the ticket."""

from __future__ import annotations

import pytest

from chassis.context import SYSTEM
from tests.component.tickets.desk import VENUE, claim_of, member

PARENT_AND_CHILD = {"most_companions": 2, "companion_ages": {"least": 3, "most": 12}}


def child(desk, who, name="王小满", born="2020-04-25", relation="child"):
    added = desk.call("add_child", caller=who, name=name, birth_date=born, relation=relation)
    return added["id"]


def ask(desk, release, who, *companions, **more):
    (outcome,) = desk.ask(claim_of(release, who) | {"companions": list(companions)} | more)
    return outcome


def test_a_household_wins_as_one_and_is_told_who_comes_along(desk):
    who = member()
    two = [child(desk, who), child(desk, who, "王小寒", "2016-01-20")]
    release = desk.release(stock=4, eligibility=PARENT_AND_CHILD)
    outcome = ask(desk, release, who, *two)
    assert outcome["outcome"] == "won"
    assert desk.look(release)["remaining"] == 1
    ticket = desk.call("get_my_ticket", caller=who, ticket_id=outcome["ticket_id"])
    assert (ticket["places"], ticket["companions"]) == (3, ["王小满", "王小寒"])
    (listed,) = desk.call("list_my_tickets", caller=who, limit=5)["items"]
    assert listed == ticket
    answer = desk.call("check_in_ticket", caller=VENUE, code=ticket["code"])
    assert (answer["result"], answer["places"]) == ("admitted", 3)
    assert answer["companions"] == ["王小满", "王小寒"]


def test_no_half_household(desk):
    family, single = member(), member()
    two = [child(desk, family), child(desk, family, "王小寒")]
    release = desk.release(stock=2, eligibility=PARENT_AND_CHILD, waiting_list=False)
    assert ask(desk, release, family, *two)["outcome"] == "sold_out"
    assert desk.look(release)["remaining"] == 2
    assert desk.claim(release, single)["outcome"] == "won"


def test_who_waits_as_three_is_not_passed_by_who_needs_three(desk):
    first, second = member(), member()
    release = desk.release(stock=2, eligibility=PARENT_AND_CHILD)
    two = [child(desk, first), child(desk, first, "王小寒")]
    assert ask(desk, release, first, *two, wish="waiting")["outcome"] == "waiting"
    # One place less than they need: a pair that fits goes ahead of nobody.
    assert ask(desk, release, second, child(desk, second))["outcome"] == "won"
    assert desk.look(release)["remaining"] == 0
    assert desk.look(release)["waiting"] == 1


@pytest.mark.parametrize(
    ("relation", "born", "reason"),
    [("child", "2024-01-01", "companion_age"), ("spouse", "1985-01-01", "companion_age")],
)
def test_who_is_too_young_or_too_old(desk, relation, born, reason):
    who = member()
    release = desk.release(eligibility=PARENT_AND_CHILD)
    outcome = ask(desk, release, who, child(desk, who, born=born, relation=relation))
    assert (outcome["outcome"], outcome["reason"]) == ("not_eligible", reason)


def test_a_spouse_may_come_along_where_no_age_is_asked(desk):
    who = member()
    release = desk.release(stock=2, eligibility={"most_companions": 1})
    spouse = child(desk, who, "李雪梅", "1985-01-01", "spouse")
    assert ask(desk, release, who, spouse)["outcome"] == "won"


def test_nobody_brings_somebody_elses_child(desk):
    who, other = member(), member()
    release = desk.release(eligibility=PARENT_AND_CHILD)
    outcome = ask(desk, release, who, child(desk, other))
    assert outcome["reason"] == "companion_unknown"


def test_the_same_claim_again_gets_the_same_answer_when_the_child_is_gone(desk):
    who = member()
    one = child(desk, who)
    release = desk.release(stock=4, eligibility=PARENT_AND_CHILD)
    outcome = ask(desk, release, who, one)
    desk.call("remove_child", caller=who, child_id=one)
    assert ask(desk, release, who, one) == outcome
    ticket = desk.call("get_my_ticket", caller=who, ticket_id=outcome["ticket_id"])
    assert (ticket["places"], ticket["companions"]) == (2, [])


def test_ages_and_groups_come_with_the_claim(desk):
    asks = {"ages": {"least": 18, "most": 40}, "audiences": ["volunteer", "deaf"]}
    release = desk.release(eligibility=asks)
    reasons = [
        ask(desk, release, member(), **more)["reason"]
        for more in (
            {},
            {"birth_year": 1950, "audiences": ["deaf"]},
            {"birth_year": 1996, "audiences": ["unemployed"]},
            {"birth_year": 1996, "audiences": ["deaf"]},
        )
    ]
    assert reasons == ["age", "age", "audience", ""]


def test_a_wrong_claim_of_a_household_spoils_no_other(desk):
    release = desk.release()
    answer = desk.call(
        "claim_batch",
        caller=SYSTEM,
        claims=[
            claim_of(release, member()) | {"companions": ["nobody"]},
            claim_of(release, member()),
        ],
    )
    wrong, right = answer["outcomes"]
    assert wrong["error"]["code"] == "invalid_input"
    assert right["outcome"] == "won"
