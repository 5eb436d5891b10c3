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
from ..intake import Upload, file_name, fingerprint, read
from ..judge import Key, Ruling, Verdict, as_handed_in
from .engine import Engine, JudgeEngine
from .notebooks import keep
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
        self._uploads = {(upload.student, upload.assignment): upload for upload in self._gradable}
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
                self._keep(each)
                yield each

    def _keep(self, verdict: Verdict) -> None:
        """Other graders give us no notebook that ran. Then it is kept as it was handed in, for people to read."""
        assignment = self.course.by_name[verdict.assignment]
        upload = self._uploads.get((verdict.student, verdict.assignment))
        if verdict.engine != JudgeEngine.name and assignment.cells and upload and verdict.status is Ruling.GRADED:
            notebook = as_handed_in(read(upload, assignment), verdict.outcomes)
            keep(notebook, self._results / "notebooks" / file_name(upload.student), assignment.name, verdict.submission)

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
