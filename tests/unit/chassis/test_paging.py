"""Paging through a table by cursor: every row once, and forged cursors refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from chassis import paging
from chassis.database import make_engine
from chassis.errors import InvalidInput
from chassis.ids import uuid7
from chassis.tables import Id, UtcDateTime

ROWS = sa.Table(
    "rows",
    sa.MetaData(),
    sa.Column("at", UtcDateTime),
    sa.Column("name", sa.String(20)),
    sa.Column("number", sa.Integer),
    sa.Column("id", Id, primary_key=True),
)
KEY = (ROWS.c.at, ROWS.c.name, ROWS.c.number, ROWS.c.id)
MOMENT = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("descending", [False, True])
def test_pages_hold_every_row_once_in_order(descending):
    engine = make_engine("sqlite://")
    ROWS.create(engine)
    rows = [
        {"at": MOMENT + timedelta(hours=n // 8), "name": "b" if n % 2 else "a", "number": n % 3}
        for n in range(24)
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(ROWS), [row | {"id": uuid7()} for row in rows])
    order = [column.desc() for column in KEY] if descending else list(KEY)
    seen, cursor = [], ""
    with engine.connect() as connection:
        every = [tuple(row) for row in connection.execute(sa.select(*KEY).order_by(*order))]
        while cursor is not None:
            select = sa.select(*KEY).order_by(*order).limit(6)
            if cursor:
                beyond = paging.decode(cursor, length=4)
                select = select.where(paging.after(KEY, beyond, descending=descending))
            found = paging.page(connection.execute(select).all(), limit=5, key=tuple)
            seen += [tuple(row) for row in found["items"]]
            cursor = found["next_cursor"]
    assert seen == every


GOOD = ["2026-04-25T02:00:00.000000Z", "a", 1, "0196a8a0-0000-7000-8000-000000000000"]


@pytest.mark.parametrize(
    ("place", "forged"),
    [
        (0, "yesterday"),
        (0, "2026-04-25T02:00:00"),
        (0, "0001-01-01T00:00:00+14:00"),
        (0, 5),
        (1, 5),
        (1, "a\0"),
        (2, "1"),
        (2, 10**30),
        (3, "not-an-id"),
        (3, 7),
    ],
)
def test_a_value_that_is_not_of_its_column_is_refused(place, forged):
    values = [*GOOD[:place], forged, *GOOD[place + 1 :]]
    with pytest.raises(InvalidInput):
        paging.after(KEY, values, descending=False)


def test_an_id_is_compared_as_an_id():
    condition = paging.after(KEY, GOOD, descending=False)
    assert "UUID" in str(condition.compile(dialect=postgresql.dialect()))
