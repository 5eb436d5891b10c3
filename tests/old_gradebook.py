"""A gradebook as programs made it before gradebooks had revisions: the statements that they ran, and three verdicts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, text

from autograder.judge import Outcome, Ruling, Status, Verdict

TABLE = """CREATE TABLE verdicts (
    id {number} NOT NULL,
    student VARCHAR(200) NOT NULL,
    assignment VARCHAR(200) NOT NULL,
    submission VARCHAR(64) NOT NULL,
    assignment_hash VARCHAR(64) NOT NULL,
    status VARCHAR(20) NOT NULL,
    recorded {time} NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id)
)"""
INDEX = "CREATE INDEX verdicts_of ON verdicts (student, assignment, submission)"
SQLITE = {"number": "INTEGER", "time": "DATETIME"}
POSTGRESQL = {"number": "SERIAL", "time": "TIMESTAMP WITH TIME ZONE"}

WHEN = datetime(2026, 11, 10, 12, 30, 15, 250_000, tzinfo=UTC)
PASSED = Outcome("test_doubles", "double", Status.PASSED, 1, 1, "Twice two is four.", visible=True)
VERDICT = Verdict("s1", "01-doubling", "a" * 64, WHEN, "b" * 64, Ruling.GRADED, outcomes=(PASSED,))


def numbered(number: int, **changes: object) -> Verdict:
    """A verdict on another submission."""
    changed = {"student": "s1", "submission": f"{number:064d}", "submitted": WHEN + timedelta(hours=number)} | changes
    return Verdict(**{**vars(VERDICT), **changed})


VERDICTS = (
    numbered(1),
    numbered(2, student="'; drop table verdicts; --", remarks=("<b>😀</b>\N{RIGHT-TO-LEFT OVERRIDE}\0",)),
    numbered(3, student="s2", status=Ruling.REFUSED, outcomes=(), reason="This file is empty."),
)


def make(url: str, verdicts: tuple[Verdict, ...] = VERDICTS) -> None:
    """Make the gradebook, and record the verdicts in it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(TABLE.format(**(SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL))))
        connection.execute(text(INDEX))
        for each in verdicts:
            connection.execute(
                text(
                    "INSERT INTO verdicts (student, assignment, submission, assignment_hash, status, recorded, body) VALUES "
                    "(:student, :assignment, :submission, :assignment_hash, :status, :recorded, :body)"
                ),
                {**vars(each), "status": str(each.status), "recorded": WHEN.isoformat(" "), "body": each.as_record()},
            )
    engine.dispose()


def rows(url: str, table: str = "verdicts") -> list[tuple[object, ...]]:
    """All rows of a table, as the database has them."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]
    engine.dispose()
    return found
