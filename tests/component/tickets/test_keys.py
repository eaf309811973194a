"""One key takes the place of another while codes of both are about."""

from __future__ import annotations

import dataclasses

from services.tickets.tickets.codes import TicketKey
from tests.component.tickets.desk import VENUE, member

NEXT = "the seed that takes over, long enough to be taken"


def test_codes_of_an_older_key_are_admitted_and_new_ones_are_made_with_the_new(desk):
    who = member()
    won = desk.claim(desk.release(), who)
    old_code = desk.call("get_my_ticket", caller=who, ticket_id=won["ticket_id"])["code"]
    before = desk.component.settings
    desk.component.use(
        settings=dataclasses.replace(
            before,
            ticket_signing_seed=NEXT,
            ticket_signing_old_seeds=(before.ticket_signing_seed,),
        )
    )
    keys = desk.call("ticket_keys")["keys"]
    assert [(key["kid"], key["signs"]) for key in keys] == [
        (TicketKey(NEXT).id.hex(), True),
        (TicketKey(before.ticket_signing_seed).id.hex(), False),
    ]
    code = desk.call("get_my_ticket", caller=who, ticket_id=won["ticket_id"])["code"]
    assert code != old_code
    assert desk.call("check_in_ticket", caller=VENUE, code=old_code)["result"] == "admitted"
    assert desk.call("check_in_ticket", caller=VENUE, code=code)["result"] == "already_used"


def test_a_key_that_was_taken_out_is_worth_nothing(desk):
    who = member()
    won = desk.claim(desk.release(), who)
    code = desk.call("get_my_ticket", caller=who, ticket_id=won["ticket_id"])["code"]
    desk.component.use(
        settings=dataclasses.replace(desk.component.settings, ticket_signing_seed=NEXT)
    )
    answer = desk.call("check_in_ticket", caller=VENUE, code=code)
    assert (answer["result"], answer["reason"]) == ("invalid", "forged")
