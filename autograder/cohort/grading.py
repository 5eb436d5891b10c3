"""One cohort's grading by our judge, and what it means when a worker fails.

Theory of operation. First the right answers of each topic are graded: if they fail, the topic is at fault, and none of
its uploads is graded. When an upload makes grading fail again and again, the right answers are graded once more. If
that fails as well, the machine is at fault (OURS), and the next run tries again. If it works, the upload gets one more
try, and is then HELD: no upload can wear down a grader, or hide an earlier verdict.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..course import Course
from ..intake import Submission, Upload, fingerprint
from ..judge import Ruling, Verdict, not_graded
from ..workers import Crew, Done, Trouble
from .proven import Proven
from .stopped import Stopped
from .tasks import Found, GradeRight, GradeUpload, Sound
from .work import Work


class Grading:
    """The grading of one cohort, by a pool of workers or by nodes elsewhere."""

    def __init__(self, course: Course, pool: Crew[Found], notebooks: Path | None, question: str = "") -> None:
        self._course, self._pool, self._notebooks, self._question = course, pool, notebooks, question
        self._stopped: set[str] = set()
        self._failed: dict[str, list[tuple[GradeUpload, Trouble]]] = {}  # by topic, until its right answers are graded

    def prove(self, topics: Iterable[str], proven: Proven) -> Iterator[Stopped]:
        """Grade the right answers of topics that have changed since they were last found sound."""
        hashes = {topic: self._course.by_name[topic].hash for topic in sorted(topics)}
        tasks = [GradeRight(topic, self._notebooks) for topic, known in hashes.items() if known not in proven]
        for done in self._pool.results(tasks):
            if fault := _fault(done):
                yield from self._stop(done.task.name, fault)
            elif done.trouble is None:
                proven.add(hashes[done.task.name])

    def share(self, work: Work, proven: Proven) -> Iterator[list[Verdict | Stopped]]:
        """All of it: prove the topics that are needed, and grade their uploads."""
        yield list(self.prove({upload.assignment for upload in work}, proven))
        yield from self.grade(work)

    def grade(self, work: Work) -> Iterator[list[Verdict | Stopped]]:
        """A verdict on each upload, but for those of topics that are stopped; those that are ready at once, together.

        Uploads are taken only as workers have room for them: others may be grading the same work.
        """
        lanes = work.parted(lambda upload: self._course.by_name[upload.assignment].trains)
        for group in self._pool.groups(self._next(lanes)):
            for task in self._next(lanes):
                self._pool.add(task)
            yield [found for done in group for found in self._found(done)]

    def _next(self, lanes: tuple[Work, Work]) -> list[GradeUpload]:
        """What the workers have room for, of uploads that take no training and of those that take one."""
        return [
            GradeUpload(upload, self._notebooks, trains=trains, question=self._question)
            for trains, lane in zip((False, True), lanes, strict=True)
            for upload in lane.take(self._pool.wants(trains=trains), self._wanted)
        ]

    def _wanted(self, upload: Upload) -> bool:
        return upload.assignment not in self._stopped

    def _found(self, done: Done[Found]) -> Iterator[Verdict | Stopped]:
        task = done.task
        return self._graded(task, done) if isinstance(task, GradeUpload) else self._tried_again(task.name, done)

    def _graded(self, task: GradeUpload, done: Done[Found]) -> Iterator[Verdict | Stopped]:
        if isinstance(done.result, Verdict):
            yield done.result
        elif fault := _fault(done):
            yield from self._stop(task.upload.assignment, fault)
        elif task.last:
            yield self._not_graded(task, Ruling.HELD, done.trouble)
        else:
            failed = self._failed.setdefault(task.upload.assignment, [])
            if not failed:
                self._pool.add(GradeRight(task.upload.assignment, self._notebooks))
            failed.append((task, done.trouble or Trouble("")))

    def _tried_again(self, topic: str, done: Done[Found]) -> Iterator[Verdict | Stopped]:
        """What an upload's failure means, now that the right answers have been graded again."""
        failed = self._failed.pop(topic, [])
        if fault := _fault(done):
            yield from self._stop(topic, fault)
        elif done.trouble is not None:
            yield from (self._not_graded(task, Ruling.OURS, trouble) for task, trouble in failed)
        else:
            for task, _ in failed:
                self._pool.add(replace(task, last=True))

    def _stop(self, topic: str, fault: str) -> Iterator[Stopped]:
        """Grade none of a topic's uploads from now on: nobody should lose a point by its author's mistake."""
        self._pool.drop(lambda task: isinstance(task, GradeUpload) and task.upload.assignment == topic)
        if topic not in self._stopped:
            self._stopped.add(topic)
            yield Stopped(topic, fault)

    def _not_graded(self, task: GradeUpload, ruling: Ruling, trouble: Trouble | None) -> Verdict:
        upload, digest = task.upload, ""
        with contextlib.suppress(OSError):
            digest = fingerprint(upload)
        submission = Submission(upload.student, upload.assignment, digest, upload.submitted)
        others = " while others were graded" if ruling is Ruling.HELD else ""
        reason = f"Grading failed again and again{others}: {trouble.text if trouble else ''}"
        return not_graded(self._course.by_name[upload.assignment], submission, ruling, reason)


def _fault(done: Done[Found]) -> str:
    """Why a topic itself is at fault; nothing if it is not."""
    if done.trouble is not None:
        return done.trouble.text if done.trouble.mistake else ""
    return done.result.fault if isinstance(done.result, Sound) else ""
