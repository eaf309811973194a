"""Errors of the members service, by name."""

from __future__ import annotations

from chassis.errors import Conflict, NotFound, RateLimited, Unauthenticated


class LogInRefused(Unauthenticated):
    """Card and code, or name and password, do not go together; never says which is wrong."""


class SessionEnded(Unauthenticated):
    """The session is over, or the refresh token never belonged to one."""


class TooManyTries(RateLimited):
    """A limit is reached; ``retry_after`` (seconds) is among the facts."""


class UnionNotFound(NotFound):
    """No union at this path."""


class UnionExists(Conflict):
    """There is a union at this path already."""


class MemberNotFound(NotFound):
    """No member with this id."""


class ErasureNotFound(NotFound):
    """No erasure, or request for one, with this id."""


class ErasureDecided(Conflict):
    """The request was decided, or taken back, already; ``state`` is among the facts."""


class HoldsPlaces(Conflict):
    """The member has places that others could have; how many of which kind is among the facts."""


class CardNotFound(NotFound):
    """No member with such a card."""


class CardNotActive(Conflict):
    """The card is suspended or replaced already."""


class CardNotSuspended(Conflict):
    """Only a suspended card can be reinstated."""


class AccountNotFound(NotFound):
    """No account with this name."""


class UsernameTaken(Conflict):
    """Another account has this name."""


class ImportNotFound(NotFound):
    """No import with this id that the caller may see."""


class ImportNotReceiving(Conflict):
    """The file of this import is complete, or was given up."""


class ChunkOutOfOrder(Conflict):
    """The next piece of the file is another one; ``expected`` is among the facts."""


class NotInTheDemonstration(NotFound):
    """This installation is no demonstration."""
