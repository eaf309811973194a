"""Draws: fair, repeatable by anybody, and closed to tampering."""

from __future__ import annotations

import hashlib
import hmac
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.draws import drand, merkle, pieces, proof, ranking
from services.tickets.draws.entries import Asked, Entries, commit, leaf_of
from services.tickets.draws.rules import Verdict, Word, by_general_pool, judge

commitments = st.lists(st.binary(min_size=32, max_size=32), unique=True, max_size=40)
asked = st.builds(
    Asked, pools=st.sampled_from(["", "chaoyang", "chaoyang|"]), places=st.integers(1, 4)
)


def rfc6962_root(leaves):
    """The definition itself, with our leaves: split at the largest power of two below n."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = rfc6962_root(leaves[:split]), rfc6962_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def finished(found, special, *, places, value="value"):
    frozen = proof.freeze(
        release_id="r1",
        rules={"source": "drand round 5"},
        places=places,
        frozen_at="2026-04-25T02:00:00Z",
        entries=Entries.of(found, special),
    )
    return proof.draw(frozen, value=value)


def written(draw):
    out = io.StringIO()
    proof.write(draw, out)
    return out.getvalue()


@given(commitments.filter(bool))
def test_the_root_is_that_of_rfc_6962(leaves):
    assert merkle.root_of(leaves) == rfc6962_root(leaves)
    assert merkle.Tree(leaves).root == merkle.root_of(leaves)


@given(commitments.filter(bool), st.data())
def test_every_leaf_is_proved_and_no_other(leaves, data):
    tree, size = merkle.Tree(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = tree.path(index)
    told = {"root": tree.root, "size": size, "path": path}
    assert merkle.includes(leaf=leaves[index], index=index, **told)
    assert not merkle.includes(leaf=b"x" * 32, index=index, **told)
    other = data.draw(st.integers(-1, size))
    if other != index:
        assert not merkle.includes(leaf=leaves[index], index=other, **told)
    told["path"] = [*path, b"y" * 32]
    assert not merkle.includes(leaf=leaves[index], index=index, **told)


@given(st.text(), commitments)
def test_ranks_are_hmacs_of_the_standard_library(value, found):
    entries = Entries.of(found, {})
    expected = sorted(
        found, key=lambda c: hmac.digest(value.encode(), b"release" + c, hashlib.sha256)
    )
    assert list(ranking.order_of(value=value, release_id="release", entries=entries)) == expected


@given(commitments, st.data(), st.integers(0, 20), st.integers(0, 20))
def test_places_are_never_exceeded_and_everybody_is_accounted_for(found, data, one, other):
    special = {c: what for c in found if (what := data.draw(asked)) != Asked()}
    places = {"": one, "chaoyang": other}
    draw = finished(found, special, places=places)
    entries = draw.frozen.entries
    assert sorted([*draw.result.won, *draw.result.waiting]) == sorted(found)
    for pool, stock in places.items():
        given_out = sum(
            entries.asked(c).places for c in draw.result.won if draw.result.pools.get(c, "") == pool
        )
        assert given_out <= stock
        left = stock - given_out
        waiting = [entries.asked(c) for c in draw.result.waiting]
        assert all(a.places > left for a in waiting if pool in a.pools.split("|"))
    for commitment in draw.result.won:
        pool = draw.result.pools.get(commitment, "")
        assert pool in entries.asked(commitment).pools.split("|")


def test_an_entry_takes_from_the_first_of_its_pools_that_has_places():
    found = [bytes([n]) * 32 for n in range(6)]
    special = dict.fromkeys(found, Asked(pools="sms|chaoyang|"))
    draw = finished(found, special, places={"": 1, "chaoyang": 2, "sms": 1})
    served = [draw.result.pools.get(c, "") for c in draw.result.won]
    assert served == ["sms", "chaoyang", "chaoyang", ""]
    assert proof.verify(written(draw)).result == draw.result


@given(commitments, st.data(), st.sampled_from([1, 2, 4, 8]))
def test_pieces_hold_all_entries_and_prove_each(found, data, size):
    special = {c: what for c in found if (what := data.draw(asked)) != Asked()}
    entries = Entries.of(found, special)
    cut = list(pieces.cut(entries, size=size))
    roots = [piece.root for piece in cut]
    root = merkle.root_of(entries.leaves())
    assert pieces.together(roots) == root.hex()
    read = [pieces.read(piece.lines) for piece in cut]
    assert [c for piece in read for c in piece.commitments] == list(entries.commitments)
    for index, commitment in enumerate(entries.commitments):
        number = pieces.find([piece.first for piece in cut], commitment.hex())
        told = pieces.inclusion(
            piece=read[number],
            number=number,
            roots=roots,
            commitment=commitment.hex(),
            size=size,
        )
        assert told is not None
        assert told.index == index
        assert merkle.includes(
            root=root,
            leaf=leaf_of(commitment, entries.asked(commitment)),
            index=index,
            size=len(found),
            path=[bytes.fromhex(one) for one in told.path],
        )


@given(commitments, st.randoms())
def test_the_order_of_asking_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = finished(found, {}, places={"": 5}), finished(shuffled, {}, places={"": 5})
    assert one.result == other.result
    assert one.frozen.root == other.frozen.root


@given(commitments, st.data())
def test_a_proof_can_be_verified_without_us(found, data):
    special = {c: what for c in found if (what := data.draw(asked)) != Asked()}
    draw = finished(found, special, places={"": 3, "chaoyang": 2})
    again = proof.verify(written(draw))
    assert again.result == draw.result


CHANGES = [
    ("value", "another value", "order|number"),
    ("release_id", "r2", "order|number"),
    ("root", "00" * 32, "root"),
    ("places", {"": 4}, "number"),
    ("won", 2, "number"),
    ("result", "00" * 32, "order"),
    ("entries", [], "root"),
    ("entries", ["zz"], "cannot be read"),
    ("entries", ["00"], "cannot be read"),
    ("entries", [["00" * 32, "", 1]], "cannot be read"),
    ("entries", [["00" * 32, "", 0]], "cannot be read"),
    ("entries", [None], "cannot be read"),
    ("entries", "text", "entries"),
    ("format", "else", "format"),
    ("places", {"": -1}, "places"),
]


@pytest.mark.parametrize(("field", "value", "reason"), CHANGES)
def test_a_changed_proof_is_refused_with_the_reason(field, value, reason):
    found = [bytes([n]) * 32 for n in range(20)]
    told = json.loads(written(finished(found, {}, places={"": 3})))
    told[field] = value
    with pytest.raises(proof.ProofRefused, match=reason):
        proof.verify(json.dumps(told))


def test_an_entry_added_left_out_or_moved_is_refused():
    found = [bytes([n]) * 32 for n in range(20)]
    told = json.loads(written(finished(found, {}, places={"": 3})))
    entries = told["entries"]
    for changed in (
        entries[1:],
        [*entries, "ff" * 32],
        [entries[1], entries[0], *entries[2:]],
        [entries[0], *entries],
        [[entries[0], "", 2], *entries[1:]],
    ):
        with pytest.raises(proof.ProofRefused):
            proof.verify(json.dumps(told | {"entries": changed}))


def test_a_commitment_hides_who_it_is_and_binds_it():
    one = commit(release_id="r1", member_id="m1", salt=b"s" * 16)
    assert one != commit(release_id="r1", member_id="m1", salt=b"t" * 16)
    assert one != commit(release_id="r1", member_id="m2", salt=b"s" * 16)
    assert leaf_of(one, Asked(places=2)) != leaf_of(one, Asked(places=3)) != one


def test_one_commitment_may_not_be_there_twice():
    with pytest.raises(ValueError, match="twice"):
        Entries.of([b"a" * 32, b"a" * 32], {})


def test_rounds_of_quicknet_come_every_three_seconds():
    assert drand.time_of(1).isoformat() == "2023-08-23T15:09:27+00:00"
    assert (drand.time_of(101) - drand.time_of(1)).total_seconds() == 300


SIGNATURE = "ab" * 48
RANDOM = hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest()


def test_a_round_is_believed_if_it_is_the_hash_of_its_signature():
    told = {"round": 7, "randomness": RANDOM, "signature": SIGNATURE}
    assert drand.value_of(told, number=7) == RANDOM


@pytest.mark.parametrize(
    "change",
    [{"round": 8}, {"randomness": "00" * 32}, {"signature": "zz"}, {"signature": None}],
)
def test_any_other_answer_of_a_source_is_refused(change):
    told = {"round": 7, "randomness": RANDOM, "signature": SIGNATURE} | change
    with pytest.raises(ValueError, match=r"round|value|hex"):
        drand.value_of(told, number=7)


ONE = Word(value="v", by_fallback=False, officer="a")


@pytest.mark.parametrize(
    ("standing", "new", "verdicts"),
    [
        (None, ONE, (None, Verdict.PROPOSED)),
        (ONE, ONE, (Verdict.REPLACED, Verdict.PROPOSED)),
        (ONE, Word("v", False, "b"), (Verdict.CONFIRMED, Verdict.CONFIRMED)),
        (ONE, Word("w", False, "b"), (Verdict.REFUSED, Verdict.REFUSED)),
        (ONE, Word("v", True, "b"), (Verdict.REFUSED, Verdict.REFUSED)),
    ],
)
def test_two_officers_make_a_value(standing, new, verdicts):
    assert judge(standing, new) == verdicts


def test_places_of_parts_that_were_rolled_over_are_the_general_parts():
    taken = {"": 1, "sms": 2, "chaoyang": 3}
    assert by_general_pool(taken, rolled_over=frozenset({"sms"})) == {"": 3, "chaoyang": 3}
