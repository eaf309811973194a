"""CSV as a stream: encodings, quotes, line numbers, limits."""

from __future__ import annotations

import io

import pytest

from services.members.imports import csv_file
from services.members.imports.rules import UnreadableFile


def lines(content):
    return list(csv_file.lines(io.BufferedReader(io.BytesIO(content))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding):
    assert lines("卡号,姓名\n1,龘\n".encode(encoding)) == [(1, ["卡号", "姓名"]), (2, ["1", "龘"])]


def test_a_character_across_the_edge_of_the_look_is_no_reason_to_think_of_gb18030():
    at = 64 * 1024 - 1
    content = b"a\n" * (at // 2) + b"b" * (at % 2) + "张".encode() + b"\n"
    assert lines(content)[-1][1] == ["b张"]


def test_lines_are_counted_as_an_editor_counts_them():
    content = b'a,b\r\n\r\n"one\ntwo",x\r\nlast,y'
    assert lines(content) == [
        (1, ["a", "b"]),
        (2, []),
        (3, ["one\ntwo", "x"]),
        (5, ["last", "y"]),
    ]


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"a\nb\n" + b"x" * 65_536 + b"\n", 3, "too_long"),
        (b'a\n"b" c\n', 2, "csv"),
        (b'a\n"b', 2, "csv"),
        (b"a\n" * 40_000 + b"\xff\xff\n", 40_001, "encoding"),
        ("张\n".encode() * 40_000 + b"\xff\xff\n", 40_001, "encoding"),
    ],
)
def test_what_cannot_be_read_is_named_by_line(content, line, code):
    with pytest.raises(UnreadableFile) as caught:
        lines(content)
    assert (caught.value.problem.line, caught.value.problem.code) == (line, code)


def test_an_empty_file_has_no_lines():
    assert lines(b"") == []


def test_only_what_is_asked_for_is_read():
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, offset, whence=0):
            return offset

        def readinto(self, buffer):
            self.taken += len(buffer)
            buffer[:] = (b"a,b\n" * (len(buffer) // 4 + 1))[: len(buffer)]
            return len(buffer)

    file = Endless()
    stream = csv_file.lines(io.BufferedReader(file))
    for _ in range(1000):
        next(stream)
    assert file.taken < 200_000
