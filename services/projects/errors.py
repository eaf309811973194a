"""Errors of the projects service, by name."""

from __future__ import annotations

from chassis.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable


class WrongState(Conflict):
    """What is asked cannot be done in the state that the thing is in."""


class MemberErased(Conflict):
    """The member's data was erased; nothing is written down about them any more."""


class NeedNotFound(NotFound):
    """No need with this id that the caller may see."""


class SurveyNotFound(NotFound):
    """No survey with this id that the caller may see."""


class NotEligible(Forbidden):
    """The survey does not ask this member; ``field`` says by which rule."""


class SheetNotFound(NotFound):
    """No paper sheet with this id."""


class SameClerk(Conflict):
    """The second entry of a sheet was tried by the one who made the first."""


class ReportNotFound(NotFound):
    """No report that the caller may see yet."""


class QuestionNotFound(NotFound):
    """No question with this code, or none that can be drawn."""


class SelectionNotFound(NotFound):
    """Nothing is decided after this survey yet."""


class AuditChainNotFound(NotFound):
    """Nothing was ever recorded under this name."""


class BatchNotFound(NotFound):
    """No batch with this id."""


class SameOfficer(Conflict):
    """Who drew something up tried to approve it."""


class BudgetExceeded(Conflict):
    """A year's budget does not cover what was asked; the facts say by how much."""


class TenderNotFound(NotFound):
    """No tender with this id that the caller may see yet."""


class HolidaysUnknown(Conflict):
    """Working days of a year whose holidays nobody has told yet; ``year`` says which."""


class StandstillRunning(Conflict):
    """An award was tried before everybody could object; the facts say until when they can."""


class NoticeOver(Conflict):
    """An objection came after the standstill; the facts say when it ended."""


class ObjectionNotFound(NotFound):
    """No objection with this id."""


class LotNotFound(NotFound):
    """No lot with this id."""


class LotNotDue(Conflict):
    """The random value of a lot is not public yet."""


class PanelNotFound(NotFound):
    """No panel with this id, or none judges this tender yet."""


class PanelIncomplete(Conflict):
    """A panel that breaks its rule opens no file; the message and the facts say what is missing."""


class NotOnPanel(Forbidden):
    """The caller has no seat on this tender's panel, or left it."""


class NotDeclared(Conflict):
    """A conflict of interest, or that there is none, has to be declared before files open."""


class ReviewNotFound(NotFound):
    """There is no such application in review."""


class OwnScoreFirst(Conflict):
    """Others' scores are shown when one's own are in."""


class ScoresMissing(Conflict):
    """Not everybody has handed in, and the time for it is not over."""


class TieOpen(Conflict):
    """Equal applications wait for their lot; the facts say which."""


class ModerationNeeded(Conflict):
    """Another way of counting changes ranks; somebody has to look at it first."""


class ProviderNotFound(NotFound):
    """No social organisation with this id that the caller may see."""


class ProviderExists(Conflict):
    """An organisation with this credit code is registered."""


class NotRegistered(Forbidden):
    """The account acts for no organisation yet."""


class ProviderNotVerified(Conflict):
    """The federation has not verified the organisation yet."""


class InvitationNotFound(NotFound):
    """No invitation with this code that can still be used."""


class ProviderUserNotFound(NotFound):
    """Nobody with this account acts for the caller's organisation."""


class DocumentNotFound(NotFound):
    """No document with this id that can be used here."""


class DocumentRefused(InvalidInput):
    """A file is too large, of a kind that is not taken, or not what its name says."""


class TooManyDocuments(Conflict):
    """As many documents as fit are there; the facts say how many."""


class DocumentMissing(Unavailable):
    """The place where files lie does not give the file, or not as it was."""


class ApplicationNotFound(NotFound):
    """No application with this id."""


class NotYours(Forbidden):
    """It is another organisation's; the attempt is recorded."""


class TooLate(Conflict):
    """The deadline has passed; the facts say when it was and when this came."""


class SealNotSet(Conflict):
    """The offices have not both set their half of the call's key yet."""


class WrongPassphrase(InvalidInput):
    """The passphrase does not open the office's half of the key."""


class Unopenable(Conflict):
    """A sealed application is not what was sealed: changed, or sealed with another key."""
