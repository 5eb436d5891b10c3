"""One run of a grader over a cohort: lock the folder, choose what to grade, record, and count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from types import TracebackType

from ..assignment import Assignment
from ..course import Course, alone
from ..gradebook import Gradebook
from ..intake import Upload, fingerprint
from ..judge import Key, Verdict
from .engine import Engine
from .stopped import Stopped
from .tally import Tally


class Run:
    """A context manager: while it is open, no other grader works on the same results.

    `pending` are the uploads to grade, `unchanged` counts those that need no grading, and `waiting` are those whose
    topic is broken: they can't be graded until its author has fixed it.
    """

    def __init__(
        self, course: Course, uploads: list[Upload], results: Path, gradebook: str, engine: Engine,
        *, again: bool = False, busy: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.course, self.engine, self.tally = course, engine, Tally()
        self.waiting = [upload for upload in uploads if upload.assignment in course.broken]
        self._gradable = [upload for upload in uploads if upload.assignment in course.by_name]
        self._results, self._address, self._again, self._busy = results, gradebook, again, busy
        self.pending: list[Upload] = []
        self._open = ExitStack()

    def __enter__(self) -> Run:
        with ExitStack() as opened:
            opened.enter_context(alone(self._results, self._busy))
            self._book = opened.enter_context(Gradebook(self._address))
            self.pending = self._gradable if self._again else self._new()
            self._open = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    @property
    def unchanged(self) -> int:
        return len(self._gradable) - len(self.pending)

    def verdicts(self, jobs: int, now: Callable[[], datetime]) -> Iterator[Verdict]:
        """Grade the pending uploads; each verdict is recorded before it is yielded."""
        with closing(self.engine.grade(self.course, self.pending, jobs)) as found:
            for each in found:
                if isinstance(each, Stopped):
                    self.tally.stopped.append(each)
                    continue
                self._book.record(each, now())
                self.tally.add(each)
                yield each

    def _new(self) -> list[Upload]:
        return todo(self._gradable, self.course.assignments, self._book.settled(self.engine.name))


def todo(uploads: Iterable[Upload], assignments: Iterable[Assignment], settled: set[Key]) -> list[Upload]:
    """The uploads that are new or changed, or whose assignment has changed since they were graded."""
    hashes = {assignment.name: assignment.hash for assignment in assignments}

    def is_settled(upload: Upload) -> bool:
        try:
            key = upload.student, upload.assignment, fingerprint(upload), hashes[upload.assignment]
        except OSError:  # a worker will get it again, and report it
            return False
        return not upload.ours and key in settled

    return [upload for upload in uploads if not is_settled(upload)]
