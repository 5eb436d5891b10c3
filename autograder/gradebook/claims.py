"""Which grader grades what just now, kept in the gradebook, so that graders on any number of machines share the work.

Theory of operation. A claim is a row that names a piece of work and its grader, and says until when it holds. Only one
grader gets it, since the database keeps no two rows for one piece of work. A grader renews its claims as long as it
lives; if it is gone, they run out, and another takes them over. All times are the database's own, since clocks differ.

A verdict is recorded in the same transaction that removes its claim, and only if the claim is still the grader's own.
One that was away for too long, such as a closed laptop, finds its work claimed by another, and records nothing.
Whoever gets a claim looks, in the same transaction, whether somebody has recorded a verdict since it chose what to do:
two graders that choose at the same moment grade nothing twice.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Double,
    Engine,
    Executable,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ..judge import Key
from .faults import GradebookError, GradebookFault, told_plainly
from .tables import ClaimRow, VerdictRow, table_of

HELD_SECONDS = 120.0
Pair = tuple[str, str]  # student and assignment: a run grades one upload of each
Works = Mapping[str, Key]  # by its name in the table
_RENEWALS = 4  # while a claim holds: the database may be out of reach for a while
_PORTION = 500  # works in one statement
_CLAIMS, _VERDICTS = table_of(ClaimRow).c, table_of(VerdictRow).c
_INSERT: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_THESE: BindParameter[Any] = bindparam("works", expanding=True)
_PAIR = (_VERDICTS.student, _VERDICTS.assignment)
_COUNTED = select(*_PAIR, func.count()).group_by(*_PAIR)
_CLOCK = {
    "sqlite": "((julianday('now') - 2440587.5) * 86400.0)",
    "postgresql": "extract(epoch FROM clock_timestamp())::double precision",
}


class Claims:
    """What one grader has claimed. `grader` is a name that no other has; `kind` says what it grades with."""

    def __init__(self, database: Engine, grader: str, kind: str, seconds: float = HELD_SECONDS) -> None:
        if database.dialect.name not in _INSERT:
            raise GradebookError(
                f"Graders can't share work in {database.dialect.name}. Keep the gradebook in SQLite or PostgreSQL."
            )
        self._database, self._grader, self._kind, self._seconds = database, grader, kind, seconds
        self._now: ColumnElement[float] = literal_column(_CLOCK[database.dialect.name], Double)
        self._mine = _CLAIMS.grader == grader

    def take(self, keys: Iterable[Key], seen: Counter[Pair]) -> set[Key]:
        """Claim work; returns what is ours now. `seen` counts the verdicts that there were when it was chosen."""
        with told_plainly():
            return {works[ours] for works in self._portions(keys) for ours in self._taken(works, seen)}

    def elsewhere(self, keys: Iterable[Key]) -> set[Key]:
        """Which of this work others grade just now."""
        held = select(_CLAIMS.work).where(~self._mine, _CLAIMS.until >= self._now)
        with told_plainly(), self._database.connect() as connection:
            theirs = set(connection.scalars(held))
        return {key for key in keys if self._name(key) in theirs} if theirs else set()

    def end(self, keys: Iterable[Key], connection: Connection) -> set[Key]:
        """Give claims up, in a transaction that records what was found; returns those that were ours until now."""
        return {works[ours] for works in self._portions(keys) for ours in self._dropped(connection, works)}

    def give_back(self, grader: str) -> None:
        """Remove all claims of a grader that has ended."""
        with told_plainly(), self._database.begin() as connection:
            connection.execute(delete(table_of(ClaimRow)).where(_CLAIMS.grader == grader))

    def give_all_back(self) -> None:
        """Remove our own. If that fails, as when the database is gone, they run out."""
        with suppress(GradebookFault):
            self.give_back(self._grader)

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Renew the claims all the time. In the end, give back those that are left."""
        over = threading.Event()
        thread = threading.Thread(target=self._renew, args=(over,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.give_all_back()

    def _renew(self, over: threading.Event) -> None:
        while not over.wait(self._seconds / _RENEWALS):
            # If it never succeeds, the claims run out, and what was found later is not recorded.
            with suppress(GradebookFault), told_plainly(), self._database.begin() as connection:
                connection.execute(update(table_of(ClaimRow)).where(self._mine).values(until=self._until))

    @property
    def _until(self) -> ColumnElement[float]:
        return self._now + self._seconds

    def _name(self, key: Key) -> str:
        """The same for all who would grade this in the same way."""
        return sha256("\0".join((*key, self._kind)).encode("utf-8", "surrogatepass")).hexdigest()

    def _portions(self, keys: Iterable[Key]) -> Iterator[Works]:
        """Always in the same order: two that lock the same rows in different orders would wait for each other."""
        works = sorted({self._name(key): key for key in keys}.items())
        yield from (dict(works[start : start + _PORTION]) for start in range(0, len(works), _PORTION))

    def _taken(self, works: Works, seen: Counter[Pair]) -> set[str]:
        with self._database.begin() as connection:
            ours = set(connection.scalars(self._taken_over, {"works": list(works)}))
            ours |= set(connection.scalars(self._added, _rows(works)))
            recorded = _recorded_since(connection, {name: works[name] for name in ours}, seen)
            if recorded:
                self._dropped(connection, recorded)
        return ours - recorded.keys()

    def _dropped(self, connection: Connection, works: Iterable[str]) -> set[str]:
        return set(connection.scalars(self._dropping, {"works": list(works)}))

    # Each statement is made once: for a claim on one or two works, making them takes longer than all the rest.

    @cached_property
    def _taken_over(self) -> Executable:
        """Claims that have run out. One that somebody else is changing at this moment is not waited for."""
        ran_out = (
            select(_CLAIMS.work)
            .where(_CLAIMS.work.in_(_THESE), _CLAIMS.until < self._now)
            .with_for_update(skip_locked=True)  # SQLite has one writer at a time, and leaves this away
        )
        taken = update(table_of(ClaimRow)).where(_CLAIMS.work.in_(ran_out))
        return taken.values(grader=self._grader, until=self._until).returning(_CLAIMS.work)

    @cached_property
    def _added(self) -> Executable:
        """Claims on what nobody has claimed. It waits for nobody either."""
        added = _INSERT[self._database.dialect.name](table_of(ClaimRow)).on_conflict_do_nothing()
        added = added.values(grader=self._grader, until=self._until).returning(_CLAIMS.work)
        return cast("Executable", added)

    @cached_property
    def _dropping(self) -> Executable:
        return delete(table_of(ClaimRow)).where(_CLAIMS.work.in_(_THESE), self._mine).returning(_CLAIMS.work)


def _rows(works: Works) -> list[dict[str, str]]:
    return [
        {"work": name, "student": student, "assignment": assignment, "submission": submission}
        for name, (student, assignment, submission, _) in works.items()
    ]


def counted(connection: Connection, students: Iterable[str] | None = None) -> Counter[Pair]:
    """How many verdicts there are for each student's work on each assignment. None is ever removed."""
    rows = _COUNTED if students is None else _COUNTED.where(_VERDICTS.student.in_(list(students)))
    return Counter({(student, assignment): count for student, assignment, count in connection.execute(rows)})


def _recorded_since(connection: Connection, works: Works, seen: Counter[Pair]) -> Works:
    now = counted(connection, {student for student, *_ in works.values()}) if works else Counter[Pair]()
    return {name: key for name, key in works.items() if now[key[:2]] != seen[key[:2]]}
