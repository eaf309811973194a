"""Rows on their way to being members: put aside in batches, checked and moved as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.members.cards import rules as cards
from services.members.cards.tables import Card, Member
from services.members.imports.rules import MOST_ERRORS_KEPT
from services.members.imports.tables import Import, ImportProblem, ImportRow
from services.members.tree.rules import GRASSROOTS
from services.members.tree.tables import Union

# psycopg2 refuses COPY under eventlet; one JSON parameter is the fastest way left (docs/adr/0012).
_INSERT_JSON = sa.text(
    "INSERT INTO import_rows (import_id, line, member_id, card_no, name, phone_sealed,"
    " phone_index, birth_year, union_path, audiences, bad)"
    " SELECT import_id, line, member_id, card_no, name, phone_sealed,"
    " phone_index, birth_year, union_path, audiences, bad"
    " FROM json_populate_recordset(NULL::import_rows, :rows)"
)
_SETTLING_SECONDS = 600


def put_aside(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep a batch of rows."""
    if not rows:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_INSERT_JSON, {"rows": json.dumps(rows, ensure_ascii=False)})
    else:
        session.execute(sa.insert(ImportRow), rows)


def prepare(session: Session) -> None:
    """Allow this transaction the minutes that a million rows may take."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text(f"SET LOCAL statement_timeout = '{_SETTLING_SECONDS}s'"))


def check_all(session: Session, job: Import) -> None:
    """Find what only shows when all rows and the members there are seen together."""
    rows, cards_there = ImportRow.__table__.c, Card.__table__.c
    mine = rows.import_id == job.id
    first = sa.func.min(rows.line).over(partition_by=rows.card_no).label("first")
    numbered = sa.select(rows.line, first).where(mine).subquery()
    _mark(
        session,
        job,
        sa.select(
            numbered.c.line,
            sa.literal("card_no"),
            sa.literal("duplicate"),
            sa.literal("stands in line ") + sa.cast(numbered.c.first, sa.String(12)) + " already",
        ).where(numbered.c.line > numbered.c.first),
    )
    union_there = sa.exists().where(Union.path == rows.union_path, Union.kind == GRASSROOTS)
    _mark(
        session,
        job,
        _findings("union", "unknown_union", "is no grassroots union that we know").where(
            mine, ~union_there
        ),
    )
    there = sa.select(cards_there.card_no).where(cards_there.card_no == rows.card_no)
    replaced = there.where(cards_there.state == cards.REPLACED)
    _mark(
        session,
        job,
        _findings("card_no", "replaced_card", "was replaced by a card with a new number").where(
            mine, ~rows.bad, replaced.exists()
        ),
    )
    if "" not in job.scopes:
        elsewhere = there.join(Member, Member.id == cards_there.member_id).where(
            ~sa.or_(
                *(
                    sa.or_(
                        Member.union_path == scope,
                        Member.union_path.startswith(f"{scope}/", autoescape=True),
                    )
                    for scope in job.scopes
                )
            )
        )
        _mark(
            session,
            job,
            _findings(
                "card_no", "member_elsewhere", "belongs to a member outside your part of the union"
            ).where(mine, ~rows.bad, elsewhere.exists()),
        )


def move(session: Session, job: Import, *, now: datetime) -> None:
    """Make the good rows members: new cards get new members, known cards' members are updated."""
    rows, known = ImportRow.__table__.c, Card.__table__.c
    good = sa.and_(rows.import_id == job.id, ~rows.bad)
    session.execute(
        sa.update(Member)
        .where(good, known.card_no == rows.card_no, Member.id == known.member_id)
        .values(
            name=rows.name,
            phone_sealed=rows.phone_sealed,
            phone_index=rows.phone_index,
            birth_year=rows.birth_year,
            union_path=rows.union_path,
            audiences=sa.func.coalesce(rows.audiences, Member.audiences),
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    new = sa.and_(good, ~sa.exists().where(known.card_no == rows.card_no))
    moment = sa.literal(now, Member.__table__.c.created_at.type)
    members = sa.select(
        rows.member_id,
        rows.name,
        rows.phone_sealed,
        rows.phone_index,
        rows.birth_year,
        rows.union_path,
        sa.func.coalesce(rows.audiences, sa.literal([], Member.__table__.c.audiences.type)),
        moment,
        moment,
    ).where(new)
    session.execute(
        sa.insert(Member).from_select(
            [
                "id",
                "name",
                "phone_sealed",
                "phone_index",
                "birth_year",
                "union_path",
                "audiences",
                "created_at",
                "updated_at",
            ],
            members,
        )
    )
    fresh = sa.select(rows.card_no, rows.member_id, sa.literal(cards.ACTIVE), moment).where(new)
    session.execute(
        sa.insert(Card).from_select(["card_no", "member_id", "state", "issued_at"], fresh)
    )


def count_good(session: Session, job: Import) -> int:
    """How many rows are still good."""
    select = sa.select(sa.func.count()).where(ImportRow.import_id == job.id, ~ImportRow.bad)
    return session.scalar(select) or 0


def _findings(column: str, code: str, message: str) -> sa.Select[Any]:
    return sa.select(
        ImportRow.__table__.c.line, sa.literal(column), sa.literal(code), sa.literal(message)
    )


def _mark(session: Session, job: Import, findings: sa.Select[Any]) -> None:
    """Report the lines of ``findings`` and mark their rows as bad."""
    found = findings.subquery()
    lines = sa.select(found.c[0])
    count = session.scalar(sa.select(sa.func.count()).select_from(lines.subquery())) or 0
    if not count:
        return
    room = max(0, MOST_ERRORS_KEPT - job.error_count)
    report = sa.select(
        sa.literal(job.id, ImportProblem.__table__.c.import_id.type), *found.c
    ).order_by(found.c[0])
    session.execute(
        sa.insert(ImportProblem).from_select(
            ["import_id", "line", "column", "code", "message"], report.limit(room)
        )
    )
    session.execute(
        sa.update(ImportRow)
        .where(ImportRow.import_id == job.id, ImportRow.line.in_(lines))
        .values(bad=True)
        .execution_options(synchronize_session=False)
    )
    job.error_count += count
