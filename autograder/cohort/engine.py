"""The source of verdicts: our judge in a pool of workers, or an adapter that runs another grader."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from ..course import Course
from ..intake import Submission, Upload, file_name, fingerprint, read
from ..judge import Notebook, Ruling, Verdict, as_text, not_graded
from ..sandbox import Level, Limits
from ..workers import Done, Orders, Pool, Task, Workplace

_WORTH_A_WORKER = 10  # submissions


class Engine(Protocol):
    """Something that grades uploads."""

    @property
    def name(self) -> str:
        """The name recorded with each verdict."""

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        """Yield a verdict on each upload as it is ready. Closing the generator stops the grading."""


@dataclass(frozen=True)
class JudgeEngine:
    """Our judge. Executed notebooks go to the folder `notebooks`; the `secret` decides the hidden data."""

    secret: bytes
    notebooks: Path | None = None
    level: Level = "L0"
    name: str = "judge"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        orders, limits = Orders(course.root, self.level, self.secret), Limits.granted_by(course.policy.limits)
        tasks = [GradeUpload(upload, self.notebooks) for upload in uploads]
        with Pool[Verdict](orders, limits, min(jobs, _enough(course, uploads))) as pool:
            for done in pool.results(tasks):
                yield _verdict(course, done)


@dataclass(frozen=True)
class GradeUpload(Task[Verdict]):
    """Grade one upload, and keep its executed notebook for feedback."""

    upload: Upload
    notebooks: Path | None = None
    tries: ClassVar[int] = 4

    @property
    def name(self) -> str:
        return f"{self.upload.student} {self.upload.assignment}"

    def do(self, at: Workplace) -> Verdict:
        assignment = at.course.by_name[self.upload.assignment]
        graded = at.judge.grade(assignment, read(self.upload, assignment), at.limits)
        if self.notebooks is not None and graded.notebook is not None:
            _write(graded.notebook, self.notebooks / file_name(self.upload.student), assignment.name)
        return graded.verdict


def _enough(course: Course, uploads: list[Upload]) -> int:
    """How many workers are worth starting: a start takes as long as several notebooks that train nothing."""
    trained = sum(bool(course.by_name[upload.assignment].variables) for upload in uploads)
    return trained + math.ceil((len(uploads) - trained) / _WORTH_A_WORKER)


def _write(notebook: Notebook, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_text(as_text(notebook), encoding="utf-8")
    unfinished.replace(folder / f"{name}.ipynb")


def _verdict(course: Course, done: Done[Verdict]) -> Verdict:
    """A task's verdict; OURS if the task failed."""
    if done.trouble is None:
        return done.value()
    assert isinstance(done.task, GradeUpload)
    upload, digest = done.task.upload, ""
    with contextlib.suppress(OSError):
        digest = fingerprint(upload)
    submission = Submission(upload.student, upload.assignment, digest, upload.submitted)
    reason = f"Grading failed {GradeUpload.tries} times: {done.trouble.text}"
    return not_graded(course.by_name[upload.assignment], submission, Ruling.OURS, reason)


def in_turns(uploads: list[Upload], jobs: int) -> Iterator[list[Upload]]:
    """Deal the uploads out to at most `jobs` shares, none of them empty."""
    shards = (uploads[number::jobs] for number in range(jobs))
    return (shard for shard in shards if shard)
