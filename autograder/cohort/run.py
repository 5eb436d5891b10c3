"""One run of a grader over a cohort: choose what to grade, share it with other graders, record, and count.

Theory of operation. Graders that use one gradebook share the work, each upload being claimed before it is graded. What
is ready at the same moment is recorded together, and told only then. In the end a run waits for what others have
claimed, and grades what they leave: when it ends, all is graded, whoever did it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from ..assignment import Assignment
from ..course import Course, Presence, present
from ..gradebook import HELD_SECONDS, Gradebook, Pair
from ..intake import Upload, file_name, fingerprint, read
from ..judge import Key, Ruling, Verdict, as_handed_in
from .engine import Engine, JudgeEngine, Sharing
from .notebooks import keep
from .stopped import Stopped
from .tally import Tally
from .work import Work

_TOGETHER = 200  # verdicts in one transaction: nobody waits longer for the first than that takes
_PAUSE_SECONDS = 0.5  # between looks at what others have done


class Run:
    """A context manager: while it is open, other graders leave to it what it has claimed.

    `pending` are the uploads to grade, `unchanged` counts those that need no grading, and `waiting` are those whose
    topic is broken: they can't be graded until its author has fixed it. `busy` is told how many uploads others are
    grading, when there is nothing else to do. Claims hold for `held` seconds, unless they are renewed.
    """

    def __init__(
        self, course: Course, uploads: list[Upload], results: Path, gradebook: str, engine: Engine,
        *, again: bool = False, busy: Callable[[int], None] = lambda count: None, held: float = HELD_SECONDS,
    ) -> None:  # fmt: skip
        self.course, self.engine, self.tally = course, engine, Tally()
        self.waiting = [upload for upload in uploads if upload.assignment in course.broken]
        self._gradable = [upload for upload in uploads if upload.assignment in course.by_name]
        self._results, self._address, self._again, self._busy, self._held = results, gradebook, again, busy, held
        self._uploads = {_pair(upload): upload for upload in self._gradable}
        self._keys: dict[Pair, Key] = {}  # of what this run has claimed
        self._tried: set[Pair] = set()  # by this run
        self._theirs: set[Pair] = set()  # what others have graded meanwhile
        self._seen = Counter[Pair]()  # verdicts when it was chosen what to grade
        self.pending: list[Upload] = []
        self._open = ExitStack()

    def __enter__(self) -> Run:
        with ExitStack() as opened:
            self._present: Presence = opened.enter_context(present(self._results))
            self._book = opened.enter_context(Gradebook(self._address))
            self._claims = self._book.claims(self._present.name, self.engine.name, self._held)
            opened.enter_context(self._claims.renewed())
            self._seen = self._book.counted()  # before looking: what is recorded in between is noticed
            self.pending = self._gradable if self._again else self._new(self._gradable)
            self._open = opened.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    @property
    def unchanged(self) -> int:
        return len(self._gradable) - len(self.pending)

    @property
    def elsewhere(self) -> int:
        """How many of the pending uploads others have graded, or are grading."""
        return len(self._untried())

    def verdicts(self, jobs: int, now: Callable[[], datetime]) -> Iterator[Verdict]:
        """Grade the pending uploads; each verdict is recorded before it is yielded."""
        yield from self._graded(self.pending, jobs, now)
        told = False
        while rest := self._unfinished():
            free = self.free(rest)
            if not free and not told:
                self._busy(len(rest))
                told = True
            yield from self._graded(free, jobs, now)
            time.sleep(_PAUSE_SECONDS)

    def claimed(self, uploads: list[Upload]) -> list[Upload]:
        """Those of the uploads that are ours to grade from now on."""
        keys = {self._key(upload): upload for upload in uploads}
        ours = self._claims.take(keys, self._seen)
        self._keys |= {key[:2]: key for key in ours}
        self._tried |= {key[:2] for key in ours}
        return [upload for key, upload in keys.items() if key in ours]

    def free(self, uploads: Iterable[Upload]) -> list[Upload]:
        """Those that nobody grades, or has graded since it was chosen what to grade."""
        for name in self._present.gone():
            self._claims.give_back(name)
        counts = self._book.counted()
        keys = {self._key(up): up for up in uploads if counts[_pair(up)] == self._seen[_pair(up)]}
        theirs = self._claims.elsewhere(keys)
        return [upload for key, upload in keys.items() if key not in theirs]

    def _graded(self, uploads: list[Upload], jobs: int, now: Callable[[], datetime]) -> Iterator[Verdict]:
        if not uploads:
            return
        with ExitStack() as opened:
            opened.callback(self._claims.give_all_back)  # of topics that are stopped, or if nobody wants more
            for group in opened.enter_context(closing(self._found(Work(uploads, self), jobs))):
                self.tally.stopped += [each for each in group if isinstance(each, Stopped)]
                verdicts = [each for each in group if isinstance(each, Verdict)]
                for start in range(0, len(verdicts), _TOGETHER):
                    yield from self._recorded(verdicts[start : start + _TOGETHER], now())

    def _found(self, work: Work, jobs: int) -> Generator[list[Verdict | Stopped], None, None]:
        """What the engine finds. One that can't share claims all at once, and has each verdict recorded alone."""
        if isinstance(self.engine, Sharing):
            yield from self.engine.share(self.course, work, jobs)
        elif uploads := work.take(len(work)):
            with closing(self.engine.grade(self.course, uploads, jobs)) as found:
                for each in found:
                    yield [each]

    def _recorded(self, verdicts: list[Verdict], now: datetime) -> list[Verdict]:
        """Those verdicts that are in the gradebook now. Another grader has taken over the rest."""
        found = {self._keys[_pair(verdict)]: verdict for verdict in verdicts}
        recorded = self._book.record_claimed(found, now, self._claims)
        self._tried -= {key[:2] for key in found} - {_pair(verdict) for verdict in recorded}
        for verdict in recorded:
            self.tally.add(verdict)
            self._keep(verdict)
        return recorded

    def _keep(self, verdict: Verdict) -> None:
        """Other graders give us no notebook that ran. Then it is kept as it was handed in, for people to read."""
        assignment = self.course.by_name[verdict.assignment]
        upload = self._uploads.get(_pair(verdict))
        if verdict.engine != JudgeEngine.name and assignment.cells and upload and verdict.status is Ruling.GRADED:
            notebook = as_handed_in(read(upload, assignment), verdict.outcomes)
            keep(notebook, self._results / "notebooks" / file_name(upload.student), assignment.name, verdict.submission)

    def _new(self, uploads: Iterable[Upload]) -> list[Upload]:
        return todo(uploads, self.course.assignments, self._book.settled(self.engine.name))

    def _untried(self) -> list[Upload]:
        stopped = {each.assignment for each in self.tally.stopped}
        return [each for each in self.pending if _pair(each) not in self._tried and each.assignment not in stopped]

    def _unfinished(self) -> list[Upload]:
        """What others have claimed and not graded. If they could not grade it, it is our turn."""
        rest = [upload for upload in self._untried() if _pair(upload) not in self._theirs]
        counts = self._book.counted()
        changed = [upload for upload in rest if counts[_pair(upload)] != self._seen[_pair(upload)]]
        if changed:
            self._seen = counts  # before looking, again
            not_settled = [] if self._again else self._new(changed)
            self._theirs |= {_pair(upload) for upload in changed} - {_pair(upload) for upload in not_settled}
        return [upload for upload in rest if _pair(upload) not in self._theirs]

    def _key(self, upload: Upload) -> Key:
        digest = ""
        with suppress(OSError):  # a worker will get it again, and report it
            digest = fingerprint(upload)
        return upload.student, upload.assignment, digest, self.course.by_name[upload.assignment].hash


def _pair(what: Upload | Verdict) -> Pair:
    return what.student, what.assignment


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
