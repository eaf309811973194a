"""E-mail against a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis.errors import ConfigurationError
from chassis.ids import uuid7
from services.notify.channels.addresses import is_mailbox
from services.notify.channels.email import Email, Security, configured
from services.notify.channels.port import Outcome, OutcomeKind, Outgoing
from tests.component.notify.mail import MailHouse, mail_house

TO = "office@union.example"
TITLE = "放票取消：五一亲子恐龙岛"
TEXT = "朝阳区总工会：\n\n放票“五一亲子恐龙岛”已取消。\n.\nQUIT\n"
ENVIRON = {"SMTP_HOST": "mail.union.example", "SMTP_FROM": "notice@union.example"}


@pytest.fixture
def house() -> Iterator[MailHouse]:
    with mail_house() as made:
        yield made


def letter(**changes: str) -> Outgoing:
    return Outgoing(**({"reference": uuid7(), "to": TO, "title": TITLE, "text": TEXT} | changes))


def send(channel: Email, message: Outgoing) -> Outcome:
    (outcome,) = channel.send([message])
    return outcome


def test_title_text_and_sender_arrive_in_chinese(house):
    assert send(house.channel(), letter()).kind is OutcomeKind.ACCEPTED
    (got,) = house.letters
    assert got["Subject"] == TITLE
    assert house.arrived == [(TO, TEXT.removesuffix("\n"))]
    assert (got["From"], got["Auto-Submitted"]) == ("notice@union.example", "auto-generated")
    assert house.envelopes == [("notice@union.example", [TO])]


def test_a_repeat_is_the_same_letter_to_whoever_compares(house):
    message = letter()
    for _ in range(2):
        send(house.channel(), message)
    send(house.channel(), letter())
    first, second, other = (got["Message-ID"] for got in house.letters)
    assert first == second == f"<{message.reference}@union.example>"
    assert other != first


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ("from 451", OutcomeKind.REFUSED),
        ("from 550", OutcomeKind.REFUSED),  # about us, not about the letter
        ("to 450", OutcomeKind.REFUSED),
        ("to 550", OutcomeKind.REJECTED),
        ("to 553", OutcomeKind.REJECTED),
        ("text 452", OutcomeKind.REFUSED),
        ("text 554", OutcomeKind.REJECTED),
        ("vanish", OutcomeKind.UNCERTAIN),
        ("silent", OutcomeKind.UNCERTAIN),
    ],
)
def test_what_the_server_says_decides_what_is_known(house, behaviour, kind):
    house.behaviour = behaviour
    outcome = send(house.channel(), letter())
    assert outcome.kind is kind
    assert TO not in outcome.detail
    assert len(house.letters) == (1 if kind is OutcomeKind.UNCERTAIN or "text" in behaviour else 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Hello\r\nBcc: all@union.example"},
        {"title": "Hello\nBcc: all@union.example"},
        {"title": "Hello\u2028Bcc: all@union.example"},
        {"to": "office@union.example\r\nBcc: all@union.example"},
        {"to": "office@union.example, all@union.example"},
        {"to": "office@union.example> SIZE=1"},
        {"to": "<all@union.example>"},
        {"to": ""},
    ],
)
def test_nobody_adds_a_header_or_a_recipient(house, changes):
    assert send(house.channel(), letter(**changes)).kind is OutcomeKind.REJECTED
    assert house.letters == []


def test_a_letter_without_a_title_gets_its_first_line(house):
    send(house.channel(), letter(title="", text="一行\r\n二行"))
    assert house.letters[0]["Subject"] == "一行"


def test_a_long_title_is_cut_and_folded(house):
    send(house.channel(), letter(title="很" * 400))
    assert house.letters[0]["Subject"] == "很" * 150


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
class TestSecurely:
    ACCOUNT = {"username": "union", "password": "a pass word", "timeout": 5.0}  # noqa: RUF012

    def test_the_password_goes_through_a_closed_line(self, tmp_path: Path, security):
        with mail_house(folder=tmp_path, security=security) as house:
            outcome = send(house.channel(security, **self.ACCOUNT), letter())
        assert outcome.kind is OutcomeKind.ACCEPTED
        assert house.logins == [("union", "a pass word")]
        assert len(house.letters) == 1

    def test_a_wrong_password_is_ours_to_mend(self, tmp_path: Path, security):
        with mail_house(folder=tmp_path, security=security) as house:
            account = self.ACCOUNT | {"password": "another"}
            outcome = send(house.channel(security, **account), letter())
        assert outcome == Outcome(OutcomeKind.REFUSED, "SMTPAuthenticationError")
        assert house.letters == []

    def test_a_server_that_nobody_vouches_for_gets_no_password(self, tmp_path: Path, security):
        with mail_house(folder=tmp_path, security=security) as house:
            house.trusted = None
            outcome = send(house.channel(security, **self.ACCOUNT), letter())
        assert outcome.kind is OutcomeKind.REFUSED
        assert house.logins == []


def test_where_no_closed_line_is_offered_nothing_is_sent(house):
    outcome = send(house.channel(Security.STARTTLS), letter())
    assert outcome.kind is OutcomeKind.REFUSED
    assert house.letters == []


def test_without_a_mail_server_there_is_no_e_mail():
    assert configured({}) is None


@pytest.mark.parametrize(
    ("security", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("none", 25)]
)
def test_each_security_has_its_port(security, port):
    settings = configured(ENVIRON | {"SMTP_SECURITY": security})
    assert settings is not None
    assert settings.port == port
    assert "a pass word" not in repr(settings)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SMTP_FROM": ""}, "SMTP_FROM"),
        ({"SMTP_FROM": "Union <notice@union.example>"}, "SMTP_FROM"),
        ({"SMTP_PORT": "smtp"}, "SMTP_PORT"),
        ({"SMTP_TIMEOUT": "0"}, "SMTP_TIMEOUT"),
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY"),
        ({"SMTP_USERNAME": "union"}, "SMTP_PASSWORD"),
        (
            {"SMTP_USERNAME": "u", "SMTP_PASSWORD": "p", "SMTP_SECURITY": "none"},
            "SMTP_SECURITY",
        ),
    ],
)
def test_what_is_wrong_is_named(change, named):
    with pytest.raises(ConfigurationError, match=named):
        configured(ENVIRON | change)


@pytest.mark.parametrize("text", ["a@b", "office.1+x@mail.union.example"])
def test_a_plain_address_is_one(text):
    assert is_mailbox(text)


@pytest.mark.parametrize(
    "text", ["", "a", "@b", "a@", "a b@c", "工会@b.example", "a@b.", "a" * 65 + "@b", "a@b@c"]
)
def test_anything_else_is_none(text):
    assert not is_mailbox(text)
