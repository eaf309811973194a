"""What each event of a purchase tells whom, up to the award; ``awards`` has what follows.

Nobody reads another's scores here, and nothing that is sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import marshmallow as ma

from chassis.clock import rfc3339
from services.notify.purchases import heard
from services.notify.purchases.rules import Party, holder, holders, office, offices

CITY = (office(""),)
_UNSAID = "—"
Heard = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """One template for some parties; after ``ends`` it is not worth sending by mail."""

    to: tuple[Party, ...]
    template: str
    variables: Mapping[str, str]
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """How one type of event is read, and what it tells."""

    shape: type[ma.Schema]
    tell: Callable[[Heard], Iterable[Telling]]


def told(
    to: Iterable[Party],
    template: str,
    data: Heard,
    *,
    ends: datetime | None = None,
    **values: Any,
) -> Telling:
    """A telling about the title of what happened; ``values`` are texts and moments."""
    shown = {
        name: rfc3339(value) if isinstance(value, datetime) else str(value) or _UNSAID
        for name, value in values.items()
    }
    return Telling(tuple(to), template, {"title": data["title"], **shown}, ends)


def _need(template: str, *, reason: bool = False) -> Hearing:
    def tell(data: Heard) -> list[Telling]:
        unions = offices(data["unions"] or [data["union"]])
        more = {"reason": data["reason"]} if reason else {}
        return [told(unions, template, data, **more)]

    return Hearing(heard.Need, tell)


def _provider_registered(data: Heard) -> list[Telling]:
    return [told(CITY, "provider_registered", {"title": data["name"]})]


def _provider_verified(data: Heard) -> list[Telling]:
    own = {"title": data["name"]}
    return [told([holder(data["provider_id"])], "provider_verified", own)]


def _provider_refused(data: Heard) -> list[Telling]:
    own = {"title": data["name"]}
    to = [holder(data["provider_id"])]
    return [told(to, "provider_refused", own, reason=data["reason"])]


def _call_published(data: Heard) -> list[Telling]:
    closes = data["call_closes_at"]
    times = {"opens_at": data["call_opens_at"], "closes_at": closes}
    return [told(holders(data["providers"]), "call_published", data, ends=closes, **times)]


def _call_amended(data: Heard) -> list[Telling]:
    closes = data["call_closes_at"]
    return [told(holders(data["providers"]), "call_amended", data, ends=closes, closes_at=closes)]


def _deadlines_moved(data: Heard) -> list[Telling]:
    closes, until, notice = (
        data["call_closes_at"],
        data["scores_until"] or data["call_closes_at"],
        data["award_notice_at"] or data["call_closes_at"],
    )
    found = [
        told(holders(data["reviewers"]), "scores_due_moved", data, until=until),
        told(CITY, "timetable_moved", data, closes_at=closes, until=until, notice_at=notice),
    ]
    if data["because"] == "amended":
        found.append(told(holders(data["providers"]), "deadline_moved", data, closes_at=closes))
    return found


def _application_sealed(data: Heard) -> list[Telling]:
    to = [holder(data["provider_id"])]
    if data["step"] == "confirm":
        return [told(to, "application_confirmed", data)]
    template = "application_received" if data["version"] == 1 else "application_replaced"
    return [told(to, template, data, receipt=data["receipt_sha256"], at=data["at"])]


def _own(template: str, *, reason: bool = False) -> Hearing:
    """An organisation is told of its own application."""

    def tell(data: Heard) -> list[Telling]:
        more = {"reason": data["reason"]} if reason else {}
        return [told([holder(data["provider_id"])], template, data, **more)]

    return Hearing(heard.Application, tell)


def _applications_opened(data: Heard) -> list[Telling]:
    return [
        told(holders(data["providers"]), "applications_opened", data),
        told(CITY, "applications_to_check", data, count=str(data["applications"])),
    ]


def _correction_asked(data: Heard) -> list[Telling]:
    to, until = [holder(data["provider_id"])], data["correction_until"]
    return [told(to, "correction_asked", data, ends=until, until=until, reason=data["reason"])]


def _reviewer_called(data: Heard) -> list[Telling]:
    template = "alternate_called" if data["alternate"] else "reviewer_called"
    return [told(holders([data["reviewer_id"]]), template, data)]


def _reviewer_recused(data: Heard) -> list[Telling]:
    return [
        told(holders([data["reviewer_id"]]), "reviewer_recused", data),
        told(CITY, "seat_left", data),
    ]


def _scoring_opened(data: Heard) -> list[Telling]:
    until = data["scores_until"]
    return [told(holders(data["reviewers"]), "scoring_opened", data, ends=until, until=until)]


def _sheet_reopened(data: Heard) -> list[Telling]:
    to, until = holders([data["reviewer_id"]]), data["until"]
    return [told(to, "sheet_reopened", data, ends=until, until=until)]


def _presentations_planned(data: Heard) -> list[Telling]:
    how = "moved" if data["moved"] else "planned"
    slots = data["slots"]
    found = [
        told(
            [holder(slot["provider_id"])],
            f"presentation_{how}",
            data,
            ends=slot["starts_at"],
            starts_at=slot["starts_at"],
            place=slot["place"],
        )
        for slot in slots
    ]
    if slots:
        first, last = min(s["starts_at"] for s in slots), max(s["ends_at"] for s in slots)
        times = {"starts_at": first, "ends_at": last, "place": slots[0]["place"]}
        found.append(told(holders(data["reviewers"]), f"hearing_{how}", data, ends=first, **times))
    return found


def _city(shape: type[ma.Schema], template: str) -> Hearing:
    """The federation's office is told."""
    return Hearing(shape, lambda data: [told(CITY, template, data)])


def _all(shape: type[ma.Schema], template: str) -> Hearing:
    """Every organisation that the event names is told."""
    return Hearing(shape, lambda data: [told(holders(data["providers"]), template, data)])


NOTICES: Mapping[str, Hearing] = {
    "projects.need_accepted.v1": _need("need_accepted"),
    "projects.need_rejected.v1": _need("need_rejected", reason=True),
    "projects.need_merged.v1": _need("need_merged"),
    "projects.need_unmerged.v1": _need("need_unmerged"),
    "projects.need_selected.v1": _need("need_selected"),
    "projects.need_parked.v1": _need("need_parked"),
    "projects.need_tendered.v1": _need("need_tendered"),
    "projects.need_fulfilled.v1": _need("need_fulfilled"),
    "projects.provider_registered.v1": Hearing(heard.Provider, _provider_registered),
    "projects.provider_verified.v1": Hearing(heard.Provider, _provider_verified),
    "projects.provider_refused.v1": Hearing(heard.Provider, _provider_refused),
    "projects.batch_approved.v1": Hearing(heard.Batch, lambda _data: []),
    "projects.batch_cancelled.v1": _all(heard.Batch, "batch_cancelled"),
    "projects.call_published.v1": Hearing(heard.Batch, _call_published),
    "projects.call_amended.v1": Hearing(heard.Call, _call_amended),
    "projects.call_closed.v1": _city(heard.Call, "call_closed"),
    "projects.deadlines_moved.v1": Hearing(heard.Batch, _deadlines_moved),
    "projects.question_asked.v1": _city(heard.Tender, "question_asked"),
    "projects.question_answered.v1": _all(heard.Tender, "question_answered"),
    "projects.application_begun.v1": Hearing(heard.Begun, lambda _data: []),
    "projects.application_sealed.v1": Hearing(heard.Application, _application_sealed),
    "projects.application_withdrawn.v1": _own("application_withdrawn"),
    "projects.application_outdated.v1": _own("application_outdated", reason=True),
    "projects.applications_opened.v1": Hearing(heard.Opened, _applications_opened),
    "projects.correction_asked.v1": Hearing(heard.Application, _correction_asked),
    "projects.correction_handed_in.v1": _city(heard.Application, "correction_handed_in"),
    "projects.application_admitted.v1": _own("application_admitted"),
    "projects.application_disqualified.v1": _own("application_disqualified", reason=True),
    "projects.reviewer_called.v1": Hearing(heard.Seat, _reviewer_called),
    "projects.reviewer_recused.v1": Hearing(heard.Seat, _reviewer_recused),
    "projects.scoring_opened.v1": Hearing(heard.Scoring, _scoring_opened),
    "projects.scores_handed_in.v1": Hearing(heard.Seat, lambda _data: []),
    "projects.sheet_reopened.v1": Hearing(heard.Reopened, _sheet_reopened),
    "projects.presentations_planned.v1": Hearing(heard.Presentations, _presentations_planned),
    "projects.scores_counted.v1": _city(heard.Tender, "scores_counted"),
}
