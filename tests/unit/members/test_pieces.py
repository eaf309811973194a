"""A file in pieces reads like the whole one."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.members.imports.pieces import PiecedFile

contents = st.lists(st.binary(min_size=1, max_size=40), max_size=8)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(0, 60)),
        st.tuples(st.just("start"), st.integers(0, 400)),
        st.tuples(st.just("end"), st.integers(-10, 0)),
    ),
    max_size=20,
)


@given(contents, moves)
def test_reads_and_seeks_like_a_file_in_memory(pieces, moves):
    whole = io.BytesIO(b"".join(pieces))
    file = io.BufferedReader(PiecedFile([len(p) for p in pieces], pieces.__getitem__))
    for move, number in moves:
        if move == "read":
            assert file.read(number) == whole.read(number)
        elif move == "start":
            assert file.seek(number) == whole.seek(number)
        elif whole.getbuffer().nbytes >= -number:
            assert file.seek(number, io.SEEK_END) == whole.seek(number, io.SEEK_END)
        assert file.tell() == whole.tell()


def test_keeps_two_pieces_at_most():
    loaded = []

    def load(index):
        loaded.append(index)
        return bytes([index]) * 10

    file = PiecedFile([10] * 5, load)
    assert len(file.readall()) == 50
    file.seek(45)
    file.read(5)
    file.seek(35)
    file.read(5)
    assert loaded == [0, 1, 2, 3, 4]
    file.seek(0)
    file.read(5)
    assert loaded == [0, 1, 2, 3, 4, 0]


def test_there_is_nothing_before_the_beginning():
    with pytest.raises(ValueError, match="before"):
        PiecedFile([1], lambda _: b"x").seek(-1)
