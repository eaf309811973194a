"""Errors of the ticket service, by name."""

from __future__ import annotations

from chassis.errors import Conflict, NotFound


class ReleaseNotFound(NotFound):
    """No release with this id, or none that the caller may know of."""


class TicketNotFound(NotFound):
    """No ticket with this id, or one that is somebody else's."""


class EventTimeUnknown(NotFound):
    """The release of the ticket names no time of its event, so no calendar can hold it."""


class ChildNotFound(NotFound):
    """No child with this id, or one that is somebody else's."""


class ChildInClass(Conflict):
    """The child has or awaits a place in a class, so it cannot be forgotten yet."""


class SiteNotFound(NotFound):
    """No site with this id."""


class SeasonNotFound(NotFound):
    """No season of classes with this id."""


class ClassNotFound(NotFound):
    """No class with this id."""


class VolunteerNotFound(NotFound):
    """No volunteer with this id."""


class ApplicationNotFound(NotFound):
    """No application with this id, or one that is somebody else's."""


class WrongPhase(Conflict):
    """The season is not where this could be done; ``phase`` is among the facts."""


class AlreadyApplied(Conflict):
    """The member has an application in this season; it can be withdrawn and made anew."""


class NotOpenToMember(Conflict):
    """The classes are for another part of the union."""


class MemberErased(Conflict):
    """The member's data was erased; nothing is written down about them any more."""


class CardSuspended(Conflict):
    """With a suspended card there is no place to be had."""


class WrongState(Conflict):
    """The application is not where this could be done; ``state`` is among the facts."""


class OfferEnded(Conflict):
    """The time to accept has passed."""


class NotEnrolled(NotFound):
    """The child has no place in this class."""


class NotArrived(Conflict):
    """Who has not come cannot leave."""


class ClaimNotFound(NotFound):
    """No decided claim of the caller with this key."""


class TicketUsed(Conflict):
    """The ticket has been used at the door."""


class TicketCancelled(Conflict):
    """The ticket does not hold any more."""


class TicketNotReturnable(Conflict):
    """Tickets of this release cannot be given back."""


class ReturnTooLate(Conflict):
    """The time in which tickets can be given back is over."""


class OfferNotFound(NotFound):
    """No place on a waiting list with this id, or one that is somebody else's."""


class OfferOver(Conflict):
    """No offer is open: it has run out, was declined, or was never made."""


class CoolingDown(Conflict):
    """A member in cool-down gets no places."""


class NoShowNotFound(NotFound):
    """No no-show with this ticket."""


class NoCoolDown(Conflict):
    """There is no cool-down that lasts, so nothing to appeal against."""


class AppealNotFound(NotFound):
    """No appeal with this id."""


class AppealAlreadyStated(Conflict):
    """There is an appeal against this cool-down already."""


class AppealDecided(Conflict):
    """The appeal was decided before."""


class CardNotFound(NotFound):
    """No card with this number."""


class ReleaseNotDraft(Conflict):
    """Only a draft can be scheduled."""


class ReleaseAlreadyCancelled(Conflict):
    """The release was cancelled before."""


class ReceiptNotFound(NotFound):
    """No request with this id, or one that is somebody else's."""


class DrawNotFound(NotFound):
    """The release has no draw."""


class EntryNotFound(NotFound):
    """The member has no entry in the draw of this release."""


class DrawNotFrozen(Conflict):
    """No value is taken before the entries are frozen and their root is published."""


class DrawValueNotDue(Conflict):
    """The source has not published its value yet."""


class DrawValueKnown(Conflict):
    """Two officers have confirmed the value already, or the draw is off."""


class DrawValueDiffers(Conflict):
    """Another officer entered something else; both are recorded and refused."""


class DrawNotFinished(Conflict):
    """There is no proof before the draw is finished."""


class EntriesFrozen(Conflict):
    """Entries can no longer be withdrawn."""


class ReleaseOver(Conflict):
    """The closing time has passed, so the draft can no longer be scheduled."""
