"""Drawn calls, and what right answers do with them.

Theory of operation. A test says what to draw; the cohort's secret decides the values; a right answer says what is
expected. It runs once for each assignment and secret, in a box of its own without student code.
"""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import sha256
from itertools import islice
from typing import Any

import numpy as np

from ..assignment import Assignment, Test
from ..sandbox import ARRAYS_CAP, BODY_CAP, HEADER_CAP, BoxError, Calls, Opaque
from ..secret import Secret
from ..testing import (
    Call,
    Case,
    Charged,
    Done,
    Draw,
    Grader,
    Mismatch,
    OtherAnswer,
    Rules,
    difference,
    frozen,
    mismatch,
)
from .answers import Remote, outgoing
from .faults import TestFault
from .session import Asked, Session
from .standing_in import Remembered, StandIn

_VERSION = 1  # of drawing: another number draws other values from the same secret
MOST_CALLS = 400
Reference = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Drawn:
    """The cases of one test, and how results are compared; `parts` says how often each part of a domain was drawn.

    `calls` are those of the cases, ready for any box: they are the same for every submission.
    """

    cases: tuple[Case, ...]
    rules: Rules
    parts: Mapping[tuple[str, str], int]
    calls: Calls


class Expectations:
    """The cases of an assignment's tests under one secret. `reference` runs the right answers."""

    def __init__(self, assignment: Assignment, secret: Secret, reference: Reference) -> None:
        self.assignment, self._secret, self._reference = assignment, secret, reference
        self._known: dict[str, Drawn] = {}
        self._remembered: Remembered = {}

    def of(self, test: Test) -> Drawn:
        """The cases of a test that was prepared."""
        return self._known[test.name]

    def prepare(self, tests: tuple[Test, ...]) -> None:
        """Draw the calls of these tests, and ask the right answers; or raise TestFault."""
        missing = [test for test in tests if test.drawn and test.name not in self._known]
        if not missing:
            return
        drawn = {test.name: draw(self.assignment, test, self._secret) for test in missing}
        with self._reference() as session:
            for test in missing:
                self._known[test.name] = self._expected(test, drawn[test.name], session)

    @contextlib.contextmanager
    def right(self) -> Iterator[Asked]:
        """Right answers, to be called by their names in place of a student's."""
        with self._reference() as session:
            yield StandIn(session, self._remembered).asked

    def frozen(self) -> dict[str, str]:
        """The cases of each test as text, for graders that run it beside the answer."""
        self.prepare(self.assignment.tests)
        return {test.name: frozen(self.of(test).cases) for test in self.assignment.tests if test.drawn}

    def _expected(self, test: Test, drawn: Drawn, session: Session) -> Drawn:
        cases: list[Case] = []
        try:
            for case, done in zip(drawn.cases, session.calls(test.answer, drawn.calls), strict=True):
                cases.append(self._expects(test, case, done, drawn.rules))
        except BoxError as error:
            call = drawn.cases[min(len(cases), len(drawn.cases) - 1)].written(test.answer)
            raise self._fault(test, f"the right answer does not answer {call}: {error}") from None
        if drawn.rules.agrees is None and (changed := difference(cases[-1].value, cases[0].value, 0, 0)):
            raise self._fault(test, f"the right answer does not return the same twice: {changed}")
        return replace(drawn, cases=tuple(cases))

    def _expects(self, test: Test, case: Case, done: Done, rules: Rules) -> Case:
        """The case with what the right answer did, or TestFault if that can't be expected of anyone."""
        plain = _plain(done.value)
        if not plain and rules.agrees is None:
            raise self._fault(test, f"{case.written(test.answer)} returns no plain value: compare it with agrees=...")
        expected = case if case.errors else replace(case, value=done.value if plain else None, after=done.after)
        if found := mismatch(test.answer, expected, done, rules):
            raise self._fault(test, f"the right answer does not do what the test expects: {found}")
        return expected

    def _fault(self, test: Test, what: str) -> TestFault:
        return TestFault.at(f"{self.assignment.tests_file}:{test.line}", what)


def draw(assignment: Assignment, test: Test, secret: Secret) -> Drawn:
    """The calls of a test under a secret, the first of them twice; or TestFault."""
    key = secret.for_purpose("draw", f"{assignment.name}\0{test.name}\0{_VERSION}")
    drawing = Draw(key)
    try:
        function = _module(assignment.tests_source, str(assignment.tests_file))[test.name]
        others = [OtherAnswer(name) for name in test.needs[1:]]
        with Grader(assignment.data.given, partial(assignment.data.hidden, secret=secret), {}):
            calls = [_resolved(drawing, call) for call in islice(function(drawing, *others), MOST_CALLS + 1)]
        rules = replace(getattr(function, "rules", Rules()), shares=test.shares)
        cases = (*calls, *calls[:1])  # an answer must do the same again
        drawn = Drawn(cases, rules, dict(drawing.drawn), _packed(cases, new=rules.new))
    except Exception as error:  # the author's code may raise anything
        raise TestFault.at(_place(assignment, test, error), error) from error
    if not 1 <= len(calls) <= MOST_CALLS or not _has_room(drawn.calls):
        many = f"draws more than {MOST_CALLS} calls, or too large ones: they must cross at once."
        what = many if calls else "draws no call."
        raise TestFault.at(f"{assignment.tests_file}:{test.line}", f"{test.name} {what}")
    return drawn


@dataclass(frozen=True)
class Compared:
    """What an answer did with all calls of a test: its first mismatch, a digest of each, the slowest one's seconds."""

    first: Mismatch | None
    digests: tuple[str, ...]
    slowest: float
    seconds: float  # of all calls together

    @property
    def share(self) -> float:
        """The share of the calls that went right."""
        return self.digests.count("") / len(self.digests)


def compared(test: Test, drawn: Drawn, session: Session, charged: Charged | None = None) -> Compared:
    """Compare what an answer does with what the right one did. An answer that is not written raises its error.

    `charged` knows who has lost points already for changing arguments; without it, every test asks.
    """
    session.box()  # its start is no part of a call
    asks = charged is None or charged.asks(test.answer, test.name)
    first: Mismatch | None = None
    digests, slowest, begun = [], 0.0, time.monotonic()
    start = begun
    for case, done in zip(drawn.cases, session.calls(test.answer, drawn.calls), strict=True):
        slowest = max(slowest, time.monotonic() - start)
        found = mismatch(test.answer, case, done, drawn.rules, arguments=asks)
        if found and isinstance(done.error, NotImplementedError | NameError | MemoryError):
            raise done.error
        digests.append(digest(done) if found else "")
        first, start = first or found, time.monotonic()
    if charged is not None:
        charged.note(test.answer, test.name, first)
    return Compared(first, tuple(digests), slowest, time.monotonic() - begun)


def digest(done: Done) -> str:
    """Tells what a call did apart from what others did, but not whether they differ by less than a thousandth."""
    told = type(done.error).__name__ if done.error is not None else repr(list(islice(_rough(done.value), 500)))
    return sha256(told.encode(errors="replace")).hexdigest()[:8]


def _resolved(drawing: Draw, call: object) -> Case:
    if not isinstance(call, Call):
        raise TypeError(f"yield Call(...), not {type(call).__name__}.")
    return Case(drawing.value(call.positional), drawing.value(dict(call.named)), call.errors)


def _packed(cases: tuple[Case, ...], *, new: bool) -> Calls:
    arguments = ((outgoing(list(case.positional)), outgoing(dict(case.named))) for case in cases)
    try:
        return Calls.packed(arguments, new=new)
    except Opaque as error:
        raise Opaque(f"this can't be an argument: {error}; only plain values and arrays reach an answer.") from None


def _has_room(calls: Calls) -> bool:
    """Whether the calls can cross to a box in one frame, and the arguments in the header of a frame back."""
    *arrays, text = calls.arrays
    small = text.nbytes < HEADER_CAP // 2 and len(arrays) < ARRAYS_CAP - 100
    return small and sum(array.nbytes for array in arrays) <= BODY_CAP


def _plain(value: object) -> bool:
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set):
        return all(map(_plain, value))
    return not isinstance(value, Remote) and value is not ...


def _rough(value: object) -> Iterator[object]:
    """The beginning of a value, with numbers to three digits. A number of numpy's is as good as one of Python's."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        yield np.shape(value)
        value = np.ravel(value)[:500].tolist()
    if isinstance(value, dict):
        value = list(value.items())
    if isinstance(value, list | tuple):
        yield len(value)
        for item in value[:500]:
            yield from _rough(item)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield repr(value)[:200] if isinstance(value, str | bool | None) else type(value).__name__
    else:
        yield f"{float(value):.3g}" if abs(value) < 1e300 else "huge"


@lru_cache(maxsize=8)
def _module(source: str, file: str) -> dict[str, Any]:
    """What a tests.py defines. Its functions are called again and again, and must not change it."""
    space: dict[str, Any] = {"__name__": "tests"}
    exec(compile(source, file, "exec"), space)
    return space


def _place(assignment: Assignment, test: Test, error: Exception) -> str:
    """The file and line of tests.py where its code failed."""
    own = [at for at in traceback.extract_tb(error.__traceback__) if at.filename == str(assignment.tests_file)]
    return f"{assignment.tests_file}:{own[-1].lineno if own else test.line}"
