"""The states of a paper sheet, and how two entries of it are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.projects.errors import SameClerk, WrongState
from services.projects.states import Machine, step
from services.projects.surveys.questions import Question

STATES = Machine(
    initial="entered",
    steps={
        "match": step("entered", "ready"),
        "differ": step("entered", "differing"),
        "settle": step("differing", "ready"),
        "count": step("ready", "counted"),
        "find_double": step("ready", "duplicate"),
        "refuse": step("ready", "refused"),
    },
)

Form = Mapping[str, Any]  # card_no, age_band, audience, answers


def require_entry_time(state: str, *, started: bool, discussed: bool) -> None:
    """Paper comes in after the survey has closed, too, but not before it opens, nor once its
    figures are discussed. Raises ``WrongState``."""
    if state == "draft" or not started:
        raise WrongState("the survey has not opened yet", step="enter", state=state)
    if discussed:
        raise WrongState("the figures are being discussed", step="enter", state="discussed")


def require_other_clerk(first: str, second: str) -> None:
    """Two entries by the same person prove nothing. Raises ``SameClerk``."""
    if first == second:
        raise SameClerk("the second entry must be made by somebody else")


def differences(questions: Sequence[Question], one: Form, other: Form) -> list[str]:
    """The fields in which two entries differ: card_no, age_band, audience, codes of questions."""
    found = [name for name in ("card_no", "age_band", "audience") if one[name] != other[name]]
    left, right = _by_question(one), _by_question(other)
    return found + [q.code for q in questions if left.get(q.code) != right.get(q.code)]


def _by_question(form: Form) -> dict[str, tuple[Any, ...]]:
    return {
        answer["question"]: (list(answer["options"]), answer["number"], answer["text"])
        for answer in form["answers"]
    }


def in_order(questions: Sequence[Question], form: Form) -> dict[str, Any]:
    """A form whose ticks stand in the order of the sheet; ranks keep their own."""
    by_code = {question.code: question for question in questions}
    answers = []
    for answer in form["answers"]:
        question = by_code[answer["question"]]
        places = [option.code for option in question.options]
        options = list(answer["options"])
        if question.kind == "multiple":
            options.sort(key=places.index)
        answers.append({**answer, "options": options})
    return {**form, "answers": answers}
