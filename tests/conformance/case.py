"""What a case file says: a hostile submission, and what must come of it.

    CASE = Case("An object that equals everything.", Zero("halve"), answers={"halve": "..."})

A case is graded like any submission, at every level of confinement that this machine gives. Its code is written into
the notebook: `answers` take the place of the right ones, `cells` run before everything else. In the code, SECRET_FILE
is the path of a file of the grader's, COURSE the course's folder, GRADER the number of the grader's process, and
`attempt(name, action)` says whether an action got through. After SYSTEM_CALLS, `call(number, ...)` makes one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from autograder.assignment import Assignment
from autograder.judge import Graded, Judge, Ruling, Status
from autograder.sandbox import Limits
from pace import in_time

LEVELS = ("L0", "L1", "L2")
# Small, so that a bomb does no harm on a small machine, and short, so that the whole folder runs on every commit.
SMALL = Limits(
    cell_seconds=1.5, call_seconds=0.7, total_seconds=6, memory_mb=512, disk_mb=8, processes=16, files=64
)  # fmt: skip
_GRACE_SECONDS = 1.0  # that a box is given to obey

# Only errors by which a system says no count as HELD: an attack that has a bug of its own proves nothing.
ATTEMPT = '''\
def attempt(name, action, *refusals):
    """Say ESCAPED where an action yields something, HELD where it is refused or yields nothing."""
    try:
        got = action()
    except (OSError, MemoryError, ModuleNotFoundError, *refusals) as error:
        print("HELD", name, type(error).__name__)
    except BaseException as error:
        print("BROKEN", name, type(error).__name__, error)
    else:
        print("ESCAPED" if got else "HELD", name, str(got)[:200])
'''


SYSTEM_CALLS = """\
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(4096)
where = ctypes.addressof(room)
def call(number, *arguments):
    if libc.syscall(ctypes.c_long(number), *(ctypes.c_long(a) for a in arguments)) < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return True
"""


@dataclass(frozen=True)
class Scene:
    """What a case runs in: a judge, a small course on disk, its only topic, and an empty folder."""

    judge: Judge
    topic: Assignment
    course: Path
    folder: Path
    secret: Path
    running: frozenset[int]  # our processes before the submission


@dataclass(frozen=True)
class Seen:
    """What came of a submission."""

    graded: Graded
    limits: Limits
    started: float  # on the clock that a box can read, too
    ended: float
    honest: Callable[[], object]  # grades right answers, to see how busy the machine is

    @property
    def shown(self) -> str:
        """All that the student gets: the executed notebook, and the messages of the tests."""
        messages = "\n".join(outcome.message for outcome in self.graded.verdict.outcomes)
        return json.dumps(self.graded.notebook, ensure_ascii=False) + messages + self.graded.verdict.reason

    def in_time(self) -> bool:
        """Whether the judge's limits held, as far as this machine is free to keep them."""
        return in_time(self.ended - self.started, self.limits.total_seconds + _GRACE_SECONDS, self.honest)

    def full(self, *but: str) -> None:
        """Every answer has all its points, but for those named, which have none."""
        for question in self.graded.verdict.questions:
            due = 0 if question.name in but else question.max_score
            found = [(o.test, str(o.status), o.detail) for o in question.outcomes]
            assert question.score == due, f"{question.name} has {question.score} instead of {due} points: {found}"


class Expectation(Protocol):
    def check(self, seen: Seen) -> None:
        """AssertionError where something else came of it."""


class Zero:
    """These answers earn nothing, in the named ways and with these words if given; the others earn everything."""

    def __init__(self, *answers: str, status: Status | tuple[Status, ...] = (), says: str = "") -> None:
        self.answers, self.says = answers, says
        self.statuses = (status,) if isinstance(status, Status) else status

    def check(self, seen: Seen) -> None:
        seen.full(*self.answers)
        wrong = [o for o in seen.graded.verdict.outcomes if o.answer in self.answers]
        found = [(o.test, str(o.status), o.detail) for o in wrong]
        assert not self.statuses or {o.status for o in wrong} & set(self.statuses), found
        assert any(self.says in o.detail for o in wrong), found


class SelfHarm(Zero):
    """These answers earn nothing, however the race ends in which the student's own code disturbs the others."""

    def check(self, seen: Seen) -> None:
        for question in seen.graded.verdict.questions:
            assert question.score == 0 or question.name not in self.answers, question.outcomes
        assert seen.in_time()


class Limit(Zero):
    """A limit ends these answers, in time; the others earn everything."""

    def check(self, seen: Seen) -> None:
        super().check(seen)
        assert seen.in_time()


class Harmless:
    """Everything is graded as if the hostile part were not there, and in time."""

    def check(self, seen: Seen) -> None:
        seen.full()
        assert seen.in_time()


class Denied(Harmless):
    """The attack ran and got nothing, and every answer is graded as if it were not there."""

    def check(self, seen: Seen) -> None:
        super().check(seen)
        assert "ESCAPED" not in outputs(seen) and "BROKEN" not in outputs(seen), outputs(seen)
        assert "HELD" in outputs(seen), "the attack never ran"


class Refused:
    """The file can't be graded, and the student is told this."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def check(self, seen: Seen) -> None:
        verdict = seen.graded.verdict
        assert verdict.status is Ruling.REFUSED, verdict.status
        assert self.reason in verdict.reason, verdict.reason
        assert verdict.score == 0


class Staff:
    """Graded as if nothing had been changed, and the instructor is told this."""

    def __init__(self, remark: str) -> None:
        self.remark = remark

    def check(self, seen: Seen) -> None:
        seen.full()
        assert any(self.remark in remark for remark in seen.graded.verdict.remarks), seen.graded.verdict.remarks


@dataclass(frozen=True)
class Case:
    """A hostile submission. `upload` makes a whole file; `after` looks at what is there when all is over."""

    title: str
    expect: Expectation
    answers: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    upload: Callable[[Assignment], bytes] | None = None
    after: Callable[[Scene, Seen], None] = lambda scene, seen: None
    limits: Limits = SMALL
    levels: tuple[str, ...] = LEVELS


@dataclass(frozen=True)
class Trusted:
    """A case that attacks what stands outside the box: it is a test of its own."""

    title: str
    check: Callable[[Scene], None]
    levels: tuple[str, ...] = LEVELS


def outputs(seen: Seen) -> str:
    """What the cells showed, without their sources."""
    return "\n".join(_texts(seen))


def _texts(seen: Seen) -> Iterator[str]:
    for cell in (seen.graded.notebook or {}).get("cells", []):
        for output in cell.get("outputs", []):
            yield output.get("text") or output.get("evalue") or json.dumps(output.get("data"))
