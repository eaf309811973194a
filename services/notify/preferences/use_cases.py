"""What members choose, how numbers opt out, and both asked at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.errors import InvalidInput
from chassis.personal import PersonalData
from chassis.work import Reading, Work
from services.notify.contacts.directory import Contact
from services.notify.messages.classes import Topic
from services.notify.messages.quiet import QuietHours
from services.notify.preferences import rules, store
from services.notify.preferences.rules import Consent, Wish

_PURPOSE = "opted out"


def get_my_preferences(reading: Reading, *, quiet: QuietHours) -> dict[str, Any]:
    """What the caller wants on the phone, topic by topic, and when no phone rings."""
    member_id = reading.caller.require_member()
    return {
        "topics": rules.all_topics(store.chosen(reading.session, member_id)),
        "quiet_hours": _hours(quiet),
    }


def _hours(quiet: QuietHours) -> dict[str, str] | None:
    if quiet.start == quiet.end:
        return None
    return {"starts_at": f"{quiet.start:%H:%M}", "ends_at": f"{quiet.end:%H:%M}"}


def set_my_preferences(
    work: Work, *, topics: Sequence[Mapping[str, Any]], quiet: QuietHours
) -> dict[str, Any]:
    """Choose for the topics named; the others stay. Raises ``InvalidInput`` for one named twice,
    and for a digest of what cannot wait for a day's end."""
    member_id = work.caller.require_member()
    named = [topic["topic"] for topic in topics]
    if len(set(named)) != len(named):
        raise InvalidInput.of("topics", "A topic is named twice.")
    if any(topic.get("digest") and topic["topic"] != Topic.NEWS for topic in topics):
        raise InvalidInput.of("topics", "Only news come as a digest.")
    rows = [
        {
            "member_id": member_id,
            "topic": topic["topic"],
            "sms": topic["sms"],
            **({"digest": topic["digest"]} if "digest" in topic else {}),
            "changed_at": work.now,
        }
        for topic in topics
    ]
    # In one order for everybody: two requests of one member must not wait for each other.
    store.choose(work.session, sorted(rows, key=lambda row: row["topic"]))
    return get_my_preferences(work, quiet=quiet)


def follow_wish(work: Work, *, number: str, wish: Wish, personal: PersonalData) -> None:
    """Let a number opt out or back in. Repeating it changes nothing.

    For whoever hears it by SMS: the sender's number is the whole proof, so it decides only what
    that number gets.
    """
    index = _index(number, personal)
    if wish is Wish.OUT:
        store.suppress(work.session, index, now=work.now)
    else:
        store.release(work.session, index)


def consent_for(
    reading: Reading, contacts: Mapping[str, Contact], *, personal: PersonalData
) -> Consent:
    """The wishes of those who are about to be told something."""
    indexes = {member: _index(contact.phone, personal) for member, contact in contacts.items()}
    out = store.suppressed(reading.session, set(indexes.values()))
    return Consent(
        opted_out=frozenset(member for member, index in indexes.items() if index in out),
        unwanted=store.unwanted(reading.session, contacts.keys()),
        digests=store.digests(reading.session, contacts.keys()),
    )


def _index(number: str, personal: PersonalData) -> str:
    return personal.index(rules.canonical(number), purpose=_PURPOSE)
