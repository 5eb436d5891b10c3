"""Graders that share the work of one gradebook, killed at random moments. Run with a course, submissions, an address,
a folder for results, and how they work: `shared` or `plain` engines, in `one` folder of results or in `two`.

They are forked from this one, which has imported all that they need. Each writes down what it was told.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

from autograder.cohort import Run, Work
from autograder.course import Course, load_course
from autograder.intake import Upload, find, fingerprint
from autograder.judge import Ruling, Verdict
from gradebook_programs import end, program

KILLS = 20
NOW = datetime(2026, 11, 20, tzinfo=UTC)
AWAY = 3.0  # seconds until a grader is believed gone whose folder nobody sees


def verdict(course: Course, upload: Upload) -> Verdict:
    topic = course.by_name[upload.assignment]
    return Verdict(
        upload.student, topic.name, fingerprint(upload), upload.submitted, topic.hash, Ruling.GRADED, engine="quick"
    )


@dataclass(frozen=True)
class Plain:
    """A grader that is given all its work at once. It takes a little time for each upload."""

    seconds: float = 0.0
    name: str = "quick"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        for upload in uploads:
            time.sleep(self.seconds)
            yield verdict(course, upload)


class Shared(Plain):
    """The same, but it takes work as it has room for it."""

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict], None, None]:
        while some := work.take(jobs):
            time.sleep(self.seconds)
            yield [verdict(course, upload) for upload in some]


def grade(course: Course, uploads: list[Upload], url: str, results: Path, engine: Plain, held: float) -> None:
    told = os.open(results.parent / "told", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with Run(course, uploads, results, url, engine, held=held) as run:
        for found in run.verdicts(3, lambda: NOW):
            os.write(told, f"{found.student} {os.getpid()}\n".encode())


def kill_at_random(root: Path, submissions: Path, url: str, to: Path, engine: str, folders: str) -> None:
    course, chance = load_course(root), Random(1)
    uploads = find(submissions, course.names)
    kind = {"shared": Shared, "plain": Plain}[engine](0.02)
    held = {"one": 600.0, "two": AWAY}[folders]
    places = {"one": (to / "results",) * 2, "two": (to / "here", to / "there")}[folders]
    starts = [partial(grade, course, uploads, url, place, kind, held) for place in places]
    children = [program(start) for start in starts]
    kills = 0
    while kills < KILLS:
        time.sleep(chance.uniform(0.02, 0.25))
        number = chance.randrange(2)
        os.kill(children[number], signal.SIGKILL)
        ended = end(children[number])
        kills += ended == -signal.SIGKILL
        assert ended in (0, -signal.SIGKILL), ended
        children[number] = program(starts[number])
    assert [end(child) for child in children] == [0, 0]


if __name__ == "__main__":
    kill_at_random(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), *sys.argv[5:])
