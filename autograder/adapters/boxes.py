"""Let another grader work, with a box of its own for each submission.

Theory of operation. Their tests run beside the student's code, so whatever they report can be forged, and every verdict
says so. All else stays out of that code's reach: its box has the released course, the one submission, and nothing of
this machine, of other students or of the grades. What goes wrong in a box costs that submission only. Verdicts come as
they are ready, so a run that is stopped goes on where it was.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Protocol

from ..assignment import Assignment, without_hidden_data
from ..build import write_release
from ..course import Course
from ..intake import Refused, Upload, parse, read_capped
from ..judge import FORGEABLE, Outcome, Ruling, Verdict
from ..release import Release
from ..sandbox import Limits, Program, Programs, Ran, SandboxError
from .verdicts import NoScore, failed, verdict

START_SECONDS = 60.0
_LARGEST = 20 << 20  # bytes of a notebook
_SAID = 500  # characters of what a grader said


@dataclass(frozen=True)
class Timed:
    """What a grader found, and the seconds that it took, as it says itself."""

    outcomes: tuple[Outcome, ...]
    seconds: float


class Grader(Protocol):
    """Another grader. It is given a course as we release it, and a submission."""

    @property
    def name(self) -> str:
        """The name recorded with each verdict."""

    @property
    def release(self) -> Release:
        """What we release for it."""

    def prepare(self, released: Path, names: Iterable[str]) -> None:
        """Make the released course ready, once for all submissions; no student's code runs. Raises EngineError."""

    def program(self, assignment: str, released: Path, notebook: Path) -> Program:
        """What to run for one submission."""

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        """Its results. They come from beside the student's code, so anything may stand in them. Raises NoScore."""


@dataclass(frozen=True)
class _Place:
    """Where the submissions of a run are graded."""

    grader: Grader
    programs: Programs
    topics: Mapping[str, Assignment]
    released: Path
    limits: Limits


@dataclass(frozen=True)
class BoxedEngine:
    """Another grader, for as many submissions at a time as there are jobs."""

    grader: ClassVar[Grader]

    hidden_data: bool = False  # which a student's code could read there
    confined: bool = True
    start_seconds: float = START_SECONDS  # for the grader to start, in addition to what a course grants a submission

    @property
    def name(self) -> str:
        return self.grader.name

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        """A verdict on each upload, as it is ready. Closing the generator ends what still runs."""
        topics = tuple(course.by_name[name] for name in dict.fromkeys(upload.assignment for upload in uploads))
        limits = Limits.granted_by(course.policy.limits)
        limits = replace(limits, total_seconds=limits.total_seconds + self.start_seconds)
        with tempfile.TemporaryDirectory(prefix="autograder-") as scratch, Programs(confined=self.confined) as programs:
            released = Path(scratch, "released")
            write_release(self.grader.release, course, topics, released, hidden_data=self.hidden_data)
            self.grader.prepare(released, [topic.name for topic in topics])
            scored = topics if self.hidden_data else tuple(map(without_hidden_data, topics))
            place = _Place(self.grader, programs, {topic.name: topic for topic in scored}, released, limits)
            yield from _as_ready(place, uploads, jobs, Path(scratch))


def _as_ready(place: _Place, uploads: list[Upload], jobs: int, scratch: Path) -> Generator[Verdict, None, None]:
    pool = ThreadPoolExecutor(jobs)
    try:
        numbers = itertools.count()
        tasks = [pool.submit(_graded, place, each, scratch / f"{next(numbers)}.ipynb") for each in uploads]
        for done in as_completed(tasks):
            yield done.result()
    finally:
        place.programs.close()
        pool.shutdown(cancel_futures=True)


def _graded(place: _Place, upload: Upload, copy: Path) -> Verdict:
    """The verdict on one upload. `copy` is where its notebook lies meanwhile, in no student's reach."""
    assignment = place.topics[upload.assignment]
    try:
        copy.write_bytes(_content(upload))
        start = time.monotonic()
        program = place.grader.program(upload.assignment, place.released, copy)
        ran = place.programs.run(replace(program, limits=place.limits))
    except Refused as reason:
        return failed(assignment, upload, place.grader.name, str(reason), Ruling.REFUSED)
    except (OSError, SandboxError) as fault:
        return failed(assignment, upload, place.grader.name, str(fault))
    finally:
        copy.unlink(missing_ok=True)
    return _verdict(place, upload, ran, time.monotonic() - start)


def _content(upload: Upload) -> bytes:
    if upload.ours:
        raise OSError(upload.problem)
    if upload.problem or upload.path is None:
        raise Refused(upload.problem or "There is no notebook in the upload.")
    content = read_capped(upload.path, _LARGEST)
    parse(content)
    return content


def _verdict(place: _Place, upload: Upload, ran: Ran, seconds: float) -> Verdict:
    """What came of a run. Where there is no score, a person must look at it."""
    name, assignment = place.grader.name, place.topics[upload.assignment]
    if ran.ended:
        return failed(assignment, upload, name, f"{name} gave no score: {ran.ended}", Ruling.HELD)
    try:
        timed = place.grader.found(assignment, ran.files)
    except NoScore as reason:
        said = f"{name} gave no score: {reason} {ran.said[-_SAID:]}".strip()
        return failed(assignment, upload, name, said, Ruling.HELD)
    level = ran.level if ran.level == "unsafe" else FORGEABLE
    return verdict(assignment, upload, name, timed.outcomes, min(max(timed.seconds, 0.0), seconds), level)
