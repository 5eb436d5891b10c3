"""What a worker does for a cohort: grade one upload, or the right answers of a topic."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ..assignment import with_tests
from ..intake import Upload, file_name, read
from ..judge import Verdict
from ..proof import fault_of, known_good
from ..workers import Task, Workplace
from .notebooks import keep


@dataclass(frozen=True)
class Sound:
    """Whether a topic can be graded; `fault` says why not, with file and line."""

    topic: str
    fault: str = ""


Found = Verdict | Sound  # the results of these tasks


@dataclass(frozen=True)
class GradeUpload(Task[Found]):
    """Grade one upload, and keep its executed notebook for feedback. `last` says that there will be no other try.

    With a `question`, only its tests run.
    """

    upload: Upload
    notebooks: Path | None = None
    last: bool = False
    trains: bool = False
    question: str = ""

    @property
    def tries(self) -> int:
        return 1 if self.last else 2

    @property
    def name(self) -> str:
        return f"{self.upload.student} {self.upload.assignment}"

    def do(self, at: Workplace) -> Verdict:
        assignment = at.course.by_name[self.upload.assignment]
        asked = with_tests(assignment, assignment.tests_of(self.question)) if self.question else assignment
        graded = at.judge.grade(asked, read(self.upload, assignment), at.limits)
        if self.notebooks is not None and graded.notebook is not None:
            folder = self.notebooks / file_name(self.upload.student)
            keep(graded.notebook, folder, assignment.name, graded.verdict.submission)
        return graded.verdict


@dataclass(frozen=True)
class GradeRight(Task[Found]):
    """Grade the right answers of one topic, in all as an upload is: what fails with them is not an upload's fault."""

    topic: str
    notebooks: Path | None = None

    @property
    def tries(self) -> int:
        return 2

    @property
    def name(self) -> str:
        return self.topic

    def do(self, at: Workplace) -> Sound:
        assignment = at.course.by_name[self.topic]
        graded = known_good(assignment, at.judge, at.limits)
        if self.notebooks is not None and graded.notebook is not None:
            trial = self.notebooks / f".trial-{os.getpid()}"
            keep(graded.notebook, trial, assignment.name, graded.verdict.submission)
            shutil.rmtree(trial)
        return Sound(self.topic, fault_of(assignment, graded))
