"""The report of a survey with 200,000 answers, half of them from paper.

Its yardstick is a plain ``GROUP BY`` over the same votes on the same connection. Makes a database
of its own on the server of ``DATABASE_URL`` and removes it.

Run: ``python -m benchmarks.survey_report [ANSWERS]``. The last line holds the figures.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from chassis import migration
from chassis.clock import SettableClock
from chassis.context import SYSTEM, CallContext
from chassis.database import Database
from chassis.work import Store
from ops.house import migrations_of
from services.projects.ballots.tables import Ballot, BallotText, BallotVote
from services.projects.database import messaging
from services.projects.demo.needs import rows
from services.projects.reports.use_cases import get_report
from services.projects.surveys.tables import Survey
from services.projects.surveys.use_cases import create_survey

NEEDS = 35
DISTRICTS = sorted({row["union"].partition("/")[0] for row in rows("unions.csv")})
AGES = ("", "under-30", "30-39", "40-49", "50-up")
NOW = datetime(2026, 4, 25, 2, 0, tzinfo=UTC)
PLAIN = sa.select(BallotVote.question, BallotVote.option, sa.func.count()).group_by(
    BallotVote.question, BallotVote.option
)


def main(answers: int) -> None:
    """Fill, count by report and by yardstick five times each, tell, remove."""
    url = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    target = sa.make_url(url).set(database=f"unionhall_bench_{uuid.uuid4().hex[:8]}")
    migration.migrate(
        target.render_as_string(hide_password=False), migrations=migrations_of("projects")
    )
    database = Database(target.render_as_string(hide_password=False))
    try:
        _measure(database, answers)
    finally:
        database.close()
        _remove(target)


def _measure(database: Database, answers: int) -> None:
    store = Store(
        database=database,
        messaging=messaging,
        clock=SettableClock(NOW),
        context=CallContext(caller=SYSTEM),
    )
    votes = _fill(store, answers)
    report, plain = [], []
    for _ in range(5):
        with store.reading() as reading:
            started = time.perf_counter()
            reading.session.execute(PLAIN).all()
            plain.append(time.perf_counter() - started)
            started = time.perf_counter()
            told = get_report(reading, survey_id=votes[0])
            report.append(time.perf_counter() - started)
    assert told["participants"]["total"] == answers
    assert told["participants"]["by_origin"]["paper"] == answers // 2
    middle = statistics.median
    print(
        f"survey_report: answers={answers} votes={votes[1]} report={middle(report):.2f}s "
        f"slowest={max(report):.2f}s plain_group_by={middle(plain):.2f}s "
        f"report/plain={middle(report) / middle(plain):.1f}"
    )


def _fill(store: Store, answers: int) -> tuple[str, int]:
    options = [{"code": f"n{n}", "text": f"Need {n}"} for n in range(NEEDS)]
    questions: list[dict[str, Any]] = [
        {"code": "needs", "kind": "multiple", "text": "Which?", "options": options, "most": 5},
        {"code": "first", "kind": "single", "text": "First?", "options": options},
        {"code": "content", "kind": "scale", "text": "Content?", "least": 1, "most": 5},
        {"code": "more", "kind": "text", "text": "More?"},
    ]
    with store.work() as work:
        survey: Survey = create_survey(
            work,
            title="Benchmark",
            introduction="",
            questions=questions,
            anonymous=True,
            scopes=[],
            audiences=[],
            eligible=dict.fromkeys(DISTRICTS, answers),
            opens_at=NOW,
            closes_at=NOW + timedelta(days=1),
        )
        work.session.flush()
        count = 0
        for ballots, marks, texts in _batches(survey.id, answers):
            work.session.execute(sa.insert(Ballot), ballots)
            work.session.execute(sa.insert(BallotVote), marks)
            work.session.execute(sa.insert(BallotText), texts)
            count += len(marks)
    with store.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    return survey.id, count


Rows = list[dict[str, Any]]


def _batches(survey_id: str, answers: int) -> Iterator[tuple[Rows, Rows, Rows]]:
    chance = random.Random(2017)
    for start in range(0, answers, 5000):
        ballots: Rows = []
        marks: Rows = []
        texts: Rows = []
        for number in range(start, min(start + 5000, answers)):
            ballot = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            ballots.append(
                {
                    "id": ballot,
                    "survey_id": survey_id,
                    "origin": "paper" if number % 2 else "web",
                    "district": chance.choice(DISTRICTS),
                    "age_band": chance.choice(AGES),
                    "audience": "",
                    "union": "",
                    "member_id": None,
                    "cast_at": NOW,
                }
            )
            chosen = sorted(chance.sample(range(NEEDS), 3))
            given = [(0, option, 1, int(option == chosen[0])) for option in chosen]
            given += [(1, chosen[0], 1, 1), (2, 0, chance.randint(1, 5), 1)]
            names = ("question", "option", "value", "first")
            marks += [dict(zip(names, row, strict=True), ballot_id=ballot) for row in given]
            if number % 20 == 0:
                texts.append({"ballot_id": ballot, "question": 3, "text": "More evenings"})
        yield ballots, marks, texts


def _remove(target: sa.URL) -> None:
    engine = sa.create_engine(
        target.set(drivername="postgresql+psycopg2", database="postgres"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {target.database} WITH (FORCE)")
    engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
