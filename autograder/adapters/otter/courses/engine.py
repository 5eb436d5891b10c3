"""Grade otter's assignments with otter's rules and our boxes, in a pool of workers."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from ....cohort import Stopped
from ....course import Course
from ....intake import Upload
from ....judge import Verdict
from ....sandbox import Level
from ...whole import grade_all
from .autograding import Autograde
from .course import OtterCourse, load_known
from .scores import ENGINE


@dataclass(frozen=True)
class BoxedOtter:
    """otter's own steps for each submission, with a box in place of its kernel.

    The files that otter writes go to the folder `results`.
    """

    course: OtterCourse
    results: Path
    level: Level = "L0"

    @property
    def name(self) -> str:
        return ENGINE

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        tasks = [Autograde(upload, self.results.resolve()) for upload in uploads]
        yield from grade_all(course, tasks, load_known, self.level, jobs)
