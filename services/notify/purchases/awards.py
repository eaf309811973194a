"""What the events of an award tell whom."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.notify.purchases import heard
from services.notify.purchases.notices import CITY, Heard, Hearing, Telling, told
from services.notify.purchases.rules import Party, holder, holders, offices


def _noticed(template: str) -> Hearing:
    def tell(data: Heard) -> list[Telling]:
        until = data["objections_until"]
        values = {"winner": data["provider_name"], "until": until}
        return [told(_applicants(data), template, data, **values)]

    return Hearing(heard.Award, tell)


def _applicants(data: Heard) -> tuple[Party, ...]:
    return holders([data["provider_id"], *data["providers"]])


def _confirmed(data: Heard) -> list[Telling]:
    winner = data["provider_name"]
    return [told(offices(data["unions"]), "need_awarded", data, winner=winner)]


def _annulled(data: Heard) -> list[Telling]:
    if data["state"] != "void":
        return [told(_applicants(data), "award_annulled", data, winner=data["provider_name"])]
    return [
        told(_applicants(data), "award_void", data),
        told(holders(data["reviewers"]), "judge_again", data),
    ]


def _refused(data: Heard) -> list[Telling]:
    return [told(_applicants(data), "award_refused", data, winner=data["provider_name"])]


def _suspended(data: Heard) -> list[Telling]:
    return [told(_applicants(data), "standstill_suspended", data)]


def _resumed(data: Heard) -> list[Telling]:
    until = data["objections_until"]
    return [told(_applicants(data), "standstill_resumed", data, until=until)]


def _objection_filed(data: Heard) -> list[Telling]:
    return [
        told([holder(data["provider_id"])], "objection_received", data),
        told(CITY, "objection_to_answer", data),
    ]


_ANSWERS = {
    "dismissed": "objection_dismissed",
    "rescored": "objection_rescored",
    "annulled": "objection_annulled",
}


def _objection_answered(data: Heard) -> list[Telling]:
    template = _ANSWERS.get(data["state"])
    return [told([holder(data["provider_id"])], template, data)] if template else []


def _unsuccessful(data: Heard) -> list[Telling]:
    return [
        told(holders(data["providers"]), "tender_unsuccessful", data),
        told(offices(data["unions"]), "need_unserved", data),
    ]


def _results(data: Heard) -> list[Telling]:
    to = (*holders(data["providers"]), *offices(data["unions"]))
    counts = {"projects": data["projects"], "awarded": data["awarded"]}
    return [told(to, "results_published", data, **counts)]


_LETTERS = frozenset(
    {
        ("won", "best_score"),
        ("won", "reserve_promoted"),
        ("reserve", "lower_score"),
        ("lost", "lower_score"),
        ("lost", "over_budget"),
        ("lost", "annulled"),
        ("lost", "refused"),
    }
)


def _letter(data: Heard) -> list[Telling]:
    outcome, reason = data["outcome"], data["reason"]
    if (outcome, reason) not in _LETTERS:
        reason = "best_score" if outcome == "won" else "lower_score"
    values: dict[str, Any] = {
        "score": f"{Decimal(data['score']):.2f}",
        "place": data["place"],
        "ranked": data["ranked"],
    }
    if outcome != "won":
        values["winner"] = data["winner_name"]
    return [told([holder(data["provider_id"])], f"letter_{outcome}_{reason}", data, **values)]


NOTICES: Mapping[str, Hearing] = {
    "projects.award_noticed.v1": _noticed("award_noticed"),
    "projects.reserve_promoted.v1": _noticed("reserve_promoted"),
    "projects.award_confirmed.v1": Hearing(heard.Award, _confirmed),
    "projects.award_annulled.v1": Hearing(heard.Award, _annulled),
    "projects.award_refused.v1": Hearing(heard.Award, _refused),
    "projects.award_letter_issued.v1": Hearing(heard.Letter, _letter),
    "projects.standstill_suspended.v1": Hearing(heard.Award, _suspended),
    "projects.standstill_resumed.v1": Hearing(heard.Award, _resumed),
    "projects.objection_filed.v1": Hearing(heard.Objection, _objection_filed),
    "projects.objection_answered.v1": Hearing(heard.Objection, _objection_answered),
    "projects.tender_unsuccessful.v1": Hearing(heard.Tender, _unsuccessful),
    "projects.results_published.v1": Hearing(heard.Results, _results),
}
