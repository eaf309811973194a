"""The survey: who votes on the web and on paper, the report, and what is chosen after it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.support.scenario import members, sheets
from tests.support.scenario.house import House
from tests.support.scenario.needs import Root
from tests.support.scenario.people import ANYBODY, OFFICER, member
from tests.support.scenario.sheets import Sheet
from tests.support.scenario.sizes import Sizes
from tests.support.scenario.voters import MOST_CHOICES, Tally, ballot, options
from tests.support.waiting import eventually

STRANGERS = 5  # sheets with a card that nobody has


def draw_up(house: House, roots: Sequence[Root]) -> str:
    """A survey that every member is asked; its id. It opens when its time has come."""
    named = zip(options(roots), roots, strict=True)
    voted = [{"code": code, "text": f"服务{root.code}", "need_id": root.id} for code, root in named]
    survey = house.post(
        OFFICER,
        "/v1/surveys",
        {
            "title": "2026年第一批服务项目意向调查",
            "questions": [
                {
                    "code": "q1",
                    "kind": "multiple",
                    "text": "最需要哪几项？",
                    "options": voted,
                    "most": MOST_CHOICES,
                },
                {"code": "q2", "kind": "scale", "text": "满意吗？", "least": 1, "most": 5},
                {"code": "q3", "kind": "text", "text": "还有什么希望？"},
            ],
            "opens_at": house.in_days(1),
            "closes_at": house.in_days(11),
        },
        expect=201,
    )
    survey_id: str = survey["id"]
    assert house.post(OFFICER, f"/v1/surveys/{survey_id}/publication")["state"] == "scheduled"
    early = member(str(uuid.uuid4()), members.union_of(0))
    house.refused(early, f"/v1/surveys/{survey_id}/ballots", {"answers": []}, code="wrong_state")
    house.until(survey["opens_at"])
    _await_state(house, survey_id, "open")
    return survey_id


def vote(house: House, sizes: Sizes, survey_id: str, roots: Sequence[Root]) -> Tally:
    """All ballots; some members answer on both ways, and are counted once."""
    codes, tally = options(roots), Tally()
    with house.stage("members"):
        members.found_unions(house)
        members.enrol(house, range(sizes.doubles))
        both = house.member_ids()
        assert len(both) == sizes.doubles
        members.enrol(house, range(sizes.doubles, sizes.doubles + sizes.paper))
    # The house asks nobody who a web voter is: the token says it.
    web = both + [str(uuid.uuid5(uuid.NAMESPACE_OID, f"voter {n}")) for n in range(sizes.web)]
    web = web[: sizes.web]
    forms = [ballot(number, codes) for number in range(sizes.web + sizes.paper)]

    def answer(number: int) -> str:
        who = member(web[number], members.union_of(number))
        path = f"/v1/surveys/{survey_id}/ballots"
        outcome: str = house.post(who, path, forms[number])["outcome"]
        return outcome

    first = house.together(answer, range(sizes.doubles))
    assert Counter(first) == {"counted": sizes.doubles}
    with house.stage("paper"):
        _enter_paper(house, sizes, survey_id, forms[sizes.web :])
    with house.stage("web"):
        rest = house.together(answer, range(sizes.doubles, sizes.web))
    assert Counter(rest) == {"counted": sizes.web - sizes.doubles}
    again = house.together(answer, range(sizes.doubles))
    assert Counter(again) == {"already_counted": sizes.doubles}
    with house.stage("paper counted"):
        sheets.await_counted(house, survey_id)
    for number, form in enumerate(forms):
        tally.add(form, "web" if number < sizes.web else "paper")
    return tally


def _enter_paper(
    house: House, sizes: Sizes, survey_id: str, forms: Sequence[dict[str, Any]]
) -> None:
    first = sizes.doubles
    papers = [
        Sheet(f"P-{number:05d}", members.card(first + number), form)
        for number, form in enumerate(forms)
    ]
    # Who has answered on the web, and cards that nobody has.
    strange = first + sizes.paper
    others = [
        Sheet(f"D-{number:05d}", members.card(number), forms[0]) for number in range(sizes.doubles)
    ] + [Sheet(f"X-{n}", members.card(strange + n), forms[0]) for n in range(STRANGERS)]
    misread, clear = papers[: sizes.differing], papers[sizes.differing :]
    sheets.enter(house, survey_id, [*others, *clear], a_file=sizes.sheets_a_file)
    sheets.enter_misread(house, survey_id, misread)


def report(
    house: House, sizes: Sizes, survey_id: str, *, roots: Sequence[Root], tally: Tally
) -> dict[str, int]:
    """Close, look at the figures, discuss and publish them; the votes of each need."""
    survey = house.get(OFFICER, f"/v1/surveys/{survey_id}")
    house.until(survey["closes_at"])
    _await_state(house, survey_id, "closed")
    path = f"/v1/surveys/{survey_id}/report"
    told = house.get(OFFICER, path)
    everybody = sizes.web + sizes.paper
    assert told["state"] == "draft"
    assert told["participants"]["total"] == everybody
    assert told["participants"]["by_origin"] == {"web": sizes.web, "paper": sizes.paper}
    assert told["participants"]["by_age"] == tally.voters_by_age
    assert {state: count for state, count in told["sheets"].items() if count} == {
        "counted": sizes.paper,
        "duplicate": sizes.doubles,
        "refused": STRANGERS,
    }
    votes, scale, _ = told["questions"]
    assert votes["answered"] == scale["answered"] == everybody
    assert {one["code"]: one["votes"] for one in votes["options"] if one["votes"]} == tally.votes
    for one in votes["options"]:
        for origin, count in one["by_origin"].items():
            assert count == tally.votes_by_origin[one["code"], origin]
    assert [one["votes"] for one in scale["options"]] == [tally.scale[n] for n in range(1, 6)]
    texts = list(house.pages(OFFICER, f"{path}/texts", limit=200))
    assert len(texts) == tally.texts
    assert not any("13800138000" in one["text"] for one in texts), "a telephone number is masked"
    assert house.get(OFFICER, f"{path}/chart.svg", question="q1").startswith(b"<svg")
    assert house.get(OFFICER, f"{path}/table.xlsx").startswith(b"PK")
    house.refused(OFFICER, f"{path}/publication", code="wrong_state")
    house.post(OFFICER, f"{path}/minutes", {"minutes": "结果有效，同意按名额遴选。"})
    assert house.post(OFFICER, f"{path}/publication")["state"] == "published"
    assert house.call(ANYBODY, "GET", path).status == 401
    by_code = zip(options(roots), roots, strict=True)
    return {root.id: tally.votes[code] for code, root in by_code}


def _await_state(house: House, survey_id: str, state: str) -> None:
    def reached() -> bool:
        return bool(house.get(OFFICER, f"/v1/surveys/{survey_id}")["state"] == state)

    eventually(reached, what=f"the survey is {state}")
