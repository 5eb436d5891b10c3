"""Grade an nbgrader course with nbgrader's rules and our boxes, in a pool of workers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from ....cohort import Stopped
from ....course import Course
from ....intake import Upload
from ....judge import Judge, Seal, Verdict
from ....sandbox import Level, Limits
from ...whole import grade_all
from .autograding import Autograde
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
        seals = self._seals(Limits.granted_by(course.policy.limits), {upload.assignment for upload in uploads})
        names = self.course.notebooks
        tasks = [Autograde(each, names[each.assignment], seals[each.assignment], self.strict) for each in uploads]
        for verdict in grade_all(course, tasks, load_known, self.level, jobs):
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
