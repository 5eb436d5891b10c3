"""The source of verdicts: our judge in a pool of workers, or an adapter that runs another grader."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..course import Course
from ..intake import Upload
from ..judge import Verdict
from ..sandbox import Level, Limits
from ..workers import Orders, Pool
from .grading import Grading
from .proven import Proven
from .stopped import Stopped
from .tasks import Found

_WORTH_A_WORKER = 10  # submissions


class Engine(Protocol):
    """Something that grades uploads."""

    @property
    def name(self) -> str:
        """The name recorded with each verdict."""

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        """Yield a verdict on each upload as it is ready, or what stops a topic. Closing the generator stops it all."""


@dataclass(frozen=True)
class JudgeEngine:
    """Our judge. Executed notebooks, and what was proven of the course, are kept in the folder `results`."""

    results: Path | None = None
    level: Level = "L0"
    name: str = "judge"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        orders = Orders(course.root, self.level, course.policy.gpu)
        limits = Limits.granted_by(course.policy.limits)
        with Pool[Found](orders, limits, min(jobs, _enough(course, uploads))) as pool:
            grading = Grading(course, pool, self.results and self.results / "notebooks")
            yield from grading.prove({upload.assignment for upload in uploads}, Proven(self.results))
            yield from grading.grade(uploads)


def _enough(course: Course, uploads: list[Upload]) -> int:
    """How many workers are worth starting: a start takes as long as several notebooks that train nothing."""
    trained = sum(bool(course.by_name[upload.assignment].variables) for upload in uploads)
    return trained + math.ceil((len(uploads) - trained) / _WORTH_A_WORKER)
