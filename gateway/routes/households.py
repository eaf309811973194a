"""Households: groups of members, parts of the stock, the counter."""

from __future__ import annotations

from gateway.access import holders
from gateway.limits import Limit
from gateway.route import Key, Route
from services.members import schemas as members
from services.tickets import schemas as tickets

_OFFICERS = holders("federation", "district")

_COUNTER = holders("counter", "district", "federation")

HOUSEHOLDS = (
    Route(
        operation="lookUpAtCounter",
        method="POST",
        path="/v1/counter/members",
        calls="tickets.look_up_at_counter",
        summary="Whose card lies on the counter, and who may come along",
        access=_COUNTER,
        limit=Limit.WRITE,
        request=tickets.CounterCard,
        response=tickets.CounterMember,
        key=Key.OPTIONAL,
        problems=(404,),
    ),
    Route(
        operation="addCompanionAtCounter",
        method="POST",
        path="/v1/counter/companions",
        calls="tickets.add_companion_at_counter",
        summary="Write down who comes along with a member who is present; who did it is recorded",
        access=_COUNTER,
        limit=Limit.WRITE,
        request=tickets.CounterAddCompanion,
        response=tickets.CounterCompanion,
        status=201,
        key=Key.OPTIONAL,
        problems=(404, 409),
    ),
    Route(
        operation="claimAtCounter",
        method="POST",
        path="/v1/releases/{id}/counter-claims",
        calls="tickets.claim_at_counter",
        summary="Claim for a member who is present; the same key always gets the same outcome",
        access=_COUNTER,
        limit=Limit.WRITE,
        request=tickets.CounterClaim,
        id_field="release_id",
        response=tickets.CounterOutcome,
        key=Key.REQUIRED,
        problems=(404,),
    ),
    Route(
        operation="listAllocations",
        method="GET",
        path="/v1/releases/{id}/allocations",
        calls="tickets.list_allocations",
        summary="The parts of a release's stock, and what became of each",
        access=holders("federation", "district", "auditor"),
        limit=Limit.READ,
        request=tickets.ReleaseRef,
        id_field="release_id",
        response=tickets.Allocations,
        problems=(404,),
    ),
    Route(
        operation="getAudiences",
        method="GET",
        path="/v1/members/audiences",
        calls="members.get_audiences",
        summary="The groups that are recorded of a member, by card or member",
        access=_OFFICERS,
        limit=Limit.READ,
        request=members.CardRef,
        response=members.AudiencesAnswer,
        problems=(404,),
    ),
    Route(
        operation="setAudiences",
        method="POST",
        path="/v1/members/audiences",
        calls="members.set_audiences",
        summary="Record the groups that a member belongs to",
        access=_OFFICERS,
        limit=Limit.WRITE,
        request=members.SetAudiences,
        response=members.AudiencesAnswer,
        key=Key.OPTIONAL,
        problems=(404,),
    ),
)
