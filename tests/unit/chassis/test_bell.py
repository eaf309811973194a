"""The bell wakes, remembers one ring, and lets nobody run while it is rung."""

from __future__ import annotations

import eventlet

from chassis.bell import Bell


def test_a_ring_is_remembered_once():
    bell = Bell()
    bell.ring()
    bell.ring()
    assert bell.wait(0)
    assert not bell.wait(0)


def test_a_ring_wakes_who_waits():
    bell = Bell()
    waiter = eventlet.spawn(bell.wait, 30)
    eventlet.sleep(0)
    bell.ring()
    with eventlet.Timeout(1):
        assert waiter.wait()


def test_nobody_runs_while_it_is_rung_again_and_again():
    """Trap: the embedded broker rings all bells in a loop; a connection that is opened or closed
    in the middle of it ends the loop with an error, and with it the publishing of an event."""
    bell, ran = Bell(), []
    waiter = eventlet.spawn(lambda: ran.append(bell.wait(30)))
    eventlet.sleep(0)
    for _ in range(3):
        bell.ring()
    assert ran == []
    with eventlet.Timeout(1):
        waiter.wait()
    assert ran == [True]
