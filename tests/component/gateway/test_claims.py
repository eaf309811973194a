"""Many claims, one call; and no claim is lost when that call is."""

from __future__ import annotations

import asyncio
import dataclasses
import json

import pytest

from gateway.claims import Claims, Pace, Receipt
from gateway.services import ServiceError
from tests.component.gateway.conftest import MEMBER, client_of, problem_of
from tests.component.gateway.fakes import ClaimBook, FakeServices
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
BATCH = "tickets.claim_batch"
QUICK = Pace(gather=0.001, attempt=0.1, patience=0.6)
HASTY = Pace(gather=0.001, attempt=5, answer_within=0.05)


def claim(number: int) -> dict[str, str]:
    return {
        "key": f"key-{number}",
        "release_id": A_UUID,
        "member_id": f"member-{number}",
        "union": "chaoyang/jianwai/u0001",
    }


async def together(*claims, return_exceptions=False):
    """All of them at once; none may be left without an answer."""
    return await asyncio.wait_for(
        asyncio.gather(*claims, return_exceptions=return_exceptions), timeout=15
    )


def hold(services, book) -> asyncio.Event:
    """The service answers no batch until the event is set."""
    gate, plain = asyncio.Event(), services.call

    async def held(service, method, *arguments, **named):
        if method == "claim_batch":
            await gate.wait()
        return await plain(service, method, *arguments, **named)

    services.call = held
    return gate


@pytest.fixture
def book(services: FakeServices) -> ClaimBook:
    services.answers[BATCH] = ClaimBook(stock=50)
    return services.answers[BATCH]


async def test_claims_that_arrive_together_travel_as_one_call(services, book):
    claims = Claims(services)
    outcomes = await together(*(claims.submit(claim(n)) for n in range(200)))
    assert book.batches == [200]
    for number, outcome in enumerate(outcomes):
        assert outcome == book.outcomes[f"member-{number}", A_UUID, f"key-{number}"]
    assert [o["outcome"] for o in outcomes].count("won") == 50
    (call,) = services.calls
    assert call.context.caller.kind == "system"
    assert call.context.deadline is not None


async def test_no_batch_is_larger_than_allowed_and_few_fly_at_once(services, book):
    services.delay = 0.01
    flying, most = 0, 0
    plain = services.call

    async def watched(*args, **kwargs):
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        try:
            return await plain(*args, **kwargs)
        finally:
            flying -= 1

    services.call = watched
    claims = Claims(services, Pace(most_in_batch=30, most_flying=2))
    await together(*(claims.submit(claim(n)) for n in range(1000)))
    assert max(book.batches) == 30
    assert sum(book.batches) == 1000
    assert most == 2


async def test_claims_pile_up_while_batches_fly(services, book):
    """The more is asked, the larger the steps: trickling claims wait for a landing, then go."""
    services.delay = 0.05
    claims = Claims(services, Pace(gather=0.001, most_flying=1))

    async def later(number):
        await asyncio.sleep(number * 0.001)
        return await claims.submit(claim(number))

    await together(*(later(number) for number in range(100)))
    assert sum(book.batches) == 100
    assert len(book.batches) <= 6


async def test_a_batch_without_an_answer_is_sent_again_with_the_same_keys(services, book):
    failures = iter(["unavailable", "timeout"])

    def fail_twice(call):
        if kind := next(failures, None):
            raise ServiceError(kind)
        return book(call)

    services.answers[BATCH] = fail_twice
    claims = Claims(services, QUICK)
    outcomes = await together(*(claims.submit(claim(n)) for n in range(10)))
    assert {o["outcome"] for o in outcomes} == {"won"}
    payloads = [call.payload for call in services.calls]
    assert len(payloads) == 3
    assert payloads[0] == payloads[1] == payloads[2]


async def test_an_answer_that_was_lost_is_given_again(services, book):
    """The service decided, its answer did not arrive: the repeat gets what was decided."""
    lose = iter([True])

    def decide_and_lose(call):
        answer = book(call)
        if next(lose, False):
            raise ServiceError("timeout")
        return answer

    services.answers[BATCH] = decide_and_lose
    outcomes = await together(*(Claims(services, QUICK).submit(claim(n)) for n in range(3)))
    assert len(book.outcomes) == 3
    assert outcomes[0] == book.outcomes["member-0", A_UUID, "key-0"]


async def test_when_no_answer_comes_in_time_every_claim_gets_a_receipt(services):
    def away(_call):
        raise ServiceError("unavailable")

    services.answers[BATCH] = away
    claims = Claims(services, HASTY)
    receipts = await together(*(claims.submit(claim(n)) for n in range(5)))
    assert [(r.queued, r.ahead) for r in receipts] == [(True, 0)] * 5
    services.answers[BATCH] = ClaimBook()

    async def decided():
        while isinstance(answer := await claims.submit(claim(1)), Receipt):
            pass
        return answer

    outcome = await asyncio.wait_for(decided(), timeout=5)
    assert outcome["outcome"] == "won", "it goes on when the service is back"


async def test_a_claim_that_got_a_receipt_is_decided_afterwards_and_told(services, book):
    decided = asyncio.Queue()
    gate = hold(services, book)
    claims = Claims(
        services, HASTY, told=lambda asked, outcome: decided.put_nowait((asked, outcome))
    )
    assert (await claims.submit(claim(1))).queued
    assert claims.receipt((A_UUID, "member-1", "key-1")) is not None
    gate.set()
    asked, outcome = await asyncio.wait_for(decided.get(), timeout=5)
    assert asked == claim(1)
    assert outcome == book.outcomes["member-1", A_UUID, "key-1"]
    assert claims.receipt((A_UUID, "member-1", "key-1")) is None


async def test_who_hears_the_outcome_as_an_answer_is_not_told_again(services, book):
    told = []
    claims = Claims(services, QUICK, told=lambda *what: told.append(what))
    await claims.submit(claim(1))
    assert told == []


async def test_the_place_in_the_queue_is_what_waits_before(services, book):
    gate = hold(services, book)
    claims = Claims(services, dataclasses.replace(HASTY, most_in_batch=2, most_flying=1))
    receipts = await together(*(claims.submit(claim(n)) for n in range(6)))
    assert [r.ahead for r in receipts] == [0, 0, 2, 3, 4, 5], "the first two are being decided"
    gate.set()
    assert len(await together(*(claims.submit(claim(n)) for n in range(6)))) == 6
    assert book.batches == [2, 2, 2]


async def test_the_same_claim_again_joins_the_one_that_waits(services, book):
    gate = hold(services, book)
    claims = Claims(services, HASTY)
    assert (await claims.submit(claim(1))).queued
    again = [asyncio.create_task(claims.submit(claim(1))) for _ in range(3)]
    await asyncio.sleep(0)
    gate.set()
    outcomes = await together(*again)
    assert outcomes == [book.outcomes["member-1", A_UUID, "key-1"]] * 3
    assert sum(book.batches) == 1


async def test_a_claim_that_nobody_asks_for_any_more_is_let_go(services):
    def away(_call):
        raise ServiceError("timeout")

    services.answers[BATCH] = away
    claims = Claims(services, dataclasses.replace(HASTY, patience=0.3))
    assert (await claims.submit(claim(1))).queued
    async with asyncio.timeout(5):
        while claims.receipt((A_UUID, "member-1", "key-1")):
            await asyncio.sleep(0.01)


async def test_one_bad_claim_takes_no_other_with_it(services, book):
    def poisoned(call):
        if any(each["key"] == "key-13" for each in call.payload["claims"]):
            raise ServiceError("internal")
        return book(call)

    services.answers[BATCH] = poisoned
    claims = Claims(services, QUICK)
    ended = await together(*(claims.submit(claim(n)) for n in range(40)), return_exceptions=True)
    assert [n for n, e in enumerate(ended) if isinstance(e, ServiceError)] == [13]
    assert ended[13].kind == "internal"


async def test_each_claim_gets_its_own_refusal(services, book):
    book.refused["key-2"] = {"kind": "not_found", "code": "release_not_found", "message": "none"}
    claims = Claims(services, QUICK)
    ended = await together(*(claims.submit(claim(n)) for n in range(4)), return_exceptions=True)
    assert [isinstance(e, ServiceError) for e in ended] == [False, False, True, False]
    assert (ended[2].kind, ended[2].code) == ("not_found", "release_not_found")


async def test_an_answer_of_another_length_is_given_to_nobody(services):
    services.answers[BATCH] = lambda call: {"outcomes": []}
    ended = await together(
        *(Claims(services, QUICK).submit(claim(n)) for n in range(3)), return_exceptions=True
    )
    assert [e.kind for e in ended] == ["internal"] * 3


@pytest.mark.parametrize("answer", [None, {}, {"outcomes": [None]}, {"outcomes": ["won"]}])
async def test_an_answer_of_another_shape_hangs_nobody(answer, services):
    services.answers[BATCH] = lambda _call: answer
    with pytest.raises(ServiceError, match="internal"):
        await asyncio.wait_for(Claims(services, QUICK).submit(claim(1)), timeout=2)


async def test_when_the_queue_is_full_claims_are_told_when_to_come_again(services, book):
    services.delay = 0.05
    claims = Claims(services, dataclasses.replace(QUICK, most_waiting=20))
    answers = await together(*(claims.submit(claim(n)) for n in range(50)))
    turned_away = [a for a in answers if isinstance(a, Receipt)]
    assert len(turned_away) == 30
    assert {(a.queued, a.ahead) for a in turned_away} == {(False, 20)}
    assert all(a.retry_after >= 1 for a in turned_away)
    assert sum(book.batches) == 20
    assert (await claims.submit(claim(99)))["outcome"] == "won"


async def test_a_claim_over_http(client, services, book, bearer):
    headers = bearer(MEMBER) | {"Idempotency-Key": "tap-1"}
    path = f"/v1/releases/{A_UUID}/claims"
    answer = await client.post(path, headers=headers)
    assert answer.status_code == 200
    assert answer.json() == book.outcomes[MEMBER.id, A_UUID, "tap-1"]
    assert services.calls[0].payload["claims"] == [
        {"key": "tap-1", "release_id": A_UUID, "member_id": MEMBER.id, "union": MEMBER.union}
    ]
    assert (await client.post(path, headers=headers)).json() == answer.json()
    assert (await client.post(path, headers=headers, json={})).json() == answer.json()


async def test_a_claim_says_what_the_token_tells_of_the_member(client, services, book, bearer):
    who = dataclasses.replace(MEMBER, birth_year=1980, audiences=("deaf",))
    headers = bearer(who) | {"Idempotency-Key": "tap-1"}
    wishes = {"companions": [A_UUID], "wish": "waiting"}
    await client.post(f"/v1/releases/{A_UUID}/claims", headers=headers, json=wishes)
    (claim,) = services.calls[0].payload["claims"]
    assert claim == {
        "key": "tap-1",
        "release_id": A_UUID,
        "member_id": who.id,
        "union": who.union,
        "birth_year": 1980,
        "audiences": ["deaf"],
        "companions": [A_UUID],
        "wish": "waiting",
    }


async def test_a_claim_that_wishes_nothing_is_one_without_a_body(client, services, book, bearer):
    headers = bearer(MEMBER) | {"Idempotency-Key": "tap-1"}
    wishes = {"companions": [], "wish": "place"}
    await client.post(f"/v1/releases/{A_UUID}/claims", headers=headers, json=wishes)
    (claim,) = services.calls[0].payload["claims"]
    assert claim.keys() == {"key", "release_id", "member_id", "union"}


async def test_a_refused_claim_over_http(client, services, book, bearer):
    book.refused["tap-1"] = {"kind": "not_found", "code": "release_not_found", "message": "none"}
    answer = await client.post(
        f"/v1/releases/{A_UUID}/claims", headers=bearer(MEMBER) | {"Idempotency-Key": "tap-1"}
    )
    problem_of(answer, status=404, code="release_not_found")


async def test_requests_of_many_members_share_a_call(make_gateway, services, book, bearer):
    gateway = make_gateway()
    async with gateway.running(), client_of(gateway) as client:
        answers = await together(
            *(
                client.post(
                    f"/v1/releases/{A_UUID}/claims",
                    headers=bearer(dataclasses.replace(MEMBER, id=f"m{n}"))
                    | {"Idempotency-Key": "k"},
                )
                for n in range(60)
            )
        )
    assert {answer.status_code for answer in answers} == {200}
    assert sum(book.batches) == 60
    assert len(book.batches) < 20


async def test_a_receipt_over_http_and_the_outcome_by_poll_and_by_stream(
    make_gateway, services, book, bearer
):
    gate = hold(services, book)
    gateway = make_gateway(pace=HASTY)
    headers = bearer(MEMBER)
    async with gateway.running(), client_of(gateway) as client:
        path = f"/v1/releases/{A_UUID}/claims"
        answer = await client.post(path, headers=headers | {"Idempotency-Key": "tap:1"})
        assert answer.status_code == 202
        assert answer.headers["location"] == f"{path}/tap%3A1"
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] >= 1
        assert answer.json() | {"retry_after": 0} == {
            "release_id": A_UUID,
            "key": "tap:1",
            "queued": True,
            "ahead": 0,
            "retry_after": 0,
        }
        poll = await client.get(answer.headers["location"], headers=headers)
        assert (poll.status_code, poll.json()["queued"]) == (202, True)
        stranger = bearer(dataclasses.replace(MEMBER, id="somebody else"))
        services.answers["tickets.get_claim_outcome"] = _unknown
        refused = await client.get(answer.headers["location"], headers=stranger)
        problem_of(refused, status=404, code="claim_not_found")

        stream = gateway._streams.open(MEMBER)
        frames = stream.chunks()
        await anext(frames)  # how long to wait before coming back
        gate.set()
        told = await asyncio.wait_for(anext(frames), timeout=5)
        outcome = book.outcomes[MEMBER.id, A_UUID, "tap:1"]
        event, data = told.decode().strip().split("\n")[1:]
        assert event == "event: claim"
        assert json.loads(data.removeprefix("data: ")) == outcome | {"key": "tap:1"}
        gateway._streams.close(stream)

        services.answers["tickets.get_claim_outcome"] = lambda _call: outcome
        poll = await client.get(answer.headers["location"], headers=headers)
        assert (poll.status_code, poll.json()) == (200, outcome)
        (call,) = services.called("tickets.get_claim_outcome")[1:]
        assert call.payload == {"release_id": A_UUID, "key": "tap:1"}
        assert call.context.caller.id == MEMBER.id


def _unknown(_call):
    raise ServiceError("not_found", code="claim_not_found")


async def test_a_key_that_no_address_can_hold_gets_a_receipt_without_one(
    make_gateway, services, book, bearer
):
    hold(services, book)
    gateway = make_gateway(pace=HASTY)
    async with gateway.running(), client_of(gateway) as client:
        answer = await client.post(
            f"/v1/releases/{A_UUID}/claims", headers=bearer(MEMBER) | {"Idempotency-Key": "a/b"}
        )
    assert answer.status_code == 202
    assert "location" not in answer.headers
