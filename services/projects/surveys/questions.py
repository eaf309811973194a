"""The questions of a survey, and what an answer to each must look like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from chassis.errors import FieldError, InvalidInput

TICKED = ("single", "multiple")


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen; ``need_id`` if it stands for a need that is voted on."""

    code: str
    text: str
    need_id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    ``kind`` is single, multiple, ranked, scale or text. ``least`` and ``most`` bound how many
    options are chosen or ranked, or are the ends of the scale.
    """

    code: str
    kind: str
    text: str
    options: tuple[Option, ...] = ()
    least: int = 0
    most: int = 0
    required: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Question:
        """The reverse of ``to_json``."""
        options = tuple(Option(**option) for option in data.get("options", ()))
        return cls(**{**data, "options": options})

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Vote:
    """One mark on a ballot: the option's place, and 1, its rank or the point on the scale."""

    question: int
    option: int
    value: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A ballot's marks and its free texts by the question's place."""

    votes: tuple[Vote, ...]
    texts: Mapping[int, str]


def check_questions(questions: Sequence[Question]) -> None:
    """Raises ``InvalidInput`` that names what is wrong with which question."""
    wrong: list[FieldError] = []
    codes = [question.code for question in questions]
    for place, question in enumerate(questions):
        where = f"questions.{place}"
        if codes.index(question.code) != place:
            wrong.append(FieldError(f"{where}.code", "another question has this code"))
        if message := _wrong_bounds(question):
            wrong.append(FieldError(f"{where}.most", message))
        if message := _wrong_options(question):
            wrong.append(FieldError(f"{where}.options", message))
    if wrong:
        raise InvalidInput("some questions are not right", errors=tuple(wrong))


def _wrong_options(question: Question) -> str:
    if question.kind in ("scale", "text"):
        return "this kind of question has no options" if question.options else ""
    if len(question.options) < 2:
        return "at least two options are needed"
    codes = {option.code for option in question.options}
    return "" if len(codes) == len(question.options) else "two options have the same code"


def _wrong_bounds(question: Question) -> str:
    if question.kind == "scale":
        return "" if question.least < question.most <= 10 else "a scale ends above its start, by 10"
    if question.kind in ("multiple", "ranked"):
        fits = 0 <= question.least <= question.most and 1 <= question.most <= len(question.options)
        return "" if fits else "between 1 and the number of options, and not below least"
    return ""


def read_answers(questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> Filled:
    """What a filled-in form says. An answer has ``question`` and ``options``, ``number`` or
    ``text``; a question without an answer was left out.

    Raises ``InvalidInput`` that names each answer that is wrong or missing.
    """
    places = {question.code: place for place, question in enumerate(questions)}
    wrong: list[FieldError] = []
    votes: list[Vote] = []
    texts: dict[int, str] = {}
    met: set[int] = set()
    for at, answer in enumerate(answers):
        where = f"answers.{at}"
        place = places.get(answer["question"])
        if place is None or place in met:
            wrong.append(FieldError(f"{where}.question", "unknown, or answered twice"))
            continue
        met.add(place)
        question = questions[place]
        if message := _misfit(question, answer):
            wrong.append(FieldError(f"{where}.{_field_of(question)}", message))
        elif question.kind == "text":
            texts[place] = answer["text"]
        else:
            votes += _votes(place, question, answer)
    for place, question in enumerate(questions):
        if question.required and place not in met:
            wrong.append(FieldError("answers", f"the question {question.code} wants an answer"))
    if wrong:
        raise InvalidInput("some answers are not right", errors=tuple(wrong))
    return Filled(tuple(votes), texts)


def _field_of(question: Question) -> str:
    return {"scale": "number", "text": "text"}.get(question.kind, "options")


def _misfit(question: Question, answer: Mapping[str, Any]) -> str:
    given = {name for name in ("options", "number", "text") if answer.get(name) not in (None, [])}
    if given != {_field_of(question)}:
        return f"this question is answered with {_field_of(question)} alone"
    if question.kind == "scale":
        fits = question.least <= answer["number"] <= question.most
        return "" if fits else f"between {question.least} and {question.most}"
    if question.kind == "text":
        return "" if answer["text"] else "an empty text is no answer"
    chosen = answer["options"]
    known = {option.code for option in question.options}
    if len(set(chosen)) < len(chosen) or not known.issuperset(chosen):
        return "an option is unknown or named twice"
    least, most = (1, 1) if question.kind == "single" else (question.least, question.most)
    return "" if least <= len(chosen) <= most else f"choose {least} to {most}"


def _votes(place: int, question: Question, answer: Mapping[str, Any]) -> list[Vote]:
    if question.kind == "scale":
        return [Vote(place, 0, answer["number"])]
    places = {option.code: at for at, option in enumerate(question.options)}
    return [
        Vote(place, places[code], rank if question.kind == "ranked" else 1)
        for rank, code in enumerate(answer["options"], start=1)
    ]
