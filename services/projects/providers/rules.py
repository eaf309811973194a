"""Credit codes, and the states that an organisation's registration goes through."""

from __future__ import annotations

from typing import Final

from services.projects.errors import WrongState
from services.projects.providers import events
from services.projects.states import Machine, step

STATES = Machine(
    initial="applied",
    steps={
        "verify": step("applied", "verified", events.PROVIDER_VERIFIED),
        "refuse": step("applied", "refused", events.PROVIDER_REFUSED),
    },
)
# GB 32100-2015, table 1: digits and capital letters without I, O, S, V and Z.
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES: Final = {sign: value for value, sign in enumerate(_SIGNS)}
_LENGTH: Final = 18
_AREA: Final = slice(2, 8)


def check_sign(body: str) -> str:
    """The 18th sign for the first 17 of a unified social credit code.

    GB 32100-2015, 4.2.5: each sign's value times 3 to the power of its place, modulo 31; the
    check sign brings the sum to zero. Raises ``KeyError`` for a sign that codes do not have.
    """
    total = sum(_VALUES[sign] * pow(3, place, 31) for place, sign in enumerate(body))
    return _SIGNS[-total % 31]


def credit_code_problem(code: str) -> str | None:
    """Why this is no unified social credit code, or None."""
    if len(code) != _LENGTH:
        return f"A credit code has {_LENGTH} signs."
    if any(sign not in _VALUES for sign in code):
        return "A credit code has digits and capital letters without I, O, S, V and Z."
    if not code[_AREA].isdigit():
        return "Signs 3 to 8 are the digits of an area."
    if check_sign(code[:-1]) != code[-1]:
        return "The check digit does not fit; please compare with the certificate."
    return None


def require_papers(count: int) -> None:
    """Nobody is verified without a document to look at. Raises ``WrongState``."""
    if not count:
        raise WrongState("it has handed in no document", step="verify", state="applied")


def mask_account(number: str) -> str:
    """A bank account as people see it: its last four digits."""
    return f"****{number[-4:]}"
