"""Run an assignment's tests on a session. What the student's code does is an outcome, never an error."""

from __future__ import annotations

import builtins
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .. import testing
from ..assignment import Assignment, Test
from ..datasets import Arrays
from ..errors import OurFault, UserMistake
from ..release import standalone
from ..sandbox import BoxError, Ended, Nonsense, OutOfMemory, TimedOut
from ..secret import Secret
from ..testing import told
from .answers import Answer, StudentError, noting_its_calls
from .budget import OutOfTime
from .drawn import Expectations, compared
from .faults import TestFault
from .looking import ModelRefused
from .outputs import short
from .patience import TestTooSlow, patience
from .renumbering import Renumbered, classes_in
from .session import Session
from .verdict import Outcome, Status

_ENDINGS = {
    TimedOut: Status.TIMEOUT,
    TestTooSlow: Status.FAILED,
    OutOfTime: Status.TIMEOUT,
    OutOfMemory: Status.MEMORY,
    Ended: Status.CRASHED,
}
_UNKNOWN_NAME = re.compile(r"\bname '(\w+)' is not defined")
_ITS_CELL = "its cell ended with"
_SEE_THERE = "A cell that it needs ended with an error, which the notebook shows."
_LATE = re.compile(r"No answer within (\S+) seconds\.")
_LABELS = {status: f"{status.plain.capitalize()}: " for status in (Status.TIMEOUT, Status.MEMORY)}
_ERROR_SHOWN = 160  # characters of the error that ended a cell
UNREADABLE = "What came back is too large, or could not be read."
Watch = Callable[[Answer], Answer]


class ReadyTests:
    """An assignment's tests, prepared once for many submissions."""

    def __init__(
        self, assignment: Assignment, secret: Secret, expectations: Expectations, *, strict: bool = False
    ) -> None:
        self._strict = strict
        self.assignment, self._secret, self._expectations = assignment, secret, expectations
        self._gates = {name: gate.model_dump(exclude_none=True) for name, gate in assignment.gates.items()}
        # The same source that nbgrader and otter run. Each call of a test creates its constants again.
        written = [test for test in assignment.tests if not test.drawn]
        self._sources = {test.name: standalone(assignment, test, testing.__name__) for test in written}
        self._functions = {name: _function(source, name) for name, source in self._sources.items()}

    def outcomes(self, session: Session, watch: Watch = lambda answer: answer) -> tuple[Outcome, ...]:
        """The outcome of every test. `watch` may wrap each answer, to see how it is used.

        Hidden tests run last, so that no later message can reveal what an answer remembers of their arguments.
        """
        self._expectations.prepare(self.assignment.tests)
        self._charged = None if self._strict else testing.Charged()
        order = sorted(self.assignment.tests, key=lambda test: not test.visible)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # numpy's, about a test's arithmetic with wrong answers
            found = {test.name: self._outcome(test, session, watch) for test in order}
            lost = [test for test in order if self._may_assume(test) and found[test.name].status is not Status.PASSED]
            variables = self.assignment.variables
            for names in {test.assuming: None for test in lost}:
                with self._expectations.right() as right, session.assuming(names, right, variables) as again:
                    for test in (test for test in lost if test.assuming == names):
                        outcome = self._outcome(test, again, watch)
                        better = max(found[test.name], outcome, key=lambda each: each.score)
                        # With right answers around it, the answer's own mistake shows, and no other.
                        found[test.name] = replace(better, cases=outcome.cases or better.cases)
        return tuple(found[test.name] for test in self.assignment.tests)

    def _may_assume(self, test: Test) -> bool:
        """Whether a test may assume other answers right. What was trained with wrong ones stays as it is."""
        return bool(test.assuming) and not self.assignment.variables & set(test.needs)

    def _outcome(self, test: Test, session: Session, watch: Watch) -> Outcome:
        """The outcome of a test. Where chance could decide at a gate, a second hidden set is asked as well."""
        outcome = self._measured(test, session, watch)
        if any(testing.is_close(found) for found in outcome.evidence.values()):
            return self._measured(test, session, watch, first=outcome.evidence)
        return outcome

    def _measured(self, test: Test, session: Session, watch: Watch, first: testing.Evidence | None = None) -> Outcome:
        """The outcome of a test; with what a `first` hidden set gave, both decide together."""
        data, retrained = self.assignment.data, any(name in session.setting.retrained for name in test.needs)

        def given(name: str) -> Arrays:
            return self._numbered(name, data.given(name)) if retrained else data.given(name)

        def hidden(name: str) -> Arrays:
            held = data.hidden(name, self._secret, again=first is not None)
            return self._numbered(name, held) if retrained else held

        with testing.Grader(given, hidden, self._gates, first or {}) as grader, testing.noting(on=test.visible):
            outcome = self._tried(test, session, watch)
        outcome = replace(outcome, evidence=grader.evidence) if grader.evidence else outcome
        return outcome if outcome.status is Status.PASSED else self._with_its_cell(outcome, test, session)

    def _with_its_cell(self, outcome: Outcome, test: Test, session: Session) -> Outcome:
        """The outcome of a test of a variable, with the error that ended the variable's cell, if one did."""
        variables = [name for name in test.needs if name in self.assignment.variables]
        name = next((each for each in variables if session.how_its_cell_failed(each)), "")
        error = session.how_its_cell_failed(name) if name else ""
        if not error or _ITS_CELL in outcome.detail:
            return outcome
        shown = error if len(error) <= _ERROR_SHOWN else f"{error[: _ERROR_SHOWN - 1]}\u2026"
        if not test.visible:  # the error's own words are the student's
            kind = error.partition(":")[0]
            known = isinstance(getattr(builtins, kind, None), type)
            shown = f"{kind if known else 'an error'}, which the notebook shows"
        cell = f"The cell of `{name}` ended with {shown}"
        return replace(outcome, cell=cell, detail=short(f"{outcome.detail} (The cell of {name} ended with {error})"))

    def _numbered(self, name: str, arrays: Arrays) -> Arrays:
        """Arrays of a data set, with its classes under the numbers that a training in our hands gets."""
        return Renumbered(self._secret, name, classes_in(self.assignment.data.given(name))).of(arrays)

    def _tried(self, test: Test, session: Session, watch: Watch) -> Outcome:
        testing.forget_mismatch()
        try:
            with patience(session.budget):
                if test.drawn:
                    return self._compared(test, session)
                self._functions[test.name](*[self._asked_for(session, name, watch) for name in test.needs])
        except NotImplementedError as error:
            why = session.why_missing(test.needs)
            return ended(test, Status.FAILED, why or not_written(error, test), _SEE_THERE if why else "")
        except StudentError as error:
            status = Status.MEMORY if isinstance(error, MemoryError) else Status.ERROR
            why = session.why_missing(_UNKNOWN_NAME.findall(str(error))) if isinstance(error, NameError) else ""
            detail, happened = why or f"{type(error).__name__}: {error}", why or _LABELS.get(status, "") + told(error)
            return ended(test, status, detail, _SEE_THERE if why else "", happened)
        except ModelRefused as error:
            return ended(test, Status.REFUSED, str(error), error.advice)
        except Nonsense as error:  # of what kind is not told: a student could choose it
            return ended(test, Status.REFUSED, UNREADABLE, UNREADABLE, in_call(error, UNREADABLE))
        except BoxError as error:
            status = _ENDINGS.get(type(error), Status.ERROR)
            # An exit code could be chosen by the student's code, so how a process ended is not told.
            label, text = _LABELS.get(status, ""), str(error)
            kind = f"{label}{text[:1].lower()}{text[1:]}" if label else ""
            return ended(test, status, text, kind, label + in_call(error, text))
        except (UserMistake, OurFault, OSError):
            raise  # not the student's fault
        except (NameError, ImportError, testing.MissingGate) as error:  # whatever the student's answer is
            raise TestFault.at(self._place(error, test), error) from error
        except testing.Missed as error:  # with a floor, a part of the points is earned below the gate
            return replace(ended(test, Status.FAILED, str(error)), score=error.share * test.points)
        except AssertionError as error:
            line = self._line(error, test)
            detail = str(error) or testing.latest_mismatch() or f"{line or 'This'} does not hold."
            happened = told(error, f"`{line}` does not hold." if line else "This does not hold.")
            return ended(test, Status.FAILED, detail, happened=happened)
        except MemoryError:
            return ended(test, Status.FAILED, "To compare what came back would take more memory than there is.")
        except Exception as error:  # the test could not use what came back
            return ended(test, Status.FAILED, f"{type(error).__name__}: {error}", happened=told(error))
        return ended(test, Status.PASSED, "")

    def _compared(self, test: Test, session: Session) -> Outcome:
        """Compare what an answer does with what the right one did, case by case."""
        found = compared(test, self._expectations.of(test), session, self._charged)
        first = found.first
        if first is None:
            return ended(test, Status.PASSED, "")
        status = Status.ERROR if first.kind == "error" else Status.FAILED
        outcome = ended(test, status, str(first), testing.KINDS[first.kind])
        score = found.share * test.points if test.shares else 0.0
        return replace(outcome, score=score, cases=found.digests)

    def _asked_for(self, session: Session, name: str, watch: Watch) -> object:
        """What a test gets for a parameter that names an answer."""
        if name not in self.assignment.variables:
            return noting_its_calls(watch(session.answer(name)))
        if reason := session.setting.skipped.get(name):
            raise AssertionError(f"{name} was not made: {reason}")
        function = session.setting.retrained.get(name)
        value = session.trained(name, self._fresh(function)) if function else session.value(name)
        if value is ...:
            raise NotImplementedError
        return testing.noted(name, value)

    def _fresh(self, function: str) -> list[object]:
        """Arguments for a function that trains: unseen arrays, named by its parameters."""
        names = self.assignment.answer(function).parameters
        data, arrays = self.assignment.data.fresh(names, self._secret)
        return [self._numbered(data, arrays)[name] for name in names]

    def _line(self, error: AssertionError, test: Test) -> str:
        """What a test asserts in the line that failed."""
        return self._code(error, test).removeprefix("assert ")

    def _place(self, error: Exception, test: Test) -> str:
        """The file and line of tests.py that raised an error."""
        code = self._code(error, test)
        lines = enumerate(self.assignment.tests_file.read_text(encoding="utf-8").splitlines(), 1)
        later = (number for number, line in lines if number >= test.line and line.strip() == code)
        return f"{self.assignment.tests_file}:{next(later, test.line)}"

    def _code(self, error: Exception, test: Test) -> str:
        """The line of a test that raised an error."""
        number, at = 0, error.__traceback__
        while at is not None:
            if at.tb_frame.f_code.co_filename == _file(test.name):
                number = at.tb_lineno
            at = at.tb_next
        return self._sources[test.name].splitlines()[number - 1].strip() if number else ""


def ended(test: Test, status: Status, detail: str, told: str = "", happened: str = "") -> Outcome:
    """The outcome of a test that ended with this status. Students see `told` even for a hidden test."""
    return Outcome(
        test.name,
        test.answer,
        status,
        test.points if status is Status.PASSED else 0.0,
        test.points,
        test.claim,
        test.visible,
        detail=short(detail),
        told=told,
        happened=short(happened) if test.visible else "",
    )


def not_written(error: NotImplementedError, test: Test) -> str:
    """That the tested answer is not written yet, or another one that a visible test needs."""
    call = testing.notes().latest
    if call is not None and call.error is error and call.name != test.answer:
        return f"{call.name} is not written yet, and this check needs it."
    return f"Not written yet. {error}".strip()


def in_call(error: BoxError, text: str) -> str:
    """A text about what happened, with the call in which it did, if it was one."""
    call, late = testing.notes().latest, _LATE.fullmatch(text)
    if call is None or call.error is not error:
        return text
    return f"{call.written} was stopped after {late[1]} seconds." if late else f"{call.written}: {text}"


def _function(source: str, name: str) -> Callable[..., object]:
    space: dict[str, Any] = {"__name__": "tests"}
    exec(compile(source, _file(name), "exec"), space)
    return space[name]  # type: ignore[no-any-return]


def _file(name: str) -> str:
    return f"<{name}>"
