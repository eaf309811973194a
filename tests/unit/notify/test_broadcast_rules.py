"""Caps, allowances, ways between states, and the lines of a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import ConfigurationError, InvalidInput
from services.notify.broadcasts import lines
from services.notify.broadcasts.rules import Bucket, State, check_way, outside
from services.notify.channels import bulk
from services.notify.errors import BroadcastStands
from services.notify.messages.pacing import Caps, Gone, against
from services.notify.messages.rules import Withheld
from services.notify.templates.rules import Kind
from services.notify.templates.writing import Draft, Variable

NOW = datetime(2026, 4, 25, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DRAFT = Draft(
    name="news",
    variables=(
        Variable(name="title", kind=Kind.TEXT, most=5),
        Variable(name="starts", kind=Kind.DAY),
    ),
    contents={},
)
CARDS = ("1000000000000009", "1000000000000017", "1000000000000025")


class TestCaps:
    CAPS = Caps(day=2, week=3)

    @pytest.mark.parametrize(
        ("hours", "why"),
        [
            ([], None),
            ([1], None),
            ([1, 2], Withheld.OFTEN_ENOUGH),
            ([1, 25], None),
            ([25, 26, 27], Withheld.OFTEN_ENOUGH),
            ([25, 26, 24 * 7], None),
        ],
    )
    def test_a_day_and_a_week_have_their_number(self, hours, why):
        gone = [Gone(NOW - each * HOUR) for each in hours]
        assert against("m", gone, caps=self.CAPS, now=NOW) is why

    def test_of_two_that_leave_together_the_older_goes(self):
        both = [Gone(NOW, "a"), Gone(NOW, "b"), Gone(NOW - HOUR)]
        assert against("a", both, caps=self.CAPS, now=NOW) is None
        assert against("b", both, caps=self.CAPS, now=NOW) is Withheld.OFTEN_ENOUGH

    def test_no_caps_hold_nobody_back(self):
        gone = [Gone(NOW)] * 99
        assert against("m", gone, caps=Caps(None, None), now=NOW) is None


def test_an_allowance_fills_by_its_rate_to_one_second():
    empty = Bucket(0.0, NOW)
    assert empty.filled(NOW + timedelta(seconds=0.5), rate=10).tokens == 5
    assert empty.filled(NOW + HOUR, rate=10).tokens == 10
    assert empty.filled(NOW - HOUR, rate=10) == empty  # a clock that was set back
    assert Bucket(-5.0, NOW).filled(NOW + timedelta(seconds=1), rate=10).tokens == 5


@pytest.mark.parametrize("state", [State.FINISHED, State.CANCELLED])
@pytest.mark.parametrize("to", State)
def test_nothing_comes_after_the_end(state, to):
    with pytest.raises(BroadcastStands):
        check_way(state, to)


def test_an_office_has_its_own_part_of_the_union():
    assert outside("chaoyang", ["chaoyang", "chaoyang/jianwai"]) == []
    assert outside("chaoyang", ["chaoyang2", "", "haidian"]) == ["chaoyang2", "", "haidian"]
    assert outside("", ["haidian"]) == []


@pytest.mark.parametrize(
    "environ",
    [{"BULK_RATE": "0"}, {"BULK_CAPS": "two"}, {"SMS_PART_PRICE": "-1"}, {"BULK_RATE_2": "x"}],
)
def test_wrong_settings_end_the_start(environ):
    with pytest.raises(ConfigurationError, match=next(iter(environ))):
        bulk.configured(environ, ["first", "second"])


class TestLines:
    def read(self, text: str, *given: str) -> list[lines.Line]:
        return list(lines.read(text, draft=DRAFT, given=given))

    def test_good_lines_have_a_card_and_values(self):
        text = f"\ufeff卡号,title,starts\r\n{CARDS[0]},健步走,2026-05-09\r\n\r\n"
        assert self.read(text) == [
            lines.Line(
                number=2, card_no=CARDS[0], values={"title": "健步走", "starts": "2026-05-09"}
            )
        ]

    def test_each_faulty_line_is_told_with_its_number_and_field(self):
        rows = [
            "card_no,title,starts",
            f"{CARDS[0]},健步走,2026-05-09",
            "12345,健步走,2026-05-09",
            f"{CARDS[1]},健步走",
            f"{CARDS[1]},,2026-05-09",
            f"{CARDS[2]},健步走,9 May",
            f"{CARDS[0]},健步走,2026-05-09",
            f'{"1000000000000033"},"两行\n标题",2026-05-09',
            "1000000000000041,长于五个字的标题,2026-05-09",
        ]
        found = [(line.number, line.field) for line in self.read("\n".join(rows)) if line.fault]
        assert found == [
            (3, "card_no"),
            (4, "line"),
            (5, "title"),
            (6, "starts"),
            (7, "card_no"),
            (10, "title"),
        ]

    @pytest.mark.parametrize(
        ("text", "given", "words"),
        [
            ("", (), "names the columns"),
            ("card_no,title", (), "starts"),
            ("card_no,title,starts,x", (), "x"),
            ("card_no,title,starts", ("title",), "title"),
            ("card_no,title,starts", (), "no line"),
            ("card_no,title,title,starts\n1,2,3,4", (), "twice"),
        ],
    )
    def test_a_file_of_the_wrong_form_is_refused(self, text, given, words):
        with pytest.raises(InvalidInput, match=words):
            self.read(text, *given)

    def test_a_file_has_a_most(self, monkeypatch):
        monkeypatch.setattr(lines, "MOST", 2)
        text = "card_no,title,starts\n" + f"{CARDS[0]},x,2026-05-09\n" * 3
        with pytest.raises(InvalidInput, match="more than 2"):
            self.read(text)
