"""What somebody tried and was refused is recorded too, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chassis.errors import DomainError
from chassis.work import Work
from services.projects.audit.use_cases import record


@contextmanager
def recorded(work: Work, chain: str, act: str, *, subject: str) -> Iterator[None]:
    """Around a use case: an error leaves nothing of it but the entry that it was refused.

    The error goes on to the caller.
    """
    try:
        yield
    except DomainError as error:
        work.undo()
        fields = [wrong.field for wrong in error.errors]
        record(
            work,
            chain,
            act,
            subject=subject,
            data={"refused": error.code, "fields": fields},
            reason=error.message,
        )
        work.commit()
        raise
