"""When refused events are tried again."""

from __future__ import annotations

from chassis.refusals import Lane


def test_pauses_double_up_to_half_a_minute() -> None:
    lane, pauses = Lane(), []
    for _ in range(7):
        lane = lane.refused(now=100.0)
        pauses.append(lane.pause)
        assert (lane.batch, lane.due) == (1, 100.0 + lane.pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_with_room_more_go_at_once_and_one_refusal_starts_again() -> None:
    lane, batches = Lane().refused(now=0.0), []
    for _ in range(4):
        lane = lane.taken(now=5.0, most=6)
        batches.append(lane.batch)
        assert lane.due == 5.0
    assert batches == [2, 4, 6, 6]
    assert lane.refused(now=5.0) == Lane(batch=1, pause=1.0, due=6.0)
