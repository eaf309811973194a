"""What an officer plans for a new release, and what it must fulfil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chassis.districts import DISTRICTS
from chassis.errors import FieldError, InvalidInput
from services.tickets.allocations.rules import Share, wrong_shares
from services.tickets.draws import rules as draws
from services.tickets.draws.rules import Announced
from services.tickets.releases.rules import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A release as it was asked for. ``window_minutes`` are those of a window; an offer of the
    waiting list stands for ``offer_minutes``; tickets may be returned until ``return_until``.
    ``draw`` says where the value of a window's or ballot's draw will come from."""

    title: str
    description: str
    venue: str
    service_id: str | None
    districts: Sequence[str]
    stock: int
    opens_at: datetime
    closes_at: datetime
    mode: Mode = Mode.FIRST_COME
    window_minutes: int | None = None
    event_starts_at: datetime | None = None
    event_ends_at: datetime | None = None
    return_until: datetime | None = None
    draw: Mapping[str, Any] | None = None
    waiting_list: bool = True
    offer_minutes: int = 120
    eligibility: dict[str, Any] = field(default_factory=dict)
    allocations: Sequence[Share] = ()

    @property
    def entries_until(self) -> datetime | None:
        """Until when requests take part in a draw; none where there is none."""
        if self.mode is Mode.BALLOT:
            return self.closes_at
        if self.window_minutes is None:
            return None
        return self.opens_at + timedelta(minutes=self.window_minutes)

    @property
    def announced(self) -> Announced | None:
        """What is told of the draw; none where there is none."""
        return None if self.draw is None else Announced(**self.draw)


def check_plan(plan: Plan, *, now: datetime) -> None:
    """Refuse a release that could never serve anybody. An opening in the past means at once.

    Raises ``InvalidInput`` that names each wrong field.
    """
    if wrong := tuple(_wrong(plan, now)):
        raise InvalidInput("some fields are not right", errors=wrong)


def _wrong(plan: Plan, now: datetime) -> Iterator[FieldError]:
    if unknown := sorted(set(plan.districts) - set(DISTRICTS)):
        yield FieldError("districts", f"no such district: {', '.join(unknown)}")
    if len(set(plan.districts)) != len(plan.districts):
        yield FieldError("districts", "a district is named twice")
    if plan.closes_at <= plan.opens_at:
        yield FieldError("closes_at", "must be later than opens_at")
    elif plan.closes_at <= now:
        yield FieldError("closes_at", "has already passed")
    yield from _wrong_window(plan)
    yield from _wrong_draw(plan)
    yield from _wrong_event(plan)
    yield from _wrong_eligibility(plan.eligibility)
    yield from wrong_shares(
        plan.allocations,
        stock=plan.stock,
        districts=plan.districts,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
    )


def _wrong_window(plan: Plan) -> Iterator[FieldError]:
    if (plan.mode is Mode.WINDOW) != (plan.window_minutes is not None):
        yield FieldError("window_minutes", "needed for a window, and only there")
    elif plan.mode is Mode.WINDOW and plan.entries_until and plan.entries_until >= plan.closes_at:
        yield FieldError("window_minutes", "the window must end before the release closes")


def _wrong_draw(plan: Plan) -> Iterator[FieldError]:
    if (plan.mode is Mode.FIRST_COME) != (plan.announced is None):
        yield FieldError("draw", "needed for a window or a ballot, and only there")
    elif plan.announced and plan.entries_until:
        yield from draws.wrong(plan.announced, entries_until=plan.entries_until)


def _wrong_event(plan: Plan) -> Iterator[FieldError]:
    starts, ends = plan.event_starts_at, plan.event_ends_at
    if starts and starts < plan.opens_at:
        yield FieldError("event_starts_at", "must not be earlier than opens_at")
    if ends and (starts is None or ends <= starts):
        yield FieldError("event_ends_at", "must be later than event_starts_at")
    if plan.return_until and starts and plan.return_until > starts:
        yield FieldError("return_until", "must not be later than event_starts_at")


def _wrong_eligibility(asks: dict[str, Any]) -> Iterator[FieldError]:
    for name in ("ages", "companion_ages"):
        ages = asks.get(name)
        if ages is not None and ages["least"] > ages["most"]:
            yield FieldError(f"eligibility.{name}", "least must not be more than most")
    if asks.get("least_companions", 0) > asks.get("most_companions", 0):
        yield FieldError("eligibility.least_companions", "must not be more than most_companions")
