"""Grade otter's assignments with otter's rules and our boxes, in a pool of workers."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

from ....cohort import Stopped
from ....course import Course
from ....intake import Upload
from ....judge import Verdict
from ....sandbox import Level, Limits
from ....workers import Orders, Pool, Trouble
from ...verdicts import failed
from .autograding import TOTAL_SECONDS, Autograde
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
        if not uploads:
            return
        limits = replace(Limits.granted_by(course.policy.limits), total_seconds=TOTAL_SECONDS)
        tasks = [Autograde(upload, self.results.resolve()) for upload in uploads]
        orders = Orders(course.root, self.level, load=load_known)
        with Pool[Verdict](orders, limits, min(jobs, max(len(tasks), 1))) as pool:
            for done in pool.results(tasks):
                assert isinstance(done.task, Autograde)
                yield done.result or _ours(course, done.task.upload, done.trouble)


def _ours(course: Course, upload: Upload, trouble: Trouble | None) -> Verdict:
    reason = f"Grading failed again and again: {trouble.text if trouble else ''}"
    return failed(course.by_name[upload.assignment], upload, ENGINE, reason)
