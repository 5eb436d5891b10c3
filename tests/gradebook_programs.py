"""Programs that use one gradebook at the same moment, or are killed while they do. Run with a task and an address.

They are forked from this one, which has imported all that they need, so that they really meet.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

import alembic.command  # noqa: F401
from sqlalchemy import Engine, create_engine, event, text

from autograder.course import present
from autograder.gradebook import Comment, Decision, DecisionKind, Gradebook, HandMark, Pair
from old_gradebook import numbered

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


def claim_together(url: str) -> None:
    """Several graders, each with a claim on what it gets, record all there is."""
    works = [numbered(number, student=f"s{number % 50}") for number in range(400)]

    def grades(number: int) -> None:
        chance = Random(number)
        with Gradebook(url) as book:
            claims, seen = book.claims(f"g{number}", "judge"), Counter[Pair]()
            left = {verdict.key: verdict for verdict in works}
            while left:
                some = chance.sample(sorted(left), min(chance.randint(1, 30), len(left)))
                ours = claims.take(some, book.counted() if chance.random() < 0.3 else seen)
                known = {verdict.key for verdict in book.verdicts()}
                book.record_claimed({key: left[key] for key in ours - known}, NOW, claims)
                claims.give_back(f"g{number}")
                seen = book.counted()
                left = {key: verdict for key, verdict in left.items() if key not in ours | known}

    together(grades)


def record_and_tell(url: str) -> None:
    """Record group after group, and tell each verdict's submission, until killed."""
    with Gradebook(url) as book:
        claims = book.claims(f"teller {os.getpid()}", "judge")
        for number in count():
            group = [numbered(100 * number + each, student=f"p{os.getpid()}") for each in range(25)]
            claims.take([verdict.key for verdict in group], book.counted())
            for verdict in book.record_claimed({verdict.key: verdict for verdict in group}, NOW, claims):
                print(verdict.student, verdict.submission, flush=True)


def held(programs: Path, url: str, number: int) -> list[tuple[str, str]]:
    """What a program had told when it was killed, a little later each time."""
    child = subprocess.Popen([sys.executable, programs, "tell", url], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = [child.stdout.readline() for _ in range(40 * number + 1)]
    os.kill(child.pid, signal.SIGKILL)
    told += child.communicate()[0].splitlines(keepends=True)
    return [(line.split()[0], line.split()[1]) for line in told if line.endswith("\n")]


def lost(url: str, told: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """What was told and is not recorded, or not once."""
    with Gradebook(url) as book:
        often = Counter((verdict.student, verdict.submission) for verdict in book.history())
    return {each for each in told if often[each] != 1}


def be_present(folder: str) -> None:
    with present(Path(folder)) as here:
        print(here.name, flush=True)
        time.sleep(60)


if __name__ == "__main__":
    {
        "open": open_together, "write": write_together, "die": die_at_each_statement, "claim": claim_together,
        "tell": record_and_tell, "present": be_present,
    }[sys.argv[1]](sys.argv[2])  # fmt: skip
