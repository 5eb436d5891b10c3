"""Let a foreign grader work on several folders at once, each with its share of the uploads."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..assignment import Assignment, without_hidden_data
from ..build import write_release
from ..cohort import in_turns
from ..course import Course
from ..intake import Upload
from ..judge import Verdict
from ..release import Release

Topics = tuple[Assignment, ...]
# Grades a share of the uploads in a folder of its own; what was released for the grader lies in another.
GradeShard = Callable[[Topics, list[Upload], Path, Path], list[Verdict]]


def grade_in_shards(
    course: Course, uploads: list[Upload], jobs: int, release: Release, grade: GradeShard, *, hidden_data: bool
) -> Generator[Verdict, None, None]:
    """The verdicts of all shards, in the order in which they were dealt out."""
    topics = tuple(course.by_name[name] for name in dict.fromkeys(upload.assignment for upload in uploads))
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch, ThreadPoolExecutor(jobs) as pool:
        released = Path(scratch, "released")
        write_release(release, course, topics, released, hidden_data=hidden_data)
        scored = topics if hidden_data else tuple(map(without_hidden_data, topics))
        done = [
            pool.submit(grade, scored, shard, released, Path(scratch, str(number)))
            for number, shard in enumerate(in_turns(uploads, jobs))
        ]
        for future in done:
            yield from future.result()
