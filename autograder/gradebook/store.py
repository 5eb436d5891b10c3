"""The record of every verdict. Append-only: a new verdict is added beside the old one, and the newest counts.

Any database that SQLAlchemy supports will do. SQLite, the default, is configured so that recorded verdicts survive
crashes and power cuts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Index, Integer, String, Text, create_engine, event, func, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from ..errors import OurFault, UserMistake
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


class GradebookError(UserMistake):
    """Raised when a gradebook can't be opened or does not fit the course; the message says what to do."""


class GradebookFault(OurFault):
    """Raised when a database operation fails."""


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Report a database error without its statement and parameters, which may contain a student's data."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise GradebookFault(f"the gradebook can't be used: {cause}") from None


class Gradebook:
    """The verdicts in a database. Use it as a context manager."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
        except ArgumentError as error:
            raise GradebookError(f"This is not the address of a database: {error}.") from None
        except ImportError as error:
            raise GradebookError(f"This kind of database needs another package: {error}.") from None
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _make_durable)
        with _told_plainly():
            _Base.metadata.create_all(self._engine)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def durability(self) -> dict[str, object]:
        """SQLite's settings for writing to the disk."""
        with _told_plainly(), self._engine.connect() as connection:
            names = ("journal_mode", "synchronous")
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    def record(self, verdict: Verdict, now: datetime) -> None:
        """Add a verdict. When this returns, it is on the disk."""
        row = _Row(
            student=verdict.student,
            assignment=verdict.assignment,
            submission=verdict.submission,
            assignment_hash=verdict.assignment_hash,
            status=str(verdict.status),
            recorded=now.astimezone(UTC),
            body=verdict.as_record(),
        )
        with _told_plainly(), Session(self._engine) as session, session.begin():
            session.add(row)

    def settled(self, engine: str = "judge") -> set[Key]:
        """The work that this engine need not grade again: its verdict is the newest one, and is not OURS.

        A verdict of OURS that does not name its upload may refer to any earlier upload of that student.
        """
        found: dict[tuple[str, str], set[Key]] = defaultdict(set)
        for verdict in self.verdicts():
            theirs = found[verdict.student, verdict.assignment]
            if verdict.status is Ruling.OURS and not verdict.submission:
                theirs.clear()
            elif verdict.status is not Ruling.OURS and verdict.engine == engine:
                theirs.add(verdict.key)
        return set().union(*found.values())

    def verdicts(self) -> Iterator[Verdict]:
        """The newest verdict on every submission, by student and assignment, in the order of recording."""
        newest = select(func.max(_Row.id)).group_by(_Row.student, _Row.assignment, _Row.submission)
        rows = select(_Row.body).where(_Row.id.in_(newest)).order_by(_Row.student, _Row.assignment, _Row.id)
        with _told_plainly(), Session(self._engine) as session:
            for body in session.scalars(rows.execution_options(yield_per=500)):
                yield Verdict.from_record(body)

    def history(self) -> Iterator[Verdict]:
        """Every verdict ever recorded, in order."""
        with _told_plainly(), Session(self._engine) as session:
            for body in session.scalars(select(_Row.body).order_by(_Row.id).execution_options(yield_per=500)):
                yield Verdict.from_record(body)


def _make_durable(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.close()
