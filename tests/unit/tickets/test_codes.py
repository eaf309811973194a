"""Ticket codes: what a gate can check without asking anybody."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from services.tickets.tickets import qr
from services.tickets.tickets.codes import BadCode, SignedTicket, TicketKey, looks_signed, read

README = Path(__file__).resolve().parents[3] / "services" / "tickets" / "README.md"
SEED = "an example of a seed, never to be used"
RELEASE = "0196a8a0-0000-7000-8000-000000000001"
TICKET = "0196a8a0-0000-7000-8000-000000000002"
KEY = TicketKey(SEED)
CODE = KEY.sign(release_id=RELEASE, ticket_id=TICKET)


def test_a_code_says_what_was_signed():
    assert read(CODE, publics=(KEY.public,)) == SignedTicket(release_id=RELEASE, ticket_id=TICKET)


def test_the_test_vector_of_the_readme_is_true():
    text = README.read_text()
    for name, value in {
        "seed": SEED,
        "public key": KEY.public.hex(),
        "key id": KEY.id.hex(),
        "release": RELEASE,
        "ticket": TICKET,
        "code": CODE,
    }.items():
        assert f"| {name} | `{value}` |" in text


def test_a_code_is_short_and_of_letters_that_a_qr_code_packs_well():
    assert re.fullmatch(r"UH1:[A-Z2-7]{160}", CODE)


def test_small_letters_are_read_as_well():
    assert read(CODE.lower(), publics=(KEY.public,)).ticket_id == TICKET


def test_a_code_of_any_known_key_is_good():
    other = TicketKey(SEED + "2")
    code = other.sign(release_id=RELEASE, ticket_id=TICKET)
    assert read(code, publics=(KEY.public, other.public)).ticket_id == TICKET
    with pytest.raises(BadCode, match="unknown key"):
        read(code, publics=(KEY.public,))


@pytest.mark.parametrize("place", range(4, 164, 9))
def test_one_changed_letter_spoils_it(place):
    letter = "A" if CODE[place] != "A" else "B"
    with pytest.raises(BadCode):
        read(CODE[:place] + letter + CODE[place + 1 :], publics=(KEY.public,))


@pytest.mark.parametrize(
    "text", ["", "UH1:", "UH2:" + CODE[4:], CODE[:-1], CODE + "A", "UH1:" + "1" * 160, "ß" * 164]
)
def test_what_is_not_of_the_form_is_refused(text):
    with pytest.raises(BadCode, match="form"):
        read(text, publics=(KEY.public,))


def test_short_codes_do_not_look_signed():
    assert looks_signed(CODE.lower())
    assert not looks_signed("UH1K7QXM2P")


def test_the_picture_has_no_size_of_its_own_a_quiet_zone_and_sharp_edges():
    root = ElementTree.fromstring(qr.svg(CODE))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "width" not in root.attrib
    assert root.attrib["shape-rendering"] == "crispEdges"
    modules = 45 + 2 * 4  # version 7 and four quiet modules on each side
    assert root.attrib["viewBox"] == f"0 0 {modules} {modules}"
    ground, *_ = root
    assert ground.attrib["fill"] == "#fff"
