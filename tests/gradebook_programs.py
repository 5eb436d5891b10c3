"""Programs that use one gradebook at the same moment, or are killed while they do. Run with a task and an address.

They are forked from this one, which has imported all that they need, so that they really meet.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import alembic.command  # noqa: F401
from sqlalchemy import Engine, create_engine, event, text

from autograder.gradebook import Comment, Decision, DecisionKind, Gradebook, HandMark

PROGRAMS = 6
EACH = 20
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def program(work: Callable[[], None]) -> int:
    """Start a process that does this, and ends with 0 if it could."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        os._exit(1)
    os._exit(0)


def end(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def together(work: Callable[[int], None]) -> None:
    """Do this in several processes, which all wait for one moment."""
    ready, go = os.pipe()

    def wait_and_work(number: int) -> None:
        os.close(go)
        os.read(ready, 1)
        work(number)

    children = [program(partial(wait_and_work, number)) for number in range(PROGRAMS)]
    os.close(go)
    assert [end(child) for child in children] == [0] * PROGRAMS


def opens(url: str) -> None:
    with Gradebook(url):
        pass


def open_together(url: str) -> None:
    """All find the gradebook as it is, which one of them upgrades."""
    together(lambda _: opens(url))


def write_together(url: str) -> None:
    def writes(number: int) -> None:
        about = {"assignment": "01-doubling", "question": "double", "author": f"a{number}", "when": NOW}
        with Gradebook(url) as book:
            for each in range(EACH):
                student = f"s{each}"
                book.record_mark(HandMark(student=student, points=number, maximum=5, source="table", **about))
                book.record_comment(Comment(student=student, text="Good.", source="table", **about))
                made = book.record_decision(Decision(student=student, kind=DecisionKind.EXCUSE, **about))
                book.record_decision(Decision(student=student, kind=DecisionKind.UNDO, undoes=made.number, **about))

    together(writes)


def die_at_each_statement(url: str) -> None:
    """Upgrade, killed before the first statement, then before the second, and so on, until an upgrade is complete."""

    def dies(last: int) -> None:
        statements = iter(range(last))

        @event.listens_for(Engine, "before_cursor_execute")
        def count(*_: object) -> None:
            if next(statements, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        opens(url)

    died = 0
    while (code := end(program(partial(dies, died)))) == -signal.SIGKILL:
        died += 1
        engine = create_engine(url)
        with engine.connect() as connection:  # as the old program reads it
            print(connection.execute(text("SELECT count(*) FROM verdicts")).scalar())
        engine.dispose()
    assert code == 0


if __name__ == "__main__":
    {"open": open_together, "write": write_together, "die": die_at_each_statement}[sys.argv[1]](sys.argv[2])
