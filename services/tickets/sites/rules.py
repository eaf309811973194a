"""The three ways in which a site is set up."""

from __future__ import annotations

from enum import StrEnum

from chassis.context import Caller
from chassis.districts import DISTRICTS
from chassis.errors import InvalidInput

OFFICERS = ("federation", "district")
CLASS_STAFF = "class_staff"


class Setup(StrEnum):
    """Who runs a site."""

    EMPLOYER = "employer"  # inside an employer
    UNION_STATION = "union_station"  # a street or community at its union service station
    JOINT = "joint"  # with a nearby street or a third-party organisation


def check_site(*, setup: Setup, path: str, partner: str) -> None:
    """Refuse a site that is nowhere, or a joint one without its partner.

    Raises ``InvalidInput``.
    """
    if path.partition("/")[0] not in DISTRICTS:
        raise InvalidInput.of("path", "no such district")
    if setup is Setup.JOINT and not partner:
        raise InvalidInput.of("partner", "a joint site has a partner")
    if setup is not Setup.JOINT and partner:
        raise InvalidInput.of("partner", "only a joint site has a partner")


def is_officer(caller: Caller, path: str) -> bool:
    """Whether the caller decides about sites and classes at this path."""
    return caller.kind == "system" or any(caller.has(role, path) for role in OFFICERS)


def require_officer(caller: Caller, path: str) -> None:
    """Refuse who does not decide at this path. Raises ``Unauthenticated``, ``Forbidden``."""
    caller.require(*OFFICERS, path=path)
