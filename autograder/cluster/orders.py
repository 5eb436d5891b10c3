"""Tasks of a cohort as messages for a node, and answers as results. What a node says is checked before it counts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256

from ..cohort import Found, GradeRight, GradeUpload, Sound, keep_text
from ..course import Course
from ..errors import Signal
from ..intake import SIZE_CAP, Refused, Upload, file_name, read_capped
from ..judge import Verdict
from ..workers import Task, Trouble
from .messages import Answer, Order, written

_THERE = re.compile(r"/\S*/course-\w+/course/")


class Untrue(Signal):
    """Raised when an answer does not belong to what was asked."""


@dataclass(frozen=True)
class Orders:
    """What a cohort's tasks are for nodes with this course."""

    course: Course
    course_hash: str

    def of(self, task: Task[Found]) -> tuple[bytes, str]:
        """A task as bytes, with the upload itself, and the upload's digest. OSError means that our disk failed."""
        if isinstance(task, GradeRight):
            return written(Order(self.course_hash, task.topic, right=True, keeps=task.notebooks is not None)), ""
        assert isinstance(task, GradeUpload)
        upload, problem, content = task.upload, task.upload.problem, b""
        if upload.ours:
            raise OSError(upload.problem)
        try:
            content = _content(upload)
        except Refused as reason:
            problem = str(reason)
        order = Order(
            self.course_hash, upload.assignment, student=upload.student, submitted=upload.submitted, problem=problem,
            remarks=upload.remarks, trains=task.trains, keeps=task.notebooks is not None,
        )  # fmt: skip
        return written(order, content), sha256(content).hexdigest()

    def result(self, task: Task[Found], digest: str, answer: Answer, content: bytes) -> Found:
        """An answer as the task's result; its notebook is kept. Raise Untrue if it is about something else."""
        if isinstance(task, GradeRight):
            if answer.fault is None:
                raise Untrue("it was asked for right answers, and tells of something else")
            return Sound(task.topic, self._here(answer.fault))
        assert isinstance(task, GradeUpload)
        verdict = Verdict.from_record(answer.verdict)
        self._must_fit(verdict, task.upload, digest)
        if task.notebooks is not None and content:
            if not isinstance(json.loads(content), dict):
                raise Untrue("what it sent as a notebook is none")
            folder = task.notebooks / file_name(task.upload.student)
            keep_text(content, folder, verdict.assignment, verdict.submission)
        return verdict

    def _must_fit(self, verdict: Verdict, upload: Upload, digest: str) -> None:
        """A node may not decide who gets a verdict, on what, and since when it was there."""
        topic = self.course.by_name[upload.assignment]
        said = verdict.student, verdict.assignment, verdict.submission, verdict.assignment_hash, verdict.submitted
        if said != (upload.student, topic.name, digest, topic.hash, upload.submitted):
            raise Untrue("its verdict is about something else")

    def _here(self, fault: str) -> str:
        """A fault of a topic, with the path that the author knows instead of the node's own."""
        return _THERE.sub(lambda _: f"{self.course.root}/", fault)


def _content(upload: Upload) -> bytes:
    if upload.problem or upload.path is None:
        return b""
    return read_capped(upload.path, SIZE_CAP)


def trouble_of(answer: Answer) -> Trouble:
    """Why there is no result."""
    return Trouble(answer.trouble, mistake=answer.mistake, final=answer.final, headline=answer.headline)
