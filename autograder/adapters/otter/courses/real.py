"""otter itself on assignments of its own: `otter run`, in a box for each submission.

What comes back was written beside the student's code, and is read as plain data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ....assignment import Assignment, Test
from ....course import Course
from ....intake import Upload
from ....judge import Outcome
from ....sandbox import Program
from ....writing import write_whole
from ....zips import zipped
from ...boxes import Boxes, Timed
from ...verdicts import ended, facts_in, points, seconds_in
from ..engine import RESULTS, program, scores_in
from .autograding import OURS, results_place
from .course import OtterCourse
from .sources import SETTINGS, Source
from .uploads import files_of

_AUTOGRADER, _SUBMISSION = "autograder.zip", "submission.zip"


@dataclass(frozen=True)
class TheirOtter:
    """otter, for assignments that were written for it."""

    name: str = "otter"

    def program(self, assignment: str, released: Path, handed_in: Mapping[str, Path]) -> Program:
        return program(released / assignment / _AUTOGRADER, handed_in)

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        facts = facts_in(files, RESULTS)
        scores = scores_in(facts)
        return Timed(tuple(_outcome(test, scores) for test in assignment.tests), seconds_in(facts))


@dataclass(frozen=True)
class OtterItself(Boxes):
    """otter for its own assignments, with a box for each submission. Its files go to the folder `results`."""

    course: OtterCourse = field(kw_only=True)
    results: Path = Path("results")

    @property
    def grader(self) -> TheirOtter:
        return TheirOtter()

    def made_ready(self, course: Course, topics: tuple[Assignment, ...], to: Path) -> tuple[Assignment, ...]:
        for topic in topics:
            (to / topic.name).mkdir(parents=True)
            (to / topic.name / _AUTOGRADER).write_bytes(_autograder(self.course.sources[topic.name]))
        return topics

    def handed_in(self, upload: Upload) -> Mapping[str, bytes]:
        assert upload.path is not None
        return {_SUBMISSION: zipped(dict(files_of(upload.path)))}

    def keep(self, upload: Upload, files: Mapping[str, bytes]) -> None:
        facts = facts_in(files, RESULTS)
        facts.pop("seconds", None)
        write_whole(results_place(self.results, upload), json.dumps(facts, indent=4))


def _outcome(test: Test, scores: Mapping[str, object]) -> Outcome:
    return ended(test, points(scores.get(test.name), test.points))


def _autograder(source: Source) -> bytes:
    """An assignment as the autograder's zip file, which asks nothing of the network."""
    return zipped(
        {
            SETTINGS: json.dumps({**source.settings, **OURS}).encode(),
            **{f"tests/{question}.py": text.encode() for question, text in source.tests.items()},
            **{f"files/{name}": content for name, content in source.beside.items()},
        }
    )
