"""Mutants that are proven elsewhere, and need no grading of their own."""

from __future__ import annotations

from ..assignment import Assignment, Mutant
from .calibrating import read_record


def settled_elsewhere(assignment: Assignment) -> set[Mutant]:
    """The mutants that a calibration has measured, and those that drawn tests alone must catch."""
    return {mutant for mutant in assignment.mutants if _is_drawn(assignment, mutant)} | _calibrated(assignment)


def _calibrated(assignment: Assignment) -> set[Mutant]:
    """The mutants that only gates must catch, if a calibration that still holds has measured what they reach.

    They need no further training: `doubts` tells where one passed a gate.
    """
    gated = {test.name for test in assignment.tests if test.gates}
    record = (read_record(assignment) or {}) if gated else {}
    measured = {label for calibration in record.values() for label in calibration.mutants}
    return {mutant for mutant in assignment.mutants if set(mutant.fails) <= gated and mutant.label in measured}


def _is_drawn(assignment: Assignment, mutant: Mutant) -> bool:
    """Whether only drawn tests must catch this mutant: `Fairness` asks them all, under more than one secret.

    Where a test of the answer is named by no mutant, it must still be seen to catch one.
    """
    named = {name for each in assignment.mutants for name in each.fails}
    unnamed = [test for test in assignment.tests if mutant.answer in test.needs and test.name not in named]
    drawn = {test.name for test in assignment.tests if test.drawn}
    return mutant.answer not in assignment.variables and not unnamed and set(mutant.fails) <= drawn
