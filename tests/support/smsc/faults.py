"""What a carrier does wrong, decided submission by submission."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from tests.support.smsc.pdu import Status


class Answer(Enum):
    """What becomes of one ``submit_sm``."""

    TAKE = "take"
    LOSE = "lose"  # it is taken, and the answer gets lost
    CUT = "cut"  # it is taken, and the line breaks before the answer
    THROTTLE = "throttle"  # not now
    REFUSE = "refuse"  # never

    @property
    def status(self) -> Status:
        """What the answer says, where there is one."""
        return _STATUS.get(self, Status.OK)

    @property
    def taken(self) -> bool:
        """Whether the phone gets it."""
        return self not in _STATUS

    @property
    def answered(self) -> bool:
        """Whether the client hears of it."""
        return self not in {Answer.LOSE, Answer.CUT}


_STATUS = {
    Answer.THROTTLE: Status.THROTTLED,
    Answer.REFUSE: Status.INVALID_DESTINATION,
}


@dataclass
class Faults:
    """``plan`` are the answers to the next submissions, ``usual`` all those behind it."""

    plan: deque[Answer] = field(default_factory=deque)
    usual: Answer = Answer.TAKE
    receipts_held: bool = False

    def next(self) -> Answer:
        """The answer to the submission at hand."""
        return self.plan.popleft() if self.plan else self.usual
