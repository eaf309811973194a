"""Many rows in one statement, on PostgreSQL: what goes in comes out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from chassis.bulk import Lookup, among, insert_many
from chassis.database import Database
from chassis.ids import uuid7
from chassis.tables import Id, Json, UtcDateTime

pytestmark = pytest.mark.postgres

ROWS = sa.Table(
    "rows",
    sa.MetaData(),
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("number", sa.BigInteger),
    sa.Column("yes", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime),
    sa.Column("document", Json, nullable=False),
    sa.Column("left_out", sa.String(5), server_default="x"),
    sa.UniqueConstraint("name", "id"),
)
NAMES = ["", "a", "五一", 'a"b', "a'b", "a\\b", "{a,b}", "%s %(x)s :x", "NULL", " a ", "a\nb"]
LOOKUP = Lookup((ROWS.c.name, ROWS.c.id), sa.select(ROWS))


@pytest.fixture
def session(postgres):
    postgres.create_empty("bulk")
    database = Database(postgres.url_of("bulk"), pool_size=1)
    ROWS.create(database.engine)
    with database.writing() as session:
        yield session
    database.close()


def test_every_value_survives(session):
    rows = [
        {
            "id": uuid7(),
            "name": name,
            "number": None if number % 2 else 2**60 + number,
            "yes": bool(number % 2),
            "at": datetime(2026, 4, 25, 2, 0, 0, number, tzinfo=UTC) if number else None,
            "document": {"n": number, "名": [name, None, 1.5]},
        }
        for number, name in enumerate(NAMES)
    ]
    insert_many(session, ROWS, rows)
    found = {row.id: row._asdict() for row in session.execute(sa.select(ROWS))}
    assert found == {row["id"]: row | {"left_out": "x"} for row in rows}
    asked = [(row["name"], row["id"]) for row in rows]
    assert {row.id for row in LOOKUP.find(session, asked)} == set(found)
    assert LOOKUP.find(session, [("a", uuid7()), ("b", rows[1]["id"])]) == []


def test_nothing_is_no_statement(session):
    insert_many(session, ROWS, [])
    assert LOOKUP.find(session, []) == ()


def test_one_row_that_does_not_fit_refuses_all(session):
    good = {"id": uuid7(), "name": "a", "yes": True, "document": {}}
    with pytest.raises(sa.exc.DBAPIError):
        insert_many(session, ROWS, [good, good | {"id": uuid7(), "name": "x" * 41}])
    session.rollback()
    assert session.execute(sa.select(ROWS)).all() == []


def test_a_lookup_probes_its_index_in_a_table_that_the_planner_knows_nothing_of(session):
    session.execute(sa.text("ALTER TABLE rows SET (autovacuum_enabled = false)"))
    rows = [{"id": uuid7(), "name": "a", "yes": True, "document": {}} for _ in range(20_000)]
    insert_many(session, ROWS, rows)
    before = _rows_read(session)
    assert len(LOOKUP.find(session, [("a", row["id"]) for row in rows[:200]])) == 200
    assert _rows_read(session) - before == 0


def _rows_read(session) -> int:
    """Rows read by scans of the whole table so far in this transaction."""
    return int(session.scalar(sa.text("SELECT pg_stat_get_xact_tuples_returned('rows'::regclass)")))


def test_among_finds_what_is_asked_for_and_nothing_among_none(session):
    rows = [
        {"id": uuid7(), "name": name, "number": 1, "yes": True, "at": None, "document": {}}
        for name in NAMES
    ]
    insert_many(session, ROWS, rows)

    def names(asked):
        return sorted(session.scalars(sa.select(ROWS.c.name).where(among(session, *asked))))

    assert names((ROWS.c.name, NAMES)) == sorted(NAMES)
    assert names((ROWS.c.id, [rows[0]["id"], uuid7()])) == [""]
    assert names((ROWS.c.id, [])) == names((ROWS.c.name, [])) == []
