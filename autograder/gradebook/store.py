"""The record of every verdict. Append-only: a new verdict stands beside the old one, and the newest counts.

Any database that SQLAlchemy knows will do. SQLite, the default, is set so that a verdict that was recorded survives a
crash and a power cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Index, Integer, String, Text, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from ..judge import Key, Ruling, Verdict


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "verdicts"
    __table_args__ = (Index("verdicts_of", "student", "assignment", "submission"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    student: Mapped[str] = mapped_column(String(200))
    assignment: Mapped[str] = mapped_column(String(200))
    submission: Mapped[str] = mapped_column(String(64))
    assignment_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    recorded: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    body: Mapped[str] = mapped_column(Text)  # the whole verdict, as JSON


class Gradebook:
    """The verdicts in a database. Use it as a context manager."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _make_durable)
        _Base.metadata.create_all(self._engine)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def record(self, verdict: Verdict, now: datetime) -> None:
        """Add a verdict. When this returns, it is on the disk."""
        row = _Row(
            student=verdict.student,
            assignment=verdict.assignment,
            submission=verdict.submission,
            assignment_hash=verdict.assignment_hash,
            status=str(verdict.status),
            recorded=now.astimezone(UTC),
            body=json.dumps(verdict.as_record(), ensure_ascii=False),
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)

    def settled(self) -> set[Key]:
        """What need not be graded again. A verdict that is OURS settles nothing."""
        columns = (_Row.student, _Row.assignment, _Row.submission, _Row.assignment_hash)
        with Session(self._engine) as session:
            rows = session.execute(select(*columns).where(_Row.status != str(Ruling.OURS)).distinct())
            return {(row[0], row[1], row[2], row[3]) for row in rows}

    def verdicts(self) -> Iterator[Verdict]:
        """The newest verdict on every submission, by student and assignment, in the order of handing in."""
        newest = select(func.max(_Row.id)).group_by(_Row.student, _Row.assignment, _Row.submission)
        rows = select(_Row.body).where(_Row.id.in_(newest)).order_by(_Row.student, _Row.assignment, _Row.id)
        with Session(self._engine) as session:
            for body in session.scalars(rows.execution_options(yield_per=500)):
                yield Verdict.from_record(json.loads(body))

    def history(self) -> Iterator[Verdict]:
        """Every verdict that was ever recorded, in order."""
        with Session(self._engine) as session:
            for body in session.scalars(select(_Row.body).order_by(_Row.id).execution_options(yield_per=500)):
                yield Verdict.from_record(json.loads(body))


def _make_durable(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()
