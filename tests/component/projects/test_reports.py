"""Reports from the first figure to publication."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from hashlib import sha256

import pytest
from openpyxl import load_workbook

from chassis.errors import Forbidden, InvalidInput
from services.projects.errors import (
    DocumentNotFound,
    QuestionNotFound,
    ReportNotFound,
    TooManyDocuments,
    WrongState,
)
from services.projects.service import Projects
from tests.component.projects.applying import PDF
from tests.component.projects.callers import (
    AUDITOR,
    CADRE,
    ELSEWHERE,
    FEDERATION,
    UNION,
    member,
    staff,
)
from tests.component.projects.conftest import accepted
from tests.component.projects.forms import ANSWERS, OPTIONS, QUESTIONS, answer, published
from tests.component.projects.test_audit import chain
from tests.component.projects.test_sheets import Cards, enter, twice
from tests.support.component import settings

HOUR = timedelta(hours=1)


@pytest.fixture
def projects(component, tmp_path):
    kept = settings(DOCUMENTS_FOLDER=str(tmp_path))
    made = component(Projects, dependencies={"settings": kept, "members": Cards()})
    made.clock.advance(HOUR)
    return made


def report(projects, survey_id, caller=FEDERATION):
    return projects.call("get_report", caller=caller, survey_id=survey_id)


def close(projects):
    projects.clock.advance(timedelta(days=20))
    for _ in range(2):
        projects.tick("move_surveys")


def discuss(projects, survey_id, caller=FEDERATION):
    return projects.call("discuss_report", caller=caller, survey_id=survey_id, minutes="会议纪要")


def publish(projects, survey_id, caller=FEDERATION):
    return projects.call("publish_report", caller=caller, survey_id=survey_id)


def test_web_and_paper_are_counted_together_and_apart(projects):
    survey_id = published(projects, eligible={"chaoyang": 10, "haidian": 10})
    answer(projects, member("w1"), survey_id)
    answer(projects, member("w2", ELSEWHERE), survey_id, age_band="")
    twice(projects, survey_id, 1)
    projects.tick("count_sheets")
    told = report(projects, survey_id)
    assert told["participants"] == {
        "total": 3,
        "by_district": {"chaoyang": 2, "haidian": 1},
        "by_age": {"": 1, "30-39": 1, "50-up": 1},
        "by_origin": {"paper": 1, "web": 2},
        "eligible": 20,
        "rate": 0.15,
        "rate_by_district": {"chaoyang": 0.2, "haidian": 0.1},
    }
    first = told["questions"][0]
    assert (first["answered"], [o["votes"] for o in first["options"]]) == (3, [3, 0, 0])
    assert first["options"][0]["by_origin"] == {"paper": 1, "web": 2}
    assert told["questions"][2]["options"][2]["points"] == 9
    assert told["questions"][3]["mean"] == 4.0
    assert told["questions"][4]["answered"] == 3
    assert told["sheets"] == {"counted": 1}


def test_a_question_left_out_is_not_answered(projects):
    survey_id = published(projects)
    answer(projects, member("m1"), survey_id)
    answer(projects, member("m2"), survey_id, answers=ANSWERS[:1])
    assert [q["answered"] for q in report(projects, survey_id)["questions"]] == [2, 1, 1, 1, 1]


def test_an_anonymous_survey_hides_small_groups(projects):
    survey_id = published(projects, anonymous=True)
    for number in range(6):
        answer(projects, member(f"m{number}"), survey_id)
    answer(projects, member("far", ELSEWHERE), survey_id, age_band="50-up")
    option = report(projects, survey_id)["questions"][0]["options"][0]
    assert option["by_district"] == {"others": 7}
    assert option["by_age"] == {"others": 7}
    assert option["by_origin"] == {"web": 7}


def test_another_surveys_ballots_do_not_count(projects):
    one, other = published(projects), published(projects)
    answer(projects, member("m1"), one)
    assert report(projects, other)["participants"]["total"] == 0
    assert report(projects, other)["questions"][0]["answered"] == 0
    assert projects.call("list_survey_texts", caller=FEDERATION, survey_id=other)["items"] == []


def test_free_texts_are_listed_masked_each_on_one_page(projects):
    survey_id = published(projects)
    for number in range(5):
        answers = [ANSWERS[0], {"question": "q5", "text": f"意见{number}，请打13812345678"}]
        answer(projects, member(f"m{number}"), survey_id, answers=answers)
    seen, cursor = [], ""
    while cursor is not None:
        page = projects.call(
            "list_survey_texts", caller=FEDERATION, survey_id=survey_id, limit=2, cursor=cursor
        )
        seen += [item["text"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == [f"意见{number}，请打[手机号]" for number in range(5)]


def test_a_report_goes_from_draft_through_discussion_to_publication(projects):
    survey_id = published(projects)
    answer(projects, member("m1"), survey_id)
    with pytest.raises(WrongState):
        discuss(projects, survey_id)
    close(projects)
    with pytest.raises(WrongState):
        publish(projects, survey_id)
    assert report(projects, survey_id)["state"] == "draft"
    assert discuss(projects, survey_id)["state"] == "discussed"
    with pytest.raises(WrongState):
        discuss(projects, survey_id)
    told = publish(projects, survey_id)
    assert (told["state"], told["minutes"]) == ("published", "会议纪要")
    with pytest.raises(WrongState):
        publish(projects, survey_id)
    assert len(projects.events("projects.report_published.v1")) == 1


def test_paper_that_waits_holds_the_discussion_up_and_afterwards_none_comes_in(projects):
    survey_id = published(projects)
    enter(projects, survey_id)
    close(projects)
    with pytest.raises(WrongState) as caught:
        discuss(projects, survey_id)
    assert caught.value.facts["sheets"] == {"entered": 1}
    enter(projects, survey_id, staff("grassroots", "chaoyang/jianwai/u0002"))
    projects.tick("count_sheets")
    discuss(projects, survey_id)
    with pytest.raises(WrongState):
        enter(projects, survey_id, number=2)


def test_publishing_ranks_the_needs(projects):
    need_id = accepted(projects)
    options = [OPTIONS[0] | {"need_id": need_id}, OPTIONS[1]]
    survey_id = published(projects, questions=[QUESTIONS[0] | {"options": options}])
    close(projects)
    discuss(projects, survey_id)
    publish(projects, survey_id)
    need = projects.call("get_need", caller=CADRE, need_id=need_id)["need"]
    assert need["state"] == "ranked"


def test_members_and_unions_see_it_once_it_is_published(projects):
    survey_id = published(projects, scopes=["chaoyang"])
    close(projects)
    assert report(projects, survey_id, AUDITOR)["state"] == "draft"
    readers = [member("m1", UNION), CADRE, staff("district", "haidian")]
    for caller in readers:
        with pytest.raises(ReportNotFound):
            report(projects, survey_id, caller)
    discuss(projects, survey_id)
    publish(projects, survey_id)
    for caller in readers:
        assert report(projects, survey_id, caller)["state"] == "published"
    with pytest.raises(ReportNotFound):
        report(projects, survey_id, member("m2", ELSEWHERE))


@pytest.mark.parametrize("caller", [CADRE, AUDITOR, member("m1"), staff("district", "haidian")])
def test_only_its_office_decides_about_a_report(projects, caller):
    survey_id = published(projects, scopes=["chaoyang"])
    close(projects)
    with pytest.raises(Forbidden):
        discuss(projects, survey_id, caller)
    discuss(projects, survey_id)
    with pytest.raises(Forbidden):
        publish(projects, survey_id, caller)
    assert report(projects, survey_id)["state"] == "discussed"


def test_a_discussion_has_minutes(projects):
    survey_id = published(projects, eligible={"chaoyang": 100})
    close(projects)
    with pytest.raises(InvalidInput) as caught:
        projects.call("discuss_report", caller=FEDERATION, survey_id=survey_id, minutes=" ")
    assert [error.field for error in caught.value.errors] == ["minutes"]


def test_figures_come_as_a_chart_and_as_a_table(projects):
    survey_id = published(projects, eligible={"chaoyang": 100})
    answer(projects, member("m1"), survey_id)
    request = {"caller": FEDERATION, "survey_id": survey_id}
    assert "项目a" in projects.call("report_chart", question="q1", **request)["svg"]
    table = projects.call("report_table", **request)
    book = load_workbook(io.BytesIO(base64.b64decode(table["data"])))
    assert ("q1", "最需要哪一项？", "a", "项目a", 1, 1, None) in list(book["figures"].values)
    groups = list(book["groups"].values)
    assert ("q1", "a", "项目a", "district", "chaoyang", 1) in groups
    assert ("q1", "a", "项目a", "origin", "web", 1) in groups
    assert ("district", "chaoyang", 1, 0.01) in list(book["participants"].values)
    drawn = [one.series[0] for one in book["charts"]._charts]
    assert [(one.cat.numRef or one.cat.strRef).f for one in drawn[:2]] == [
        "'participants'!$B$3",
        "'participants'!$B$4",
    ]
    assert drawn[3].val.numRef.f == "'figures'!$E$2:$E$4", "three ways, then the first question"
    assert len(drawn) == 3 + 4, "a free text has no figures"
    who = projects.call("report_chart", **request)["svg"]
    assert "chaoyang" in who
    assert "1 · 1.0%" in who, "the response rate stands behind the ballots"
    groups = projects.call("report_chart", question="q1", by="age", **request)["svg"]
    assert [name for name in ("项目a", "30-39", "项目b") if name in groups] == [
        "项目a",
        "30-39",
        "项目b",
    ]
    for code in ("q5", "q9"):
        with pytest.raises(QuestionNotFound):
            projects.call("report_chart", question=code, **request)


def attach(projects, survey_id, caller=FEDERATION, *, raw=PDF, name="会议纪要.pdf"):
    data = base64.b64encode(raw).decode()
    request = {"survey_id": survey_id, "name": name, "data": data}
    return projects.call("attach_minutes", caller=caller, **request)


def test_files_of_the_minutes_are_attached_and_read_with_the_report(projects):
    survey_id = published(projects)
    close(projects)
    with pytest.raises(WrongState):
        attach(projects, survey_id)
    discuss(projects, survey_id)
    kept = attach(projects, survey_id)
    assert (kept["media_type"], kept["sha256"]) == ("application/pdf", sha256(PDF).hexdigest())
    assert attach(projects, survey_id)["id"] == kept["id"], "the same again is the same file"
    assert report(projects, survey_id)["minutes_files"] == [kept]
    request = {"survey_id": survey_id, "document_id": kept["id"]}
    with pytest.raises(ReportNotFound):
        projects.call("get_minutes", caller=member("m1"), **request)
    publish(projects, survey_id)
    got = projects.call("get_minutes", caller=member("m1"), **request)
    assert (got["filename"], base64.b64decode(got["data"])) == ("会议纪要.pdf", PDF)
    with pytest.raises(WrongState):
        attach(projects, survey_id, raw=PDF + b"%%EOF")
    with pytest.raises(DocumentNotFound):
        projects.call("get_minutes", caller=FEDERATION, **request | {"document_id": survey_id})
    assert '"act":"report.attach"' in chain(projects, f"survey:{survey_id}")[-2]


def test_files_of_the_minutes_are_what_they_say_and_not_too_many(projects):
    survey_id = published(projects)
    close(projects)
    discuss(projects, survey_id)
    with pytest.raises(Forbidden):
        attach(projects, survey_id, CADRE)
    with pytest.raises(InvalidInput) as caught:
        attach(projects, survey_id, name="会议纪要.docx")
    assert [wrong.field for wrong in caught.value.errors] == ["data"]
    assert '"refused":"document_refused"' in chain(projects, f"survey:{survey_id}")[-1]
    for number in range(20):
        attach(projects, survey_id, raw=PDF + b"%%EOF%d" % number)
    with pytest.raises(TooManyDocuments):
        attach(projects, survey_id)
