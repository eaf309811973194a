"""Log-in of members: a code to the phone, and the code back.

Whether a card exists, is suspended or has a phone that gets too many codes shows in no answer: all
card numbers take the same statements and the same cryptography (docs/adr/0011).
"""

from __future__ import annotations

import hmac
from typing import Any

from chassis.ids import uuid7
from chassis.work import Work
from services.members import events
from services.members.cards import rules as card_rules
from services.members.cards import store as cards
from services.members.errors import LogInRefused
from services.members.limits.use_cases import allowed, take
from services.members.logins import rules, store
from services.members.security import Security
from services.members.sessions import rules as session_rules
from services.members.sessions import use_cases as sessions


def request_code(work: Work, security: Security, *, card_no: str) -> None:
    """Send a code to the phone of a card's member, if there is such a card in use.

    Raises ``TooManyTries``.
    """
    index = security.card_index(card_no)
    take(work, security, limit="codes_by_address", subject=work.caller.address)
    take(work, security, limit="codes_by_card", subject=index)
    found = cards.by_card(work.session, card_no)
    member = found[0] if found and found[1].state == card_rules.ACTIVE else None
    phone = member.phone_index if member else index
    if allowed(work, security, limit="codes_by_phone", subject=phone) > 0:
        return  # an earlier code stays good
    code, code_id, expires_at = rules.new_code(), uuid7(), work.now + rules.LIFETIME
    sealed = security.personal.seal(code, purpose=rules.PURPOSE)
    code_hash = _hash(security, login_code_id=code_id, code=code)
    store.put(
        work.session,
        card_index=index,
        login_code_id=code_id,
        code_hash=code_hash,
        expires_at=expires_at,
    )
    if member:
        work.emit(
            events.login_code_issued(
                login_code_id=code_id,
                member_id=member.id,
                sealed_code=sealed,
                expires_at=expires_at,
            )
        )


def log_in(work: Work, security: Security, *, card_no: str, code: str) -> dict[str, Any]:
    """Tokens for the member who has the card's phone in hand.

    Raises ``LogInRefused``, the same for a wrong, used, expired or missing code and for a card
    that is unknown or not in use, and ``TooManyTries``.
    """
    index = security.card_index(card_no)
    take(work, security, limit="log_ins_by_address", subject=work.caller.address)
    take(work, security, limit="log_ins_by_card", subject=index)
    row = store.try_one(work.session, index, tries=rules.TRIES, now=work.now)
    given = _hash(security, login_code_id=row.id if row else uuid7(), code=code)
    right = hmac.compare_digest(given, row.code_hash if row else given[::-1])
    found = cards.by_card(work.session, card_no)
    if not (row and right and found and found[1].state == card_rules.ACTIVE):
        work.commit()
        raise LogInRefused("card and code do not go together")
    store.use_up(work.session, row)
    return sessions.start(work, security, kind=session_rules.MEMBER, holder_id=found[0].id)


def _hash(security: Security, *, login_code_id: str, code: str) -> str:
    text = rules.hashed_text(login_code_id=login_code_id, code=code)
    return security.personal.index(text, purpose=rules.PURPOSE)
