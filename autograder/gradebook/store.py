"""Keeps every verdict, and what people add. Append-only: the new is added beside the old, and the newest counts.

SQLite, the default, is configured so that what was recorded survives crashes and power cuts. PostgreSQL is tested as
well; in other databases that SQLAlchemy supports, records can be read and added, but graders can't share work.
"""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, create_engine, func, insert, select
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..judge import Key, Ruling, Verdict, graded_by
from .claims import HELD_SECONDS, Claims, Pair, counted
from .faults import GradebookError, told_plainly
from .file import make_durable
from .records import Comment, Decision, HandMark, in_force
from .standings import Records
from .tables import CommentRow, DecisionRow, MarkRow, RecordRow, VerdictRow, table_of
from .upgrading import upgrade

_Record = TypeVar("_Record", HandMark, Comment, Decision)
_PORTION = 500  # verdicts in memory, where one after the other is wanted
_TABLES: dict[type, type[RecordRow]] = {HandMark: MarkRow, Comment: CommentRow, Decision: DecisionRow}


@dataclass(frozen=True)
class Recorded:
    """A verdict, and when it was recorded."""

    when: datetime
    verdict: Verdict


class Gradebook:
    """The verdicts in a database, with the marks, comments and decisions beside them. Use it as a context manager.

    Opening it upgrades it to the newest revision.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
        except ArgumentError as error:
            raise GradebookError(f"This is not the address of a database: {error}.") from None
        except ImportError as error:
            raise GradebookError(f"This kind of database needs another package: {error}.") from None
        if self._engine.dialect.name == "sqlite":
            make_durable(self._engine)
        try:
            with told_plainly():
                upgrade(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def durability(self) -> dict[str, object]:
        """SQLite's settings for writing to the disk."""
        with told_plainly(), self._engine.connect() as connection:
            names = ("journal_mode", "synchronous")
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    def record(self, verdict: Verdict, now: datetime) -> None:
        """Add a verdict. When this returns, it is on the disk."""
        self.record_all([verdict], now)

    def record_all(self, verdicts: Iterable[Verdict], now: datetime) -> None:
        """Add verdicts, all or none. When this returns, they are on the disk, which takes about as long as for one."""
        with told_plainly(), self._engine.begin() as connection:
            _add(connection, verdicts, now)

    def record_claimed(
        self,
        found: Mapping[Key, Verdict],
        now: datetime,
        claims: Claims,
        decisions: Mapping[Key, Decision] | None = None,
    ) -> list[Verdict]:
        """Add the verdicts on work that is still claimed, and end its claims, all or none. Returns those verdicts.

        `decisions` say why; each is added if its verdict is.
        """
        with told_plainly(), self._engine.begin() as connection:
            ours = claims.end(found, connection)
            recorded = [verdict for key, verdict in found.items() if key in ours]
            _add(connection, recorded, now)
            for key, decision in (decisions or {}).items():
                if key in ours:
                    connection.execute(insert(table_of(DecisionRow)), _stored(decision))
        return recorded

    def claims(self, grader: str, engine: str, seconds: float = HELD_SECONDS) -> Claims:
        """The claims of a grader, which nobody else has the name of, on work for an engine."""
        return Claims(self._engine, grader, engine, seconds)

    def counted(self) -> Counter[Pair]:
        """How many verdicts there are by student and assignment."""
        with told_plainly(), self._engine.connect() as connection:
            return counted(connection)

    def settled(self, engine: str = "judge") -> set[Key]:
        """The work that this engine need not grade again: its verdict is the newest one, and is not OURS.

        A verdict of OURS that does not name its upload may refer to any earlier upload of that student.
        """
        found: dict[Pair, set[Key]] = defaultdict(set)
        row = VerdictRow
        about = (row.student, row.assignment, row.submission, row.assignment_hash, row.status, row.body)
        with told_plainly(), self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=_PORTION).execute(_newest_verdicts(*about))
            for student, assignment, submission, version, status, body in rows:
                theirs = found[student, assignment]
                if status == Ruling.OURS and not submission:
                    theirs.clear()
                elif status != Ruling.OURS and graded_by(body) == engine:
                    theirs.add((student, assignment, submission, version))
        return set().union(*found.values())

    def verdicts(self) -> Iterator[Verdict]:
        """The newest verdict on every submission, by student and assignment, in the order of recording."""
        return self._verdicts(_newest_verdicts(VerdictRow.body))

    def records(self) -> Records:
        """All that standings are made of, read once."""
        return Records(list(self.verdicts()), self.marks(), self.decisions())

    def history(self) -> Iterator[Verdict]:
        """Every verdict ever recorded, in order."""
        return self._verdicts(select(VerdictRow.body).order_by(VerdictRow.id))

    def recorded(self, student: str, assignment: str) -> list[Recorded]:
        """Every verdict ever recorded on one student's work on one assignment, in order."""
        row = VerdictRow
        theirs = select(row.recorded, row.body).where(row.student == student, row.assignment == assignment)
        with told_plainly(), self._engine.connect() as connection:
            rows = connection.execute(theirs.order_by(row.id)).all()
        return [Recorded(when, Verdict.from_record(body)) for when, body in rows]

    def _verdicts(self, bodies: Select[str]) -> Iterator[Verdict]:
        with told_plainly(), self._engine.connect() as connection:
            found = connection.execution_options(yield_per=_PORTION).scalars(bodies)
            for some in found.partitions():
                yield from _parsed(some)

    def record_mark(self, mark: HandMark) -> HandMark:
        """Add a mark by hand. Returns it with its number."""
        return self._recorded(mark)

    def record_comment(self, comment: Comment) -> Comment:
        """Add a comment. Returns it with its number."""
        return self._recorded(comment)

    def record_decision(self, decision: Decision) -> Decision:
        """Add a decision. Returns it with its number, by which another decision can undo it."""
        if decision.undoes is not None:
            self._check_undoing(decision)
        return self._recorded(decision)

    def marks(self) -> list[HandMark]:
        """The newest mark by hand of each kind on every answer to every question, in the order of recording."""
        return self._newest(HandMark, MarkRow.answer, MarkRow.kind)

    def mark_history(self) -> list[HandMark]:
        """Every mark by hand ever recorded, in order."""
        return self._all(HandMark)

    def comments(self) -> list[Comment]:
        """The newest comment on every question, and on every assignment as a whole, in the order of recording."""
        return self._newest(Comment)

    def comment_history(self) -> list[Comment]:
        """Every comment ever recorded, in order."""
        return self._all(Comment)

    def decisions(self) -> list[Decision]:
        """The decisions in force: of each kind the newest that nobody undid, in the order of recording."""
        return in_force(self.decision_history())

    def decision_history(self) -> list[Decision]:
        """Every decision ever recorded, in order, those that were undone and the undoing included."""
        return self._all(Decision)

    def _recorded(self, record: _Record) -> _Record:
        row = _TABLES[type(record)](**_fields(record))
        with told_plainly(), Session(self._engine) as session, session.begin():
            session.add(row)
            session.flush()  # gives the number
            return replace(record, number=row.id)

    def _check_undoing(self, decision: Decision) -> None:
        with told_plainly(), Session(self._engine) as session:
            undone = session.get(DecisionRow, decision.undoes)
        whose = (decision.student, decision.assignment)
        if undone is None or (undone.student, undone.assignment) != whose:
            raise GradebookError(
                f"There is no decision {decision.undoes} on {decision.assignment} of {decision.student} to undo. "
                "Look for its number in the history of decisions."
            )

    def _newest(self, kind: type[_Record], *also: InstrumentedAttribute[Any]) -> list[_Record]:
        table = _TABLES[kind]
        newest = select(func.max(table.id)).group_by(table.student, table.assignment, table.question, *also)
        return self._read(kind, select(table).where(table.id.in_(newest)))

    def _all(self, kind: type[_Record]) -> list[_Record]:
        return self._read(kind, select(_TABLES[kind]))

    def _read(self, kind: type[_Record], rows: Select[Any]) -> list[_Record]:
        with told_plainly(), Session(self._engine) as session:
            return [
                kind(number=row.id, **{name: getattr(row, name) for name in _columns(kind)})
                for row in session.scalars(rows.order_by(_TABLES[kind].id))
            ]


def _newest_verdicts(*columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """Of the newest verdict on every submission, by student and assignment, in the order of recording."""
    row = VerdictRow
    newest = select(func.max(row.id)).group_by(row.student, row.assignment, row.submission)
    return select(*columns).where(row.id.in_(newest)).order_by(row.student, row.assignment, row.id)


def _parsed(bodies: Iterable[str]) -> list[Verdict]:
    """Verdicts from their texts. Python's search for circles, of which verdicts have none, would take twice as long."""
    searching = gc.isenabled()
    gc.disable()
    try:
        return [Verdict.from_record(body) for body in bodies]
    finally:
        if searching:
            gc.enable()


def _add(connection: Connection, verdicts: Iterable[Verdict], now: datetime) -> None:
    """All in one statement, which the database gets at once."""
    rows = [
        {
            "student": verdict.student,
            "assignment": verdict.assignment,
            "submission": verdict.submission,
            "assignment_hash": verdict.assignment_hash,
            "status": str(verdict.status),
            "recorded": now,
            "body": verdict.as_record(),
        }
        for verdict in verdicts
    ]
    if rows:
        connection.execute(insert(table_of(VerdictRow)), rows)


def _fields(record: _Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _columns(type(record))}


def _stored(decision: Decision) -> dict[str, Any]:
    """The same, under the names that the columns have in the database."""
    return {"recorded" if name == "when" else name: value for name, value in _fields(decision).items()}


def _columns(kind: type[_Record]) -> list[str]:
    """The fields of a record, which are columns of its table, too. The number is the table's own."""
    return [field.name for field in fields(kind) if field.name != "number"]
