"""Let another grader work, with a box of its own for each submission.

Theory of operation. Their tests run beside the student's code, so whatever they report can be forged, and every verdict
says so. All else stays out of that code's reach: its box has the released course, the one submission, and nothing of
this machine, of other students or of the grades. What goes wrong in a box costs that submission only. Verdicts come as
they are ready, so a run that is stopped goes on where it was.
"""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
import time
from abc import abstractmethod
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
_ERROR = re.compile(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Exit)(?:: .*)?")


@dataclass(frozen=True)
class Timed:
    """What a grader found, and the seconds that it took, as it says itself."""

    outcomes: tuple[Outcome, ...]
    seconds: float


class Grader(Protocol):
    """Another grader. It is given what was made ready for an assignment, and one submission."""

    @property
    def name(self) -> str:
        """The name recorded with each verdict."""

    def program(self, assignment: str, released: Path, handed_in: Mapping[str, Path]) -> Program:
        """What to run for one submission, whose files are given by their names."""

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        """Its results. They come from beside the student's code, so anything may stand in them. Raises NoScore."""


class GraderOfReleases(Grader, Protocol):
    """One that is given a course as we release it."""

    @property
    def release(self) -> Release:
        """What we release for it."""

    def prepare(self, released: Path, names: Iterable[str]) -> None:
        """Make the released course ready, once for all submissions; no student's code runs. Raises EngineError."""


@dataclass(frozen=True)
class Boxes:
    """Another grader, for as many submissions at a time as there are jobs."""

    confined: bool = True
    start_seconds: float = START_SECONDS  # for the grader to start, in addition to what a course grants a submission

    @property
    @abstractmethod
    def grader(self) -> Grader: ...

    @property
    def name(self) -> str:
        return self.grader.name

    @abstractmethod
    def made_ready(self, course: Course, topics: tuple[Assignment, ...], to: Path) -> tuple[Assignment, ...]:
        """Put what the grader needs below a folder; return the topics as it can score them."""

    @abstractmethod
    def handed_in(self, upload: Upload) -> Mapping[str, bytes]:
        """The files of a submission by name, or raise Refused."""

    def keep(self, upload: Upload, files: Mapping[str, bytes]) -> None:
        """Put a graded submission's files where people look for them."""

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        """A verdict on each upload, as it is ready. Closing the generator ends what still runs."""
        topics = tuple(course.by_name[name] for name in dict.fromkeys(upload.assignment for upload in uploads))
        limits = Limits.granted_by(course.policy.limits)
        limits = replace(limits, total_seconds=limits.total_seconds + self.start_seconds)
        with tempfile.TemporaryDirectory(prefix="autograder-") as scratch, Programs(confined=self.confined) as programs:
            released = Path(scratch, "released")
            scored = self.made_ready(course, topics, released)
            place = _Place(self, programs, {topic.name: topic for topic in scored}, released, limits)
            yield from _as_ready(place, uploads, jobs, Path(scratch))


@dataclass(frozen=True)
class BoxedEngine(Boxes):
    """Another grader for a course of ours, as we release it."""

    grader: ClassVar[GraderOfReleases]

    hidden_data: bool = False  # which a student's code could read there

    def made_ready(self, course: Course, topics: tuple[Assignment, ...], to: Path) -> tuple[Assignment, ...]:
        write_release(self.grader.release, course, topics, to, hidden_data=self.hidden_data)
        self.grader.prepare(to, [topic.name for topic in topics])
        return topics if self.hidden_data else tuple(map(without_hidden_data, topics))

    def handed_in(self, upload: Upload) -> Mapping[str, bytes]:
        if upload.path is None:
            raise Refused("There is no notebook in the upload.")
        content = read_capped(upload.path, _LARGEST)
        parse(content)
        return {f"{upload.assignment}.ipynb": content}


@dataclass(frozen=True)
class _Place:
    """Where the submissions of a run are graded."""

    engine: Boxes
    programs: Programs
    topics: Mapping[str, Assignment]
    released: Path
    limits: Limits

    @property
    def grader(self) -> Grader:
        return self.engine.grader


def _as_ready(place: _Place, uploads: list[Upload], jobs: int, scratch: Path) -> Generator[Verdict, None, None]:
    pool = ThreadPoolExecutor(jobs)
    try:
        numbers = itertools.count()
        tasks = {pool.submit(_graded, place, each, scratch / f"{next(numbers)}"): each for each in uploads}
        for done in as_completed(tasks):
            verdict, files = done.result()
            if verdict.status is Ruling.GRADED:
                place.engine.keep(tasks[done], files)
            yield verdict
    finally:
        place.programs.close()
        pool.shutdown(cancel_futures=True)


def _graded(place: _Place, upload: Upload, folder: Path) -> tuple[Verdict, Mapping[str, bytes]]:
    """The verdict on one upload, and the files that came of it. Its own lie in a folder meanwhile, out of reach."""
    assignment, name = place.topics[upload.assignment], place.grader.name
    try:
        handed_in = _copied(place.engine, upload, folder)
        start = time.monotonic()
        program = place.grader.program(upload.assignment, place.released, handed_in)
        ran = place.programs.run(replace(program, limits=place.limits))
    except Refused as reason:
        return failed(assignment, upload, name, str(reason), Ruling.REFUSED), {}
    except (OSError, SandboxError) as fault:
        return failed(assignment, upload, name, str(fault)), {}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _verdict(place, upload, ran, time.monotonic() - start), ran.files


def _copied(engine: Boxes, upload: Upload, folder: Path) -> dict[str, Path]:
    """The files of a submission, each under a number: students choose names, but none that we write to."""
    if upload.ours:
        raise OSError(upload.problem)
    if upload.problem:
        raise Refused(upload.problem)
    folder.mkdir()
    copies = dict[str, Path]()
    for number, (name, content) in enumerate(engine.handed_in(upload).items()):
        copies[name] = folder / str(number)
        copies[name].write_bytes(content)
    return copies


def _verdict(place: _Place, upload: Upload, ran: Ran, seconds: float) -> Verdict:
    """What came of a run. Where there is no score, a person must look at it."""
    name, assignment = place.grader.name, place.topics[upload.assignment]
    if ran.ended:
        return failed(assignment, upload, name, f"{name} gave no score: {ran.ended}", Ruling.HELD)
    try:
        timed = place.grader.found(assignment, ran.files)
    except NoScore as reason:
        said = f"{name} gave no score: {reason} {_last_words(ran.said)}".strip()
        return failed(assignment, upload, name, said, Ruling.HELD)
    level = ran.level if ran.level == "unsafe" else FORGEABLE
    return verdict(assignment, upload, name, timed.outcomes, min(max(timed.seconds, 0.0), seconds), level)


def _last_words(said: str) -> str:
    """The last error that a grader told of, without the way to it; or else the end of all that it said."""
    errors = [line.strip() for line in said.splitlines() if _ERROR.fullmatch(line.strip())]
    return errors[-1][:_SAID] if errors else said[-_SAID:]
