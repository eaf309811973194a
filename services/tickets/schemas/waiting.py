"""Places on the waiting list as members ask for them and see them."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Identifier, Moment, Shape, WholeNumber, page_of
from services.tickets.claims.requests import MOST_COMPANIONS
from services.tickets.schemas.releases import ReleaseRef
from services.tickets.waiting.rules import State


class JoinWaitingList(ReleaseRef):
    """Which list, and who comes along."""

    companions = fields.List(
        Identifier(), load_default=list, validate=validate.Length(max=MOST_COMPANIONS)
    )


class OfferRef(Shape):
    """Which place on a waiting list; it is also the offer's, when its turn has come."""

    offer_id = Identifier(required=True)


class WaitingPlace(Shape):
    """A member's place on a release's list. ``ahead`` counts those before it while it waits;
    an offer is to be accepted before ``offer_until``."""

    id = Identifier(required=True)
    release_id = Identifier(required=True)
    release_code = fields.String(required=True)
    title = fields.String(required=True)
    venue = fields.String(required=True)
    event_starts_at = Moment(required=True, allow_none=True)
    places = WholeNumber(required=True)
    state = fields.Enum(State, by_value=fields.String, required=True)
    ahead = WholeNumber(required=True, allow_none=True)
    offered_at = Moment(required=True, allow_none=True)
    offer_until = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    ticket_id = Identifier(required=True, allow_none=True)
    server_time = Moment(required=True)


WaitingPlacePage = page_of(WaitingPlace)
