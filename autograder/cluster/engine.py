"""A cluster as a source of verdicts. They are the judge's, and the gradebook keeps them as such."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from ..cohort import Grading, JudgeEngine, Proven, Stopped, Work, one_by_one
from ..course import Course
from ..intake import Upload
from ..judge import Verdict
from ..sandbox import Level
from .address import Protection


@dataclass(frozen=True)
class ClusterEngine:
    """Our judge on the nodes of a cluster. Executed notebooks come back, and are kept in the folder `results`."""

    address: str
    results: Path | None = None
    level: Level = "L0"
    keys: Path | None = None
    tell: Callable[[str], None] = lambda _: None
    name: str = JudgeEngine.name

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict | Stopped, None, None]:
        yield from one_by_one(self, course, uploads, jobs)

    def share(self, course: Course, work: Work, jobs: int) -> Generator[list[Verdict | Stopped], None, None]:
        if not work:
            return
        from .dispatch import Dispatch
        from .nodes import Nodes

        dispatch = Dispatch(self.address, Protection.of("client", self.keys))
        self.tell(f"Grading on the nodes of {self.address}.")
        with Nodes(dispatch, course, self.level, self.tell) as nodes:
            grading = Grading(course, nodes, self.results and self.results / "notebooks")
            yield from grading.share(work, Proven(self.results))
