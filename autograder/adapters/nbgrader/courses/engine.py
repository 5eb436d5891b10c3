"""Grade an nbgrader course with nbgrader's rules and our boxes, in a pool of workers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from ....cohort import Stopped
from ....course import Course
from ....intake import Upload
from ....judge import Judge, Seal, Verdict
from ....sandbox import Level, Limits
from ....workers import Orders, Pool, Trouble
from ...verdicts import failed
from .autograding import TOTAL_SECONDS, Autograde
from .course import NbgraderCourse, load_known
from .scores import ENGINE
from .sealing import Place, places


@dataclass(frozen=True)
class BoxedNbgrader:
    """nbgrader's own steps for each submission, with a box in place of its kernel.

    Tests' cells that can are run outside the student's notebook, unless the notebook shall run `whole`. `strict` mends
    nbgrader's slips in what a cell is worth.
    """

    course: NbgraderCourse
    level: Level = "L0"
    whole: bool = False
    strict: bool = False

    @property
    def name(self) -> str:
        return ENGINE + ", whole" * self.whole + ", strict" * self.strict

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        limits = replace(Limits.granted_by(course.policy.limits), total_seconds=TOTAL_SECONDS)
        seals = self._seals(limits, {upload.assignment for upload in uploads})
        names = self.course.notebooks
        tasks = [Autograde(each, names[each.assignment], seals[each.assignment], self.strict) for each in uploads]
        orders = Orders(course.root, self.level, load=load_known)
        with Pool[Verdict](orders, limits, min(jobs, max(len(tasks), 1))) as pool:
            for done in pool.results(tasks):
                assert isinstance(done.task, Autograde)
                verdict = done.result or _ours(course, done.task.upload, done.trouble)
                yield replace(verdict, engine=self.name)

    def _seals(self, limits: Limits, assignments: set[str]) -> dict[str, dict[str, Seal]]:
        """How tests' cells run outside the notebook, by assignment and cell."""
        if self.whole:
            return {name: {} for name in assignments}
        found = inspected(self.course, limits, sorted(assignments), self.level)
        return {name: {each.name: each.seal for each in places if each.seal} for name, places in found.items()}


def inspected(
    course: NbgraderCourse, limits: Limits, assignments: Sequence[str], level: Level = "L0"
) -> dict[str, list[Place]]:
    """Where each test's cell runs, by assignment. The author's own solutions are tried for that."""
    with Judge(course.course.secret, level) as judge:
        return {name: places(course.root, name, judge, limits) for name in assignments}


def _ours(course: Course, upload: Upload, trouble: Trouble | None) -> Verdict:
    reason = f"Grading failed again and again: {trouble.text if trouble else ''}"
    return failed(course.by_name[upload.assignment], upload, ENGINE, reason)
