"""Mutants that one notebook can hold: each changes an answer that the tests of the others never reach.

Most of the time that a proof takes is spent on starting a box and importing Keras, and not on the mutants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from ..assignment import Answer, Assignment, Mutant, Prose, Test, defined_and_used, without_magics
from ..judge import Graded, Status
from .findings import BROKEN

_MOST = 12  # in one notebook, so that slow ones do not use up each other's time


@dataclass(frozen=True)
class Attempt:
    """A mutant, and the tests that it is tried with."""

    mutant: Mutant
    tests: tuple[Test, ...]


def groups(assignment: Assignment, attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    """The attempts in as few notebooks as can be. No test of one attempt reaches an answer that another changes."""
    uses = _uses(assignment)
    made: list[tuple[list[Attempt], set[str]]] = []  # the attempts of each group, and all that they reach
    for attempt in attempts:
        reached = _reached(uses, attempt)
        for group, theirs in made:
            changed = {other.mutant.answer for other in group}
            if len(group) < _MOST and not changed & reached and attempt.mutant.answer not in theirs:
                group.append(attempt)
                theirs |= reached
                break
        else:
            made.append(([attempt], reached))
    return [group for group, _ in made]


def shows_alone(graded: Graded, attempt: Attempt) -> bool:
    """Whether a shared notebook shows that this mutant is caught, by every test that must, and by a wrong result.

    Anything else is tried again in a notebook of its own: a process that ended may have been another mutant's.
    """
    outcomes = {outcome.test: outcome for outcome in graded.verdict.outcomes}
    named = [outcomes[name] for name in attempt.mutant.fails]
    wrong = (Status.FAILED, Status.ERROR)
    return all(outcome.status in wrong and not outcome.detail.startswith(BROKEN) for outcome in named)


def only(graded: Graded, attempt: Attempt) -> Graded:
    """What one attempt's own tests found."""
    own = {test.name for test in attempt.tests}
    outcomes = tuple(outcome for outcome in graded.verdict.outcomes if outcome.test in own)
    return replace(graded, verdict=replace(graded.verdict, outcomes=outcomes))


def _uses(assignment: Assignment) -> Mapping[str, set[str]]:
    """For each name that the notebook defines, the names that its cell uses."""
    cells = [
        cell
        for cell in assignment.cells
        if isinstance(cell, Answer) or (isinstance(cell, Prose) and cell.kind == "code")
    ]
    found: dict[str, set[str]] = {}
    for cell in cells:
        source = assignment.right[cell.name] if isinstance(cell, Answer) else without_magics(cell.source)
        defined, used = defined_and_used(source)
        for name in defined:
            found[name] = found.get(name, set()) | used
    return found


def _reached(uses: Mapping[str, Collection[str]], attempt: Attempt) -> set[str]:
    """The names that an attempt's tests and its mutant use, directly or not."""
    reached: set[str] = set()
    queue = [name for test in attempt.tests for name in test.needs]
    queue += [attempt.mutant.answer, *defined_and_used(attempt.mutant.source)[1]]
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue += uses.get(name, ())
    return reached
