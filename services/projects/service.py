"""The projects service's entrypoints, one mixin a concept."""

from __future__ import annotations

from chassis.provider import ServiceSettings, ServiceStore
from chassis.remote import Remote
from services.projects.applications.doors import ApplicationDoors
from services.projects.audit.doors import AuditDoors
from services.projects.awards.doors import AwardDoors
from services.projects.batches.doors import BatchDoors
from services.projects.database import messaging
from services.projects.documents.doors import DocumentDoors
from services.projects.lots.doors import LotDoors
from services.projects.needs.doors import NeedDoors
from services.projects.opendata.doors import OpenDataDoors
from services.projects.panels.doors import PanelDoors
from services.projects.presentations.doors import PresentationDoors
from services.projects.privacy.doors import PrivacyDoors
from services.projects.providers.doors import ProviderDoors
from services.projects.reports.doors import ReportDoors
from services.projects.scores.doors import ScoreDoors
from services.projects.seals.doors import SealDoors
from services.projects.selection.doors import SelectionDoors
from services.projects.sheets.doors import SheetDoors
from services.projects.support.doors import SupportDoors
from services.projects.surveys.doors import SurveyDoors
from services.projects.tenders.doors import TenderDoors


class Projects(
    NeedDoors,
    SupportDoors,
    SurveyDoors,
    SheetDoors,
    ReportDoors,
    SelectionDoors,
    BatchDoors,
    TenderDoors,
    LotDoors,
    PanelDoors,
    PresentationDoors,
    ScoreDoors,
    AwardDoors,
    ProviderDoors,
    DocumentDoors,
    SealDoors,
    ApplicationDoors,
    AuditDoors,
    OpenDataDoors,
    PrivacyDoors,
):
    """From what members need to what the union buys."""

    name = "projects"
    db = ServiceStore(messaging)
    settings = ServiceSettings()
    members = Remote("members")
