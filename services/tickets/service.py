"""The ticket service's entrypoints, one mixin a concept."""

from __future__ import annotations

from chassis.provider import ServiceSettings, ServiceStore
from services.tickets.allocations.doors import AllocationDoors
from services.tickets.appeals.doors import AppealDoors
from services.tickets.attendance.doors import AttendanceDoors
from services.tickets.checkins.doors import CheckInDoors
from services.tickets.children.doors import ChildDoors
from services.tickets.claims.doors import ClaimDoors
from services.tickets.classes.doors import ClassDoors
from services.tickets.cooldowns.doors import CoolDownDoors
from services.tickets.counter.doors import CounterDoors
from services.tickets.database import messaging
from services.tickets.draws.doors import DrawDoors
from services.tickets.enrolment.doors import EnrolmentDoors
from services.tickets.noshows.doors import NoShowDoors
from services.tickets.privacy.doors import PrivacyDoors
from services.tickets.projections.doors import ProjectionDoors
from services.tickets.receipts.doors import ReceiptDoors
from services.tickets.releases.doors import ReleaseDoors
from services.tickets.reminders.doors import ReminderDoors
from services.tickets.reports.doors import ReportDoors
from services.tickets.returns.doors import ReturnDoors
from services.tickets.sites.doors import SiteDoors
from services.tickets.tickets.doors import TicketDoors
from services.tickets.waiting.doors import WaitingDoors


class Tickets(
    ReleaseDoors,
    ClaimDoors,
    TicketDoors,
    DrawDoors,
    ReceiptDoors,
    WaitingDoors,
    ReturnDoors,
    NoShowDoors,
    CoolDownDoors,
    AppealDoors,
    AllocationDoors,
    CounterDoors,
    ChildDoors,
    CheckInDoors,
    ReminderDoors,
    SiteDoors,
    ClassDoors,
    EnrolmentDoors,
    AttendanceDoors,
    ReportDoors,
    ProjectionDoors,
    PrivacyDoors,
):
    """Who gets a place: releases, claims, draws, tickets, the door, child-care classes."""

    name = "tickets"
    db = ServiceStore(messaging)
    settings = ServiceSettings()
