"""The source of verdicts: our judge in a pool of workers, or an adapter that runs another grader."""

from __future__ import annotations

import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from ..course import Course
from ..intake import Upload
from ..judge import Verdict
from ..sandbox import Level, Limits
from ..workers import Orders, Pool
from .grading import Grading
from .proven import Proven
from .stopped import Stopped
from .tasks import Found
from .work import Work

_WORTH_A_WORKER = 10  # submissions


class Engine(Protocol):
    """Something that grades uploads."""

    @property
    def name(self) -> str:
        """The name recorded with each verdict."""

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        """Yield a verdict on each upload as it is ready, or what stops a topic. Closing the generator stops it all."""


@runtime_checkable
class Sharing(Engine, Protocol):
    """An engine that takes uploads as it has room for them, while other graders take others of the same work."""

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict | Stopped], None, None]:
        """As `grade`, but yield together what is ready at the same time: it is recorded at once."""


@dataclass(frozen=True)
class JudgeEngine:
    """Our judge. Executed notebooks, and what was proven of the course, are kept in the folder `results`.

    With a `question`, it grades only that.
    """

    results: Path | None = None
    level: Level = "L0"
    name: str = "judge"
    question: str = ""

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        yield from one_by_one(self, course, uploads, jobs)

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict | Stopped], None, None]:
        orders = Orders(course.root, self.level, course.policy.gpu)
        limits = Limits.granted_by(course.policy.limits)
        with Pool[Found](orders, limits, min(jobs, _enough(course, work))) as pool:
            grading = Grading(course, pool, self.results and self.results / "notebooks", self.question)
            yield from grading.share(work, Proven(self.results))


def one_by_one(
    engine: Sharing, course: Course, uploads: list[Upload], jobs: int
) -> Generator[Verdict | Stopped, None, None]:
    """What an engine finds if nobody else grades."""
    with closing(engine.share(course, Work(uploads), jobs)) as groups:
        for group in groups:
            yield from group


def _enough(course: Course, work: Work) -> int:
    """How many workers are worth starting: a start takes as long as several notebooks that train nothing."""
    trained = sum(bool(course.by_name[upload.assignment].variables) for upload in work)
    return trained + math.ceil((len(work) - trained) / _WORTH_A_WORKER)
