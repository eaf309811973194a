"""Errors of notify, by name."""

from __future__ import annotations

from chassis.errors import Conflict, Forbidden, InvalidInput, NotFound


class MessageNotFound(NotFound):
    """No message with this id, or none that the caller may know of."""


class NoDemoPhone(NotFound):
    """This installation sends real SMS; there is no phone to look at."""


class TemplateError(InvalidInput):
    """A template, or what it was given, is not right."""


class NotTheGateway(Forbidden):
    """A receipt without the token that the SMS gateway was given."""


class TargetNotFound(NotFound):
    """No office is told at an address with this id."""


class TooManyTargets(Conflict):
    """The office has as many addresses as one may have."""


class CannotResend(Conflict):
    """The message is under way, has arrived, or is a login code."""


class CallNotFound(NotFound):
    """No entry of the call list with this id."""


class OpeningNotFound(NotFound):
    """No release with this id is going to open."""


class AlreadyOpen(Conflict):
    """Nobody can be reminded of what is open."""


class TooManyReminders(Conflict):
    """The member has as many reminders as one may have."""


class CallClosed(Conflict):
    """Nobody needs to phone about this entry any more."""


class TemplateNotFound(NotFound):
    """No template of staff with this name and version."""


class BroadcastNotFound(NotFound):
    """No broadcast with this id, or none that the caller may know of."""


class BroadcastStands(Conflict):
    """The broadcast's state does not allow this."""


class SecondPersonNeeded(Forbidden):
    """Who drew a broadcast up cannot approve it."""


class FaultyLines(Conflict):
    """The broadcast's file has lines that lead to nobody, and they were not to be skipped."""
