"""Try every small change to the right answers, and report those that no test catches.

Answers that take a training are left out: whether one more epoch is a mistake is a question for gates and calibration,
not for a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..assignment import Assignment, Test, functions_among, with_tests, without_variables
from ..intake import handed_in
from ..judge import Judge, Status
from ..sandbox import Limits
from .calibrating import gated_mutants
from .findings import Finding
from .habits import habits
from .mutating import Slip, slips
from .soundness import known_good

_PATIENCE = 3.0  # seconds: a change may make a loop endless


@dataclass(frozen=True)
class Survey:
    """The results of small changes to an assignment's right answers."""

    assignment: str
    tried: int
    caught: int
    argued: int
    findings: tuple[Finding, ...]

    @property
    def share(self) -> float:
        """The share of changes caught, leaving out those argued to be equivalent."""
        return self.caught / max(self.tried - self.argued, 1)


def survey(
    assignment: Assignment, judge: Judge, limits: Limits, progress: Callable[[str], None] = lambda step: None
) -> Survey:
    """Try all small changes. A survivor is a finding, unless the reference says why it is still right."""
    quick = replace(limits, call_seconds=min(limits.call_seconds, _PATIENCE))
    trained = {*assignment.variables, *(each.answer for each in gated_mutants(assignment))} if assignment.gates else ()
    right = {name: source for name, source in assignment.right.items() if name not in trained}
    every = [slip for name, source in right.items() for slip in slips(name, source)]
    every += [slip for name, source in right.items() for slip in _habits_of(assignment, name, source, judge)]
    assignment = with_tests(assignment, _quick_enough(assignment, judge, quick))
    survivors = []
    for number, slip in enumerate(every, 1):
        progress(f"{slip.answer}: {number} of {len(every)}")
        if _survives(assignment, slip, judge, quick):
            survivors.append(slip)
    argued = [slip for slip in survivors if slip.name in assignment.equivalents]
    findings = [_finding(assignment, slip) for slip in survivors if slip not in argued]
    findings += _needless(assignment, {slip.name for slip in survivors})
    return Survey(assignment.name, len(every), len(every) - len(survivors), len(argued), tuple(findings))


def _habits_of(assignment: Assignment, answer: str, source: str, judge: Judge) -> Iterator[Slip]:
    """The bad habits that the answer's drawn calls could show."""
    tests = tuple(test for test in assignment.tests_of(answer) if test.drawn)
    expectations = judge.expectations(assignment)
    expectations.prepare(tests)
    drawn = [expectations.of(test) for test in tests]
    cases = [case for each in drawn for case in each.cases]
    yield from habits(answer, source, cases, new=any(each.rules.new for each in drawn))


def _quick_enough(assignment: Assignment, judge: Judge, limits: Limits) -> list[Test]:
    """The tests that right answers pass in so little time; others would catch everything."""
    verdict = known_good(assignment, judge, limits).verdict
    slow = {outcome.test for outcome in verdict.outcomes if outcome.status is not Status.PASSED}
    return [test for test in assignment.tests if test.name not in slow]


def _survives(assignment: Assignment, slip: Slip, judge: Judge, limits: Limits) -> bool:
    right = {**assignment.right, slip.answer: slip.source}
    if slip.answer not in assignment.variables:  # one training for each slip in a function would take hours
        right = functions_among(assignment, right)
        assignment = without_variables(assignment)
    submission = handed_in(assignment, right)
    own = tuple(test for test in assignment.tests if slip.answer in test.needs)
    others = tuple(test for test in assignment.tests if slip.answer not in test.needs)
    for tests in filter(None, (own, others)):  # its own tests catch most slips, and then the others need not run
        verdict = judge.grade(with_tests(assignment, tests), submission, limits).verdict
        if any(outcome.status is not Status.PASSED for outcome in verdict.outcomes):
            return False
    return True


def _finding(assignment: Assignment, slip: Slip) -> Finding:
    fix = f"Add a test to {assignment.tests_file}; or argue in a `# %% equivalent` block why it is still right."
    first = next(solution.line for solution in assignment.solutions if solution.answer == slip.answer)
    return Finding(f"{assignment.reference}:{first + slip.line - 1}", f"no test notices {slip.name}.", fix)


def _needless(assignment: Assignment, survivors: set[str]) -> list[Finding]:
    """Changes listed as equivalent that are caught, or no longer exist."""
    return [
        Finding(str(assignment.reference), f"{name!r} is listed as equivalent, but is caught, or gone.", "Drop it.")
        for name in assignment.equivalents
        if name not in survivors
    ]
